// SPDX-License-Identifier: Apache-2.0
// The data folder of one server: made if missing, locked while in use.
//
//   lock          held by the server that runs
//   journal.db    the journal of all desks (SQLite, WAL)
//   snapshots/    one file a desk, to start quickly
//   attachments/  evidence photos, each named by its digest
//   measurements/ single values of a week, what they were by the hour for five
//   notices.sqlite  notices of orders that wait or went, with how far each journal was followed
//   secrets/      what signs the notices of webhooks, a file each
//   hub-cursors   how far each subscriber of a TM Forum API has been told
//   snmp/         what engine of SNMP version 3 this is, and how often it started
//   first-log-in  the first administrator's password and token, readable by the owner only
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace lifeline::app {

class DataFolder {
 public:
  /// Errors: data_folder_must_be_writable, data_folder_must_not_be_in_use.
  static Result<std::unique_ptr<DataFolder>> open(const std::string& path);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;

  std::string journal() const { return path_ + "/journal.db"; }
  std::string snapshots() const { return path_ + "/snapshots"; }
  std::string measurements() const { return path_ + "/measurements"; }
  std::string attachments() const { return path_ + "/attachments"; }
  std::string notices() const { return path_ + "/notices.sqlite"; }
  std::string secrets() const { return path_ + "/secrets"; }
  std::string hub() const { return path_ + "/hub-cursors"; }
  std::string snmp() const { return path_ + "/snmp"; }
  std::string first_log_in() const { return path_ + "/first-log-in"; }

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_;
};

/// Writes a file that only its owner may read.
Result<void> write_secret(const std::string& path, const std::string& content);

}  // namespace lifeline::app
