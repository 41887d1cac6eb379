// SPDX-License-Identifier: Apache-2.0
// Text with fields in braces, as mappings of doors have it: "{objectUID} {locationInfo}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_read.h"
#include "base/result.h"

namespace lifeline::door {

class Pattern {
 public:
  /// Errors: pattern_must_be_well_formed, at the field.
  static Result<Pattern> of(std::string_view text, std::string_view field);

  /// Each field as `look` knows it, as one line: control characters are spaces, the ends trimmed.
  std::string fill(Visit<std::string_view, std::string&> look) const;

 private:
  struct Part {
    std::string text;
    bool is_field = false;
  };
  std::vector<Part> parts_;
};

}  // namespace lifeline::door
