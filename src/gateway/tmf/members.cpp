// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/members.h"

namespace lifeline::tmf {

std::vector<Attribute> with_kinds(std::vector<Attribute> members, bool is_reference) {
  for (const char* name : {"@baseType", "@schemaLocation", "@type"})
    members.push_back({.name = name});
  if (is_reference) members.push_back({.name = "@referredType"});
  return members;
}

std::vector<Attribute> reference(bool must_refer, bool has_role, bool must_have_role) {
  auto members =
      with_kinds({{.name = "id", .is_mandatory = true}, {.name = "href"}, {.name = "name"}}, true);
  members.back().is_mandatory = must_refer;
  if (has_role) members.push_back({.name = "role", .is_mandatory = must_have_role});
  return members;
}

Attribute moment(std::string_view name, Write write, bool is_changeable) {
  return {.name = name, .type = Type::date_time, .is_changeable = is_changeable, .write = write};
}

Attribute list(std::string_view name, std::vector<Attribute> members, Write write) {
  return {.name = name, .type = Type::array, .members = std::move(members), .write = write};
}

}  // namespace lifeline::tmf
