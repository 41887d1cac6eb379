// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/wire.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::syslog {
namespace {

constexpr int priority_max = 191;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr size_t host_bytes_max = 255, app_bytes_max = 48, proc_bytes_max = 128, id_bytes_max = 32;
constexpr size_t name_bytes = 32;  // of an element or a parameter
constexpr std::string_view malformed = "structured_data_must_be_well_formed";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_printable(char c) { return c > 32 && c < 127; }

// Walks over the bytes; what was read is gone from `rest`.
struct Walker {
  std::string_view rest;

  bool takes(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // Up to a space or the end.
  std::string_view word() {
    const std::string_view found = rest.substr(0, rest.find(' '));
    rest.remove_prefix(found.size());
    return found;
  }
};

// "<0>" to "<191>"; a leading zero is not well formed.
std::optional<int> read_priority(Walker& at) {
  if (!at.takes('<')) return std::nullopt;
  int value = 0;
  size_t digits = 0;
  while (digits < 3 && digits < at.rest.size() && is_digit(at.rest[digits]))
    value = value * 10 + (at.rest[digits++] - '0');
  const bool has_leading_zero = digits > 1 && at.rest.front() == '0';
  if (digits == 0 || has_leading_zero || value > priority_max) return std::nullopt;
  at.rest.remove_prefix(digits);
  if (!at.takes('>')) return std::nullopt;
  return value;
}

struct HeaderPart {
  std::string_view Message::*part;
  size_t bytes_max;
  std::string_view field;
  std::string_view refusal;
};
constexpr std::array<HeaderPart, 4> header_parts{{
    {&Message::host, host_bytes_max, "hostname", "host_must_be_well_formed"},
    {&Message::app, app_bytes_max, "app-name", "app_must_be_well_formed"},
    {&Message::proc, proc_bytes_max, "procid", "proc_must_be_well_formed"},
    {&Message::id, id_bytes_max, "msgid", "message_id_must_be_well_formed"},
}};

Result<void> read_part(Walker& at, const HeaderPart& part, Message& message) {
  const std::string_view word = at.takes(' ') ? at.word() : std::string_view();
  if (word.empty() || word.size() > part.bytes_max || !std::ranges::all_of(word, is_printable))
    return invalid(part.refusal, part.field);
  message.*part.part = word == "-" ? std::string_view() : word;
  return {};
}

std::string_view read_name(Walker& at) {
  size_t size = 0;
  while (size < at.rest.size() && is_printable(at.rest[size]) &&
         std::string_view("=]\"").find(at.rest[size]) == std::string_view::npos)
    ++size;
  const std::string_view name = at.rest.substr(0, size);
  at.rest.remove_prefix(size);
  return size <= name_bytes ? name : std::string_view();
}

// Up to the quotation mark that ends it, which is taken as well.
std::optional<std::string_view> read_value(Walker& at) {
  size_t size = 0;
  while (size < at.rest.size() && at.rest[size] != '"') {
    if (at.rest[size] == ']') return std::nullopt;
    size += at.rest[size] == '\\' ? 2 : 1;
  }
  if (size >= at.rest.size()) return std::nullopt;
  const std::string_view value = at.rest.substr(0, size);
  at.rest.remove_prefix(size + 1);
  return value;
}

Result<void> read_element(Walker& at, Message& message) {
  Element element{.id = read_name(at), .first = message.params.size(), .count = 0};
  if (element.id.empty() || message.element(element.id) != nullptr)
    return invalid(malformed, "sd-id");
  while (at.takes(' ')) {
    Param param{.name = read_name(at), .raw = {}};
    if (param.name.empty() || !at.takes('=') || !at.takes('"')) return invalid(malformed, "param");
    const auto value = read_value(at);
    if (!value) return invalid(malformed, param.name);
    if (!is_utf8(*value)) return invalid("value_must_be_utf8", param.name);
    if (message.params.size() == limits::syslog_params_max)
      return invalid("parameters_must_be_fewer", element.id);
    param.raw = *value;
    message.params.push_back(param);
    ++element.count;
  }
  if (!at.takes(']')) return invalid(malformed, element.id);
  message.elements.push_back(element);
  return {};
}

Result<void> read_structured(Walker& at, Message& message) {
  if (!at.takes(' ')) return invalid(malformed, "structured-data");
  if (at.takes('-')) return {};
  if (!at.rest.starts_with('[')) return invalid(malformed, "structured-data");
  while (at.takes('['))
    if (auto read = read_element(at, message); !read) return read;
  return {};
}

Result<void> read_rfc5424(Walker at, Message& message) {
  if (at.word() != "1") return invalid("version_must_be_1", "version");
  const std::string_view time = at.takes(' ') ? at.word() : std::string_view();
  if (time != "-") {
    const auto read = parse_rfc3339(time);
    if (time.empty() || !read) return invalid("timestamp_must_be_well_formed", "timestamp");
    message.at = *read;
  }
  for (const HeaderPart& part : header_parts)
    if (auto read = read_part(at, part, message); !read) return read;
  if (auto read = read_structured(at, message); !read) return read;
  if (at.rest.empty()) return {};
  if (!at.takes(' ')) return invalid(malformed, "structured-data");
  if (at.rest.starts_with(byte_order_mark)) at.rest.remove_prefix(byte_order_mark.size());
  message.text = at.rest;
  return {};
}

// "Oct 11 22:14:15 " at the beginning; RFC 3164, 4.1.2.
bool takes_bsd_time(Walker& at) {
  constexpr std::string_view pattern = "Aaa 99 99:99:99 ";
  if (at.rest.size() < pattern.size()) return false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = at.rest[i];
    const bool fits = pattern[i] == 'A'   ? c >= 'A' && c <= 'Z'
                      : pattern[i] == 'a' ? c >= 'a' && c <= 'z'
                      : pattern[i] == '9' ? is_digit(c) || (i == 4 && c == ' ')
                                          : c == pattern[i];
    if (!fits) return false;
  }
  at.rest.remove_prefix(pattern.size());
  return true;
}

// "tag[proc]: text" or "tag: text"; a text without a tag stands as it is.
void read_tag(std::string_view rest, Message& message) {
  message.text = rest;
  size_t tag = 0;
  while (tag < rest.size() && tag <= app_bytes_max && is_printable(rest[tag]) && rest[tag] != '[' &&
         rest[tag] != ':')
    ++tag;
  if (tag == 0 || tag > app_bytes_max || tag == rest.size()) return;
  Walker at{rest.substr(tag)};
  std::string_view proc;
  if (at.takes('[')) {
    const size_t end = at.rest.find(']');
    if (end == std::string_view::npos || end > proc_bytes_max) return;
    proc = at.rest.substr(0, end);
    if (!std::ranges::all_of(proc, is_printable)) return;
    at.rest.remove_prefix(end + 1);
  }
  if (!at.takes(':')) return;
  at.takes(' ');
  message.app = rest.substr(0, tag);
  message.proc = proc;
  message.text = at.rest;
}

Result<void> read_bsd(Walker at, Message& message) {
  message.is_bsd = true;
  if (takes_bsd_time(at)) {
    Walker ahead = at;
    const std::string_view host = ahead.word();
    const bool is_host = !host.empty() && host.size() <= host_bytes_max && host.back() != ':' &&
                         std::ranges::all_of(host, is_printable) && ahead.takes(' ');
    if (!is_host) return invalid("host_must_be_well_formed", "hostname");
    message.host = host;
    at = ahead;
  }
  read_tag(at.rest, message);
  return {};
}

void append_word(std::string& out, std::string_view word) {
  out.append(1, ' ').append(word.empty() ? std::string_view("-") : word);
}

}  // namespace

const Element* Message::element(std::string_view wanted) const {
  const auto found = std::ranges::find(elements, wanted, &Element::id);
  return found == elements.end() ? nullptr : &*found;
}

const Param* Message::param(const Element& element, std::string_view wanted) const {
  for (size_t i = element.first; i < element.first + element.count; ++i)
    if (params[i].name == wanted) return &params[i];
  return nullptr;
}

std::string value_of(const Param& param) {
  std::string value;
  value.reserve(param.raw.size());
  for (size_t i = 0; i < param.raw.size(); ++i) {
    const bool is_escape = param.raw[i] == '\\' && i + 1 < param.raw.size() &&
                           std::string_view("\"\\]").find(param.raw[i + 1]) != std::string::npos;
    if (is_escape) ++i;
    value += param.raw[i];
  }
  return value;
}

Result<void> read_message(std::string_view bytes, Message& message) {
  message.elements.clear();
  message.params.clear();
  message.is_bsd = false;
  message.at = {};
  message.host = message.app = message.proc = message.id = message.text = {};
  if (bytes.size() > limits::syslog_message_bytes_max) return invalid("message_must_be_short");
  Walker at{bytes};
  const auto priority = read_priority(at);
  if (!priority) return invalid("priority_must_be_given", "pri");
  message.facility = *priority / 8;
  message.severity = *priority % 8;
  const std::string_view version = at.rest.substr(0, at.rest.find(' '));
  const bool has_version = !version.empty() && version.size() <= 3 && version.front() != '0' &&
                           std::ranges::all_of(version, is_digit);
  return has_version ? read_rfc5424(at, message) : read_bsd(at, message);
}

std::string print_message(const Message& message) {
  std::string out = "<" + std::to_string(message.facility * 8 + message.severity) + ">1";
  append_word(out, to_rfc3339(message.at));
  for (const HeaderPart& part : header_parts) append_word(out, message.*part.part);
  if (message.elements.empty()) out += " -";
  if (!message.elements.empty()) out += ' ';
  for (const Element& element : message.elements) {
    out.append(1, '[').append(element.id);
    for (size_t i = element.first; i < element.first + element.count; ++i) {
      const Param& param = message.params[i];
      out.append(1, ' ').append(param.name).append("=\"").append(param.raw).append(1, '"');
    }
    out += ']';
  }
  if (message.text.empty()) return out;
  out += ' ';
  if (message.text.starts_with(byte_order_mark)) out += byte_order_mark;
  out += message.text;
  return out;
}

}  // namespace lifeline::syslog
