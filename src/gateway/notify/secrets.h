// SPDX-License-Identifier: Apache-2.0
// What signs the notices of webhooks: a file each in the data folder, for its owner only. The
// journal holds the file's name, which says nothing; no answer and no log ever holds the secret.
// A secret is on disk before the event that names it, so no channel is ever without the one it has.
// Concurrency: any thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "base/result.h"

namespace lifeline::notify {

class Secrets {
 public:
  explicit Secrets(std::string folder) : folder_(std::move(folder)) {}

  /// Keeps a secret and answers its name. Errors: those of signing_key, file_must_be_writable.
  Result<std::string> keep(const std::string& secret);
  /// The bytes that sign. Errors: secret_must_be_readable.
  Result<std::string> key(const std::string& name);
  void forget(const std::string& name);
  /// Removes the files that nobody names: what a crash between file and event has left.
  void forget_all_but(const std::set<std::string>& named);

 private:
  std::string path_of(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
  std::mutex mutex_;
  std::map<std::string, std::string> keys_;
};

}  // namespace lifeline::notify
