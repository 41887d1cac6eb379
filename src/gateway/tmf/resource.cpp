// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/resource.h"

#include <algorithm>

#include "base/json_text.h"

namespace lifeline::tmf {
namespace {

Refusal wrong_type(const std::string& path, std::string_view wanted) {
  return invalid("field_must_have_the_right_type", path, "expected " + std::string(wanted));
}

// RFC 3339, with a time and an offset: "" is no date.
bool is_date_time(std::string_view text) {
  return text.size() >= 20 && parse_rfc3339(text).has_value();
}

Result<void> check(const Attribute& attribute, std::string_view json, const std::string& path);

Result<void> check_members(const Attribute& attribute, std::string_view object,
                           const std::string& path) {
  for (const Attribute& member : attribute.members) {
    const std::string_view value = json_member(object, member.name);
    const std::string inner = path + "." + std::string(member.name);
    if (value.empty() || value == "null") {
      if (member.is_mandatory) return invalid("attribute_must_be_given", inner);
      if (value.empty()) continue;
    }
    if (auto checked = check(member, value, inner); !checked) return checked;
  }
  return {};
}

Result<void> check_items(const Attribute& attribute, std::string_view array,
                         const std::string& path) {
  Result<void> checked;
  size_t index = 0;
  auto visit = [&](std::string_view item) {
    const std::string inner = path + "[" + std::to_string(index++) + "]";
    if (attribute.members.empty()) return true;
    checked = item.front() == '{' ? check_members(attribute, item, inner)
                                  : wrong_type(inner, "an object");
    return checked.has_value();
  };
  each_json_item(array, visit);
  return checked;
}

Result<void> check_text(const Attribute& attribute, std::string_view json,
                        const std::string& path) {
  if (json.front() != '"') return wrong_type(path, "a text");
  if (attribute.type == Type::date_time && !is_date_time(json_text_of(json)))
    return invalid("field_must_be_well_formed", path, "expected 2020-01-23T02:00:00Z");
  if (attribute.words.empty()) return {};
  const std::string text = json_text_of(json);
  if (std::ranges::find(attribute.words, text) != attribute.words.end()) return {};
  std::string known;
  for (const std::string_view word : attribute.words)
    known.append(known.empty() ? "one of " : ", ").append(word);
  return invalid("field_must_be_a_known_word", path, known);
}

Result<void> check(const Attribute& attribute, std::string_view json, const std::string& path) {
  switch (attribute.type) {
    case Type::text:
    case Type::date_time: return check_text(attribute, json, path);
    case Type::number:
      if (json.front() != '-' && (json.front() < '0' || json.front() > '9'))
        return wrong_type(path, "a number");
      return {};
    case Type::boolean:
      if (json != "true" && json != "false") return wrong_type(path, "true or false");
      return {};
    case Type::object:
      if (json.front() != '{') return wrong_type(path, "an object");
      return check_members(attribute, json, path);
    case Type::array: break;
  }
  if (json.front() != '[') return wrong_type(path, "an array");
  return check_items(attribute, json, path);
}

// A patch of an object may leave out what the object has; the whole is checked where it is merged.
Result<void> check_patch(const Attribute& attribute, std::string_view json,
                         const std::string& path) {
  if (json == "null") {
    if (attribute.is_mandatory) return invalid("attribute_must_be_given", path);
    return {};
  }
  if (attribute.type != Type::object) return check(attribute, json, path);
  if (json.front() != '{') return wrong_type(path, "an object");
  for (const Attribute& member : attribute.members) {
    const std::string_view value = json_member(json, member.name);
    if (value.empty()) continue;
    auto checked = check_patch(member, value, path + "." + std::string(member.name));
    if (!checked) return checked;
  }
  return {};
}

Result<void> check_value(const Resource& resource, const std::string& name, std::string_view json,
                         bool is_patch) {
  if (name == "id" || name == "href")
    return invalid("attribute_must_be_changeable", name, "the server gives it");
  const Attribute* attribute = find_attribute(resource.attributes, name);
  if (attribute == nullptr) {
    // An extension (TMF630): kept and given back, where the resource keeps such.
    if (!resource.write_kept) return invalid("field_must_be_known", name);
    return {};
  }
  if (!is_patch) return json == "null" ? Result<void>() : check(*attribute, json, name);
  if (!attribute->is_changeable) return invalid("attribute_must_be_changeable", name);
  return check_patch(*attribute, json, name);
}

}  // namespace

Row seen_by(const Row& row, const desk::Actor& caller) {
  Row seen = row;
  seen.caller = &caller;
  return seen;
}

const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name) {
  for (const Attribute& attribute : attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

std::string path_part(std::string_view id) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string part;
  for (const char c : id) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain) {
      part += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      part.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
  }
  return part;
}

void write_value(const Resource& resource, const Row& row, std::string_view name,
                 std::string& out) {
  if (name == "href") {
    std::string id;
    resource.attributes.front().write(row, id);
    out.append("\"").append(1, base_mark).append(resource.path()).append("/");
    out.append(path_part(json_text_of(id))).append("\"");
    return;
  }
  const Attribute* attribute = find_attribute(resource.attributes, name);
  if (attribute != nullptr && attribute->write != nullptr) return attribute->write(row, out);
  if (resource.write_kept) resource.write_kept(row, name, out);
}

std::string write_row(const Resource& resource, const Row& row,
                      const std::vector<std::string>* fields) {
  std::string out = "{";
  std::string value;
  const auto add = [&](std::string_view name) {
    value.clear();
    write_value(resource, row, name, value);
    if (value.empty()) return;
    if (out.size() > 1) out += ',';
    append_json_text(out, name);
    out += ':';
    out += value;
  };
  const auto is_asked = [&](std::string_view name) {
    return fields == nullptr || std::ranges::find(*fields, name) != fields->end();
  };
  add(resource.attributes.front().name);
  add("href");
  for (const Attribute& attribute : resource.attributes)
    if (&attribute != &resource.attributes.front() && is_asked(attribute.name)) add(attribute.name);
  if (resource.others)
    resource.others(row, [&](std::string_view name) {
      if (is_asked(name)) add(name);
    });
  return out += '}';
}

std::string based(std::string text, std::string_view base) {
  if (text.find(base_mark) == std::string::npos) return text;
  std::string out;
  out.reserve(text.size() + 4 * base.size());
  for (const char c : text) {
    if (c == base_mark)
      out += base;
    else
      out += c;
  }
  return out;
}

Result<Values> posted_values(const Resource& resource, std::string_view body, bool is_patch) {
  auto json = checked_json(body);
  if (!json) return tl::unexpected(std::move(json.error()));
  if (json->front() != '{') return invalid("body_must_be_an_object", "body");
  Values values;
  Result<void> checked;
  auto take = [&](std::string_view name, std::string_view value) {
    const std::string key(name);
    checked = check_value(resource, key, value, is_patch);
    if (is_patch || value != "null") values[key] = value;
    return checked.has_value();
  };
  each_json_member(*json, take);
  if (!checked) return tl::unexpected(std::move(checked.error()));
  if (is_patch) return values;
  for (const Attribute& attribute : resource.attributes)
    if (attribute.is_mandatory && !values.contains(std::string(attribute.name)))
      return invalid("attribute_must_be_given", attribute.name);
  return values;
}

}  // namespace lifeline::tmf
