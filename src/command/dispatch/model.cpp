// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/model.h"

#include <algorithm>

namespace lifeline::dispatch {
namespace {

void apply(State& state, const Planned& e) { state.figures = e.figures; }

void apply(State& state, const Proposed& e) {
  state.proposals[key_of(e.proposal.job, e.proposal.part)] = e.proposal;
}

void apply(State& state, const Withdrawn& e) { state.proposals.erase(key_of(e.job, e.part)); }

void apply(State& state, const TakenUp& e) {
  Proposal& one = state.proposals[key_of(e.proposal.job, e.proposal.part)];
  one = e.proposal;
  one.standing = Standing::committed;
}

void apply(State& state, const ModeSet& e) { state.mode = e.mode; }

void apply(State& state, const RoadClosed& e) {
  state.closure_serial = std::max(state.closure_serial, e.closure.id.serial);
  state.closures[e.closure.id] = e.closure;
}

void apply(State& state, const RoadOpened& e) { state.closures.erase(e.id); }

desk::RowKey row(const Proposed& e) { return key_of(e.proposal.job, e.proposal.part); }
desk::RowKey row(const Withdrawn& e) { return key_of(e.job, e.part); }
desk::RowKey row(const TakenUp& e) { return key_of(e.proposal.job, e.proposal.part); }
desk::RowKey row(const RoadClosed& e) { return to_text(e.closure.id); }
desk::RowKey row(const RoadOpened& e) { return to_text(e.id); }
desk::RowKey row(const Planned&) { return desk::RowKey(plan_key); }
desk::RowKey row(const ModeSet&) { return desk::RowKey(plan_key); }

}  // namespace

desk::RowKey key_of(JobId job, uint64_t part) { return to_text(job) + "/" + std::to_string(part); }

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { apply(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return row(e); }, event);
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> first;
  for (const auto& [id, closure] : state.closures)
    if (!first || closure.until < *first) first = closure.until;
  return first;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [id, closure] : state.closures)
    if (closure.until <= now) out.add<Command>(OpenRoad{.id = id, .reason = "over"});
}

}  // namespace lifeline::dispatch
