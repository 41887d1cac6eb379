// SPDX-License-Identifier: Apache-2.0
// What a desk copies of another's list: headquarters' desk keeps copies of all, another desk of
// what belongs to the group itself, and goes on hearing of what it has a copy of.
#pragma once

#include <variant>
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

/// Whether `known`, the desk's own thing or null, is a copy of what belongs to the desk heard.
template <class Thing>
bool is_copy_of(const Thing* known, UnitCode from, const Context& at) {
  return known != nullptr && known->copy && at.plan.desk_of(known->what.unit) == from;
}

/// What a desk makes of another's event: of a list what `adopt` takes of it, of positions those of
/// its copies, of what happened to one of its copies the same. Errors: role_must_suffice.
template <class Imported, class Positioned, class Event, class Adopt, class IsCopy>
Result<std::vector<Event>> followed(const Event& heard, const Context& at, Adopt adopt,
                                    IsCopy is_copy) {
  if (at.who.role != Role::system) return forbidden("role_must_suffice");
  if (const auto* imported = std::get_if<Imported>(&heard)) return adopt(*imported);
  if (const auto* positioned = std::get_if<Positioned>(&heard)) {
    Positioned copied;
    for (const auto& seen : positioned->positions)
      if (is_copy(seen.id)) copied.positions.push_back(seen);
    if (copied.positions.empty()) return std::vector<Event>{};
    return std::vector<Event>{std::move(copied)};
  }
  if (!is_copy(touches(heard))) return std::vector<Event>{};
  return std::vector<Event>{heard};
}

}  // namespace lifeline::desk
