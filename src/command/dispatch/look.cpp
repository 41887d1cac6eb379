// SPDX-License-Identifier: Apache-2.0
#include "command/crew/view.h"
#include "command/dispatch/problem.h"

namespace lifeline::dispatch {
namespace {

// With what is in service only, and where it was seen last.
Hand hand_of(const crew::Crew& crew, const desk::Nouns& nouns, Instant now) {
  Hand hand{.crew = crew, .place = {}, .vehicle = {}, .permits = {}, .capacity_kg = 0};
  const Fix fix = nouns.get<crew::Newest>().of(crew.what.id, crew.position);
  hand.place = fix.at ? fix.place : crew.what.base;
  const auto* vehicle = vehicle::find(nouns.get<vehicle::State>(), crew.what.vehicle);
  if (vehicle == nullptr || vehicle::is_out_of_service(*vehicle, now)) return hand;
  hand.vehicle = vehicle->what.kind;
  hand.permits = vehicle->what.permits;
  hand.capacity_kg = vehicle->what.capacity_kg;
  return hand;
}

// With those of `after` that are still to be done.
job::Job open_job(const job::Job& job, const job::State& jobs) {
  job::Job copy = job;
  std::erase_if(copy.what.after, [&](job::JobId id) { return !jobs.open.contains(id); });
  copy.attributes.clear();
  return copy;
}

}  // namespace

Scene look(const desk::Nouns& nouns, Instant now) {
  Scene scene{.now = now, .crews = {}, .jobs = {}, .proposals = {}, .closures = {}};
  for (const auto& [id, crew] : nouns.get<crew::State>().crews)
    if (!crew.copy) scene.crews.push_back(hand_of(crew, nouns, now));
  const auto& jobs = nouns.get<job::State>();
  for (const job::JobId id : jobs.open) scene.jobs.push_back(open_job(jobs.jobs.at(id), jobs));
  const auto& state = nouns.get<State>();
  for (const auto& [key, proposal] : state.proposals) scene.proposals.push_back(proposal);
  for (const auto& [id, closure] : state.closures) scene.closures.push_back(closure);
  return scene;
}

}  // namespace lifeline::dispatch
