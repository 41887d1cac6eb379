// SPDX-License-Identifier: Apache-2.0
#include "command/dispatch/view.h"

namespace lifeline::dispatch {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  desk = stamp.desk;
  const bool is_plan =
      std::holds_alternative<Planned>(event) || std::holds_alternative<Proposed>(event) ||
      std::holds_alternative<Withdrawn>(event) || std::holds_alternative<TakenUp>(event);
  if (!is_plan) ++wishes;
}

Row row_of(const Proposal& proposal, const job::Job& job) {
  return {.id = key_of(proposal.job, proposal.part),
          .job = proposal.job,
          .part = proposal.part,
          .crew = proposal.crew,
          .state = proposal.standing,
          .position = proposal.position,
          .unit = job.what.unit,
          .title_zh = job.what.title_zh,
          .title_en = job.what.title_en,
          .priority = job.what.priority,
          .place = job.what.place,
          .latest = job.what.latest,
          .late = job.late,
          .depart_at = proposal.depart_at,
          .arrive_at = proposal.arrive_at,
          .start_at = proposal.start_at,
          .finish_at = proposal.finish_at,
          .drive_s = proposal.drive_s,
          .drive_m = proposal.drive_m,
          .fetches_parts = proposal.fetches_parts,
          .why = proposal.why,
          .why_name = proposal.why_name,
          .able = proposal.able,
          .second_crew = proposal.second_crew,
          .second_drive_s = proposal.second_drive_s,
          .dearer = proposal.dearer,
          .reason = proposal.reason,
          .reason_names = proposal.reason_names};
}

PlanRow plan_row(const State& state, UnitCode desk) {
  const Figures& figures = state.figures;
  return {.unit = desk,
          .mode = state.mode,
          .began_at = figures.began_at,
          .made_at = figures.made_at,
          .trigger = figures.trigger,
          .jobs = figures.jobs,
          .crews = figures.crews,
          .assigned = figures.assigned,
          .unassigned = figures.unassigned,
          .weighted_completion = figures.weighted_completion,
          .greedy_weighted_completion = figures.greedy_weighted_completion,
          .travel_m = figures.travel_m,
          .travel_s = figures.travel_s,
          .cpu_s = figures.cpu_s,
          .travel_by = figures.travel_by,
          .problem = figures.problem};
}

}  // namespace lifeline::dispatch
