// SPDX-License-Identifier: Apache-2.0
// A response on its way out: which form of it a request gets, and its head as bytes (RFC 9112
// section 4, RFC 9110 section 8). Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "desk/route.h"
#include "gateway/http/static_files.h"

namespace lifeline::http {

inline constexpr size_t gzip_from_bytes = 4096;  // of an API's answer; less saves little

struct Answer {
  desk::Response response;
  std::shared_ptr<const std::string> file;  // the body, where it is shared

  Answer() = default;
  explicit Answer(desk::Response from) : response(std::move(from)) {}
  explicit Answer(FileAnswer from);
  std::string_view body() const { return file ? std::string_view(*file) : response.body; }
};

/// Not modified (304) where the request's If-None-Match says so, gzip where it is taken and pays.
void fit_to(Answer& answer, const desk::Request& request);

struct Manner {
  bool http_1_1 = true;
  bool keep_alive = true;
  std::string_view date;  // of now, as http_date writes it
};
/// Appends the status line and headers. Header values with a line break in them are left out.
void append_head(std::string& out, const Answer& answer, const Manner& manner);

/// The same for a live stream, which is as long as the connection lives: no length.
void append_stream_head(std::string& out, std::string_view date);

/// Whether a response of that status has a body at all.
bool may_have_body(int status);

}  // namespace lifeline::http
