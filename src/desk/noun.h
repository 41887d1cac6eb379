// SPDX-License-Identifier: Apache-2.0
// What a noun (alarm, order, …) is to a desk. A noun is a trait struct that names its parts:
//
//   struct Noun {
//     using State = …; using Command = …; using Event = …; using View = …;
//     static constexpr std::string_view name = "alarm";
//     static constexpr uint64_t bit = uint64_t{1} << 6;      // in journal::Batch::nouns, for good
//     using Settings = …;                           // if it has any: a part of the desk's Nouns
//   };
//
// and free functions beside its types, found by argument-dependent look-up:
//
//   Result<std::vector<Event>> decide(const State&, const Command&, const Context&);   needed
//   void evolve(State&, const Event&);                                                 needed
//   void react(const Event&, const Context&, Commands&);            the same append
//   std::optional<Instant> due(const State&);                       the earliest deadline
//   void expire(const State&, Instant now, Commands&);              what passed deadlines call for
//   void hear(const Event&, const Heard&, const Context&, Commands&);   of another desk's journal
//   RowKey touches(const Event&);                                   the row of the view it changes
//
// A View has fold(const Event&, const Stamp&), also for events of nouns on its own or lower floors
// that it lists in `using Overhears = std::tuple<…>`.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"

namespace lifeline::desk {

using RowKey = std::string;  // the id of a row as the API writes it; "" for none

/// How many events the desk has made: a part of its Nouns, for whoever reads.
struct Position {
  uint64_t value = 0;
};

/// The desks that this one follows and cannot hear just now, and since when: a part of its Nouns.
/// It goes with the process, since every start begins with hearing.
struct Silence {
  std::map<UnitCode, Instant> since;
};

/// When, where and by whom an event was made; the same at first and in every replay.
struct Stamp {
  UnitCode desk;
  uint64_t position = 0;
  Instant at;
  std::string_view who;
  std::string_view why;
};

namespace noun_detail {
inline size_t next_slot() {
  static std::atomic<size_t> slots = 0;  // desks on several threads meet new types at once
  return slots++;
}
}  // namespace noun_detail

/// A small number for a type, for the life of the process.
template <class T>
size_t type_slot() {
  static const size_t slot = noun_detail::next_slot();
  return slot;
}

class Module;

/// The states and views of a desk's nouns, read-only and exactly current on the desk's thread.
class Nouns {
 public:
  template <class T>
  const T& get() const {
    const void* found = parts_[type_slot<T>()];
    LIFELINE_CHECK(found != nullptr, "the desk must have the noun");
    return *static_cast<const T*>(found);
  }
  template <class T>
  bool has() const {
    return parts_[type_slot<T>()] != nullptr;
  }
  template <class T>
  void put(const T& part) {
    LIFELINE_CHECK(type_slot<T>() < parts_.size(), "more parts than a desk has room for");
    parts_[type_slot<T>()] = &part;
  }

 private:
  std::array<const void*, 256> parts_{};
};

/// Which desks there are: fixed by configuration.
class Plan {
 public:
  explicit Plan(std::vector<UnitCode> desks = {group_unit}) : desks_(std::move(desks)) {}
  /// The desk that owns the ground: the nearest enclosing one.
  UnitCode desk_of(UnitCode ground) const {
    for (UnitCode code = ground; code; code = enclosing(code))
      for (const UnitCode desk : desks_)
        if (desk == code) return desk;
    return group_unit;
  }
  const std::vector<UnitCode>& desks() const { return desks_; }
  /// Headquarters hears of every desk, and every desk of headquarters.
  static bool follows(UnitCode follower, UnitCode desk) {
    return follower != desk && (follower == group_unit || desk == group_unit);
  }

 private:
  std::vector<UnitCode> desks_;
};

struct Context {
  Instant now;
  UnitCode desk;
  const Actor& who;
  const Nouns& nouns;
  const Plan& plan;

  template <class T>
  const T& get() const {
    return nouns.get<T>();
  }
};

/// A fact of another desk's journal.
struct Heard {
  UnitCode from;
  Instant at;
  std::string_view who;
};

/// A command of any noun; the noun is known by the type of its Command variant.
class AnyCommand {
 public:
  template <class Command>
  explicit AnyCommand(Command command)
      : slot_(type_slot<Command>()), value_(new Command(std::move(command)), [](void* value) {
          delete static_cast<Command*>(value);
        }) {}
  size_t slot() const { return slot_; }
  const void* value() const { return value_.get(); }

 private:
  size_t slot_;
  std::unique_ptr<void, void (*)(void*)> value_;
};

class Commands {
 public:
  template <class Command>
  void add(Command command) {
    items_.emplace_back(std::move(command));
  }
  std::vector<AnyCommand>& items() { return items_; }
  const std::vector<AnyCommand>& items() const { return items_; }

 private:
  std::vector<AnyCommand> items_;
};

/// What somebody wants done: one append for all of it.
struct Intent {
  Actor who;
  std::string id;   // a repeated id gets the first answer again; "" is never repeated
  std::string why;  // kept with the events
  Commands commands;
};

template <class Command>
Intent intent(Actor who, Command command, std::string id = {}, std::string why = {}) {
  Intent made{.who = std::move(who), .id = std::move(id), .why = std::move(why), .commands = {}};
  made.commands.add(std::move(command));
  return made;
}

}  // namespace lifeline::desk
