// SPDX-License-Identifier: Apache-2.0
// A SQLite file as the store of notices uses it: statements kept prepared, values bound in order,
// transactions that roll back unless they are committed. Concurrency: one thread at a time.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lifeline::notify {

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Begins anew, with the first parameter.
  Statement& fresh();
  template <std::integral T>
  Statement& with(T value) {
    return with_number(static_cast<int64_t>(value));
  }
  Statement& with(std::string_view text);

  /// Whether there is a row. Errors: notices_must_be_writable.
  Result<bool> step();
  /// Steps to the end.
  Result<void> run();
  int64_t number(int column) const;
  std::string_view text(int column) const;  // until the next step

 private:
  Statement& with_number(int64_t value);

  sqlite3_stmt* statement_;
  int bound_ = 0;
};

class Sqlite {
 public:
  /// WAL with full sync. Errors: notices_must_be_writable.
  static Result<std::unique_ptr<Sqlite>> open(const std::string& path);
  ~Sqlite();

  Result<void> run(const char* sql);
  /// The statement, fresh. A text that is not SQL is a bug.
  Statement& use(std::string_view sql);
  int64_t last_id() const;
  uint64_t changed() const;

 private:
  explicit Sqlite(sqlite3* connection) : connection_(connection) {}

  sqlite3* connection_;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements_;
};

class Transaction {
 public:
  explicit Transaction(Sqlite& database) : database_(database) {}
  ~Transaction();
  Result<void> begin();
  Result<void> commit();

 private:
  Sqlite& database_;
  bool is_open_ = false;
};

}  // namespace lifeline::notify
