// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/pattern.h"

#include "base/text.h"

namespace lifeline::door {

Result<Pattern> Pattern::of(std::string_view text, std::string_view field) {
  Pattern pattern;
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open != 0) pattern.parts_.push_back({.text = std::string(text.substr(0, open))});
    if (open == std::string_view::npos) break;
    const size_t end = text.find('}', open);
    if (end == std::string_view::npos || end == open + 1)
      return invalid("pattern_must_be_well_formed", field, "a field's name stands in braces");
    pattern.parts_.push_back(
        {.text = std::string(text.substr(open + 1, end - open - 1)), .is_field = true});
    text.remove_prefix(end + 1);
  }
  return pattern;
}

std::string Pattern::fill(Visit<std::string_view, std::string&> look) const {
  std::string text;
  for (const Part& part : parts_) {
    if (part.is_field)
      look(part.text, text);
    else
      text += part.text;
  }
  for (char& c : text)
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7F) c = ' ';
  return std::string(trimmed(text));
}

}  // namespace lifeline::door
