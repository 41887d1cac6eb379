// SPDX-License-Identifier: Apache-2.0
// Why a plan is as it is, asked job by job: each is taken out and tried on every vehicle, with all
// else as in the plan.
//
// Concurrency: none.
#pragma once

#include "solver/routing/solve.h"
#include "solver/routing/state.h"

namespace lifeline::routing {

class Explainer {
 public:
  /// The instance outlives it.
  Explainer(const Instance& instance, const Plan& plan);

  Explanation explain(Index job);
  /// By vehicle, as routing::choices() has them.
  std::vector<Choice> choices(Index job);

 private:
  Index request_of(Index job) const;
  /// The best place for the request, which is out of the plan, on the vehicles that `take`.
  template <class Take>
  Choice best(Index request, Take take);
  Choice placed(Index job) const;
  std::string only_reason(Index job, Index vehicle) const;
  std::string said(const Explanation& explanation) const;

  const Instance& instance_;
  const Problem& problem_;
  State state_;
  Draw draw_;
  Insertion insertion_;
};

}  // namespace lifeline::routing
