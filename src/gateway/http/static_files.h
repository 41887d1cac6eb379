// SPDX-License-Identifier: Apache-2.0
// The console's files, read into memory at start: a folder as the console's build leaves it.
//
// Operation: "x.br" and "x.gz" beside "x" are its compressed forms; where there is no .gz, one is
// made. Files under assets/ carry a digest in their name and may be kept for good; all others are
// asked for again (no-cache, strong ETag). A path without a file and without an extension gets
// index.html, as the console's pages are its own matter. Concurrency: read-only after load().
// Limits: limits::console_bytes_max of all files, limits::console_files_max files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/route.h"
#include "gateway/http/wire.h"

namespace lifeline::http {

/// 32 hexadecimal digits that tell versions of a text apart; no signature.
std::string digest_of(std::string_view bytes);

/// A response whose body is shared with others.
struct FileAnswer {
  int status = 200;
  std::string_view content_type;
  std::shared_ptr<const std::string> body;  // nullptr for 304
  desk::Pairs headers;
};

class StaticFiles {
 public:
  /// Without any file.
  StaticFiles() = default;

  /// Errors: folder_must_be_readable, folder_must_not_be_too_large.
  static Result<StaticFiles> load(const std::string& folder);

  /// The answer to GET or HEAD of a decoded path, or nothing: then path_must_exist.
  bool find(std::string_view path, const desk::Request& request, FileAnswer& answer) const;
  size_t size() const { return files_.size(); }

 private:
  using Bytes = std::shared_ptr<const std::string>;
  struct File {
    Bytes plain;
    Bytes gzip;
    Bytes brotli;
    std::string etag;  // without quotes
    std::string content_type;
    bool keep_for_good = false;
  };
  const File* file_of(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  // by path, "/index.html"
};

}  // namespace lifeline::http
