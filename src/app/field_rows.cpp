// SPDX-License-Identifier: Apache-2.0
#include "app/field_rows.h"

#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/job/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"

namespace lifeline::app {
namespace {

template <class Noun>
std::set<desk::RowKey> touched_of(const desk::Touched& touched) {
  const auto found = touched.find(Noun::bit);
  return found == touched.end() ? std::set<desk::RowKey>() : desk::distinct(found->second);
}

// Shows so many of the rows; of the rest it says only that they are there.
template <class Show>
void show_each(std::string_view list, const std::set<desk::RowKey>& keys, LiveRows& rows,
               Show show) {
  size_t shown = 0;
  for (const auto& key : keys) {
    if (++shown > field_rows_max) return rows.add_more(list);
    show(key);
  }
}

std::optional<job::JobId> job_of(std::string_view proposal) {
  return parse_id<job::Tag>(proposal.substr(0, proposal.find('/')));
}

// A proposal's row has its job's title and deadline, so it changes with the job.
std::set<desk::RowKey> proposals_of(const std::set<desk::RowKey>& jobs, const desk::Nouns& nouns) {
  const auto& proposals = nouns.get<dispatch::State>().proposals;
  std::set<desk::RowKey> keys;
  for (const auto& job : jobs)
    for (auto at = proposals.lower_bound(job + "/");
         at != proposals.end() && at->first.starts_with(job + "/"); ++at)
      keys.insert(at->first);
  return keys;
}

void add_job(const desk::RowKey& key, const desk::Nouns& nouns, LiveRows& rows) {
  const auto id = parse_id<job::Tag>(key);
  const auto* found = id ? job::find(nouns.get<job::State>(), *id) : nullptr;
  if (found != nullptr) rows.add("jobs", found->what.unit, job::row_of(*found, nouns));
}

void add_proposal(const desk::RowKey& key, const desk::Nouns& nouns, LiveRows& rows) {
  const auto id = job_of(key);
  const auto* job = id ? job::find(nouns.get<job::State>(), *id) : nullptr;
  if (job == nullptr) return rows.add_gone("proposals", rows.ground_of_desk(), key);
  const auto& proposals = nouns.get<dispatch::State>().proposals;
  const auto found = proposals.find(key);
  if (found == proposals.end() || job::is_over(job->phase))
    return rows.add_gone("proposals", rows.ground_of(job->what.unit), key);
  rows.add("proposals", job->what.unit, dispatch::row_of(found->second, *job));
}

void add_closure(const desk::RowKey& key, const desk::Nouns& nouns, LiveRows& rows) {
  const auto& closures = nouns.get<dispatch::State>().closures;
  const auto id = parse_id<dispatch::Tag>(key);
  const auto found = id ? closures.find(*id) : closures.end();
  if (found == closures.end()) return rows.add_gone("closures", rows.ground_of_desk(), key);
  rows.add_of_desk("closures", found->second);
}

void add_dispatch(const std::set<desk::RowKey>& jobs, std::set<desk::RowKey> keys,
                  const desk::Nouns& nouns, UnitCode desk, LiveRows& rows) {
  if (keys.erase(desk::RowKey(dispatch::plan_key)) > 0)
    rows.add_of_desk("plans", dispatch::plan_row(nouns.get<dispatch::State>(), desk));
  auto proposals = proposals_of(jobs, nouns);
  std::set<desk::RowKey> closures;
  for (const auto& key : keys) (key.find('/') != key.npos ? proposals : closures).insert(key);
  show_each("proposals", proposals, rows, [&](const auto& key) { add_proposal(key, nouns, rows); });
  show_each("closures", closures, rows, [&](const auto& key) { add_closure(key, nouns, rows); });
}

// A copy is told by the desk that owns it. Whose ground a removed one was on nobody knows any more.
void add_crew(const desk::RowKey& key, const desk::Nouns& nouns, LiveRows& rows) {
  const auto* crew = crew::find(nouns.get<crew::State>(), key);
  if (crew == nullptr) return rows.add_more("crews");
  if (crew->copy) return;
  rows.add_without("phone", "crews", crew->what.unit,
                   crew::row_of(*crew, nouns, desk::system_actor()));
}

void add_vehicle(const desk::RowKey& key, const desk::Nouns& nouns, LiveRows& rows) {
  const auto* vehicle = vehicle::find(nouns.get<vehicle::State>(), key);
  if (vehicle == nullptr) return rows.add_more("vehicles");
  if (!vehicle->copy) rows.add("vehicles", vehicle->what.unit, vehicle::row_of(*vehicle, nouns));
}

}  // namespace

void add_field_rows(const desk::Touched& touched, const desk::Nouns& nouns, UnitCode desk,
                    LiveRows& rows) {
  const auto jobs = touched_of<job::Noun>(touched);
  show_each("jobs", jobs, rows, [&](const auto& key) { add_job(key, nouns, rows); });
  add_dispatch(jobs, touched_of<dispatch::Noun>(touched), nouns, desk, rows);
  show_each("crews", touched_of<crew::Noun>(touched), rows,
            [&](const auto& key) { add_crew(key, nouns, rows); });
  show_each("vehicles", touched_of<vehicle::Noun>(touched), rows,
            [&](const auto& key) { add_vehicle(key, nouns, rows); });
}

}  // namespace lifeline::app
