// SPDX-License-Identifier: Apache-2.0
#include "base/json_read.h"

#include <bit>
#include <cmath>
#include <cstring>

#include <simdjson.h>

#include "base/limits.h"

namespace lifeline {
namespace {

using Element = simdjson::dom::element;
static_assert(sizeof(Element) == sizeof(std::array<uint64_t, 2>));
static_assert(std::is_trivially_copyable_v<Element>);

Element element_of(const std::array<uint64_t, 2>& handle) { return std::bit_cast<Element>(handle); }

}  // namespace

struct JsonDocument::Parser {
  simdjson::dom::parser parser;
};

JsonDocument::JsonDocument() : parser_(std::make_unique<Parser>()) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<Json> JsonDocument::parse(std::string_view text) {
  simdjson::dom::parser& parser = parser_->parser;
  if (parser.capacity() < text.size() || parser.max_depth() != limits::json_depth_max) {
    const size_t room = std::bit_ceil(text.size() + 1024);
    if (parser.allocate(room, limits::json_depth_max))
      return internal("memory_must_suffice_for_the_body");
  }
  Element root;
  if (const auto error = parser.parse(text.data(), text.size()).get(root))
    return invalid("body_must_be_json", {}, simdjson::error_message(error));
  Json json;
  json.handle_ = std::bit_cast<std::array<uint64_t, 2>>(root);
  return json;
}

JsonKind Json::kind() const {
  switch (element_of(handle_).type()) {
    case simdjson::dom::element_type::ARRAY: return JsonKind::array;
    case simdjson::dom::element_type::OBJECT: return JsonKind::object;
    case simdjson::dom::element_type::INT64: return JsonKind::integer;
    case simdjson::dom::element_type::UINT64: return JsonKind::unsigned_integer;
    case simdjson::dom::element_type::DOUBLE: return JsonKind::number;
    case simdjson::dom::element_type::STRING: return JsonKind::text;
    case simdjson::dom::element_type::BOOL: return JsonKind::boolean;
    case simdjson::dom::element_type::NULL_VALUE: break;
  }
  return JsonKind::null;
}

std::string_view Json::text() const {
  std::string_view text;
  if (element_of(handle_).get(text)) return {};
  return text;
}

bool Json::boolean() const {
  bool value = false;
  if (element_of(handle_).get(value)) return false;
  return value;
}

std::optional<int64_t> Json::integer() const {
  int64_t value = 0;
  if (!element_of(handle_).get(value)) return value;
  double real = 0;  // 1.5e9 and 3.0 are integers to JSON
  if (element_of(handle_).get(real) || std::trunc(real) != real || std::abs(real) > 9.0e15)
    return std::nullopt;
  return static_cast<int64_t>(real);
}

std::optional<uint64_t> Json::unsigned_integer() const {
  uint64_t value = 0;
  if (!element_of(handle_).get(value)) return value;
  const auto integer = this->integer();
  if (!integer || *integer < 0) return std::nullopt;
  return static_cast<uint64_t>(*integer);
}

std::optional<double> Json::number() const {
  double value = 0;
  if (element_of(handle_).get(value)) return std::nullopt;
  return value;
}

std::optional<Json> Json::at(std::string_view key) const {
  simdjson::dom::object object;
  if (element_of(handle_).get(object)) return std::nullopt;
  Element found;
  if (object.at_key(key).get(found)) return std::nullopt;
  Json json;
  json.handle_ = std::bit_cast<std::array<uint64_t, 2>>(found);
  return json;
}

size_t Json::size() const {
  simdjson::dom::array array;
  if (!element_of(handle_).get(array)) return array.size();
  simdjson::dom::object object;
  if (!element_of(handle_).get(object)) return object.size();
  return 0;
}

void Json::each(Visit<Json> visit) const {
  simdjson::dom::array array;
  if (element_of(handle_).get(array)) return;
  for (const Element item : array) {
    Json json;
    json.handle_ = std::bit_cast<std::array<uint64_t, 2>>(item);
    if (!visit(json)) return;
  }
}

void Json::each_member(Visit<std::string_view, Json> visit) const {
  simdjson::dom::object object;
  if (element_of(handle_).get(object)) return;
  for (const auto& [key, item] : object) {
    Json json;
    json.handle_ = std::bit_cast<std::array<uint64_t, 2>>(item);
    if (!visit(key, json)) return;
  }
}

}  // namespace lifeline
