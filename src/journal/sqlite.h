// SPDX-License-Identifier: Apache-2.0
// A journal in one SQLite file for all desks of a machine: WAL, full sync, one transaction for all
// that waits. A row is a batch:
//
//   batch(key INTEGER PRIMARY KEY,   -- desk.number << 44 | position of the first event
//         count, nouns INTEGER, digest BLOB, payload BLOB)
//   desk(number INTEGER PRIMARY KEY, code INTEGER UNIQUE)
//
// Limits: 2^19 desks, 2^44 events a desk. Reads use connections of their own and do not wait for
// the append.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "journal/journal.h"

namespace lifeline::journal {

/// Opens or creates the file. Errors: journal_must_be_writable (with the system's reason),
/// journal_must_be_readable (not one of ours, or of a newer version).
Result<std::unique_ptr<Journal>> open_sqlite(const std::string& path);

/// Opens the file to read, beside a server that writes to it or without one; an append is refused.
/// `desks` are those that it holds. Errors: journal_must_be_readable.
Result<std::unique_ptr<Journal>> read_sqlite(const std::string& path, std::vector<UnitCode>& desks);

}  // namespace lifeline::journal
