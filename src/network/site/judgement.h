// SPDX-License-Identifier: Apache-2.0
// How a site is, by the elements that carry its services. Elements whose own fault is covered by
// running planned work are left out: what is left must carry the service.
//
//   nothing else is wrong             → suppressed; the covered faults stay among the reasons
//   all that is left is down          → down, by the uncovered roots alone
//   what is left is not all normal    → degraded, by the uncovered roots alone
#pragma once

#include "network/planned_work/model.h"
#include "network/site/model.h"

namespace lifeline::site {

struct Judgement {
  Health health = Health::normal;
  std::vector<Reason> reasons;
  std::map<std::string, bool> roots;  // the uncovered ones → takes a service down
};

Judgement judged(const Site& site, const element::State& elements,
                 const planned_work::State& works);

}  // namespace lifeline::site
