// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/wire.h"

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::omc {
namespace {

constexpr uint8_t sign = 0xFF;  // twice, at the start of a frame
constexpr size_t values_max = 16;

uint64_t big_endian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

void append_big_endian(std::string& out, uint64_t value, int bytes) {
  for (int at = bytes - 1; at >= 0; --at) out += static_cast<char>(value >> (8 * at) & 0xFF);
}

std::optional<std::string> text_of(Json json) {
  switch (json.kind()) {
    case JsonKind::null: return "";
    case JsonKind::boolean: return json.boolean() ? "true" : "false";
    case JsonKind::integer: return std::to_string(*json.integer());
    case JsonKind::unsigned_integer: return std::to_string(*json.unsigned_integer());
    case JsonKind::text: return std::string(json.text());
    case JsonKind::number: {
      std::string digits;
      append_json_number(digits, *json.number());
      return digits;
    }
    case JsonKind::array:
    case JsonKind::object: break;
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<Frame>> read_frame(std::string_view bytes) {
  for (size_t at = 0; at < std::min<size_t>(bytes.size(), 2); ++at)
    if (static_cast<uint8_t>(bytes[at]) != sign)
      return invalid("frame_must_begin_with_its_sign", "startSign");
  if (bytes.size() < frame_head_bytes) return std::nullopt;
  const size_t length = big_endian(bytes.substr(7, 2));
  if (bytes.size() - frame_head_bytes < length) return std::nullopt;
  return Frame{.kind = static_cast<Kind>(bytes[2]),
               .at_s = static_cast<uint32_t>(big_endian(bytes.substr(3, 4))),
               .body = bytes.substr(frame_head_bytes, length)};
}

void append_frame(std::string& out, const Frame& frame) {
  out.append(2, static_cast<char>(sign));
  out += static_cast<char>(frame.kind);
  append_big_endian(out, frame.at_s, 4);
  append_big_endian(out, frame.body.size(), 2);
  out += frame.body;
}

std::string_view Message::value(std::string_view of) const {
  for (const auto& [name, value] : values)
    if (name == of) return value;
  return {};
}

Result<Message> read_message(std::string_view body) {
  const std::vector<std::string_view> parts = split(body, ';');
  const std::string_view name = parts.empty() ? std::string_view() : trimmed(parts.front());
  if (name.empty() || name.find('=') != std::string_view::npos)
    return invalid("message_must_have_a_name");
  if (parts.size() > values_max + 1) return invalid("message_must_be_short");
  Message message{.name = name, .values = {}};
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::string_view part = trimmed(parts[i]);
    if (part.empty()) continue;
    const size_t equals = part.find('=');
    message.values.emplace_back(
        trimmed(part.substr(0, equals)),
        equals == std::string_view::npos ? std::string_view() : trimmed(part.substr(equals + 1)));
  }
  return message;
}

std::string print_message(const Message& message) {
  std::string body(message.name);
  for (const auto& [name, value] : message.values)
    body.append(1, ';').append(name).append(1, '=').append(value);
  return body;
}

Result<Fields> read_alarm(JsonDocument& document, std::string_view body) {
  const auto json = document.parse(body);
  if (!json) return tl::unexpected(json.error());
  if (!json->is_object()) return invalid("alarm_must_be_an_object");
  if (json->size() > limits::omc_fields_max) return invalid("fields_must_be_fewer");
  Fields fields;
  fields.reserve(json->size());
  auto visit = [&](std::string_view name, Json member) {
    if (auto text = text_of(member)) fields.emplace_back(name, std::move(*text));
    return true;
  };
  json->each_member(visit);
  return fields;
}

std::string print_alarm(const Fields& fields) {
  std::string body = "{";
  for (const auto& [name, text] : fields) {
    if (body.size() > 1) body += ',';
    append_json_text(body, name);
    body += ':';
    append_json_text(body, text);
  }
  return body + "}";
}

}  // namespace lifeline::omc
