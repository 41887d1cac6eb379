// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_set>

#include "base/limits.h"
#include "command/crew/import.h"
#include "command/person/model.h"
#include "command/unit/view.h"
#include "desk/form.h"

namespace lifeline::crew {
namespace {

Result<void> must_be_certificates(const std::vector<Certificate>& certificates) {
  std::vector<std::string> names;
  for (const Certificate& one : certificates) {
    if (!one.until) return invalid("certificate_must_have_an_end", "certificates", one.name);
    names.push_back(one.name);
  }
  return desk::must_be_names("certificates", names, limits::crew_names_max);
}

Result<void> must_be_few(const Parts& parts) {
  if (parts.size() > limits::crew_names_max)
    return invalid("parts_must_be_fewer", "parts",
                   "at most " + std::to_string(limits::crew_names_max) + " kinds");
  for (const auto& [name, count] : parts) {
    if (auto named = desk::must_be_a_name("parts", name); !named) return named;
    if (count > limits::crew_parts_max)
      return invalid("parts_must_be_fewer", "parts",
                     name + ": at most " + std::to_string(limits::crew_parts_max));
  }
  return {};
}

// Crews as they will be: who has which vehicle.
class After {
 public:
  After(const State& state, const std::vector<Entry>& crews) : state_(state) {
    for (const Entry& entry : crews) {
      given_.insert(entry.id);
      if (!entry.vehicle.empty()) ++vehicles_[entry.vehicle];
    }
  }
  bool is_of_one_crew(const std::string& vehicle) const {
    if (vehicles_.at(vehicle) > 1) return false;
    const Crew* holder = of_vehicle(state_, vehicle);
    return holder == nullptr || given_.contains(holder->what.id);
  }

 private:
  const State& state_;
  std::unordered_set<std::string_view> given_;
  std::unordered_map<std::string_view, size_t> vehicles_;
};

Result<void> members_must_be_known(const Entry& entry, const desk::Nouns& nouns) {
  const auto& people = nouns.get<person::State>();
  for (const std::string& id : entry.members)
    if (person::find(people, id) == nullptr)
      return invalid("member_must_be_known", "members", entry.id + ": " + id);
  return {};
}

Result<void> vehicle_must_be_right(const Entry& entry, const After& after,
                                   const desk::Nouns& nouns) {
  if (entry.vehicle.empty()) return {};
  if (vehicle::find(nouns.get<vehicle::State>(), entry.vehicle) == nullptr)
    return invalid("vehicle_must_be_known", "vehicle", entry.id + ": " + entry.vehicle);
  if (!after.is_of_one_crew(entry.vehicle))
    return conflict("vehicle_must_be_of_one_crew", "vehicle", entry.vehicle);
  return {};
}

Result<void> unit_must_be_right(const Entry& entry, const Crew* known, unit::Reach& reach,
                                const desk::Nouns& nouns) {
  if (!nouns.get<unit::State>().units.contains(entry.unit))
    return invalid("unit_must_be_known", "unit", entry.id + ": " + to_text(entry.unit));
  if (!reach.holds(entry.unit) || (known != nullptr && !reach.holds(known->what.unit)))
    return refuse(Code::forbidden, "unit_must_be_within_reach", "unit",
                  entry.id + " is of ground that is another's");
  if (known != nullptr && known->copy)
    return conflict("region_must_be_of_the_same_desk", "unit",
                    entry.id + " is of " + to_text(known->what.unit));
  return {};
}

}  // namespace

Result<void> must_be_parts(const Parts& parts) {
  const bool is_any = std::ranges::any_of(parts, [](const auto& part) { return part.second > 0; });
  if (!is_any) return invalid("parts_must_be_given", "parts");
  return must_be_few(parts);
}

Result<void> must_be_well_formed(const Entry& entry) {
  using namespace desk;  // NOLINT: the rules read as a list
  auto formed = all_of({must_be_an_id("id", entry.id), must_be_a_name("name_zh", entry.name_zh),
                        may_be_a_name("name_en", entry.name_en),
                        may_be_a_phone("phone", entry.phone), may_be_a_place("base", entry.base),
                        must_be_names("members", entry.members, limits::crew_members_max),
                        must_be_names("skills", entry.skills, limits::skills_max),
                        must_be_names("tools", entry.tools, limits::crew_names_max),
                        may_be_a_name("vehicle", entry.vehicle),
                        must_be_certificates(entry.certificates), must_be_few(entry.parts)});
  if (!formed) return formed;
  if (entry.members.empty() && entry.size == 0)
    return invalid("crew_must_have_members", "members", "their staff numbers, or how many");
  if (!entry.members.empty() && entry.size != 0 && entry.size != entry.members.size())
    return invalid("crew_size_must_be_its_members", "size",
                   std::to_string(entry.members.size()) + " are named");
  return must_be_within("size", static_cast<double>(entry.size),
                        static_cast<double>(limits::crew_members_max));
}

desk::Checked check(const State& state, const std::vector<Entry>& crews, const desk::Nouns& nouns,
                    const desk::Actor& who) {
  desk::Checked checked;
  const After after(state, crews);
  unit::Reach reach(nouns, who);
  for (size_t row = 0; row < crews.size(); ++row) {
    const Entry& entry = crews[row];
    const Crew* known = find(state, entry.id);
    ++(known == nullptr                       ? checked.added
       : known->what == entry && !known->copy ? checked.unchanged
                                              : checked.changed);
    for (const Result<void>& rule :
         {must_be_well_formed(entry), unit_must_be_right(entry, known, reach, nouns),
          members_must_be_known(entry, nouns), vehicle_must_be_right(entry, after, nouns)})
      if (!rule) checked.findings.push_back({.row = row, .error = rule.error()});
  }
  return checked;
}

}  // namespace lifeline::crew
