// SPDX-License-Identifier: Apache-2.0
// Snapshots make a restart quick: a desk's state at a position, so that only the journal after it
// is replayed. A snapshot is made by a reader of the journal, never by the desk, which does not
// stop for it: the snapshot before, plus the journal since, on a worker's thread.
//
// A file per desk, "420000.snapshot": the first line is "lifeline-snapshot <format> <build>
// <SHA-256 of the rest>", the rest Desk::save(). A file that is missing, damaged, of another format
// or of another build of the program is passed over: it costs time, never data.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "desk/desk.h"

namespace lifeline::desk {

using MakeDesk = std::function<std::unique_ptr<Desk>(UnitCode)>;

/// Shows a batch of the journal with the state right after it.
using Replayed = std::function<void(const journal::Batch*, const Nouns&)>;

/// A desk as of the journal's end: the snapshot if there is one, then the journal.
/// Errors: those of Desk::replay and of the journal, naming the desk.
Result<std::unique_ptr<Desk>> restore(UnitCode id, journal::Journal& journal,
                                      const std::string& folder, const MakeDesk& make,
                                      const Replayed& replayed = {});

/// Restores a desk of its own and writes its snapshot, whole or not at all.
Result<uint64_t> take_snapshot(UnitCode id, journal::Journal& journal, const std::string& folder,
                               const MakeDesk& make);

}  // namespace lifeline::desk
