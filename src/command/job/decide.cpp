// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "command/job/checks.h"
#include "command/job/model.h"
#include "command/job/work_order.h"
#include "command/person/model.h"
#include "command/unit/model.h"

namespace lifeline::job {
namespace {

using Events = std::vector<Event>;
using desk::Context;

Refusal over(const Job& job) {
  return conflict("job_must_not_be_over", {},
                  std::string(enum_text(job.phase)) + " by " + job.ended_by + " at " +
                      to_rfc3339(job.ended_at));
}

Result<const Job*> must_be_own(const State& state, JobId id, const Context& at) {
  const Job* job = find(state, id);
  if (job == nullptr) return not_found("job_must_exist", "id");
  if (auto may = unit::must_answer_for(at, job->what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return job;
}

Result<const Job*> must_be_open(const State& state, JobId id, const Context& at) {
  const auto job = must_be_own(state, id, at);
  if (job && is_over((*job)->phase)) return over(**job);
  return job;
}

Result<Events> decide(const State& state, const Create& c, const Context& at) {
  auto what = checked(state, c.what, nullptr, at);
  if (!what) return tl::unexpected(what.error());
  if (state.open.size() >= limits::jobs_open_max) return too_many("jobs_must_be_fewer");
  return Events{Created{.id = {at.desk.value, state.serial + 1},
                        .what = std::move(*what),
                        .attributes = {},
                        .by = at.who.name,
                        .at = at.now}};
}

Result<Events> decide(const State& state, const Change& c, const Context& at) {
  const auto job = must_be_own(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  if (c.what == (*job)->what) return Events{};
  if (is_over((*job)->phase)) return over(**job);
  auto what = checked(state, c.what, *job, at);
  if (!what) return tl::unexpected(what.error());
  return Events{Changed{.id = c.id,
                        .what = std::move(*what),
                        .bonds = (*job)->bonds,
                        .attributes = (*job)->attributes}};
}

Result<Events> decide(const State& state, const Offer& c, const Context& at) {
  const auto job = must_be_open(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  const auto crew = must_be_a_crew(c.crew, at);
  if (!crew) return tl::unexpected(crew.error());
  const Assignment* known = find_assignment(**job, c.crew);
  if (known != nullptr && is_concerned(known->step)) return Events{};  // it has it
  if (is_taken(**job)) return conflict("job_must_be_free", "crew", takers_text(**job) + " has it");
  const Bonds& bonds = (*job)->bonds;
  if (!bonds.pinned.empty() && bonds.pinned != c.crew)
    return conflict("job_must_be_for_the_crew", "crew", "pinned to " + bonds.pinned);
  if (bonds.forbidden.contains(c.crew)) return conflict("crew_must_not_be_forbidden", "crew");
  if (c.within_s < 0 || c.within_s > limits::job_offer_within_s_max)
    return invalid("offer_must_lapse_in_a_day", "within_s");
  if (auto suits = must_suit(**crew, **job, at); !suits) return tl::unexpected(suits.error());
  const int64_t within_s = c.within_s > 0 ? c.within_s : limits::job_offer_within_s;
  return Events{Offered{.id = c.id,
                        .crew = c.crew,
                        .until = seconds_after(at.now, within_s),
                        .by = at.who.name,
                        .at = at.now}};
}

/// A crew's word on a job.
struct Word {
  const Job& job;
  const crew::Crew* crew = nullptr;        // null: it is removed by now
  const Assignment* assignment = nullptr;  // null: the job was never offered to it
  std::string id;

  bool is(Step step) const { return assignment != nullptr && assignment->step == step; }
};

// The crew that is named, or the actor's own; one that the job was offered to before others.
std::string crew_of(const Job& job, const std::string& named, const Context& at) {
  if (!named.empty()) return named;
  const auto* person = person::of_account(at.get<person::State>(), at.who.name);
  if (person == nullptr) return {};
  std::string own;
  for (const crew::Crew* crew : crew::of_person(at.get<crew::State>(), person->id))
    if (own.empty() || find_assignment(job, crew->what.id) != nullptr) own = crew->what.id;
  return own;
}

// A member speaks for its crew; so do the operators of its unit and of the job's.
Result<void> must_speak_for(const crew::Crew* crew, const Job& job, const Context& at) {
  auto may = unit::must_answer_for(at, job.what.unit, desk::Role::operator_);
  if (may || crew == nullptr || at.who.role < desk::Role::operator_) return may;
  if (unit::must_answer_for(at, crew->what.unit, desk::Role::operator_)) return {};
  const auto* person = person::of_account(at.get<person::State>(), at.who.name);
  if (person == nullptr) return may;
  const auto& members = crew->what.members;
  if (std::ranges::find(members, person->id) != members.end()) return {};
  return may;
}

Result<Word> must_be_word(const State& state, JobId id, const std::string& named,
                          const Context& at) {
  const Job* job = find(state, id);
  if (job == nullptr) return not_found("job_must_exist", "id");
  const std::string crew_id = crew_of(*job, named, at);
  if (crew_id.empty()) return invalid("crew_must_be_given", "crew");
  const crew::Crew* crew = crew::find(at.get<crew::State>(), crew_id);
  const Assignment* assignment = find_assignment(*job, crew_id);
  if (crew == nullptr && assignment == nullptr)
    return invalid("crew_must_be_known", "crew", crew_id);
  if (auto may = must_speak_for(crew, *job, at); !may) return tl::unexpected(may.error());
  return Word{.job = *job, .crew = crew, .assignment = assignment, .id = crew_id};
}

// What a phone says when it was: not ahead of now, not before the step before it.
Result<Instant> time_of(Instant given, Instant before, const Context& at) {
  if (!given) return at.now;
  if (given > seconds_after(at.now, limits::job_skew_s_max))
    return invalid("step_must_not_lie_ahead", "at", "here it is " + to_rfc3339(at.now));
  if (seconds_after(given, limits::job_skew_s_max) < before)
    return invalid("step_must_follow_the_one_before", "at", "which was at " + to_rfc3339(before));
  return std::max(std::min(given, at.now), before);
}

// Why a crew that has not taken the job cannot go on with it.
Refusal not_taken(const Word& word) {
  if (is_over(word.job.phase)) return over(word.job);
  if (is_taken(word.job))
    return conflict("job_must_be_free", "crew", takers_text(word.job) + " has it");
  if (word.is(Step::lapsed))
    return conflict("offer_must_not_have_lapsed", "crew",
                    "it did at " + to_rfc3339(word.assignment->offer_until));
  if (word.is(Step::offered)) return conflict("job_must_be_accepted", "crew");
  return conflict("job_must_be_offered_to_the_crew", "crew");
}

Result<Events> decide(const State& state, const Accept& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->assignment != nullptr && has_taken(word->assignment->step)) return Events{};
  if (is_over(word->job.phase) || is_taken(word->job)) return not_taken(*word);
  const bool has_lapsed = word->is(Step::lapsed);
  if (!has_lapsed && !word->is(Step::offered)) return not_taken(*word);
  const auto time = time_of(c.at, word->assignment->offered_at, at);
  if (!time) return tl::unexpected(time.error());
  // A phone that was offline accepted in time, and nobody else has the job.
  if (has_lapsed && *time > word->assignment->offer_until) return not_taken(*word);
  return Events{
      Accepted{.id = c.id, .crew = word->id, .by = at.who.name, .at = *time, .told_at = at.now}};
}

Result<Events> decide(const State& state, const Decline& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->is(Step::declined)) return Events{};
  if (auto given = must_be_given(c.reason, "reason"); !given) return tl::unexpected(given.error());
  if (word->is(Step::on_the_way) || word->is(Step::on_site))
    return conflict("crew_must_not_have_departed", "crew");
  if (!word->is(Step::offered) && !word->is(Step::accepted)) return not_taken(*word);
  const Assignment& a = *word->assignment;
  const auto time = time_of(c.at, std::max(a.offered_at, a.accepted_at), at);
  if (!time) return tl::unexpected(time.error());
  return Events{Declined{.id = c.id,
                         .crew = word->id,
                         .reason = c.reason,
                         .by = at.who.name,
                         .at = *time,
                         .told_at = at.now}};
}

// What the job waits for must be done; what was cancelled is not waited for.
Result<void> must_be_ready(const State& state, const Job& job) {
  std::vector<JobId> before = job.what.after;
  if (job.what.deliver_of) before.push_back(job.what.deliver_of);
  for (const JobId id : before) {
    const Job* one = find(state, id);
    if (one != nullptr && one->phase != Phase::done && one->phase != Phase::cancelled)
      return conflict("jobs_before_it_must_be_done", "after", to_text(id) + " is not");
  }
  return {};
}

Result<Events> decide(const State& state, const Depart& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->is(Step::on_the_way) || word->is(Step::on_site) || word->is(Step::done))
    return Events{};
  if (!word->is(Step::accepted)) return not_taken(*word);
  if (auto ready = must_be_ready(state, word->job); !ready) return tl::unexpected(ready.error());
  if (const Job* other = under_way(state, word->id))
    return conflict("crew_must_be_free", "crew", "it is on " + to_text(other->id));
  const auto time = time_of(c.at, word->assignment->accepted_at, at);
  if (!time) return tl::unexpected(time.error());
  Departed departed{.id = c.id,
                    .crew = word->id,
                    .unit = word->job.what.unit,
                    .vehicle = {},
                    .by = at.who.name,
                    .at = *time,
                    .told_at = at.now};
  if (word->crew != nullptr) {
    departed.unit = word->crew->what.unit;
    departed.people = crew::head_count(*word->crew);
    departed.vehicle = word->crew->what.vehicle;
  }
  return Events{std::move(departed)};
}

Result<Events> decide(const State& state, const Arrive& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->is(Step::on_site) || word->is(Step::done)) return Events{};
  if (word->is(Step::accepted)) return conflict("crew_must_be_on_its_way", "crew");
  if (!word->is(Step::on_the_way)) return not_taken(*word);
  const auto time = time_of(c.at, word->assignment->departed_at, at);
  if (!time) return tl::unexpected(time.error());
  return Events{
      Arrived{.id = c.id, .crew = word->id, .by = at.who.name, .at = *time, .told_at = at.now}};
}

Result<Events> decide(const State& state, const Finish& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->is(Step::done)) return Events{};
  if (word->is(Step::accepted) || word->is(Step::on_the_way))
    return conflict("crew_must_be_on_site", "crew");
  if (!word->is(Step::on_site)) return not_taken(*word);
  if (auto formed = must_be_an_outcome(c.result, at); !formed)
    return tl::unexpected(formed.error());
  const auto time = time_of(c.at, word->assignment->arrived_at, at);
  if (!time) return tl::unexpected(time.error());
  return Events{Finished{.id = c.id,
                         .crew = word->id,
                         .result = c.result,
                         .by = at.who.name,
                         .at = *time,
                         .told_at = at.now}};
}

Result<Events> decide(const State& state, const Fail& c, const Context& at) {
  const auto word = must_be_word(state, c.id, c.crew, at);
  if (!word) return tl::unexpected(word.error());
  if (word->is(Step::failed)) return Events{};
  if (auto given = must_be_given(c.reason, "reason"); !given) return tl::unexpected(given.error());
  if (!word->is(Step::accepted) && !word->is(Step::on_the_way) && !word->is(Step::on_site))
    return not_taken(*word);
  const Assignment& a = *word->assignment;
  const auto time = time_of(c.at, std::max({a.accepted_at, a.departed_at, a.arrived_at}), at);
  if (!time) return tl::unexpected(time.error());
  return Events{Failed{.id = c.id,
                       .crew = word->id,
                       .reason = c.reason,
                       .by = at.who.name,
                       .at = *time,
                       .told_at = at.now}};
}

// Withdrawn, a job that is over stays as it ended.
Result<Events> decide(const State& state, const Cancel& c, const Context& at) {
  const auto job = must_be_own(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  if ((*job)->withdrawn && (c.withdrawn || !c.attributes.empty()))
    return not_found("job_must_exist", "id");
  if (is_over((*job)->phase) && !c.withdrawn) return over(**job);
  if (auto given = must_be_given(c.why, "reason"); !given) return tl::unexpected(given.error());
  return Events{Cancelled{.id = c.id,
                          .why = c.why,
                          .attributes = c.attributes,
                          .withdrawn = c.withdrawn,
                          .by = at.who.name,
                          .at = at.now}};
}

Result<Events> bound(const Job& job, Bonds bonds) {
  if (bonds == job.bonds) return Events{};
  return Events{Changed{
      .id = job.id, .what = job.what, .bonds = std::move(bonds), .attributes = job.attributes}};
}

Result<Events> decide(const State& state, const Pin& c, const Context& at) {
  const auto job = must_be_open(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  if (const auto crew = must_be_a_crew(c.crew, at); !crew) return tl::unexpected(crew.error());
  Bonds bonds = (*job)->bonds;
  bonds.pinned = c.crew;
  bonds.forbidden.erase(c.crew);
  return bound(**job, std::move(bonds));
}

Result<Events> decide(const State& state, const Forbid& c, const Context& at) {
  const auto job = must_be_open(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  if (const auto crew = must_be_a_crew(c.crew, at); !crew) return tl::unexpected(crew.error());
  Bonds bonds = (*job)->bonds;
  if (bonds.forbidden.size() >= limits::job_names_max)
    return too_many("forbidden_crews_must_be_fewer");
  if (bonds.pinned == c.crew) bonds.pinned.clear();
  bonds.forbidden.insert(c.crew);
  return bound(**job, std::move(bonds));
}

Result<Events> decide(const State& state, const Unpin& c, const Context& at) {
  const auto job = must_be_open(state, c.id, at);
  if (!job) return tl::unexpected(job.error());
  Bonds bonds = (*job)->bonds;
  if (c.crew.empty() || bonds.pinned == c.crew) bonds.pinned.clear();
  bonds.forbidden.erase(c.crew);
  return bound(**job, std::move(bonds));
}

Result<void> must_be_the_clock(const Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  return {};
}

Result<Events> decide(const State& state, const LapseOffer& c, const Context& at) {
  if (auto clock = must_be_the_clock(at); !clock) return tl::unexpected(clock.error());
  const Job* job = find(state, c.id);
  const Assignment* a = job == nullptr ? nullptr : find_assignment(*job, c.crew);
  if (a == nullptr || a->step != Step::offered || a->offer_until > at.now) return Events{};
  return Events{OfferLapsed{.id = c.id, .crew = c.crew, .at = at.now}};
}

Result<Events> decide(const State& state, const MarkLate& c, const Context& at) {
  if (auto clock = must_be_the_clock(at); !clock) return tl::unexpected(clock.error());
  if (!state.deadlines.contains(
          {find(state, c.id) ? find(state, c.id)->what.latest : Instant{}, c.id, {}}))
    return Events{};
  return Events{Late{.id = c.id, .at = at.now}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::job
