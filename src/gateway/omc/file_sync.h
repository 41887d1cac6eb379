// SPDX-License-Identifier: Apache-2.0
// Fetches a file of missed alarms, on a thread of its own, one at a time:
//
//   reqSyncAlarmFile ─▶ ackSyncAlarmFile ─▶ ackSyncAlarmFileResult;fileName=… ─▶ libcurl
//
// An alarm stands on a line of the file. Limits: omc_file_wait_s for all of it, omc_file_bytes_max.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "gateway/omc/conversation.h"

namespace lifeline::omc {

/// "reqSyncAlarmFile;…"; a view of what it is given.
/// What was told from a number on; or what is active.
Message file_request(const std::string& request, const std::string& from, const Dialect& dialect);
Message active_request(const std::string& request, const Dialect& dialect);
/// The file of an "ackSyncAlarmFileResult;…". Errors: file_must_be_granted, file_must_have_a_name.
Result<std::string> file_named(const std::string& body);

class FileSync {
 public:
  /// `arrived` is called on the thread when there is something to take.
  FileSync(const Source& source, std::function<void()> arrived);
  ~FileSync();  // ends what is under way

  /// Asks over a connection of its own, then fetches; nothing while one is under way.
  void ask(uint64_t from);
  void ask_active();
  /// Fetches a file that was asked for elsewhere.
  void fetch(std::string name);
  /// The file, once. Errors: those of Conversation; file_must_be_granted, file_must_have_a_name,
  /// files_must_be_reachable, file_must_be_fetched.
  std::optional<Result<std::string>> take();

 private:
  void run(std::function<Result<std::string>()> work);
  using Request = std::function<Message(const std::string& number)>;
  void ask(Request request);
  Result<std::string> ask_name(const Request& request) const;
  Result<std::string> read(const std::string& name) const;

  const Source& source_;
  std::function<void()> arrived_;
  Bell bell_;
  std::mutex mutex_;
  std::optional<Result<std::string>> file_;
  bool is_busy_ = false;
  std::thread thread_;
};

}  // namespace lifeline::omc
