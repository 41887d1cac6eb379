// SPDX-License-Identifier: Apache-2.0
#include "desk/attributes.h"

#include "base/json_text.h"
#include "base/limits.h"

namespace lifeline::desk {

std::string_view json_of(const Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

std::string text_of(const Attributes& attributes, const std::string& name) {
  return json_text_of(json_of(attributes, name));
}

Result<void> must_be_few(const Attributes& attributes, size_t count_max) {
  if (attributes.size() > count_max) return invalid("attributes_must_be_fewer");
  for (const auto& [name, json] : attributes)
    if (name.empty() || name.size() > limits::name_bytes_max)
      return invalid("name_must_be_short", name.substr(0, limits::name_bytes_max));
  return {};
}

std::string first_beyond(const Attributes& attributes, size_t bytes_max) {
  size_t bytes = 0;
  for (const auto& [name, json] : attributes) {
    bytes += name.size() + json.size();
    if (bytes > bytes_max) return name;
  }
  return {};
}

}  // namespace lifeline::desk
