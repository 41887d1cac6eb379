// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/wire.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <type_traits>

#include "base/limits.h"
#include "gateway/ves/words.h"

namespace lifeline::ves {
namespace {

constexpr Words domain_words{"fault",
                             "heartbeat",
                             "measurement",
                             "mobileFlow",
                             "notification",
                             "other",
                             "perf3gpp",
                             "pnfRegistration",
                             "sipSignaling",
                             "stateChange",
                             "stndDefined",
                             "syslog",
                             "thresholdCrossingAlert",
                             "voiceQuality"};
static_assert(domain_words.size() == domain_count);
// The members of an event: the header, then a block per domain in the order of Domain.
constexpr Words block_words{"commonEventHeader",     "faultFields",
                            "heartbeatFields",       "measurementFields",
                            "mobileFlowFields",      "notificationFields",
                            "otherFields",           "perf3gppFields",
                            "pnfRegistrationFields", "sipSignalingFields",
                            "stateChangeFields",     "stndDefinedFields",
                            "syslogFields",          "thresholdCrossingAlertFields",
                            "voiceQualityFields"};
constexpr Words severity_words{"CRITICAL", "MAJOR", "MINOR", "WARNING", "NORMAL"};
constexpr Words priority_words{"High", "Medium", "Normal", "Low"};
constexpr Words header_version_words{"4.0", "4.0.1", "4.1"};
constexpr Words listener_version_words{"7.0", "7.0.1", "7.1", "7.1.1", "7.2", "7.2.1"};
constexpr Words fault_version_words{"4.0"};
constexpr Words heartbeat_version_words{"3.0"};
constexpr Words status_words{"Active", "Idle", "Preparing to terminate", "Ready to terminate",
                             "Requesting termination"};

constexpr int64_t epoch_us_max = 253'402'300'799'999'999;  // the end of the year 9999
constexpr int64_t interval_s_max = 24 * 3600;
constexpr size_t shown_key_bytes_max = 60;  // of a member nobody knows, in the refusal

enum class Flaw : uint8_t {
  none,
  text_wanted,
  integer_wanted,
  number_wanted,
  object_wanted,
  unknown_word,
  too_long,
  name_too_long,
  control_character,
  out_of_range,
  unknown_member,
  member_twice,
  missing,
};

Refusal refusal_of(Flaw flaw, const std::string& path) {
  constexpr std::string_view type = "field_must_have_the_right_type";
  switch (flaw) {
    case Flaw::text_wanted: return invalid(type, path, "expected a text");
    case Flaw::integer_wanted: return invalid(type, path, "expected an integer");
    case Flaw::number_wanted: return invalid(type, path, "expected a number");
    case Flaw::object_wanted: return invalid(type, path, "expected an object");
    case Flaw::unknown_word:
      return invalid("field_must_be_a_known_word", path, "not among the words of the schema");
    case Flaw::too_long:
      return invalid("text_must_be_short", path,
                     "at most " + std::to_string(limits::text_bytes_max) + " bytes");
    case Flaw::name_too_long:
      return invalid("name_must_be_short", path,
                     "at most " + std::to_string(limits::name_bytes_max) + " bytes");
    case Flaw::control_character:
      return invalid("field_must_be_printable", path, "a control character in it");
    case Flaw::out_of_range: return invalid("number_must_be_in_range", path);
    case Flaw::unknown_member:
      return invalid("field_must_be_known", path, "the schema has no such member");
    case Flaw::member_twice: return invalid("field_must_be_given_once", path);
    case Flaw::missing:
    case Flaw::none: break;
  }
  return invalid("field_must_be_given", path, "missing or empty");
}

// --- Members: each is read by a function of its own, found by its name ---------------------------

Flaw view_of(Json json, std::string_view& text) {
  text = json.text();
  return text.empty() && !json.is_text() ? Flaw::text_wanted : Flaw::none;
}

template <auto Field, class Block>
Flaw read_plain(Json json, Block& block) {
  std::string_view& text = block.*Field;
  if (const Flaw flaw = view_of(json, text); flaw != Flaw::none) return flaw;
  return text.size() > limits::text_bytes_max ? Flaw::too_long : Flaw::none;
}

// A name is part of an alarm's identity, or an index: short, and no byte that a key is joined with.
template <auto Field, class Block>
Flaw read_name(Json json, Block& block) {
  std::string_view& text = block.*Field;
  if (const Flaw flaw = view_of(json, text); flaw != Flaw::none) return flaw;
  if (text.size() > limits::name_bytes_max) return Flaw::name_too_long;
  const auto is_control = [](char c) { return static_cast<uint8_t>(c) < 0x20 || c == 0x7F; };
  return std::ranges::any_of(text, is_control) ? Flaw::control_character : Flaw::none;
}

template <auto Field, const auto& Known, class Block>
Flaw read_word(Json json, Block& block) {
  std::string_view text;
  if (const Flaw flaw = view_of(json, text); flaw != Flaw::none) return flaw;
  const int found = Known.find(text);
  if (found < 0) return Flaw::unknown_word;
  auto& value = block.*Field;
  if constexpr (std::is_enum_v<std::remove_reference_t<decltype(value)>>)
    value = static_cast<std::remove_reference_t<decltype(value)>>(found);
  else
    value = text;
  return Flaw::none;
}

template <auto Field, class Block>
Flaw read_whole(Json json, Block& block) {
  const auto number = json.integer();
  if (!number) return Flaw::integer_wanted;
  block.*Field = *number;
  return Flaw::none;
}

// The schema says number: many devices send 1.413378172E15.
template <auto Field, class Block>
Flaw read_epoch(Json json, Block& block) {
  int64_t us = 0;
  if (const auto whole = json.integer()) {
    us = *whole;
  } else {
    const auto number = json.number();
    if (!number) return Flaw::number_wanted;
    if (!(*number >= 0 && *number <= static_cast<double>(epoch_us_max / 2)))
      return Flaw::out_of_range;
    us = static_cast<int64_t>(*number);
  }
  if (us < 0 || us > epoch_us_max) return Flaw::out_of_range;
  block.*Field = us;
  return Flaw::none;
}

template <class Block>
Flaw read_map(Json json, Block& block) {
  if (!json.is_object()) return Flaw::object_wanted;
  Flaw flaw = Flaw::none;
  auto visit = [&](std::string_view, Json value) {
    std::string_view text;
    flaw = view_of(value, text);
    return flaw == Flaw::none;
  };
  json.each_member(visit);
  if (flaw == Flaw::none) block.additional = json;
  return flaw;
}

Flaw read_interval(Json json, Heartbeat& block) {
  const Flaw flaw = read_whole<&Heartbeat::interval_s>(json, block);
  if (flaw != Flaw::none) return flaw;
  return block.interval_s < 1 || block.interval_s > interval_s_max ? Flaw::out_of_range
                                                                   : Flaw::none;
}

Flaw read_internal(Json json, Header&) {
  return json.is_object() ? Flaw::none : Flaw::object_wanted;
}

// --- Blocks: the schema's tables -----------------------------------------------------------------

template <class Block>
struct Member {
  std::string_view name;
  Flaw (*read)(Json, Block&);
  bool required = false;
};

template <class Block, size_t N>
class Schema {
 public:
  consteval explicit Schema(const Member<Block> (&members)[N])
      : words_(names_of(members)), members_(std::to_array(members)) {
    for (size_t i = 0; i < N; ++i) required_ |= uint32_t{members[i].required} << i;
  }
  const Words<N>& words() const { return words_; }
  const Member<Block>& operator[](size_t index) const { return members_[index]; }
  uint32_t required() const { return required_; }

 private:
  static consteval std::array<std::string_view, N> names_of(const Member<Block> (&members)[N]) {
    std::array<std::string_view, N> names;
    for (size_t i = 0; i < N; ++i) names[i] = members[i].name;
    return names;
  }

  Words<N> words_;
  std::array<Member<Block>, N> members_;
  uint32_t required_ = 0;
};

constexpr bool required = true;

constexpr Member<Header> header_members[] = {
    {"domain", read_word<&Header::domain, domain_words>, required},
    {"eventId", read_plain<&Header::event_id>, required},
    {"eventName", read_plain<&Header::event_name>, required},
    {"eventType", read_name<&Header::event_type>},
    {"internalHeaderFields", read_internal},
    {"lastEpochMicrosec", read_epoch<&Header::last_us>, required},
    {"nfcNamingCode", read_plain<&Header::nfc_naming_code>},
    {"nfNamingCode", read_plain<&Header::nf_naming_code>},
    {"nfVendorName", read_plain<&Header::nf_vendor_name>},
    {"priority", read_word<&Header::priority, priority_words>, required},
    {"reportingEntityId", read_plain<&Header::reporting_entity_id>},
    {"reportingEntityName", read_plain<&Header::reporting_entity_name>, required},
    {"sequence", read_whole<&Header::sequence>, required},
    {"sourceId", read_plain<&Header::source_id>},
    {"sourceName", read_name<&Header::source_name>, required},
    {"startEpochMicrosec", read_epoch<&Header::start_us>, required},
    {"stndDefinedNamespace", read_plain<&Header::stnd_defined_namespace>},
    {"timeZoneOffset", read_plain<&Header::time_zone_offset>},
    {"version", read_word<&Header::version, header_version_words>, required},
    {"vesEventListenerVersion", read_word<&Header::listener_version, listener_version_words>,
     required},
};
constexpr Schema header_schema(header_members);

constexpr Member<Fault> fault_members[] = {
    {"alarmAdditionalInformation", read_map},
    {"alarmCondition", read_name<&Fault::condition>, required},
    {"alarmInterfaceA", read_name<&Fault::interface>},
    {"eventCategory", read_name<&Fault::category>},
    {"eventSeverity", read_word<&Fault::severity, severity_words>, required},
    {"eventSourceType", read_plain<&Fault::source_type>, required},
    {"faultFieldsVersion", read_word<&Fault::version, fault_version_words>, required},
    {"specificProblem", read_plain<&Fault::specific_problem>, required},
    {"vfStatus", read_word<&Fault::status, status_words>, required},
};
constexpr Schema fault_schema(fault_members);

constexpr Member<Heartbeat> heartbeat_members[] = {
    {"additionalFields", read_map},
    {"heartbeatFieldsVersion", read_word<&Heartbeat::version, heartbeat_version_words>, required},
    {"heartbeatInterval", read_interval, required},
};
constexpr Schema heartbeat_schema(heartbeat_members);

// --- Events --------------------------------------------------------------------------------------

// What is wrong with an event, and where; spelt out only when something is.
struct Wrong {
  Flaw flaw = Flaw::none;
  std::string_view block;   // "" for the event itself
  std::string_view member;  // "" for the block itself

  bool is(Flaw found, std::string_view in_block, std::string_view at_member = {}) {
    flaw = found;
    block = in_block;
    member = at_member;
    return true;
  }
};

// Answers whether something is wrong. The members are gone through once, in the order they have.
template <class Block, size_t N>
bool fill(Json json, const Schema<Block, N>& schema, Block& block, Wrong& wrong,
          std::string_view block_name) {
  if (!json.is_object()) return wrong.is(Flaw::object_wanted, block_name);
  uint32_t seen = 0;
  auto visit = [&](std::string_view key, Json value) {
    const int found = schema.words().find(key);
    if (found < 0) return !wrong.is(Flaw::unknown_member, block_name, key);
    const uint32_t bit = uint32_t{1} << found;
    if ((seen & bit) != 0) return !wrong.is(Flaw::member_twice, block_name, key);
    seen |= bit;
    const Flaw flaw = schema[static_cast<size_t>(found)].read(value, block);
    return flaw == Flaw::none || !wrong.is(flaw, block_name, key);
  };
  json.each_member(visit);
  if (wrong.flaw != Flaw::none) return true;
  const uint32_t missing = schema.required() & ~seen;
  if (missing == 0) return false;
  const auto first = static_cast<size_t>(std::countr_zero(missing));
  return wrong.is(Flaw::missing, block_name, schema.words()[first]);
}

bool fill_block(int found, Json json, Event& event, Wrong& wrong) {
  const std::string_view name = block_words[static_cast<size_t>(found)];
  if (found == 0) return fill(json, header_schema, event.header, wrong, name);
  const int domain = found - 1;
  event.blocks = static_cast<uint16_t>(event.blocks | 1u << domain);
  if (domain == static_cast<int>(Domain::fault))
    return fill(json, fault_schema, event.fault.emplace(), wrong, name);
  if (domain == static_cast<int>(Domain::heartbeat))
    return fill(json, heartbeat_schema, event.heartbeat.emplace(), wrong, name);
  const bool is_own = domain == static_cast<int>(Domain::measurement) ||
                      domain == static_cast<int>(Domain::perf3gpp);
  if (is_own && json.is_object()) event.measured = json;
  return !json.is_object() && wrong.is(Flaw::object_wanted, name);
}

// What an event needs beyond the schema before anything can be done about it.
bool is_unfit(const Event& event, Wrong& wrong) {
  const Domain domain = event.header.domain;
  if (domain != Domain::fault && domain != Domain::heartbeat) return false;
  if (event.header.source_name.empty())
    return wrong.is(Flaw::missing, block_words[0], "sourceName");
  if (domain != Domain::fault) return false;
  if (!event.fault) return wrong.is(Flaw::missing, block_words[1]);
  return event.fault->condition.empty() &&
         wrong.is(Flaw::missing, block_words[1], "alarmCondition");
}

bool fill_event(Json json, Event& event, Wrong& wrong) {
  if (!json.is_object()) return wrong.is(Flaw::object_wanted, {});
  uint32_t seen = 0;
  auto visit = [&](std::string_view key, Json value) {
    const int found = block_words.find(key);
    if (found < 0) return !wrong.is(Flaw::unknown_member, key);
    const uint32_t bit = uint32_t{1} << found;
    if ((seen & bit) != 0) return !wrong.is(Flaw::member_twice, key);
    seen |= bit;
    return !fill_block(found, value, event, wrong);
  };
  json.each_member(visit);
  if (wrong.flaw != Flaw::none) return true;
  if ((seen & 1) == 0) return wrong.is(Flaw::missing, block_words[0]);
  return is_unfit(event, wrong);
}

// A key from outside may be as long as the body; a cut stays between two characters.
std::string_view shown(std::string_view key) {
  if (key.size() <= shown_key_bytes_max) return key;
  size_t end = shown_key_bytes_max;
  while (end > 0 && (static_cast<uint8_t>(key[end]) & 0xC0) == 0x80) --end;
  return key.substr(0, end);
}

Refusal refusal_at(std::string path, const Wrong& wrong) {
  if (!wrong.block.empty()) path.append(1, '.').append(shown(wrong.block));
  if (!wrong.member.empty()) path.append(1, '.').append(shown(wrong.member));
  return refusal_of(wrong.flaw, path);
}

// The one member of the body, by its name.
Result<Json> sole_member(Json root, std::string_view name) {
  if (!root.is_object()) return refusal_of(Flaw::object_wanted, {});
  std::optional<Json> sole;
  Result<void> result;
  auto visit = [&](std::string_view key, Json value) {
    if (key != name)
      result = refusal_of(Flaw::unknown_member, std::string(shown(key)));
    else if (sole)
      result = refusal_of(Flaw::member_twice, std::string(name));
    else
      sole = value;
    return result.has_value();
  };
  root.each_member(visit);
  if (!result) return tl::unexpected(result.error());
  if (!sole) return refusal_of(Flaw::missing, std::string(name));
  return *sole;
}

Result<void> read_list(Json list, std::vector<Event>& events) {
  if (!list.is_array())
    return invalid("field_must_have_the_right_type", "eventList", "expected an array");
  const size_t count = list.size();
  if (count > limits::ves_batch_events_max)
    return invalid("events_must_be_fewer", "eventList",
                   "at most " + std::to_string(limits::ves_batch_events_max) + " in one batch");
  events.reserve(count);
  Wrong wrong;
  auto visit = [&](Json item) { return !fill_event(item, events.emplace_back(), wrong); };
  list.each(visit);
  if (wrong.flaw == Flaw::none) return {};
  return refusal_at("eventList[" + std::to_string(events.size() - 1) + "]", wrong);
}

// --- Out -----------------------------------------------------------------------------------------

class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void open(std::string_view name) {
    key(name);
    out_ += '{';
    first_ = true;
  }
  void close() {
    out_ += '}';
    first_ = false;
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_text(out_, value);
  }
  void text_if(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, int64_t value) {
    key(name);
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }
  void map_if(std::string_view name, const std::optional<Json>& map) {
    if (!map) return;
    open(name);
    auto visit = [&](std::string_view key, Json value) {
      text(key, value.text());
      return true;
    };
    map->each_member(visit);
    close();
  }

 private:
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_text(out_, name);
    out_ += ':';
  }

  std::string& out_;
  bool first_ = true;
};

void print_header(Printer& print, const Header& header) {
  print.open(block_words[0]);
  print.text("version", header.version);
  print.text("vesEventListenerVersion", header.listener_version);
  print.text("domain", domain_name(header.domain));
  print.text("eventName", header.event_name);
  print.text_if("eventType", header.event_type);
  print.text("eventId", header.event_id);
  print.number("sequence", header.sequence);
  print.text("priority", header.priority);
  print.text_if("reportingEntityId", header.reporting_entity_id);
  print.text("reportingEntityName", header.reporting_entity_name);
  print.text_if("sourceId", header.source_id);
  print.text("sourceName", header.source_name);
  print.text_if("nfVendorName", header.nf_vendor_name);
  print.text_if("nfNamingCode", header.nf_naming_code);
  print.text_if("nfcNamingCode", header.nfc_naming_code);
  print.text_if("stndDefinedNamespace", header.stnd_defined_namespace);
  print.number("startEpochMicrosec", header.start_us);
  print.number("lastEpochMicrosec", header.last_us);
  print.text_if("timeZoneOffset", header.time_zone_offset);
  print.close();
}

void print_fault(Printer& print, const Fault& fault) {
  print.open(block_words[1]);
  print.text("faultFieldsVersion", fault.version);
  print.text("alarmCondition", fault.condition);
  print.text_if("alarmInterfaceA", fault.interface);
  print.text_if("eventCategory", fault.category);
  print.text("eventSourceType", fault.source_type);
  print.text("specificProblem", fault.specific_problem);
  print.text("eventSeverity", severity_name(fault.severity));
  print.text("vfStatus", fault.status);
  print.map_if("alarmAdditionalInformation", fault.additional);
  print.close();
}

void print_heartbeat(Printer& print, const Heartbeat& heartbeat) {
  print.open(block_words[2]);
  print.text("heartbeatFieldsVersion", heartbeat.version);
  print.number("heartbeatInterval", heartbeat.interval_s);
  print.map_if("additionalFields", heartbeat.additional);
  print.close();
}

}  // namespace

std::string_view domain_name(Domain domain) { return domain_words[static_cast<size_t>(domain)]; }

std::string_view severity_name(Severity severity) {
  return severity_words[static_cast<size_t>(severity)];
}

Result<void> read_events(JsonDocument& document, std::string_view body, Shape shape,
                         std::vector<Event>& events) {
  events.clear();
  const auto root = document.parse(body);
  if (!root) return tl::unexpected(root.error());
  const bool is_list = shape == Shape::event_list;
  const auto sole = sole_member(*root, is_list ? "eventList" : "event");
  if (!sole) return tl::unexpected(sole.error());
  if (is_list) return read_list(*sole, events);
  Wrong wrong;
  if (fill_event(*sole, events.emplace_back(), wrong)) return refusal_at("event", wrong);
  return {};
}

void append_event(std::string& out, const Event& event) {
  Printer print(out);
  out += '{';
  print_header(print, event.header);
  if (event.fault) print_fault(print, *event.fault);
  if (event.heartbeat) print_heartbeat(print, *event.heartbeat);
  for (size_t domain = 2; domain < domain_count; ++domain) {
    if ((event.blocks >> domain & 1) == 0) continue;
    print.open(block_words[domain + 1]);
    print.close();
  }
  out += '}';
}

std::string print_events(std::span<const Event> events, Shape shape) {
  std::string out = shape == Shape::event ? "{\"event\":" : "{\"eventList\":[";
  for (const Event& event : events) {
    if (&event != events.data()) out += ',';
    append_event(out, event);
  }
  out += shape == Shape::event ? "}" : "]}";
  return out;
}

}  // namespace lifeline::ves
