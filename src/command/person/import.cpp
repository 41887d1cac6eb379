// SPDX-License-Identifier: Apache-2.0
#include "command/person/import.h"

#include <array>

#include "base/text.h"
#include "command/person/view.h"
#include "command/unit/view.h"

namespace lifeline::person {
namespace {

struct Importing {
  using Row = Entry;
  using Command = person::Command;
  static constexpr std::string_view noun = "person";
  static constexpr std::string_view path = "/api/v1/people/import";
  static constexpr std::array<std::string_view, 9> columns = {
      "id", "name_zh", "name_en", "unit", "skills", "phone", "email", "account", "substitute"};
  static constexpr std::string_view ground_column = "unit";

  static Entry read(desk::RowFields& fields) {
    Entry entry;
    entry.id = fields.id("id");
    entry.name_zh = fields.name("name_zh");
    entry.name_en = fields.optional_name("name_en");
    entry.unit = fields.code("unit");
    auto skills = parse_skills(fields.raw("skills"));
    if (skills)
      entry.skills = std::move(*skills);
    else
      fields.refuse("skills", tl::unexpected(skills.error()));
    entry.phone = fields.phone("phone");
    entry.email = email(fields);
    entry.account = fields.optional_name("account");
    entry.substitute = fields.optional_name("substitute");
    return entry;
  }
  // RFC 5321 allows much; what has no name before and no host after its one @ is none.
  static std::string email(desk::RowFields& fields) {
    std::string text = fields.optional_name("email");
    const size_t at = text.find('@');
    const bool is_address = at != std::string::npos && at > 0 && at + 1 < text.size() &&
                            text.find('@', at + 1) == std::string::npos &&
                            text.find(' ') == std::string::npos;
    if (text.empty() || is_address) return text;
    fields.refuse("email", invalid("email_must_be_an_address", {},
                                   "such as name@example.com; " + desk::RowFields::quoted(text)));
    return {};
  }
  static std::string id(const Entry& entry) { return entry.id; }
  static UnitCode desk_of(const Entry& entry, const desk::Plan& plan) {
    return plan.desk_of(entry.unit);
  }
  static desk::Checked check(const std::vector<Entry>& people, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    return person::check(nouns.get<State>(), people, nouns, who);
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    const Person* person = find(nouns.get<State>(), id);
    return person != nullptr && !person->copy;
  }
  static Command command(std::vector<Entry> people) { return Import{.people = std::move(people)}; }
};

// People as they will be: those of the file before those that are known.
class After {
 public:
  After(const State& state, const std::vector<Entry>& people) : state_(state), people_(people) {
    rows_.reserve(people.size());
    for (size_t row = 0; row < people.size(); ++row) rows_.emplace(people[row].id, row);
    for (const Entry& entry : people)
      if (!entry.account.empty()) ++accounts_[entry.account];
  }
  const std::string* substitute_of(const std::string& id) const {
    if (const auto row = rows_.find(id); row != rows_.end())
      return &people_[row->second].substitute;
    const Person* known = find(state_, id);
    return known == nullptr ? nullptr : &known->substitute;
  }
  bool is_of_one_person(const std::string& account) const {
    if (accounts_.at(account) > 1) return false;
    const auto [first, last] = state_.by_account.equal_range(std::string_view(account));
    return std::all_of(first, last, [&](const Person* known) { return rows_.contains(known->id); });
  }

 private:
  const State& state_;
  const std::vector<Entry>& people_;
  std::unordered_map<std::string_view, size_t> rows_;
  std::unordered_map<std::string_view, size_t> accounts_;
};

Result<void> substitute_must_stand(const Entry& entry, const After& after) {
  if (entry.substitute.empty()) return {};
  if (entry.substitute == entry.id) return invalid("substitute_must_be_another", "substitute");
  if (after.substitute_of(entry.substitute) == nullptr)
    return invalid("substitute_must_be_known", "substitute",
                   entry.substitute + "; on the desk of " + entry.id + ", or of the group itself");
  return substitutes_must_end(entry.id, entry.substitute,
                              [&](const std::string& id) { return after.substitute_of(id); });
}

bool is_same(const Person& known, const Entry& entry) {
  return known.name_zh == entry.name_zh && known.name_en == entry.name_en &&
         known.unit == entry.unit && known.skills == entry.skills && known.phone == entry.phone &&
         known.email == entry.email && known.account == entry.account &&
         known.substitute == entry.substitute && !known.copy;
}

}  // namespace

Result<std::vector<std::string>> parse_skills(std::string_view text) {
  std::vector<std::string> skills;
  for (const std::string_view part : split(text, ';')) {
    const std::string_view skill = trimmed(part);
    if (skill.empty()) continue;
    if (skill.size() > limits::name_bytes_max)
      return invalid("field_must_be_shorter", {},
                     "at most " + std::to_string(limits::name_bytes_max) + " bytes each");
    if (std::ranges::find(skills, skill) != skills.end())
      return invalid("skill_must_be_given_once", {}, std::string(skill));
    if (skills.size() == limits::skills_max)
      return invalid("skills_must_be_fewer", {}, "at most " + std::to_string(limits::skills_max));
    skills.emplace_back(skill);
  }
  return skills;
}

Result<void> substitutes_must_end(
    const std::string& id, const std::string& substitute,
    const std::function<const std::string*(const std::string& id)>& next) {
  std::string way = id;
  const std::string* at = &substitute;
  for (size_t links = 0; at != nullptr && !at->empty(); ++links, at = next(*at)) {
    way += " → " + *at;
    if (*at == id) return invalid("substitutes_must_end", "substitute", way);
    if (links == limits::substitutes_max)
      return invalid("substitutes_must_be_fewer", "substitute", way);
  }
  return {};
}

desk::Checked check(const State& state, const std::vector<Entry>& people, const desk::Nouns& nouns,
                    const desk::Actor& who) {
  desk::Checked checked;
  const After after(state, people);
  const auto& units = nouns.get<unit::State>().units;
  unit::Reach reach(nouns, who);
  const auto find_fault = [&](size_t row, const Refusal& fault) {
    checked.findings.push_back({.row = row, .error = fault.value()});
  };
  for (size_t row = 0; row < people.size(); ++row) {
    const Entry& entry = people[row];
    const Person* known = find(state, entry.id);
    ++(known == nullptr         ? checked.added
       : is_same(*known, entry) ? checked.unchanged
                                : checked.changed);
    if (known != nullptr && known->copy)
      find_fault(row, conflict("region_must_be_of_the_same_desk", "unit",
                               entry.id + " is of " + to_text(known->unit)));
    if (!units.contains(entry.unit))
      find_fault(row, invalid("unit_must_be_known", "unit", entry.id + ": " + to_text(entry.unit)));
    else if (!reach.holds(entry.unit) || (known != nullptr && !reach.holds(known->unit)))
      find_fault(row, refuse(Code::forbidden, "unit_must_be_within_reach", "unit",
                             entry.id + " is not below " + to_text(who.unit)));
    if (!entry.account.empty() && !after.is_of_one_person(entry.account))
      find_fault(row, invalid("account_must_be_of_one_person", "account", entry.account));
    if (const auto stands = substitute_must_stand(entry, after); !stands)
      checked.findings.push_back({.row = row, .error = stands.error()});
  }
  return checked;
}

desk::Route import_route() {
  desk::Route route = desk::import_route<Importing>();
  route.operation = "import_people";
  route.summary.replace(0, std::string_view("Imports persons").size(), "Imports people");
  return route;
}

}  // namespace lifeline::person
