// SPDX-License-Identifier: Apache-2.0
// JSON kept as the text that it was written in, so that what a peer posts is given back exactly:
// numbers keep their digits, texts their escapes. checked_json() is the door for bytes from
// outside; all others take compact text that came through it and never fail.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_read.h"
#include "base/result.h"

namespace lifeline {

/// The value without white space between its tokens. Errors: those of JsonDocument::parse.
Result<std::string> checked_json(std::string_view text);

/// Where the value that begins at `from` ends.
size_t json_value_end(std::string_view json, size_t from);

/// Calls visit(name, value) for each member of an object, or visit(item) for each item of an array,
/// until it answers false; nothing of any other value. Names are decoded.
void each_json_member(std::string_view json, Visit<std::string_view, std::string_view> visit);
void each_json_item(std::string_view json, Visit<std::string_view> visit);

/// The last member of that name, or "".
std::string_view json_member(std::string_view json, std::string_view name);

/// The text of a quoted value, its escapes undone; "" unless it is a text.
std::string json_text_of(std::string_view json);
/// A text as a quoted value.
std::string json_quoted(std::string_view text);

/// RFC 7386: members of the patch replace those of the target, null removes them; what is no object
/// replaces all.
std::string merged_json(std::string_view target, std::string_view patch);

}  // namespace lifeline
