// SPDX-License-Identifier: Apache-2.0
// A file system for SQLite that fails when it is told to: it stands before the real one and counts
// the calls that change a file (write, sync, truncate, delete). One object at a time.
#pragma once

#include <cstdint>
#include <string>

namespace lifeline::journal {

enum class Fault { full, broken };  // as SQLite is told: SQLITE_FULL, SQLITE_IOERR

class FaultyFiles {
 public:
  /// SQLite opens files through it from now on, and through the real file system after it is gone.
  FaultyFiles();
  ~FaultyFiles();
  FaultyFiles(const FaultyFiles&) = delete;

  /// The n-th call from now on fails, with `lasting` all after it too; a write leaves half
  /// its bytes.
  void fail_call(uint64_t n, Fault fault, bool lasting);
  /// No call fails any more.
  void heal();
  bool has_failed() const;
  uint64_t calls() const;
};

/// Runs SQL on a file by a connection of its own; the first column of the first row, or the error.
std::string run_sql(const std::string& path, const std::string& sql);

}  // namespace lifeline::journal
