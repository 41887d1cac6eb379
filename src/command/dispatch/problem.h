// SPDX-License-Identifier: Apache-2.0
// From the desk to the solver and back: what is to be planned, as the solver has it, and what a
// plan says, as the desk has it.
//
//   desk's thread           planner's thread
//   look() ── Scene ──▶ ask() ── Asked ──▶ travel, solve ── Plan ──▶ proposals_of() ──▶ Propose
//
// Second 0 of a problem is a local midnight, so that hours of a day are hours of the clock. A crew
// starts where it was seen last, or at its base when its shift is still to come; what it drives to
// or works at comes first and stays; what it was offered or has accepted stays its own. Parts that
// run out are fetched at its base. Skills, tools, kinds of vehicles, permits, pins and forbids say
// together which crews may do a job (ability.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "command/dispatch/ability.h"
#include "command/dispatch/model.h"
#include "desk/noun.h"
#include "solver/routing/solve.h"

namespace lifeline::dispatch {

/// What the desk knows that a plan depends on, copied.
struct Scene {
  Instant now;
  std::vector<Hand> crews;          // by id
  std::vector<job::Job> jobs;       // not over, by id; `after` has only what is not done
  std::vector<Proposal> proposals;  // as they stand
  std::vector<Closure> closures;
};

Scene look(const desk::Nouns& nouns, Instant now);

/// One crew for a job, of the problem.
struct Slot {
  JobId job;
  uint64_t part = 1;
  Standing standing = Standing::proposed;  // else its crew is settled
  bool pinned = false;
};

struct Asked {
  Instant now;
  Instant origin;            // second 0
  routing::Problem problem;  // all but its travel; places are rows of `places`
  std::vector<LonLat> places;
  std::vector<Slot> slots;         // by job of the problem
  std::vector<std::string> crews;  // by vehicle of the problem
  std::vector<Ability> abilities;  // by job of the problem
  std::vector<Closure> closures;
  std::vector<Proposal> hopeless;  // what nobody can do: not in the problem
  routing::Plan present;           // as the desk has it now
};

/// Weight of a second of a job's completion.
double weight_of(order::Priority priority);

/// Every open job, and every crew that is on shift within limits::dispatch_horizon_s or on a job.
Asked ask(const Scene& scene);

/// The plan as rows, the hopeless included. `explain` is asked of each job whose crew and position
/// are not those of its row in `kept`.
using Explain = std::function<routing::Explanation(routing::Index job)>;
std::vector<Proposal> proposals_of(const Asked& asked, const routing::Plan& plan,
                                   const std::vector<Proposal>& kept, const Explain& explain);

/// Sum over all jobs of the problem of weight × seconds from now until they are done; one that is
/// not in the plan counts as done at the horizon's end.
double weighted_completion(const Asked& asked, const routing::Plan& plan);

}  // namespace lifeline::dispatch
