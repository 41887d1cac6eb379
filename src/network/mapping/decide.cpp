// SPDX-License-Identifier: Apache-2.0
#include "network/mapping/model.h"

namespace lifeline::mapping {
namespace {

using Events = std::vector<Event>;

// What a door's messages mean holds for the whole country.
Result<void> must_be_theirs_to_change(const desk::Context& at) {
  if (at.who.role == desk::Role::system) return {};
  if (at.who.role != desk::Role::administrator) return forbidden("administrator_must_act");
  if (at.who.unit != group_unit) return forbidden("unit_must_be_the_group");
  return {};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  if (auto theirs = must_be_theirs_to_change(at); !theirs) return tl::unexpected(theirs.error());
  if (!is_door(c.door)) return not_found("mapping_must_exist", "door");
  if (c.text.size() > text_bytes_max) return invalid("text_must_be_short", "text");
  if (c.reason.empty()) return invalid("reason_must_be_given", "reason");
  if (c.reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  const auto known = state.mappings.find(c.door);
  const bool is_known = known != state.mappings.end();
  const uint64_t version = is_known ? known->second.version : 0;
  if (c.based_on != version)
    return conflict("version_must_be_current", "based_on",
                    "it is version " + std::to_string(version) + " by now");
  if (!is_known && state.mappings.size() >= mappings_max)
    return conflict("mappings_must_be_fewer", "door");
  if ((is_known ? known->second.text : "") == c.text) return Events{};
  return Events{Changed{.door = c.door, .version = version + 1, .text = c.text}};
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::mapping
