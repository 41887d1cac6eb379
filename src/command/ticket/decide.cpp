// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/json_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "command/ticket/view.h"
#include "command/unit/model.h"

namespace lifeline::ticket {
namespace {

using Events = std::vector<Event>;
using Steps = std::vector<Step>;
using incident::Phase;

Result<void> must_fit(const Attributes& attributes) {
  if (auto few = desk::must_be_few(attributes, limits::ticket_attributes_max); !few) return few;
  const std::string name = desk::first_beyond(attributes, limits::ticket_bytes_max);
  return name.empty() ? Result<void>() : invalid("ticket_must_be_small", name);
}

// The incident's words for a field are not the ticket's.
void put_in_words_of_a_ticket(Error& error, const Step* step) {
  if (step != nullptr && error.field == "text")
    error.field = step->verb == Verb::note ? "note" : "statusChangeReason";
  if (step == nullptr && error.field == "text") error.field = "description";
  if (error.field == "title_zh") error.field = "name";
  if (error.field == "unit" || error.field == "assignee") error.field = "relatedParty";
  if (error.name == "incident_must_exist") error.name = "ticket_must_exist";
  if (step != nullptr && error.code == Code::conflict && error.field.empty())
    error.field = step->verb == Verb::note ? "note" : "status";
}

// Asks the incident's own decider for each step, on a copy of that one incident, so that either all
// of it is possible or nothing happens.
class Trial {
 public:
  Trial(const desk::Context& at, IncidentId id) : at_(at), id_(id) {
    const auto& incidents = at.get<incident::State>();
    state_.serial = incidents.serial;
    if (const auto found = incidents.open.find(id); found != incidents.open.end())
      state_.open[id] = found->second;
    state_.reindex();
  }

  Result<void> take(const incident::Command& command, const Step* step) {
    auto events = incident::decide(state_, command, at_);
    if (!events) {
      put_in_words_of_a_ticket(events.error(), step);
      return tl::unexpected(std::move(events.error()));
    }
    for (const auto& event : *events) incident::evolve(state_, event);
    return {};
  }
  Result<void> take(const Steps& steps) {
    for (const Step& step : steps)
      if (auto taken = take(command_of(id_, step), &step); !taken) return taken;
    return {};
  }

 private:
  const desk::Context& at_;
  IncidentId id_;
  incident::State state_;
};

// Who is named as the one that works on it.
std::string assignee_of(std::string_view related_parties) {
  std::string assignee;
  auto take = [&](std::string_view party) {
    if (lowercase(json_text_of(json_member(party, "role"))) != "assignee") return true;
    assignee = json_text_of(json_member(party, "id"));
    return assignee.empty();
  };
  each_json_item(related_parties, take);
  return assignee;
}

std::vector<std::string> texts_of_notes(std::string_view notes) {
  std::vector<std::string> texts;
  auto take = [&](std::string_view note) {
    texts.push_back(json_text_of(json_member(note, "text")));
    return true;
  };
  each_json_item(notes, take);
  return texts;
}

/// Where an incident is and where a status wants it, with what is needed on the way.
struct Way {
  Phase from = Phase::opened;
  Phase to = Phase::opened;
  std::string status;
  std::string reason;
  std::string assignee;
};

Result<Way> way_to(Phase from, const Attributes& attributes, const desk::Context& at) {
  Way way{.from = from,
          .to = from,
          .status = text_of(attributes, "status"),
          .reason = text_of(attributes, "statusChangeReason"),
          .assignee = assignee_of(json_of(attributes, "relatedParty"))};
  if (!json_of(attributes, "status").empty()) {
    const auto phase = phase_of(way.status);
    if (!phase) return invalid("status_must_be_a_known_word", "status");
    way.to = *phase;
  }
  if (way.assignee.empty() && way.to == Phase::assigned && way.to != from)
    way.assignee = at.who.name;
  return way;
}

// A person's own ticket may begin anywhere; one that is already there goes on by the incident's
// own rules.
Result<Steps> steps_on(const Way& way, bool is_new) {
  Steps steps;
  const auto add = [&](Verb verb, const std::string& text) {
    steps.push_back({.verb = verb, .text = text});
  };
  const bool stays_open = way.status == status_of(Phase::opened);
  if (!way.assignee.empty() && !stays_open && std::max(way.from, way.to) < Phase::resolved)
    add(Verb::assign, way.assignee);
  if (way.to == way.from) return steps;
  if (way.from == Phase::merged) return conflict("incident_must_be_open", "status");
  if (way.to == Phase::closed && way.status != "closed") {
    add(Verb::cancel, way.reason.empty() ? way.status : way.reason);
    return steps;
  }
  switch (way.to) {
    case Phase::opened: return conflict("incident_must_not_be_taken_up", "status");
    case Phase::assigned:
      if (way.from != Phase::opened) return conflict("incident_must_not_be_mitigated", "status");
      break;
    case Phase::mitigated: add(Verb::mitigate, way.reason); break;
    case Phase::resolved: add(Verb::resolve, way.reason); break;
    default:
      if (is_new) add(Verb::resolve, way.reason);
      add(Verb::close, way.reason);
  }
  return steps;
}

// What is said is said before the incident moves on.
void add_notes(Steps& steps, const std::vector<std::string>& texts,
               const std::vector<std::string>& known) {
  Steps notes;
  for (const std::string& text : texts)
    if (!text.empty() && std::ranges::find(known, text) == known.end())
      notes.push_back({.verb = Verb::note, .text = text});
  steps.insert(steps.begin(), notes.begin(), notes.end());
}

Result<Events> decide(const State&, const Post& c, const desk::Context& at) {
  if (auto fits = must_fit(c.attributes); !fits) return tl::unexpected(fits.error());
  if (trimmed(text_of(c.attributes, "description")).empty())
    return invalid("description_must_be_given", "description");
  if (!severity_of(text_of(c.attributes, "severity")))
    return invalid("severity_must_be_a_known_word", "severity",
                   "a word such as critical, major, minor or warning");
  const auto way = way_to(Phase::opened, c.attributes, at);
  if (!way) return tl::unexpected(way.error());
  auto steps = steps_on(*way, true);
  if (!steps) return tl::unexpected(steps.error());
  add_notes(*steps, texts_of_notes(json_of(c.attributes, "note")), {});
  const IncidentId id{at.desk.value, at.get<incident::State>().serial + 1};
  Trial trial(at, id);
  if (auto may = trial.take(opening(c.unit, c.attributes), nullptr); !may)
    return tl::unexpected(may.error());
  if (auto may = trial.take(*steps); !may) return tl::unexpected(may.error());
  return Events{
      Posted{.id = id, .unit = c.unit, .attributes = c.attributes, .steps = std::move(*steps)}};
}

// The attributes as the patch leaves them, and those that it removes.
Changed merged(IncidentId id, const Attributes& patch, const Attributes& known) {
  Changed changed{.id = id, .attributes = {}, .removed = {}, .steps = {}};
  for (const auto& [name, json] : patch) {
    if (json == "null")
      changed.removed.insert(name);
    else
      changed.attributes[name] = merged_json(json_of(known, name), json);
  }
  return changed;
}

Result<void> add_own_words(Steps& steps, const Changed& changed, const incident::Page& incident) {
  const std::string title = text_of(changed.attributes, "name");
  if (changed.attributes.contains("name") && title != incident.row.title_zh)
    steps.insert(steps.begin(), {.verb = Verb::retitle, .text = title});
  const std::string description = text_of(changed.attributes, "description");
  if (changed.attributes.contains("description") && trimmed(description).empty())
    return invalid("description_must_be_given", "description");
  if (!description.empty()) add_notes(steps, {description}, {});
  if (!changed.attributes.contains("severity")) return {};
  const std::string word = text_of(changed.attributes, "severity");
  const auto severity = severity_of(word);
  if (!severity)
    return invalid("severity_must_be_a_known_word", "severity",
                   "a word such as critical, major, minor or warning");
  if (*severity != incident.row.severity)
    steps.insert(steps.begin(), {.verb = Verb::raise, .text = word});
  return {};
}

std::vector<std::string> known_notes(const Page& page) {
  auto known = texts_of_notes(json_of(page.attributes, "note"));
  for (const NoteEntry& note : page.notes) known.push_back(note.text);
  return known;
}

Result<const incident::Page*> must_be_a_ticket(const State& state, IncidentId id,
                                               const desk::Context& at) {
  const auto& pages = at.get<incident::View>().pages;
  const auto page = pages.find(id);
  if (page == pages.end() || state.withdrawn.contains(id) || !at.get<View>().pages.contains(id))
    return not_found("ticket_must_exist", "id");
  return &page->second;
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  const auto incident = must_be_a_ticket(state, c.id, at);
  if (!incident) return tl::unexpected(incident.error());
  const incident::Row& row = (*incident)->row;
  if (auto may = unit::must_answer_for(at, row.unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  const Page& page = at.get<View>().pages.at(c.id);
  Changed changed = merged(c.id, c.attributes, page.attributes);
  Attributes whole = page.attributes;
  for (const auto& [name, json] : changed.attributes) whole[name] = json;
  if (auto fits = must_fit(whole); !fits) return tl::unexpected(fits.error());
  auto way = way_to(row.phase, changed.attributes, at);
  if (!way) return tl::unexpected(way.error());
  if (way->to == way->from && way->assignee == row.assignee) way->assignee.clear();
  auto steps = steps_on(*way, false);
  if (!steps) return tl::unexpected(steps.error());
  add_notes(*steps, texts_of_notes(json_of(changed.attributes, "note")), known_notes(page));
  if (auto added = add_own_words(*steps, changed, **incident); !added)
    return tl::unexpected(added.error());
  if (auto may = Trial(at, c.id).take(*steps); !may) return tl::unexpected(may.error());
  changed.steps = std::move(*steps);
  if (changed.attributes.empty() && changed.removed.empty()) return Events{};
  return Events{std::move(changed)};
}

Result<Events> decide(const State& state, const Withdraw& c, const desk::Context& at) {
  const auto incident = must_be_a_ticket(state, c.id, at);
  if (!incident) return tl::unexpected(incident.error());
  if (auto may = unit::must_answer_for(at, (*incident)->row.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  if (at.get<incident::State>().open.contains(c.id)) {
    auto may = Trial(at, c.id).take(Steps{{.verb = Verb::cancel, .text = c.reason}});
    if (!may) return tl::unexpected(may.error());
  }
  return Events{Withdrawn{.id = c.id, .reason = c.reason}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::ticket
