// SPDX-License-Identifier: Apache-2.0
#include "network/mapping/model.h"

#include <algorithm>

#include "base/text.h"

namespace lifeline::mapping {

bool is_door(std::string_view name) {
  if (name == snmp_door || name == syslog_door) return true;
  if (!name.starts_with(omc_doors) || name.size() > limits::name_bytes_max) return false;
  const std::string_view dialect = name.substr(omc_doors.size());
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/'; };
  return !dialect.empty() && is_utf8(dialect) && std::ranges::none_of(dialect, is_control);
}

void evolve(State& state, const Event& event) {
  const auto& changed = std::get<Changed>(event);
  state.mappings[changed.door] = {.version = changed.version, .text = changed.text};
}

desk::RowKey touches(const Event& event) { return std::get<Changed>(event).door; }

}  // namespace lifeline::mapping
