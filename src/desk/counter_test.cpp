// SPDX-License-Identifier: Apache-2.0
#include "desk/counter_test.h"

namespace lifeline::counter {

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  using Events = std::vector<Event>;
  if (const auto* c = std::get_if<Add>(&command)) {
    if (c->amount == 0) return invalid("amount_must_not_be_zero", "amount");
    if (at.get<State>().totals.size() != state.totals.size())
      return internal("context_must_be_current");
    return Events{Added{.name = c->name, .amount = c->amount, .split = c->split}};
  }
  if (const auto* c = std::get_if<Remind>(&command))
    return Events{Reminded{.name = c->name, .at = c->at}};
  const auto& ring = std::get<Ring>(command);
  if (!state.reminders.contains(ring.name)) return conflict("reminder_must_be_set");
  return Events{Rang{.name = ring.name}};
}

void evolve(State& state, const Event& event) {
  if (const auto* added = std::get_if<Added>(&event)) state.totals[added->name] += added->amount;
  if (const auto* reminded = std::get_if<Reminded>(&event))
    state.reminders[reminded->name] = reminded->at;
  if (const auto* rang = std::get_if<Rang>(&event)) state.reminders.erase(rang->name);
}

void react(const Event& event, const desk::Context&, desk::Commands& out) {
  const auto* added = std::get_if<Added>(&event);
  if (added == nullptr || !added->split || added->amount < 2) return;
  const int64_t half = added->amount / 2;
  out.add<Command>(Add{.name = added->name + ".l", .amount = half, .split = true});
  out.add<Command>(Add{.name = "refused", .amount = 0});
  out.add<Command>(Add{.name = added->name + ".r", .amount = added->amount - half, .split = true});
}

std::optional<Instant> due(const State& state) {
  std::optional<Instant> earliest;
  for (const auto& [name, at] : state.reminders)
    if (!earliest || at < *earliest) earliest = at;
  return earliest;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const auto& [name, at] : state.reminders)
    if (at <= now) out.add<Command>(Ring{.name = name});
}

void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out) {
  const auto* added = std::get_if<Added>(&event);
  if (added != nullptr && at.desk == group_unit)
    out.add<Command>(Add{.name = to_text(heard.from) + "/" + added->name, .amount = added->amount});
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return e.name; }, event);
}

void View::fold(const Event& event, const desk::Stamp& stamp) {
  const auto* added = std::get_if<Added>(&event);
  lines.push_back(std::to_string(stamp.position) + " " + touches(event) + " " +
                  std::to_string(added == nullptr ? 0 : added->amount));
}

}  // namespace lifeline::counter

namespace lifeline::ear {

Result<std::vector<Event>> decide(const State&, const Command& command, const desk::Context&) {
  return std::vector<Event>{Noted{.text = std::get<Note>(command).text}};
}
void evolve(State& state, const Event&) { ++state.notes; }
desk::RowKey touches(const Event&) { return {}; }

void View::fold(const counter::Event& event, const desk::Stamp& stamp) {
  if (const auto* added = std::get_if<counter::Added>(&event)) sum += added->amount;
  last = to_text(stamp.desk) + " " + std::to_string(stamp.position) + " " + to_rfc3339(stamp.at) +
         " " + std::string(stamp.who) + " " + std::string(stamp.why);
}

}  // namespace lifeline::ear

namespace lifeline::desk {

std::unique_ptr<Desk> make_counter_desk(UnitCode id, std::vector<UnitCode> desks) {
  std::vector<std::unique_ptr<Module>> modules;
  modules.push_back(std::make_unique<ModuleOf<counter::Noun>>());
  modules.push_back(std::make_unique<ModuleOf<ear::Noun>>());
  return std::make_unique<Desk>(id, Plan(std::move(desks)), std::move(modules));
}

Actor somebody() { return {.name = "li", .role = Role::operator_, .unit = group_unit}; }

Intent add(std::string name, int64_t amount, std::string id, bool split) {
  return intent(
      somebody(),
      counter::Command(counter::Add{.name = std::move(name), .amount = amount, .split = split}),
      std::move(id));
}

std::string totals(const Nouns& nouns) {
  std::string text;
  for (const auto& [name, total] : nouns.get<counter::State>().totals)
    text += (text.empty() ? "" : " ") + name + "=" + std::to_string(total);
  return text;
}

}  // namespace lifeline::desk
