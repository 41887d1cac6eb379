// SPDX-License-Identifier: Apache-2.0
#include "command/ticket/view.h"

#include <algorithm>

#include "base/json_text.h"

namespace lifeline::ticket {
namespace {

using desk::Stamp;
using incident::Phase;

template <class T>
void push_bounded(std::deque<T>& entries, T entry, size_t most) {
  entries.push_back(std::move(entry));
  if (entries.size() > most) entries.pop_front();
}

struct StatusMove {
  Phase phase = Phase::opened;
  std::string reason;
};

std::optional<StatusMove> move_of(const incident::Event& event, const Page& page) {
  return std::visit(
      [&]<class E>(const E& e) -> std::optional<StatusMove> {
        if constexpr (std::is_same_v<E, incident::Opened> ||
                      std::is_same_v<E, incident::Reopened>) {
          return StatusMove{Phase::opened, {}};
        } else if constexpr (std::is_same_v<E, incident::Assigned>) {
          if (page.status != status_of(Phase::opened)) return std::nullopt;
          return StatusMove{Phase::assigned, {}};
        } else if constexpr (std::is_same_v<E, incident::Mitigated>) {
          return StatusMove{Phase::mitigated, e.text};
        } else if constexpr (std::is_same_v<E, incident::Resolved>) {
          return StatusMove{Phase::resolved, e.text};
        } else if constexpr (std::is_same_v<E, incident::Closed>) {
          return StatusMove{Phase::closed, e.text};
        } else if constexpr (std::is_same_v<E, incident::Explained>) {
          if (!e.into) return std::nullopt;
          return StatusMove{Phase::merged, "merged into " + to_text(e.into)};
        }
        return std::nullopt;
      },
      event);
}

void enter(Page& page, const StatusMove& move, bool is_own, Instant at) {
  page.status = status_of(move.phase);
  if (is_own && phase_of(page.wanted_status) == move.phase) page.status = page.wanted_status;
  if (is_own && page.hides_own) return;
  if (!is_own)
    for (const char* outrun : {"statusChangeReason", "statusChangeDate", "resolutionDate"})
      page.attributes.erase(outrun);
  push_bounded(page.changes, {.at = at, .status = page.status, .reason = move.reason},
               limits::ticket_status_changes_max);
}

std::string wanted_status(const Attributes& attributes) {
  const auto found = attributes.find("status");
  return found == attributes.end() ? std::string() : json_text_of(found->second);
}

void take(Page& page, const Posted& e, const Stamp& stamp) {
  page.attributes = e.attributes;
  page.own_steps = static_cast<uint32_t>(e.steps.size()) + 1;
  page.hides_own = e.attributes.contains("statusChange");
  page.wanted_status = wanted_status(e.attributes);
  page.changed_at = stamp.at;
}

void take(Page& page, const Changed& e, const Stamp& stamp) {
  for (const auto& [name, json] : e.attributes) page.attributes[name] = json;
  for (const std::string& name : e.removed) page.attributes.erase(name);
  page.attributes.erase("lastUpdate");
  if (e.attributes.contains("note")) page.notes.clear();
  if (e.attributes.contains("relatedParty")) page.assignee.clear();
  page.own_steps = static_cast<uint32_t>(e.steps.size());
  page.hides_own = false;
  page.wanted_status = wanted_status(e.attributes);
  page.changed_at = stamp.at;
  const bool is_moved = std::ranges::any_of(e.steps, [](const Step& step) {
    return step.verb >= Verb::assign && step.verb <= Verb::cancel;
  });
  if (page.wanted_status.empty()) return;
  for (const char* outrun : {"statusChangeReason", "statusChangeDate", "resolutionDate"})
    if (!e.attributes.contains(outrun)) page.attributes.erase(outrun);
  if (is_moved || page.wanted_status == page.status) return;
  page.status = page.wanted_status;  // another word for where the incident is
  push_bounded(page.changes,
               {.at = stamp.at,
                .status = page.status,
                .reason = page.attributes.contains("statusChangeReason")
                              ? json_text_of(page.attributes.at("statusChangeReason"))
                              : std::string()},
               limits::ticket_status_changes_max);
}

void take(Page&, const Withdrawn&, const Stamp&) {}

}  // namespace

void View::fold(const Event& event, const Stamp& stamp) {
  std::visit(
      [&](const auto& e) {
        if constexpr (std::is_same_v<std::decay_t<decltype(e)>, Posted>) pages.try_emplace(e.id);
        if (const auto page = pages.find(e.id); page != pages.end()) take(page->second, e, stamp);
      },
      event);
}

void View::fold(const incident::Event& event, const Stamp& stamp) {
  const IncidentId id = std::visit([](const auto& e) { return e.id; }, event);
  if (std::holds_alternative<incident::Opened>(event)) pages.try_emplace(id);
  const auto found = pages.find(id);
  if (found == pages.end()) return;
  Page& page = found->second;
  const bool is_own = page.own_steps > 0;
  if (is_own)
    --page.own_steps;
  else
    page.attributes.erase("lastUpdate");
  if (const auto move = move_of(event, page)) enter(page, *move, is_own, stamp.at);
  if (is_own) return;
  if (const auto* noted = std::get_if<incident::Noted>(&event))
    push_bounded(page.notes,
                 {.position = stamp.position,
                  .at = stamp.at,
                  .who = std::string(stamp.who),
                  .text = noted->text},
                 limits::ticket_notes_max);
  if (const auto* assigned = std::get_if<incident::Assigned>(&event))
    page.assignee = assigned->assignee;
}

}  // namespace lifeline::ticket
