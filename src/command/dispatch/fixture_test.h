// SPDX-License-Identifier: Apache-2.0
// The field of command/job's tests, with places: two crews of Wuhan at their bases, C1 in the north
// with a generator, C2 in the south, and jobs that both may do.
#pragma once

#include "command/dispatch/plan.h"
#include "command/dispatch/view.h"
#include "tests/field.h"

namespace lifeline::dispatch::fixture {

using job::fixture::arrived;
using job::fixture::created;
using job::fixture::crew_entry;
using job::fixture::departed;
using job::fixture::id;
using job::fixture::minute;
using job::fixture::offered;
using job::fixture::work;
using tests::events;
using tests::Given;
using tests::hubei;
using tests::noon;
using tests::wuhan;

inline constexpr LonLat north{114.3, 30.8}, south{114.3, 30.4}, in_the_north{114.31, 30.79},
    in_the_south{114.31, 30.41};

inline job::What work_at(LonLat place) {
  job::What what = work();
  what.place = place;
  what.duration_s = 1800;
  return what;
}

class Ground : public job::fixture::Field {
 public:
  Ground() {
    crew::Entry first = crew_entry("C1"), second = crew_entry("C2");
    first.vehicle = "V1";
    first.base = north;
    second.base = south;
    (*this)(crew::Imported{.crews = {first, second}});
  }
  Scene scene() { return look(nouns(), context().now); }
  /// A plan of the ground as it is, in so many turns of the search.
  Propose plan(uint64_t iterations = 200) {
    Asked asked = ask(scene());
    Compiled compiled;
    routing::Plan plan;
    if (!asked.slots.empty()) {
      asked.problem.travel = great_circle_travel(asked.places);
      close_roads(asked, asked.problem.travel);
      plan = planned(asked, compiled, {.budget = {.iterations = iterations, .clock = {}}}).value();
    }
    return proposed(asked, compiled, plan, {.began_at = noon, .made_at = noon});
  }
};

/// The n-th crew of a job, in a plan.
inline Proposal of(const Propose& plan, uint64_t serial, uint64_t part = 1) {
  for (const Proposal& one : plan.proposals)
    if (one.job == id(serial) && one.part == part) return one;
  return {};
}

}  // namespace lifeline::dispatch::fixture
