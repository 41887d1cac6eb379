// SPDX-License-Identifier: Apache-2.0
// Faults and the alarms that they make. A fault has a primary alarm, which says what it does to its
// element (critical: down, major: degraded), and minor ones about it. What loses its way because of
// it raises a minor alarm of its own (a station cut off by a fibre), until it is reached again.
//
//   start ──▶ [flaps] ──▶ [battery empty: major becomes critical] ──▶ mended: every alarm cleared
//
// An element has one fault at a time. Every alarm that is raised here is cleared here.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "rehearsal/agenda.h"
#include "rehearsal/book.h"
#include "rehearsal/chance.h"
#include "rehearsal/plant.h"

namespace lifeline::rehearsal {

struct Trouble {
  Index element = 0;
  alarm::Severity severity = alarm::Severity::critical;
  double repair_min = 0;     // on site; 0: as usual for the kind
  bool may_clear = false;    // by itself, as cells and stations do
  double backup_factor = 1;  // of a battery: the cold takes some
};

class Faults {
 public:
  Faults(const Parameters& parameters, Plant& plant, Agenda& agenda, Book& book)
      : parameters_(parameters),
        plant_(plant),
        agenda_(agenda),
        book_(book),
        chance_(parameters.seed, "faults") {}

  /// False if the element has a fault already.
  bool start(const Trouble& trouble);
  bool is_live(Index element) const { return live_.contains(element); }
  /// When the fault will have been mended, as things stand.
  std::optional<Instant> ends_at(Index element) const;
  /// Minutes on site that the timeline gives the fault; 0 for none.
  double repair_min(Index element) const;
  /// A crew mends it then, unless it ends earlier.
  void mend_at(Index element, Instant when);

  /// Raises so many further minor alarms in a minute on these elements; they go with the fault of
  /// `origin`.
  void storm(Index origin, const std::vector<Index>& sources, int64_t alarms);

  /// An alarm that an earlier run left open: cleared when its trouble is over.
  void adopt(const Report& report);

  /// An element of a site that opens now.
  void show(Index element) { follow(plant_.show(element)); }

  /// The primary alarm of every fault is open.
  bool is_settled() const;
  uint64_t started() const { return serial_; }

 private:
  struct Fault {
    uint64_t serial = 0;
    Trouble trouble;
    Report primary;
    std::vector<Report> others;  // raised
    Instant ends;
    uint64_t plan = 0;  // of the end: an earlier one counts no more
  };

  Fault* live(Index element, uint64_t serial);
  Report report_of(Index element, std::string_view condition, std::string interface,
                   alarm::Severity severity) const;
  void plan_end(Index element, Instant when);
  void end(Index element);
  void raise_others(Index element, uint64_t serial);
  void flap(Index element, uint64_t serial);
  void drain_battery(Index element, uint64_t serial, double backup_h);
  void repeat(const Report& report);
  void follow(const std::vector<Index>& changed);
  void raise_secondary(Index element);
  void clear_secondary(Index element);
  void storm_second(Index origin, uint64_t serial, const std::vector<Index>& sources,
                    const std::vector<int64_t>& numbers);
  void clear_in_time(std::vector<Report> raised);

  const Parameters& parameters_;
  Plant& plant_;
  Agenda& agenda_;
  Book& book_;
  Chance chance_;
  uint64_t serial_ = 0;
  std::map<Index, Fault> live_;
  std::set<Index> awaited_;  // a secondary alarm is about to be raised or cleared
};

}  // namespace lifeline::rehearsal
