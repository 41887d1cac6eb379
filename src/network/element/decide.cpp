// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/model.h"
#include "network/element/import.h"
#include "network/element/settle.h"

namespace lifeline::element {
namespace {

using Events = std::vector<Event>;

Result<Events> decide(const State& state, const Reassess& c, const desk::Context& at) {
  const auto element = state.elements.find(c.id);
  if (element == state.elements.end()) return not_found("element_must_exist", "id");
  Settling settling(state, at.now);
  settling.report(element->second, alarm::worst_impact(at.get<alarm::State>(), c.id), c.moved);
  return settling.changes();
}

Result<Events> decide(const State& state, const Release& c, const desk::Context& at) {
  const auto element = state.elements.find(c.id);
  if (element == state.elements.end()) return not_found("element_must_exist", "id");
  const Instant until = standing_of(state, c.id).held_until;
  if (!until) return conflict("element_must_be_held");
  if (until > at.now) return conflict("hold_must_be_over");
  Settling settling(state, at.now);
  settling.release(element->second);
  return settling.changes();
}

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.elements.empty()) return invalid("elements_must_be_given", "elements");
  const auto checked = check(state, c.elements, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported;
  for (const Element& element : c.elements) {
    const auto known = state.elements.find(element.id);
    const bool is_known = known != state.elements.end();
    if (is_known && known->second == element) continue;
    imported.elements.push_back(element);
    if (is_known) imported.renewed.push_back(element.id);
  }
  if (imported.elements.empty()) return Events{};
  Events events;
  events.emplace_back(std::move(imported));
  return events;
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::element
