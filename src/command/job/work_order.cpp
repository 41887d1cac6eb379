// SPDX-License-Identifier: Apache-2.0
#include "command/job/work_order.h"

#include <charconv>

#include "base/json_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "command/job/checks.h"
#include "command/unit/model.h"

namespace lifeline::job {
namespace {

using Events = std::vector<Event>;

Result<void> must_fit(const Attributes& attributes) {
  if (auto few = desk::must_be_few(attributes, limits::work_order_attributes_max); !few) return few;
  const std::string name = desk::first_beyond(attributes, limits::work_order_bytes_max);
  return name.empty() ? Result<void>() : invalid("work_order_must_be_small", name);
}

// The job's words for a field are not the work order's.
Error in_words_of_a_work_order(Error error) {
  static const std::map<std::string, std::string> words{{"title_zh", "description"},
                                                        {"title_en", "description"},
                                                        {"text", "description"},
                                                        {"unit", "relatedParty"},
                                                        {"earliest", "requestedStartDate"},
                                                        {"latest", "requestedCompletionDate"},
                                                        {"after", "workOrderRelationship"}};
  if (const auto known = words.find(error.field); known != words.end()) error.field = known->second;
  return error;
}

std::optional<double> number_in(std::string_view json) {
  const std::string text = json.starts_with('"') ? json_text_of(json) : std::string(json);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

// GeoJSON-like coordinates as TMF675's GeographicPoint has them: {"geometry": {"x": …, "y": …}}.
Result<void> put_place(What& what, std::string_view place) {
  what.site.clear();
  what.place = {};
  const std::string type = json_text_of(json_member(place, "@type"));
  const std::string referred = json_text_of(json_member(place, "@referredType"));
  if (type == "GeographicSite" || referred == "GeographicSite")
    what.site = json_text_of(json_member(place, "id"));
  const std::string_view geometry = json_member(place, "geometry");
  if (geometry.empty()) return {};
  const auto x = number_in(json_member(geometry, "x")), y = number_in(json_member(geometry, "y"));
  if (!x || !y)
    return invalid("place_must_be_plausible", "place", "geometry: x and y in degrees of WGS-84");
  what.place = {.longitude_deg = *x, .latitude_deg = *y};
  return {};
}

std::string first_line(const std::string& text) {
  const std::string line(trimmed(std::string_view(text).substr(0, text.find('\n'))));
  return line.substr(0, utf8_prefix(std::string_view(line).substr(0, limits::name_bytes_max)));
}

// A work order without a description is called by its first item.
std::string title_of(const Attributes& attributes) {
  std::string title = first_line(text_of(attributes, "description"));
  auto take = [&](std::string_view item) {
    if (title.empty()) title = first_line(json_text_of(json_member(item, "description")));
    if (title.empty())
      title = first_line(json_text_of(json_member(json_member(item, "work"), "name")));
    return title.empty();
  };
  each_json_item(json_of(attributes, "workOrderItem"), take);
  return title.empty() ? "Work order" : title;
}

// Those that it depends on and that are jobs; what is none is the other system's own.
std::vector<JobId> after_of(std::string_view relationships) {
  std::vector<JobId> after;
  auto take = [&](std::string_view one) {
    const auto id = parse_id<Tag>(json_text_of(json_member(one, "id")));
    const std::string type = lowercase(json_text_of(json_member(one, "relationshipType")));
    if (id && *id && (type == "dependson" || type == "dependency")) after.push_back(*id);
    return true;
  };
  each_json_item(relationships, take);
  return after;
}

Instant moment_of(const Attributes& attributes, const std::string& name) {
  return parse_rfc3339(text_of(attributes, name)).value_or(Instant{});
}

// The attributes as the patch leaves them.
Attributes merged(Attributes known, const Attributes& patch) {
  for (const auto& [name, json] : patch) {
    if (json == "null")
      known.erase(name);
    else
      known[name] = merged_json(json_of(known, name), json);
  }
  return known;
}

/// Only those that the patch has, as they are now.
Attributes patched(const Attributes& whole, const Attributes& patch) {
  Attributes some;
  for (const auto& [name, json] : patch) {
    const std::string_view now = json_of(whole, name);
    some[name] = now.empty() ? "null" : std::string(now);
  }
  // Without a description the items give the title.
  if (some.contains("description"))
    some["workOrderItem"] = std::string(json_of(whole, "workOrderItem"));
  return some;
}

// A state that the job has already may be repeated; a job is cancelled by whoever answers for it.
Result<bool> is_cancelled_by(const Patch& c, const Job& job) {
  const std::string word = text_of(c.attributes, "state");
  if (word.empty() || word == state_word(job.phase)) return false;
  if (word == "cancelled" && !is_over(job.phase)) return true;
  return conflict("state_must_be_told_by_crews", "state",
                  "it is " + std::string(state_word(job.phase)));
}

}  // namespace

std::string_view state_word(Phase phase) {
  switch (phase) {
    case Phase::open: return "acknowledged";
    case Phase::offered:
    case Phase::accepted: return "pending";
    case Phase::on_the_way:
    case Phase::on_site: return "inProgress";
    case Phase::done: return "completed";
    case Phase::failed: return "failed";
    case Phase::cancelled: break;
  }
  return "cancelled";
}

order::Priority priority_of(std::string_view word) {
  const std::string text = lowercase(word);
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  if (text == "0" || has("urgent") || has("critical") || has("emergency"))
    return order::Priority::urgent;
  return text == "1" || has("high") ? order::Priority::high : order::Priority::normal;
}

std::string_view priority_word(order::Priority priority) {
  switch (priority) {
    case order::Priority::urgent: return "0";
    case order::Priority::high: return "1";
    default: return "2";
  }
}

Result<UnitCode> unit_of(const Attributes& attributes) {
  Result<UnitCode> unit;
  auto take = [&](std::string_view party) {
    if (lowercase(json_text_of(json_member(party, "role"))) != "unit") return true;
    const auto code = parse_unit_code(json_text_of(json_member(party, "id")));
    if (code && *code)
      unit = *code;
    else
      unit = invalid("unit_must_be_known", "relatedParty", "a unit's id is its code, as 420106");
    return false;
  };
  each_json_item(json_of(attributes, "relatedParty"), take);
  return unit;
}

Result<What> what_of(const Attributes& attributes, What what) {
  const auto unit = unit_of(attributes);
  if (!unit) return tl::unexpected(unit.error());
  if (*unit) what.unit = *unit;
  const bool is_named =
      attributes.contains("description") || (what.title_zh.empty() && what.title_en.empty());
  if (is_named) {
    what.title_zh = what.title_en = title_of(attributes);
    what.text = text_of(attributes, "description");
  }
  if (attributes.contains("priority")) what.priority = priority_of(text_of(attributes, "priority"));
  if (attributes.contains("requestedStartDate"))
    what.earliest = moment_of(attributes, "requestedStartDate");
  if (attributes.contains("requestedCompletionDate"))
    what.latest = moment_of(attributes, "requestedCompletionDate");
  if (attributes.contains("workOrderRelationship"))
    what.after = after_of(json_of(attributes, "workOrderRelationship"));
  if (attributes.contains("place"))
    if (auto put = put_place(what, json_of(attributes, "place")); !put)
      return tl::unexpected(put.error());
  return what;
}

Result<Events> decide(const State& state, const Post& c, const desk::Context& at) {
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  What what;
  what.unit = c.unit;
  auto said = what_of(c.attributes, std::move(what));
  if (!said) return tl::unexpected(said.error());
  auto whole = checked(state, std::move(*said), nullptr, at);
  if (!whole) return tl::unexpected(in_words_of_a_work_order(std::move(whole.error())));
  if (state.open.size() >= limits::jobs_open_max) return too_many("jobs_must_be_fewer");
  return Events{Created{.id = {at.desk.value, state.serial + 1},
                        .what = std::move(*whole),
                        .attributes = c.attributes,
                        .by = at.who.name,
                        .at = at.now}};
}

// All of the patch, or nothing.
Result<Events> decide(const State& state, const Patch& c, const desk::Context& at) {
  const Job* job = find(state, c.id);
  if (job == nullptr || job->withdrawn) return not_found("job_must_exist", "id");
  if (auto may = unit::must_answer_for(at, job->what.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  const auto is_cancelled = is_cancelled_by(c, *job);
  if (!is_cancelled) return tl::unexpected(is_cancelled.error());
  Attributes patch = c.attributes;
  patch.erase("state");
  const Attributes whole = merged(job->attributes, patch);
  if (auto fits = must_fit(whole); !fits) return tl::unexpected(fits.error());
  auto said = what_of(patched(whole, patch), job->what);
  if (!said) return tl::unexpected(said.error());
  Changed changed{.id = c.id, .what = job->what, .bonds = job->bonds, .attributes = whole};
  if (*said != job->what) {
    if (is_over(job->phase))
      return conflict("job_must_not_be_over", {}, std::string(enum_text(job->phase)));
    auto after = checked(state, std::move(*said), job, at);
    if (!after) return tl::unexpected(in_words_of_a_work_order(std::move(after.error())));
    changed.what = std::move(*after);
  }
  Events events;
  if (changed.what != job->what || whole != job->attributes) events.push_back(std::move(changed));
  if (!*is_cancelled) return events;
  std::string why = text_of(whole, "cancellationReason");
  if (why.empty()) why = "cancelled in the work order";
  if (auto given = must_be_given(why, "cancellationReason"); !given)
    return tl::unexpected(given.error());
  events.push_back(Cancelled{
      .id = c.id, .why = std::move(why), .attributes = {}, .by = at.who.name, .at = at.now});
  return events;
}

}  // namespace lifeline::job
