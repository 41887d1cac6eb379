// SPDX-License-Identifier: Apache-2.0
// What another system posted of a thing: attributes by name, each kept as JSON text exactly as it
// came (base/json_text.h), so that it is given back so.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::desk {

using Attributes = std::map<std::string, std::string>;

/// The attribute's JSON, or its text where it is one; "": there is none.
std::string_view json_of(const Attributes& attributes, const std::string& name);
std::string text_of(const Attributes& attributes, const std::string& name);

/// Errors: attributes_must_be_fewer, name_must_be_short.
Result<void> must_be_few(const Attributes& attributes, size_t count_max);
/// The name of the first that goes beyond so many bytes of names and values; "": none does.
std::string first_beyond(const Attributes& attributes, size_t bytes_max);

}  // namespace lifeline::desk
