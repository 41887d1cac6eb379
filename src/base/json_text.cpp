// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"

#include <algorithm>

namespace lifeline {
namespace {

size_t text_end(std::string_view json, size_t from) {
  for (size_t i = from + 1; i < json.size(); ++i) {
    if (json[i] == '\\')
      ++i;
    else if (json[i] == '"')
      return i + 1;
  }
  return json.size();
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::string compact(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (size_t i = 0; i < json.size();) {
    if (json[i] == '"') {
      const size_t end = text_end(json, i);
      out += json.substr(i, end - i);
      i = end;
      continue;
    }
    if (!is_space(json[i])) out += json[i];
    ++i;
  }
  return out;
}

// "abc" of a text without escapes, as most names are.
bool plain_text(std::string_view json, std::string_view& text) {
  if (json.size() < 2 || json.front() != '"') return false;
  text = json.substr(1, json.size() - 2);
  return text.find('\\') == std::string_view::npos;
}

using NamedValues = std::vector<std::pair<std::string, std::string>>;

NamedValues members_of(std::string_view json) {
  NamedValues members;
  auto take = [&](std::string_view name, std::string_view value) {
    const auto known = std::ranges::find(members, name, &NamedValues::value_type::first);
    if (known != members.end())
      known->second = value;
    else
      members.emplace_back(name, value);
    return true;
  };
  each_json_member(json, take);
  return members;
}

}  // namespace

Result<std::string> checked_json(std::string_view text) {
  JsonDocument document;
  if (auto json = document.parse(text); !json) return tl::unexpected(std::move(json.error()));
  return compact(text);
}

size_t json_value_end(std::string_view json, size_t from) {
  if (from >= json.size()) return json.size();
  if (json[from] == '"') return text_end(json, from);
  if (json[from] != '{' && json[from] != '[')
    return std::min(json.find_first_of(",]}", from), json.size());
  size_t depth = 0;
  for (size_t i = from; i < json.size();) {
    const char c = json[i];
    if (c == '"') {
      i = text_end(json, i);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
    ++i;
  }
  return json.size();
}

void each_json_member(std::string_view json, Visit<std::string_view, std::string_view> visit) {
  if (json.empty() || json.front() != '{') return;
  for (size_t i = 1; i < json.size() && json[i] == '"';) {
    const size_t name_end = text_end(json, i);
    const std::string_view quoted = json.substr(i, name_end - i);
    const size_t end = json_value_end(json, name_end + 1);
    const std::string_view value = json.substr(name_end + 1, end - name_end - 1);
    std::string_view name;
    if (plain_text(quoted, name)) {
      if (!visit(name, value)) return;
    } else {
      const std::string decoded = json_text_of(quoted);
      if (!visit(decoded, value)) return;
    }
    i = end + 1;
  }
}

void each_json_item(std::string_view json, Visit<std::string_view> visit) {
  if (json.size() < 3 || json.front() != '[') return;
  for (size_t i = 1; i + 1 < json.size();) {
    const size_t end = json_value_end(json, i);
    if (!visit(json.substr(i, end - i))) return;
    i = end + 1;
  }
}

std::string_view json_member(std::string_view json, std::string_view name) {
  std::string_view found;
  auto take = [&](std::string_view one, std::string_view value) {
    if (one == name) found = value;
    return true;
  };
  each_json_member(json, take);
  return found;
}

std::string json_text_of(std::string_view json) {
  std::string_view text;
  if (plain_text(json, text)) return std::string(text);
  if (json.empty() || json.front() != '"') return {};
  JsonDocument document;
  const auto parsed = document.parse(json);
  return parsed ? std::string(parsed->text()) : std::string();
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string merged_json(std::string_view target, std::string_view patch) {
  if (patch.empty() || patch.front() != '{') return std::string(patch);
  NamedValues members = members_of(target);
  for (const auto& [name, value] : members_of(patch)) {
    const auto known = std::ranges::find(members, name, &NamedValues::value_type::first);
    if (value == "null") {
      if (known != members.end()) members.erase(known);
    } else if (known != members.end()) {
      known->second = merged_json(known->second, value);
    } else {
      members.emplace_back(name, merged_json({}, value));
    }
  }
  std::string out = "{";
  for (const auto& [name, value] : members) {
    if (out.size() > 1) out += ',';
    append_json_text(out, name);
    out += ':';
    out += value;
  }
  return out += '}';
}

}  // namespace lifeline
