// SPDX-License-Identifier: Apache-2.0
#include "journal/sqlite.h"

#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include <sqlite3.h>

namespace lifeline::journal {
namespace {

constexpr int format_version = 1;
constexpr int position_bits = 44;
constexpr int64_t position_mask = (int64_t{1} << position_bits) - 1;

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

std::string reason_of(sqlite3* connection, int code) {
  std::string reason = sqlite3_errstr(code);
  if (connection == nullptr) return reason;
  if (const char* more = sqlite3_errmsg(connection); more != nullptr && reason != more)
    reason += std::string(": ") + more;
  if (const int system = sqlite3_system_errno(connection); system != 0)
    reason += std::string(" (") + std::strerror(system) + ")";
  return reason;
}

Result<Connection> connect(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK)
    return unavailable("journal_must_be_writable", path + ": " + reason_of(raw, code));
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 5000);
  return connection;
}

Result<void> run(sqlite3* connection, const char* sql) {
  const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK)
    return unavailable("journal_must_be_writable", reason_of(connection, code));
  return {};
}

Result<Statement> prepare(sqlite3* connection, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK)
    return unavailable("journal_must_be_readable", reason_of(connection, code));
  return Statement(raw);
}

Batch batch_of(sqlite3_stmt* row, UnitCode desk) {
  Batch batch;
  batch.desk = desk;
  batch.first = static_cast<uint64_t>(sqlite3_column_int64(row, 0) & position_mask);
  batch.count = static_cast<uint32_t>(sqlite3_column_int64(row, 1));
  batch.nouns = static_cast<uint64_t>(sqlite3_column_int64(row, 2));
  if (sqlite3_column_bytes(row, 3) == static_cast<int>(batch.digest.size()))
    std::memcpy(batch.digest.data(), sqlite3_column_blob(row, 3), batch.digest.size());
  batch.payload.assign(static_cast<const char*>(sqlite3_column_blob(row, 4)),
                       static_cast<size_t>(sqlite3_column_bytes(row, 4)));
  return batch;
}

class Sqlite final : public Journal {
 public:
  explicit Sqlite(std::string path) : path_(std::move(path)) {}

  Result<void> open();
  Result<std::vector<UnitCode>> open_to_read();
  Result<void> append(std::span<const Batch> batches) override;
  Result<void> read(UnitCode desk, uint64_t from, uint64_t nouns,
                    Visit<const Batch&> visit) override;
  Result<Head> head(UnitCode desk) override;

 private:
  Result<void> must_be_ours(sqlite3* connection);
  Result<int64_t> number_of(UnitCode desk);
  Result<void> insert(const Batch& batch, int64_t number);
  Result<void> step(sqlite3_stmt* statement);
  Result<Connection> borrow_reader();
  void give_back(Connection reader);

  std::string path_;
  Connection writer_;
  Statement begin_;
  Statement insert_;
  Statement commit_;
  std::mutex mutex_;  // guards the three below
  std::map<UnitCode, int64_t> numbers_;
  std::map<UnitCode, Head> heads_;  // as last appended or read
  std::vector<Connection> readers_;
};

Result<void> Sqlite::open() {
  auto writer = connect(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!writer) return tl::unexpected(writer.error());
  writer_ = std::move(*writer);
  if (auto ours = must_be_ours(writer_.get()); !ours) return ours;
  // Checkpoints of 16 MiB keep the log from growing; the log's file is kept, over restarts too, and
  // overwritten, so a commit in the steady state changes no file size and costs one data sync.
  auto done = run(writer_.get(),
                  "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                  "PRAGMA wal_autocheckpoint=4096; PRAGMA cache_size=-8192;"
                  "PRAGMA locking_mode=NORMAL;");
  if (!done) return done;
  int keeps_log = 1;
  sqlite3_file_control(writer_.get(), nullptr, SQLITE_FCNTL_PERSIST_WAL, &keeps_log);
  // Writing here finds a read-only folder before anybody relies on it.
  done = run(writer_.get(),
             "BEGIN IMMEDIATE;"
             "CREATE TABLE IF NOT EXISTS desk(number INTEGER PRIMARY KEY, code INTEGER UNIQUE);"
             "CREATE TABLE IF NOT EXISTS batch(key INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
             " nouns INTEGER NOT NULL, digest BLOB NOT NULL, payload BLOB NOT NULL);"
             "PRAGMA user_version=1; COMMIT");
  if (!done) return done;
  const std::pair<Statement*, const char*> statements[] = {
      {&begin_, "BEGIN IMMEDIATE"},
      {&insert_, "INSERT INTO batch VALUES (?,?,?,?,?)"},
      {&commit_, "COMMIT"}};
  for (const auto& [statement, sql] : statements) {
    auto prepared = prepare(writer_.get(), sql);
    if (!prepared) return tl::unexpected(prepared.error());
    *statement = std::move(*prepared);
  }
  return {};
}

// Looks before anything is written: a file of another program stays as it is.
Result<void> Sqlite::must_be_ours(sqlite3* connection) {
  auto row = prepare(connection,
                     "SELECT user_version, (SELECT count(*) FROM sqlite_master)"
                     " FROM pragma_user_version");
  if (!row) return unavailable("journal_must_be_readable", path_ + ": " + row.error().detail);
  if (const int code = sqlite3_step(row->get()); code != SQLITE_ROW)
    return unavailable("journal_must_be_readable", path_ + ": " + reason_of(connection, code));
  const int version = sqlite3_column_int(row->get(), 0);
  if (version > format_version)
    return unavailable("journal_must_be_readable", path_ + ": written by a newer version");
  if (version == 0 && sqlite3_column_int(row->get(), 1) != 0)
    return unavailable("journal_must_be_readable", path_ + ": a database of another program");
  return {};
}

Result<std::vector<UnitCode>> Sqlite::open_to_read() {
  auto reader = borrow_reader();
  if (!reader) return unavailable("journal_must_be_readable", reader.error().detail);
  if (auto ours = must_be_ours(reader->get()); !ours) return tl::unexpected(ours.error());
  std::vector<UnitCode> desks;
  {
    auto rows = prepare(reader->get(), "SELECT code FROM desk ORDER BY code");
    if (!rows) return tl::unexpected(rows.error());
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows->get())) == SQLITE_ROW)
      desks.push_back({static_cast<uint64_t>(sqlite3_column_int64(rows->get(), 0))});
    if (code != SQLITE_DONE)
      return unavailable("journal_must_be_readable", reason_of(reader->get(), code));
  }
  give_back(std::move(*reader));
  return desks;
}

Result<int64_t> Sqlite::number_of(UnitCode desk) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = numbers_.find(desk); found != numbers_.end()) return found->second;
  }
  auto reader = borrow_reader();
  if (!reader) return tl::unexpected(reader.error());
  int64_t number = 0;
  {
    auto statement = prepare(reader->get(), "SELECT number FROM desk WHERE code=?");
    if (!statement) return tl::unexpected(statement.error());
    sqlite3_bind_int64(statement->get(), 1, static_cast<int64_t>(desk.value));
    const int code = sqlite3_step(statement->get());
    if (code != SQLITE_ROW && code != SQLITE_DONE)
      return unavailable("journal_must_be_readable", reason_of(reader->get(), code));
    if (code == SQLITE_ROW) number = sqlite3_column_int64(statement->get(), 0);
  }
  give_back(std::move(*reader));
  if (number != 0) {
    const std::lock_guard lock(mutex_);
    numbers_[desk] = number;
  }
  return number;
}

Result<void> Sqlite::append(std::span<const Batch> batches) {
  if (!writer_) return unavailable("journal_must_be_writable", path_ + ": opened to be read");
  for (const Batch& batch : batches) {  // a desk's first batch makes its number
    auto number = number_of(batch.desk);
    if (!number) return tl::unexpected(number.error());
    if (*number != 0) continue;
    const std::string sql =
        "INSERT OR IGNORE INTO desk(code) VALUES (" + std::to_string(batch.desk.value) + ")";
    if (auto done = run(writer_.get(), sql.c_str()); !done) return done;
  }
  std::map<UnitCode, Head> heads;
  for (const Batch& batch : batches) {
    auto [head, is_new] = heads.try_emplace(batch.desk);
    if (is_new) {
      auto known = this->head(batch.desk);
      if (!known) return tl::unexpected(known.error());
      head->second = *known;
    }
    if (batch.count == 0 || batch.first != head->second.position + 1)
      return conflict("batch_must_follow_the_head");
    head->second = {batch.last(), batch.digest};
  }
  if (auto begun = step(begin_.get()); !begun) return begun;
  for (const Batch& batch : batches) {
    auto number = number_of(batch.desk);
    auto done = number ? insert(batch, *number) : Result<void>(tl::unexpected(number.error()));
    if (done) continue;
    sqlite3_exec(writer_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return done;
  }
  if (auto committed = step(commit_.get()); !committed) {
    sqlite3_exec(writer_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return committed;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [desk, head] : heads) heads_[desk] = head;
  return {};
}

Result<void> Sqlite::insert(const Batch& batch, int64_t number) {
  sqlite3_stmt* row = insert_.get();
  const auto key = (number << position_bits) | static_cast<int64_t>(batch.first);
  sqlite3_bind_int64(row, 1, key);
  sqlite3_bind_int64(row, 2, batch.count);
  sqlite3_bind_int64(row, 3, static_cast<int64_t>(batch.nouns));
  sqlite3_bind_blob(row, 4, batch.digest.data(), static_cast<int>(batch.digest.size()),
                    SQLITE_STATIC);
  sqlite3_bind_blob64(row, 5, batch.payload.data(), batch.payload.size(), SQLITE_STATIC);
  auto done = step(row);
  sqlite3_clear_bindings(row);
  return done;
}

// The reason is read before the reset, which may put another in its place.
Result<void> Sqlite::step(sqlite3_stmt* statement) {
  Result<void> done;
  if (const int code = sqlite3_step(statement); code != SQLITE_DONE)
    done = unavailable("journal_must_be_writable", reason_of(writer_.get(), code));
  sqlite3_reset(statement);
  return done;
}

Result<void> Sqlite::read(UnitCode desk, uint64_t from, uint64_t nouns, Visit<const Batch&> visit) {
  auto number = number_of(desk);
  if (!number) return tl::unexpected(number.error());
  if (*number == 0) return {};
  auto reader = borrow_reader();
  if (!reader) return tl::unexpected(reader.error());
  Result<void> result;
  {
    auto rows = prepare(reader->get(),
                        "SELECT key, count, nouns, digest, payload FROM batch WHERE key >= "
                        "coalesce((SELECT max(key) FROM batch WHERE key BETWEEN ?1 AND ?2), ?1)"
                        " AND key <= ?3 AND (nouns & ?4) != 0 ORDER BY key");
    if (!rows) return tl::unexpected(rows.error());
    const int64_t base = *number << position_bits;
    sqlite3_bind_int64(rows->get(), 1, base);
    sqlite3_bind_int64(rows->get(), 2, base | static_cast<int64_t>(from));
    sqlite3_bind_int64(rows->get(), 3, base | position_mask);
    sqlite3_bind_int64(rows->get(), 4, static_cast<int64_t>(nouns));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows->get())) == SQLITE_ROW) {
      const Batch batch = batch_of(rows->get(), desk);
      if (batch.last() >= from && !visit(batch)) break;
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
      result = unavailable("journal_must_be_readable", reason_of(reader->get(), code));
  }
  give_back(std::move(*reader));
  return result;
}

Result<Head> Sqlite::head(UnitCode desk) {
  auto number = number_of(desk);
  if (!number) return tl::unexpected(number.error());
  if (*number == 0) return Head{};
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = heads_.find(desk); known != heads_.end()) return known->second;
  }
  auto reader = borrow_reader();
  if (!reader) return tl::unexpected(reader.error());
  Head head;
  {
    auto rows = prepare(reader->get(),
                        "SELECT key, count, nouns, digest, payload FROM batch"
                        " WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1");
    if (!rows) return tl::unexpected(rows.error());
    const int64_t base = *number << position_bits;
    sqlite3_bind_int64(rows->get(), 1, base);
    sqlite3_bind_int64(rows->get(), 2, base | position_mask);
    const int code = sqlite3_step(rows->get());
    if (code != SQLITE_ROW && code != SQLITE_DONE)
      return unavailable("journal_must_be_readable", reason_of(reader->get(), code));
    if (code == SQLITE_ROW) {
      const Batch last = batch_of(rows->get(), desk);
      head = {last.last(), last.digest};
    }
  }
  give_back(std::move(*reader));
  return head;
}

Result<Connection> Sqlite::borrow_reader() {
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      Connection reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return connect(path_, SQLITE_OPEN_READONLY);
}

void Sqlite::give_back(Connection reader) {
  const std::lock_guard lock(mutex_);
  if (readers_.size() < 8) readers_.push_back(std::move(reader));
}

}  // namespace

Result<std::unique_ptr<Journal>> open_sqlite(const std::string& path) {
  auto journal = std::make_unique<Sqlite>(path);
  if (auto opened = journal->open(); !opened) return tl::unexpected(opened.error());
  return journal;
}

Result<std::unique_ptr<Journal>> read_sqlite(const std::string& path,
                                             std::vector<UnitCode>& desks) {
  auto journal = std::make_unique<Sqlite>(path);
  auto found = journal->open_to_read();
  if (!found) return tl::unexpected(found.error());
  desks = std::move(*found);
  return journal;
}

}  // namespace lifeline::journal
