// SPDX-License-Identifier: Apache-2.0
#include "journal/sqlite_faults_test.h"

#include <atomic>
#include <new>

#include <sqlite3.h>

namespace lifeline::journal {
namespace {

struct Orders {
  std::atomic<uint64_t> calls = 0;
  std::atomic<uint64_t> fails_at = 0;  // 0: never
  std::atomic<bool> lasting = false;
  std::atomic<bool> has_failed = false;
  std::atomic<int> code = SQLITE_IOERR;
};
Orders orders;
sqlite3_vfs* real = nullptr;
sqlite3_vfs faulty;

// SQLITE_OK, or what the call must answer.
int next_call(int broken) {
  const uint64_t call = ++orders.calls;
  const uint64_t fails_at = orders.fails_at;
  if (fails_at == 0 || call < fails_at || (call > fails_at && !orders.lasting)) return SQLITE_OK;
  orders.has_failed = true;
  return orders.code == SQLITE_FULL ? SQLITE_FULL : broken;
}

// What SQLite holds: our methods, then the real file behind this struct.
struct File {
  sqlite3_file base;
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* inner(sqlite3_file* file) { return reinterpret_cast<File*>(file)->inner(); }

int close_file(sqlite3_file* f) { return inner(f)->pMethods->xClose(inner(f)); }
int read_file(sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
  return inner(f)->pMethods->xRead(inner(f), to, n, at);
}
int write_file(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  const int code = next_call(SQLITE_IOERR_WRITE);
  if (code == SQLITE_OK) return inner(f)->pMethods->xWrite(inner(f), from, n, at);
  inner(f)->pMethods->xWrite(inner(f), from, n / 2, at);
  return code;
}
int truncate_file(sqlite3_file* f, sqlite3_int64 size) {
  const int code = next_call(SQLITE_IOERR_TRUNCATE);
  return code == SQLITE_OK ? inner(f)->pMethods->xTruncate(inner(f), size) : code;
}
int sync_file(sqlite3_file* f, int flags) {
  const int code = next_call(SQLITE_IOERR_FSYNC);
  return code == SQLITE_OK ? inner(f)->pMethods->xSync(inner(f), flags) : code;
}
int file_size(sqlite3_file* f, sqlite3_int64* size) {
  return inner(f)->pMethods->xFileSize(inner(f), size);
}
int lock_file(sqlite3_file* f, int level) { return inner(f)->pMethods->xLock(inner(f), level); }
int unlock_file(sqlite3_file* f, int level) { return inner(f)->pMethods->xUnlock(inner(f), level); }
int check_lock(sqlite3_file* f, int* held) {
  return inner(f)->pMethods->xCheckReservedLock(inner(f), held);
}
int control_file(sqlite3_file* f, int what, void* more) {
  return inner(f)->pMethods->xFileControl(inner(f), what, more);
}
int sector_size(sqlite3_file* f) { return inner(f)->pMethods->xSectorSize(inner(f)); }
int traits_of(sqlite3_file* f) { return inner(f)->pMethods->xDeviceCharacteristics(inner(f)); }
int map_shared(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
  return inner(f)->pMethods->xShmMap(inner(f), page, size, extend, to);
}
int lock_shared(sqlite3_file* f, int at, int n, int flags) {
  return inner(f)->pMethods->xShmLock(inner(f), at, n, flags);
}
void order_shared(sqlite3_file* f) { inner(f)->pMethods->xShmBarrier(inner(f)); }
int unmap_shared(sqlite3_file* f, int erase) {
  return inner(f)->pMethods->xShmUnmap(inner(f), erase);
}

const sqlite3_io_methods methods = {
    2,           close_file,   read_file,    write_file,   truncate_file, sync_file, file_size,
    lock_file,   unlock_file,  check_lock,   control_file, sector_size,   traits_of, map_shared,
    lock_shared, order_shared, unmap_shared, nullptr,      nullptr};

int open_file(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* given) {
  auto* outer = new (file) File{};
  const int code = real->xOpen(real, path, outer->inner(), flags, given);
  if (outer->inner()->pMethods != nullptr) outer->base.pMethods = &methods;
  return code;
}

int delete_file(sqlite3_vfs*, const char* path, int sync) {
  const int code = next_call(SQLITE_IOERR_DELETE);
  return code == SQLITE_OK ? real->xDelete(real, path, sync) : code;
}

}  // namespace

FaultyFiles::FaultyFiles() {
  sqlite3_initialize();
  real = sqlite3_vfs_find(nullptr);
  faulty = *real;
  faulty.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  faulty.zName = "faulty";
  faulty.xOpen = open_file;
  faulty.xDelete = delete_file;
  heal();
  sqlite3_vfs_register(&faulty, 1);
}

FaultyFiles::~FaultyFiles() {
  sqlite3_vfs_unregister(&faulty);
  sqlite3_vfs_register(real, 1);
}

void FaultyFiles::fail_call(uint64_t n, Fault fault, bool lasting) {
  heal();
  orders.code = fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR;
  orders.lasting = lasting;
  orders.fails_at = n;
}

void FaultyFiles::heal() {
  orders.fails_at = 0;
  orders.calls = 0;
  orders.has_failed = false;
}

bool FaultyFiles::has_failed() const { return orders.has_failed; }
uint64_t FaultyFiles::calls() const { return orders.calls; }

std::string run_sql(const std::string& path, const std::string& sql) {
  sqlite3* connection = nullptr;
  std::string answer;
  auto take = [](void* to, int, char** values, char**) {
    auto* text = static_cast<std::string*>(to);
    if (text->empty() && values[0] != nullptr) *text = values[0];
    return 0;
  };
  if (sqlite3_open(path.c_str(), &connection) != SQLITE_OK ||
      sqlite3_exec(connection, sql.c_str(), take, &answer, nullptr) != SQLITE_OK)
    answer = sqlite3_errmsg(connection);
  sqlite3_close(connection);
  return answer;
}

}  // namespace lifeline::journal
