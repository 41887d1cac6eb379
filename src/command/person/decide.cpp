// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "command/person/import.h"
#include "command/unit/model.h"
#include "desk/copies.h"

namespace lifeline::person {
namespace {

using Events = std::vector<Event>;

Result<Events> decide(const State& state, const Import& c, const desk::Context& at) {
  if (at.who.role < desk::Role::administrator) return forbidden("role_must_suffice");
  if (c.people.empty()) return invalid("people_must_be_given", "people");
  const auto checked = check(state, c.people, at.nouns, at.who);
  if (!checked.findings.empty()) return tl::unexpected(checked.findings.front().error);
  Imported imported;
  for (const Entry& entry : c.people) {
    const Person* known = find(state, entry.id);
    if (known == nullptr || entry_of(*known) != entry) imported.people.push_back(entry);
  }
  if (imported.people.empty()) return Events{};
  return Events{std::move(imported)};
}

// A person enters what concerns himself, an operator what concerns the people of his ground.
Result<const Person*> must_be_of_the_actor(const State& state, const std::string& id,
                                           const desk::Context& at) {
  const Person* person = find(state, id);
  if (person == nullptr || person->copy) return not_found("person_must_exist", "id");
  if (is_oneself(*person, at.who)) return person;
  if (auto may = unit::must_answer_for(at, person->unit, desk::Role::operator_); !may)
    return tl::unexpected(may.error());
  return person;
}

Result<Events> decide(const State& state, const EnterAbsence& c, const desk::Context& at) {
  const auto person = must_be_of_the_actor(state, c.id, at);
  if (!person) return tl::unexpected(person.error());
  if (c.absence.reason.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "reason");
  Absence absence = c.absence;
  absence.from = std::max(absence.from, at.now);
  if (absence.until && absence.until <= c.absence.from)
    return invalid("absence_must_end_after_it_begins", "until");
  if (absence.until && absence.until <= at.now) return invalid("until_must_lie_ahead", "until");
  // Who is away already has been so since then.
  if (is_absent(**person, at.now) && absence.from == at.now) absence.from = (*person)->absence.from;
  if (absence == (*person)->absence) return Events{};
  return Events{AbsenceEntered{.id = c.id, .absence = std::move(absence)}};
}

Result<Events> decide(const State& state, const Return& c, const desk::Context& at) {
  const auto person = must_be_of_the_actor(state, c.id, at);
  if (!person) return tl::unexpected(person.error());
  const Absence& absence = (*person)->absence;
  if (!absence.from || (absence.until && absence.until <= at.now))
    return conflict("person_must_be_away");
  return Events{Returned{.id = c.id}};
}

Result<Events> decide(const State& state, const NameSubstitute& c, const desk::Context& at) {
  const auto person = must_be_of_the_actor(state, c.id, at);
  if (!person) return tl::unexpected(person.error());
  if (c.substitute == (*person)->substitute) return Events{};
  if (c.substitute == c.id) return invalid("substitute_must_be_another", "person");
  if (!c.substitute.empty() && find(state, c.substitute) == nullptr)
    return invalid("substitute_must_be_known", "person", c.substitute);
  const auto next = [&](const std::string& id) -> const std::string* {
    const Person* known = find(state, id);
    return known == nullptr ? nullptr : &known->substitute;
  };
  if (auto ends = substitutes_must_end(c.id, c.substitute, next); !ends) {
    ends.error().field = "person";
    return tl::unexpected(ends.error());
  }
  return Events{SubstituteNamed{.id = c.id, .substitute = c.substitute}};
}

Result<Events> adopt(const State& state, const Imported& heard, UnitCode from,
                     const desk::Context& at) {
  const auto known = [&](const std::string& id) { return find(state, id); };
  Adopted adopted{.people =
                      desk::to_be_copied(heard.people, from, at, known,
                                         [](const Person& person) { return entry_of(person); })};
  if (adopted.people.empty()) return Events{};
  return Events{std::move(adopted)};
}

Result<Events> decide(const State& state, const Follow& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  if (const auto* imported = std::get_if<Imported>(&c.event))
    return adopt(state, *imported, c.from, at);
  const Person* known = find(state, touches(c.event));
  if (known == nullptr || !known->copy || at.plan.desk_of(known->unit) != c.from) return Events{};
  return Events{c.event};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::person
