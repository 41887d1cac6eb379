// SPDX-License-Identifier: Apache-2.0
#include "command/job/checks.h"

#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "command/attachment/model.h"

namespace lifeline::job {
namespace {

using desk::Context;

Result<void> must_be_names(const std::vector<std::string>& names, const std::string& field) {
  if (names.size() > limits::job_names_max) return invalid("names_must_be_fewer", field);
  for (const std::string& name : names) {
    if (name.empty()) return invalid("name_must_be_given", field);
    if (name.size() > limits::name_bytes_max) return invalid("name_must_be_short", field);
  }
  return {};
}

Result<void> must_be_parts(const Parts& parts) {
  if (parts.size() > limits::job_names_max) return invalid("parts_must_be_fewer", "parts");
  for (const auto& [name, count] : parts) {
    if (name.empty()) return invalid("name_must_be_given", "parts");
    if (name.size() > limits::name_bytes_max) return invalid("name_must_be_short", "parts");
    if (count > limits::job_parts_max) return invalid("parts_must_be_fewer", "parts", name);
  }
  return {};
}

Result<void> must_be_texts(const What& what) {
  if (what.title_zh.empty() && what.title_en.empty())
    return invalid("title_must_be_given", "title_zh");
  if (what.title_zh.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "title_zh");
  if (what.title_en.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "title_en");
  if (what.text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  if (what.site.size() > limits::name_bytes_max) return invalid("name_must_be_short", "site");
  if (what.element.size() > limits::name_bytes_max) return invalid("name_must_be_short", "element");
  if (what.source.planned_work.size() > limits::name_bytes_max)
    return invalid("name_must_be_short", "planned_work");
  if (auto skills = must_be_names(what.skills, "skills"); !skills) return skills;
  if (auto tools = must_be_names(what.tools, "tools"); !tools) return tools;
  if (auto permits = must_be_names(what.permits, "permits"); !permits) return permits;
  return must_be_parts(what.parts);
}

Result<void> must_be_figures(const What& what) {
  if (what.duration_s < 0 || what.duration_s > limits::job_days_max * 24 * 3600)
    return invalid("duration_must_be_in_range", "duration_s",
                   "at most " + std::to_string(limits::job_days_max) + " days");
  if (what.crews_needed < 1 || what.crews_needed > limits::job_crews_max)
    return invalid("crews_needed_must_be_in_range", "crews_needed",
                   "from 1 to " + std::to_string(limits::job_crews_max));
  if (!std::isfinite(what.load_kg) || what.load_kg < 0 || what.load_kg > limits::job_load_kg_max)
    return invalid("load_must_be_in_range", "load_kg");
  if (what.vehicle_kinds.size() > limits::job_names_max)
    return invalid("vehicle_kinds_must_be_fewer", "vehicle_kinds");
  return {};
}

// The skills that no crew of the desk has.
Result<void> must_be_skills(const What& what, const Context& at) {
  for (const std::string& skill : what.skills) {
    const auto knows = [&](const auto& one) {
      return !one.second.copy && crew::has_skill(one.second, skill);
    };
    if (std::ranges::none_of(at.get<crew::State>().crews, knows))
      return invalid("skill_must_be_known_to_somebody", "skills", "no crew has " + skill);
  }
  return {};
}

bool has_skills(const crew::Crew& crew, const What& what) {
  return std::ranges::all_of(what.skills,
                             [&](const std::string& one) { return crew::has_skill(crew, one); });
}

// A desk that knows no crew yet has nothing to judge a window by.
Result<void> must_be_a_window(const What& what, const Context& at) {
  if (what.earliest && what.latest && what.latest < what.earliest)
    return invalid("latest_must_follow_earliest", "latest");
  if (!what.earliest && !what.latest) return {};
  const Instant from = std::max(what.earliest, at.now);
  bool is_judged = false;
  for (const auto& [id, crew] : at.get<crew::State>().crews) {
    if (crew.copy) continue;
    is_judged = true;
    if (!has_skills(crew, what)) continue;
    for (const crew::Shift& shift : crew.shifts)
      if (shift.until > from && (!what.latest || shift.from <= what.latest)) return {};
  }
  if (!is_judged) return {};
  return invalid("window_must_be_in_a_shift", what.latest ? "latest" : "earliest",
                 "no crew that can do it is on shift then");
}

// From a job along what it waits for, back to `id`; "" where nothing leads there.
std::string ring_from(const State& state, const std::vector<JobId>& before, JobId id) {
  std::map<JobId, JobId> came_from;
  std::vector<JobId> open;
  const auto visit = [&](const std::vector<JobId>& next, JobId from) {
    for (const JobId one : next)
      if (came_from.try_emplace(one, from).second) open.push_back(one);
  };
  visit(before, id);
  while (!open.empty() && !came_from.contains(id)) {
    const JobId one = open.back();
    open.pop_back();
    const Job* job = find(state, one);
    if (job == nullptr) continue;
    visit(job->what.after, one);
    if (job->what.deliver_of) visit({job->what.deliver_of}, one);
  }
  if (!came_from.contains(id)) return {};
  std::string ring = to_text(id);
  for (JobId one = came_from.at(id); one != id; one = came_from.at(one))
    ring = to_text(one) + " → " + ring;
  return to_text(id) + " → " + ring;
}

Result<void> must_wait_for_others(const State& state, const What& what, const Job* was) {
  if (what.after.size() > limits::job_after_max) return invalid("after_must_be_fewer", "after");
  for (const JobId one : what.after)
    if (find(state, one) == nullptr) return invalid("job_must_be_known", "after", to_text(one));
  if (what.deliver_of && find(state, what.deliver_of) == nullptr)
    return invalid("job_must_be_known", "deliver_of", to_text(what.deliver_of));
  if (was == nullptr) return {};
  std::vector<JobId> before = what.after;
  if (what.deliver_of) before.push_back(what.deliver_of);
  const std::string ring = ring_from(state, before, was->id);
  if (!ring.empty()) return invalid("jobs_must_not_wait_for_each_other", "after", ring);
  return {};
}

// With the incident that the order is about.
Result<Source> checked(Source source, const Context& at) {
  if (source.order) {
    const auto& orders = at.get<order::State>().orders;
    const auto found = orders.find(source.order);
    if (found == orders.end()) return invalid("order_must_be_known", "order");
    if (found->second.recalled) return conflict("order_must_not_be_recalled", "order");
    if (source.recipient && order::find_recipient(found->second, source.recipient) == nullptr)
      return invalid("recipient_must_be_of_the_order", "recipient");
    if (!source.incident) source.incident = found->second.what.incident;
  } else if (source.recipient) {
    return invalid("order_must_be_given", "order");
  }
  if (source.incident && source.incident.desk == at.desk.value && !source.order &&
      !at.get<incident::State>().open.contains(source.incident))
    return conflict("incident_must_be_open", "incident");
  return source;
}

}  // namespace

Result<void> must_be_a_place(LonLat place) {
  if (!is_given(place)) return {};
  if (!std::isfinite(place.longitude_deg) || !std::isfinite(place.latitude_deg) ||
      std::abs(place.longitude_deg) > 180 || std::abs(place.latitude_deg) > 90)
    return invalid("place_must_be_plausible", "place", "degrees of WGS-84, longitude and latitude");
  const double away_km = outside_china_km(place);
  if (away_km > limits::job_outside_china_km_max)
    return invalid("place_must_be_plausible", "place",
                   std::to_string(std::lround(away_km)) + " km outside of China");
  return {};
}

Result<What> checked(const State& state, What what, const Job* was, const Context& at) {
  if (!at.get<unit::State>().units.contains(what.unit))
    return invalid("unit_must_be_known", "unit", to_text(what.unit));
  if (at.plan.desk_of(what.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  if (auto may = unit::must_answer_for(at, what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  if (auto texts = must_be_texts(what); !texts) return tl::unexpected(texts.error());
  if (what.title_en.empty()) what.title_en = what.title_zh;
  if (what.title_zh.empty()) what.title_zh = what.title_en;
  if (auto figures = must_be_figures(what); !figures) return tl::unexpected(figures.error());
  if (auto place = must_be_a_place(what.place); !place) return tl::unexpected(place.error());
  if (auto skills = must_be_skills(what, at); !skills) return tl::unexpected(skills.error());
  const bool has_same_window = was != nullptr && was->what.earliest == what.earliest &&
                               was->what.latest == what.latest && was->what.skills == what.skills;
  if (!has_same_window)
    if (auto window = must_be_a_window(what, at); !window) return tl::unexpected(window.error());
  if (auto waits = must_wait_for_others(state, what, was); !waits)
    return tl::unexpected(waits.error());
  if (was == nullptr || was->what.source != what.source) {
    auto source = checked(what.source, at);
    if (!source) return tl::unexpected(source.error());
    what.source = std::move(*source);
  }
  return what;
}

Result<const crew::Crew*> must_be_a_crew(const std::string& id, const Context& at) {
  if (id.empty()) return invalid("crew_must_be_given", "crew");
  const crew::Crew* crew = crew::find(at.get<crew::State>(), id);
  if (crew == nullptr) return invalid("crew_must_be_known", "crew", id);
  if (crew->copy) return invalid("crew_must_be_of_the_desk", "crew", id);
  return crew;
}

namespace {

Result<void> vehicle_must_suit(const crew::Crew& crew, const What& what, const Context& at) {
  const auto* vehicle = vehicle::find(at.get<vehicle::State>(), crew.what.vehicle);
  if (vehicle != nullptr && vehicle::is_out_of_service(*vehicle, at.now)) vehicle = nullptr;
  const auto& kinds = what.vehicle_kinds;
  const bool is_of_kind =
      kinds.empty() ||
      (vehicle != nullptr && std::ranges::find(kinds, vehicle->what.kind) != kinds.end());
  if (!is_of_kind)
    return conflict("crew_must_have_the_vehicle", "crew", std::string(enum_text(kinds.front())));
  for (const std::string& permit : what.permits)
    if (vehicle == nullptr ||
        std::ranges::find(vehicle->what.permits, permit) == vehicle->what.permits.end())
      return conflict("vehicle_must_have_the_permit", "crew", permit);
  return {};
}

}  // namespace

Result<void> must_suit(const crew::Crew& crew, const Job& job, const Context& at) {
  const What& what = job.what;
  for (const std::string& skill : what.skills)
    if (!crew::has_skill(crew, skill)) return conflict("crew_must_have_the_skill", "crew", skill);
  for (const std::string& tool : what.tools)
    if (std::ranges::find(crew.what.tools, tool) == crew.what.tools.end())
      return conflict("crew_must_have_the_tool", "crew", tool);
  for (const auto& [part, count] : what.parts)
    if (!is_given(crew.what.base) && !crew::has_parts(crew, {{part, count}}))
      return conflict("crew_must_have_the_parts", "crew", part);
  if (auto suits = vehicle_must_suit(crew, what, at); !suits) return suits;
  if (!crew::on_shift(crew, std::max(at.now, what.earliest)))
    return conflict("crew_must_be_on_shift", "crew", crew.what.id);
  return {};
}

Result<void> must_be_an_outcome(const Outcome& outcome, const Context& at) {
  if (outcome.note.size() > limits::text_bytes_max) return invalid("text_must_be_short", "note");
  if (outcome.number && !std::isfinite(*outcome.number))
    return invalid("number_must_be_in_range", "number");
  if (auto parts = must_be_parts(outcome.parts); !parts) return parts;
  return attachment::photos_must_be_known(at, outcome.photos);
}

Result<void> must_be_given(const std::string& reason, std::string_view field) {
  if (reason.empty()) return invalid("reason_must_be_given", field);
  if (reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", field);
  return {};
}

}  // namespace lifeline::job
