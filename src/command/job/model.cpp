// SPDX-License-Identifier: Apache-2.0
#include "command/job/model.h"

#include <algorithm>

namespace lifeline::job {
namespace {

Assignment* of_crew(Job& job, const std::string& crew) {
  const auto found = std::ranges::find(job.crews, crew, &Assignment::crew);
  return found == job.crews.end() ? nullptr : &*found;
}

std::set<Deadline> deadlines_of(const Job& job) {
  std::set<Deadline> all;
  if (is_over(job.phase)) return all;
  for (const Assignment& a : job.crews)
    if (a.step == Step::offered) all.insert({a.offer_until, job.id, a.crew});
  if (job.what.latest && !job.late && job.phase < Phase::on_site)
    all.insert({job.what.latest, job.id, {}});
  return all;
}

void index(State& state, const Job& job) {
  for (const Deadline& one : deadlines_of(job)) state.deadlines.insert(one);
  if (job.what.source.order)
    state.by_order[{job.what.source.order, job.what.source.recipient}].insert(job.id);
  if (is_over(job.phase)) return;
  state.open.insert(job.id);
  for (const Assignment& a : job.crews)
    if (is_concerned(a.step)) state.by_crew[a.crew].insert(job.id);
}

template <class Key>
void drop(std::map<Key, std::set<JobId>>& index, const Key& key, JobId id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  found->second.erase(id);
  if (found->second.empty()) index.erase(found);
}

void unindex(State& state, const Job& job) {
  for (const Deadline& one : deadlines_of(job)) state.deadlines.erase(one);
  drop(state.by_order, {job.what.source.order, job.what.source.recipient}, job.id);
  state.open.erase(job.id);
  for (const Assignment& a : job.crews) drop(state.by_crew, a.crew, job.id);
}

// The furthest of the crews that have still to do with it.
Phase furthest(const Job& job) {
  Phase phase = Phase::open;
  for (const Assignment& a : job.crews)
    if (is_concerned(a.step))
      phase = std::max(phase, static_cast<Phase>(static_cast<int>(a.step) + 1));
  return phase;
}
static_assert(static_cast<int>(Phase::on_site) == static_cast<int>(Step::on_site) + 1);

void release(Job& job, Step up_to) {
  for (Assignment& a : job.crews)
    if (a.step <= up_to) a.step = Step::released;
}

void end(Job& job, Phase phase, const std::string& by, Instant at, const std::string& reason) {
  release(job, Step::on_site);
  job.phase = phase;
  job.ended_at = at;
  job.ended_by = by;
  job.reason = reason;
}

template <class Do>
void change(State& state, JobId id, Do what) {
  const auto found = state.jobs.find(id);
  if (found == state.jobs.end()) return;
  Job& job = found->second;
  unindex(state, job);
  what(job);
  if (!is_over(job.phase)) job.phase = furthest(job);
  index(state, job);
}

/// The step of a crew; nothing if the job was never offered to it.
template <class E, class Do>
void step(State& state, const E& e, Step to, Do what) {
  change(state, e.id, [&](Job& job) {
    Assignment* a = of_crew(job, e.crew);
    if (a == nullptr || is_over(job.phase)) return;
    a->step = to;
    a->by = e.by;
    a->told_at = e.told_at;
    what(job, *a);
  });
}

void take(State& state, const Created& e) {
  if (state.jobs.contains(e.id)) return;
  state.serial = std::max(state.serial, e.id.serial);
  Job job;
  job.id = e.id;
  job.what = e.what;
  job.attributes = e.attributes;
  job.created_by = e.by;
  job.created_at = e.at;
  index(state, state.jobs[e.id] = std::move(job));
}
void take(State& state, const Changed& e) {
  change(state, e.id, [&](Job& job) {
    if (e.what.latest > job.what.latest) job.late = false;  // it has time again
    job.what = e.what;
    job.bonds = e.bonds;
    job.attributes = e.attributes;
  });
}
void take(State& state, const Offered& e) {
  change(state, e.id, [&](Job& job) {
    if (is_over(job.phase)) return;
    Assignment* a = of_crew(job, e.crew);
    if (a == nullptr) a = &job.crews.emplace_back();
    *a = Assignment{};
    a->crew = e.crew;
    a->offered_at = e.at;
    a->offer_until = e.until;
    a->told_at = e.at;
    a->by = e.by;
  });
}
void take(State& state, const Accepted& e) {
  step(state, e, Step::accepted, [&](Job& job, Assignment& a) {
    a.accepted_at = e.at;
    if (is_taken(job)) release(job, Step::offered);
  });
}
void take(State& state, const Declined& e) {
  step(state, e, Step::declined, [&](Job&, Assignment& a) {
    a.reason = e.reason;
    a.ended_at = e.at;
  });
}
void take(State& state, const OfferLapsed& e) {
  change(state, e.id, [&](Job& job) {
    if (Assignment* a = of_crew(job, e.crew); a != nullptr && a->step == Step::offered)
      a->step = Step::lapsed;
  });
}
void take(State& state, const Departed& e) {
  step(state, e, Step::on_the_way, [&](Job&, Assignment& a) {
    a.departed_at = e.at;
    a.unit = e.unit;
    a.people = e.people;
    a.vehicle = e.vehicle;
  });
}
void take(State& state, const Arrived& e) {
  step(state, e, Step::on_site, [&](Job&, Assignment& a) { a.arrived_at = e.at; });
}
void take(State& state, const Finished& e) {
  step(state, e, Step::done, [&](Job& job, Assignment& a) {
    a.ended_at = e.at;
    a.result = e.result;
    const auto done = std::ranges::count(job.crews, Step::done, &Assignment::step);
    if (static_cast<uint64_t>(done) >= job.what.crews_needed) end(job, Phase::done, e.by, e.at, {});
  });
}
void take(State& state, const Failed& e) {
  step(state, e, Step::failed, [&](Job& job, Assignment& a) {
    a.ended_at = e.at;
    a.reason = e.reason;
    end(job, Phase::failed, e.by, e.at, e.reason);
  });
}
void take(State& state, const Cancelled& e) {
  change(state, e.id, [&](Job& job) {
    job.withdrawn = job.withdrawn || e.withdrawn;
    if (is_over(job.phase)) return;
    end(job, Phase::cancelled, e.by, e.at, e.why);
    job.cancellation = e.attributes;
  });
}
void take(State& state, const Late& e) {
  change(state, e.id, [](Job& job) { job.late = true; });
}

}  // namespace

void State::reindex() {
  open.clear();
  deadlines.clear();
  by_order.clear();
  by_crew.clear();
  for (const auto& [id, job] : jobs) index(*this, job);
}

bool is_over(Phase phase) { return phase >= Phase::done; }
bool has_taken(Step step) { return step >= Step::accepted && step <= Step::done; }
bool is_concerned(Step step) { return step <= Step::on_site; }

const Job* find(const State& state, JobId id) {
  const auto found = state.jobs.find(id);
  return found == state.jobs.end() ? nullptr : &found->second;
}

const Assignment* find_assignment(const Job& job, std::string_view crew) {
  const auto found = std::ranges::find(job.crews, crew, &Assignment::crew);
  return found == job.crews.end() ? nullptr : &*found;
}

bool is_taken(const Job& job) {
  const auto takers = std::ranges::count_if(job.crews, has_taken, &Assignment::step);
  return static_cast<uint64_t>(takers) >= job.what.crews_needed;
}

std::string takers_text(const Job& job) {
  std::string text;
  for (const Assignment& a : job.crews)
    if (has_taken(a.step)) text += (text.empty() ? "" : ", ") + a.crew;
  return text;
}

const Job* under_way(const State& state, const std::string& crew) {
  const auto jobs = state.by_crew.find(crew);
  if (jobs == state.by_crew.end()) return nullptr;
  for (const JobId id : jobs->second) {
    const Job& job = state.jobs.at(id);
    const Step step = find_assignment(job, crew)->step;
    if (step == Step::on_the_way || step == Step::on_site) return &job;
  }
  return nullptr;
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  if (state.deadlines.empty()) return std::nullopt;
  return state.deadlines.begin()->at;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const Deadline& one : state.deadlines) {
    if (one.at > now) return;
    if (one.crew.empty())
      out.add<Command>(MarkLate{.id = one.id});
    else
      out.add<Command>(LapseOffer{.id = one.id, .crew = one.crew});
  }
}

}  // namespace lifeline::job
