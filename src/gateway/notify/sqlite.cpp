// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/sqlite.h"

#include <sqlite3.h>

#include "base/check.h"

namespace lifeline::notify {
namespace {

Refusal unwritable(sqlite3* connection, int code) {
  std::string reason = sqlite3_errstr(code);
  if (connection != nullptr) reason += std::string(": ") + sqlite3_errmsg(connection);
  return unavailable("notices_must_be_writable", reason);
}

}  // namespace

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::fresh() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
  return *this;
}

Statement& Statement::with_number(int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Statement& Statement::with(std::string_view text) {
  sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  sqlite3* connection = sqlite3_db_handle(statement_);
  const auto outcome =
      code == SQLITE_DONE ? Result<bool>(false) : Result<bool>(unwritable(connection, code));
  sqlite3_reset(statement_);  // a statement left open keeps its transaction open
  return outcome;
}

Result<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
  }
}

int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<std::unique_ptr<Sqlite>> Sqlite::open(const std::string& path) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Sqlite> opened(new Sqlite(raw));
  if (code != SQLITE_OK) return tl::unexpected(unwritable(raw, code).value());
  sqlite3_busy_timeout(raw, 5000);
  const auto set = opened->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
  if (!set) return tl::unexpected(set.error());
  return opened;
}

Sqlite::~Sqlite() {
  statements_.clear();
  sqlite3_close_v2(connection_);
}

Result<void> Sqlite::run(const char* sql) {
  const int code = sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return unwritable(connection_, code);
  return {};
}

Statement& Sqlite::use(std::string_view sql) {
  auto& statement = statements_[std::string(sql)];
  if (!statement) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    LIFELINE_CHECK(code == SQLITE_OK, "the store's own statements must be SQL");
    statement = std::make_unique<Statement>(raw);
  }
  return statement->fresh();
}

int64_t Sqlite::last_id() const { return sqlite3_last_insert_rowid(connection_); }

uint64_t Sqlite::changed() const { return static_cast<uint64_t>(sqlite3_changes64(connection_)); }

Transaction::~Transaction() {
  if (is_open_) (void)database_.run("ROLLBACK");
}

Result<void> Transaction::begin() {
  auto begun = database_.run("BEGIN IMMEDIATE");
  is_open_ = begun.has_value();
  return begun;
}

Result<void> Transaction::commit() {
  auto committed = database_.run("COMMIT");
  if (committed) is_open_ = false;
  return committed;
}

}  // namespace lifeline::notify
