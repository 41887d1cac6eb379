// SPDX-License-Identifier: Apache-2.0
// What a desk copies of another's list: headquarters' desk keeps copies of all, another desk of
// what belongs to the group itself, and goes on hearing of what it has a copy of.
#pragma once

#include <vector>

#include "desk/noun.h"

namespace lifeline::desk {

/// Those of the entries heard that are new or changed here. `find(id)` is the desk's own thing of
/// that id or null, its `copy` says whose it is; `entry_of(thing)` is it as a list has it.
template <class Entry, class Find, class EntryOf>
std::vector<Entry> to_be_copied(const std::vector<Entry>& heard, UnitCode from, const Context& at,
                                Find find, EntryOf entry_of) {
  std::vector<Entry> entries;
  for (const Entry& entry : heard) {
    const auto* known = find(entry.id);
    if (known != nullptr && !known->copy) continue;  // one's own
    const bool concerns = at.desk == group_unit ? at.plan.desk_of(entry.unit) == from
                                                : entry.unit == group_unit || known != nullptr;
    if (concerns && (known == nullptr || entry_of(*known) != entry)) entries.push_back(entry);
  }
  return entries;
}

}  // namespace lifeline::desk
