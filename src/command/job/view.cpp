// SPDX-License-Identifier: Apache-2.0
#include "command/job/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::job {
namespace {

using desk::Stamp;

Kind kind_of(const Created&) { return Kind::created; }
Kind kind_of(const Changed&) { return Kind::changed; }
Kind kind_of(const Offered&) { return Kind::offered; }
Kind kind_of(const Accepted&) { return Kind::accepted; }
Kind kind_of(const Declined&) { return Kind::declined; }
Kind kind_of(const OfferLapsed&) { return Kind::lapsed; }
Kind kind_of(const Departed&) { return Kind::departed; }
Kind kind_of(const Arrived&) { return Kind::arrived; }
Kind kind_of(const Finished&) { return Kind::finished; }
Kind kind_of(const Failed&) { return Kind::failed; }
Kind kind_of(const Cancelled&) { return Kind::cancelled; }
Kind kind_of(const Late&) { return Kind::late; }

template <class E>
std::string words_of(const E& e) {
  if constexpr (requires { e.reason; })
    return e.reason;
  else if constexpr (requires { e.why; })
    return e.why;
  else if constexpr (requires { e.result; })
    return e.result.note;
  else
    return {};
}

template <class E>
Entry entry_of(const E& e, const Stamp& stamp) {
  Entry entry{.at = stamp.at,
              .told_at = stamp.at,
              .kind = kind_of(e),
              .who = std::string(stamp.who),
              .crew = {},
              .text = words_of(e)};
  if constexpr (requires { e.at; }) entry.at = e.at;
  if constexpr (requires { e.crew; }) entry.crew = e.crew;
  return entry;
}

// The crew that is furthest: who is done before who is on site, and so on; then who was there last.
const Assignment* leading(const Job& job) {
  const Assignment* best = nullptr;
  for (const Assignment& a : job.crews)
    if (a.step <= Step::failed && (best == nullptr || a.step > best->step)) best = &a;
  if (best != nullptr || !is_over(job.phase)) return best;
  for (const Assignment& a : job.crews)
    if (a.accepted_at && (best == nullptr || a.told_at > best->told_at)) best = &a;
  return best;
}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit(
      [&](const auto& e) {
        std::vector<Entry>& timeline = timelines[e.id];
        timeline.push_back(entry_of(e, stamp));
        if (timeline.size() > limits::job_timeline_max)
          timeline.erase(timeline.begin() + 1);  // how it began is kept
      },
      event);
  const auto follow = [&](JobId id, IncidentId incident) {
    for (auto& [other, jobs] : of_incident)
      if (other != incident) jobs.erase(id);
    if (incident) of_incident[incident].insert(id);
  };
  if (const auto* created = std::get_if<Created>(&event))
    if (const IncidentId incident = current(created->what.source.incident))
      of_incident[incident].insert(created->id);
  if (const auto* changed = std::get_if<Changed>(&event))
    follow(changed->id, current(changed->what.source.incident));
}

// The jobs of an incident that ends in another are the other's.
void View::fold(const incident::Event& event, const Stamp&) {
  const auto* explained = std::get_if<incident::Explained>(&event);
  if (explained == nullptr || !explained->into) return;
  const auto from = of_incident.find(explained->id);
  merged[explained->id] = explained->into;
  if (from == of_incident.end()) return;
  std::set<JobId> jobs = std::move(from->second);
  of_incident.erase(from);
  of_incident[explained->into].merge(jobs);
}

IncidentId View::current(IncidentId id) const {
  constexpr int merges_max = 100;
  for (int i = 0; i < merges_max; ++i) {
    const auto into = merged.find(id);
    if (into == merged.end()) return id;
    id = into->second;
  }
  return id;
}

IncidentId incident_of(const Job& job, const desk::Nouns& nouns) {
  return nouns.get<View>().current(job.what.source.incident);
}

std::optional<Phase> crew_state(IncidentId incident, const desk::Nouns& nouns) {
  if (!nouns.has<View>()) return std::nullopt;  // a rehearsal may have no crews
  const auto& of_incident = nouns.get<View>().of_incident;
  const auto jobs = of_incident.find(incident);
  if (jobs == of_incident.end()) return std::nullopt;
  std::optional<Phase> open, ended;
  for (const JobId id : jobs->second) {
    const Job* job = find(nouns.get<State>(), id);
    if (job == nullptr) continue;
    if (!is_over(job->phase))
      open = std::max(open.value_or(Phase::open), job->phase);
    else
      ended = std::min(ended.value_or(Phase::cancelled), job->phase);
  }
  return open ? open : ended;
}

Row row_of(const Job& job, const desk::Nouns& nouns) {
  const What& what = job.what;
  Row row{.id = job.id,
          .title_zh = what.title_zh,
          .title_en = what.title_en,
          .unit = what.unit,
          .state = job.phase,
          .priority = what.priority,
          .incident = incident_of(job, nouns),
          .order = what.source.order,
          .recipient = what.source.recipient,
          .planned_work = what.source.planned_work,
          .site = what.site,
          .element = what.element,
          .place = what.place,
          .duration_s = what.duration_s,
          .skills = what.skills,
          .tools = what.tools,
          .parts = what.parts,
          .vehicle_kinds = what.vehicle_kinds,
          .permits = what.permits,
          .crews_needed = what.crews_needed,
          .earliest = what.earliest,
          .latest = what.latest,
          .late = job.late,
          .after = what.after,
          .load_kg = what.load_kg,
          .deliver_of = what.deliver_of,
          .pinned = job.bonds.pinned,
          .forbidden = {job.bonds.forbidden.begin(), job.bonds.forbidden.end()},
          .text = what.text,
          .created_by = job.created_by,
          .created_at = job.created_at,
          .ended_at = job.ended_at,
          .ended_by = job.ended_by,
          .reason = job.reason};
  for (const Assignment& a : job.crews)
    if (a.step <= Step::failed) row.crews.push_back(a.crew);
  if (const Assignment* a = leading(job)) {
    row.crew = a->crew;
    row.offer_until = a->step == Step::offered ? a->offer_until : Instant{};
    row.accepted_at = a->accepted_at;
    row.departed_at = a->departed_at;
    row.arrived_at = a->arrived_at;
  }
  return row;
}

}  // namespace lifeline::job
