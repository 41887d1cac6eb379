// SPDX-License-Identifier: Apache-2.0
// What entries of a list must look like, however they come: by a file or one by one. Errors name
// the member as their field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "base/result.h"

namespace lifeline::desk {

/// Errors: field_must_be_given, field_must_be_shorter, field_must_be_one_line,
/// id_must_not_have_separators (';', '|' and '/').
Result<void> must_be_an_id(std::string_view field, std::string_view text);
Result<void> must_be_a_name(std::string_view field, std::string_view text);
/// "" or a name.
Result<void> may_be_a_name(std::string_view field, std::string_view text);
/// "" or E.164 (ITU-T E.164, clause 6). Errors: phone_must_be_e164.
Result<void> may_be_a_phone(std::string_view field, std::string_view text);
/// Errors: number_must_be_in_range.
Result<void> must_be_within(std::string_view field, double value, double most);
/// Errors: degrees_must_be_on_earth.
Result<void> may_be_a_place(std::string_view field, LonLat place);
/// Names, each once. Errors: names_must_be_fewer, name_must_be_given_once, and those of a name.
Result<void> must_be_names(std::string_view field, const std::vector<std::string>& names,
                           size_t most);

/// The first that is wrong.
Result<void> all_of(std::initializer_list<Result<void>> rules);

/// "a; b" in a field of a file.
std::vector<std::string> listed_names(std::string_view text);

}  // namespace lifeline::desk
