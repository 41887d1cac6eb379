// SPDX-License-Identifier: Apache-2.0
#include "network/element/view.h"

#include "base/text.h"
#include "network/alarm/model.h"

namespace lifeline::element {

std::string groups_text(const Groups& groups) {
  std::string text;
  for (const auto& group : groups) {
    if (!text.empty()) text += ';';
    for (const std::string& id : group) {
      if (&id != &group.front()) text += '|';
      text += id;
    }
  }
  return text;
}

Groups parse_groups(std::string_view text) {
  Groups groups;
  for (const std::string_view part : split(text, ';')) {
    std::vector<std::string> group;
    for (const std::string_view id : split(part, '|'))
      if (!trimmed(id).empty()) group.emplace_back(trimmed(id));
    if (!group.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

void View::fold(const Event& event, const desk::Stamp& stamp) {
  const auto* changed = std::get_if<ConditionChanged>(&event);
  if (changed == nullptr) return;
  if (changed->condition == Condition::normal)
    since.erase(changed->id);
  else
    since[changed->id] = stamp.at;
}

Row row_of(const Element& element, const desk::Nouns& nouns) {
  const Standing& standing = standing_of(nouns.get<State>(), element.id);
  const auto& since = nouns.get<View>().since;
  const auto found = since.find(element.id);
  return {.id = element.id,
          .name = element.name,
          .kind = element.kind,
          .region = element.region,
          .longitude_deg = element.longitude_deg,
          .latitude_deg = element.latitude_deg,
          .condition = standing.condition,
          .root = standing.root,
          .sure_percent = sure_percent_of(nouns.get<State>(), standing.root),
          .since = found == since.end() ? Instant{} : found->second,
          .depends_on = groups_text(element.depends_on),
          .alarms_open = alarm::open_on(nouns.get<alarm::State>(), element.id)};
}

}  // namespace lifeline::element
