// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/wire.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::ves {
namespace {

constexpr std::string_view whole_fault =
    R"({"event":{"commonEventHeader":{"version":"4.1","vesEventListenerVersion":"7.2.1",)"
    R"("domain":"fault","eventName":"Fault_Enb_LinkDown","eventType":"transport",)"
    R"("eventId":"e-1","sequence":7,"priority":"High","reportingEntityId":"r-id",)"
    R"("reportingEntityName":"oss-1","sourceId":"s-id","sourceName":"enb-420106-3",)"
    R"("nfVendorName":"V","nfNamingCode":"enbx","nfcNamingCode":"ssc",)"
    R"("startEpochMicrosec":1579744800000000,"lastEpochMicrosec":1.5797448001E15,)"
    R"("timeZoneOffset":"UTC+08:00","internalHeaderFields":{"a":1}},)"
    R"("faultFields":{"faultFieldsVersion":"4.0","alarmCondition":"linkDown",)"
    R"("alarmInterfaceA":"port-1","eventCategory":"link","eventSourceType":"port",)"
    R"("specificProblem":"光缆中断","eventSeverity":"MAJOR","vfStatus":"Preparing to terminate",)"
    R"("alarmAdditionalInformation":{"slot":"3","port":"1"}}}})";

constexpr std::string_view whole_heartbeat =
    R"({"event":{"commonEventHeader":{"version":"4.0","vesEventListenerVersion":"7.0",)"
    R"("domain":"heartbeat","eventName":"Heartbeat_Oss","eventId":"h-1","sequence":0,)"
    R"("priority":"Normal","reportingEntityName":"oss-1","sourceName":"oss-1",)"
    R"("startEpochMicrosec":0,"lastEpochMicrosec":1579744800000000},)"
    R"("heartbeatFields":{"heartbeatFieldsVersion":"3.0","heartbeatInterval":20,)"
    R"("additionalFields":{"k":"v"}}}})";

// The text with its only `from` changed.
std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string made(text);
  const size_t at = made.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(from));
  REQUIRE(made.find(from, at + 1) == std::string::npos);
  return made.replace(at, from.size(), to);
}

std::string as_list(std::string_view one, size_t count) {
  const std::string event(one.substr(9, one.size() - 10));
  std::string list = "{\"eventList\":[";
  for (size_t i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + event;
  return list + "]}";
}

struct Reading {
  JsonDocument document;
  std::vector<Event> events;
  Result<void> result;
};
Reading read(std::string_view body, Shape shape = Shape::event) {
  Reading reading;
  reading.result = read_events(reading.document, body, shape, reading.events);
  return reading;
}
Error error_of(std::string_view body, Shape shape = Shape::event) {
  const Reading reading = read(body, shape);
  return reading.result ? Error{.name = "nothing is wrong"} : reading.result.error();
}

struct Row {
  std::string_view from;
  std::string_view to;
  std::string_view name;
  std::string_view field;
};

TEST_CASE("a fault is read whole") {
  const Reading reading = read(whole_fault);
  REQUIRE(reading.result);
  REQUIRE(reading.events.size() == 1);
  const Header& header = reading.events[0].header;
  CHECK(header.domain == Domain::fault);
  CHECK(header.event_id == "e-1");
  CHECK(header.event_name == "Fault_Enb_LinkDown");
  CHECK(header.event_type == "transport");
  CHECK(header.sequence == 7);
  CHECK(header.priority == "High");
  CHECK(header.reporting_entity_id == "r-id");
  CHECK(header.reporting_entity_name == "oss-1");
  CHECK(header.source_id == "s-id");
  CHECK(header.source_name == "enb-420106-3");
  CHECK(header.nf_vendor_name == "V");
  CHECK(header.nf_naming_code == "enbx");
  CHECK(header.nfc_naming_code == "ssc");
  CHECK(header.start_us == 1'579'744'800'000'000);
  CHECK(header.last_us == 1'579'744'800'100'000);
  CHECK(header.time_zone_offset == "UTC+08:00");
  CHECK(header.version == "4.1");
  CHECK(header.listener_version == "7.2.1");
  REQUIRE(reading.events[0].fault);
  const Fault& fault = *reading.events[0].fault;
  CHECK(fault.condition == "linkDown");
  CHECK(fault.interface == "port-1");
  CHECK(fault.category == "link");
  CHECK(fault.source_type == "port");
  CHECK(fault.specific_problem == "光缆中断");
  CHECK(fault.severity == Severity::major);
  CHECK(fault.status == "Preparing to terminate");
  REQUIRE(fault.additional);
  CHECK(fault.additional->at("slot")->text() == "3");
  CHECK_FALSE(reading.events[0].heartbeat);
}

TEST_CASE("a heartbeat is read with its fields and without them") {
  const Reading reading = read(whole_heartbeat);
  REQUIRE(reading.result);
  REQUIRE(reading.events[0].heartbeat);
  CHECK(reading.events[0].heartbeat->interval_s == 20);
  const auto bare = with(whole_heartbeat,
                         R"(,"heartbeatFields":{"heartbeatFieldsVersion":"3.0",)"
                         R"("heartbeatInterval":20,"additionalFields":{"k":"v"}})",
                         "");
  const Reading without = read(bare);
  REQUIRE(without.result);
  CHECK_FALSE(without.events[0].heartbeat);
}

TEST_CASE("every wrong field of a fault refuses the body and is named") {
  const Row rows[] = {
      {R"("domain":"fault",)", "", "field_must_be_given", "domain"},
      {R"("eventId":"e-1",)", "", "field_must_be_given", "eventId"},
      {R"("eventName":"Fault_Enb_LinkDown",)", "", "field_must_be_given", "eventName"},
      {R"("lastEpochMicrosec":1.5797448001E15,)", "", "field_must_be_given", "lastEpochMicrosec"},
      {R"("priority":"High",)", "", "field_must_be_given", "priority"},
      {R"("reportingEntityName":"oss-1",)", "", "field_must_be_given", "reportingEntityName"},
      {R"("sequence":7,)", "", "field_must_be_given", "sequence"},
      {R"("sourceName":"enb-420106-3",)", "", "field_must_be_given", "sourceName"},
      {R"("startEpochMicrosec":1579744800000000,)", "", "field_must_be_given",
       "startEpochMicrosec"},
      {R"("version":"4.1",)", "", "field_must_be_given", "version"},
      {R"("vesEventListenerVersion":"7.2.1",)", "", "field_must_be_given",
       "vesEventListenerVersion"},
      {R"("sourceName":"enb-420106-3")", R"("sourceName":"")", "field_must_be_given", "sourceName"},
      {R"("domain":"fault")", R"("domain":"faults")", "field_must_be_a_known_word", "domain"},
      {R"("priority":"High")", R"("priority":"HIGH")", "field_must_be_a_known_word", "priority"},
      {R"("version":"4.1")", R"("version":"4.2")", "field_must_be_a_known_word", "version"},
      {R"("7.2.1")", R"("7.3")", "field_must_be_a_known_word", "vesEventListenerVersion"},
      {R"("7.2.1")", "7.2", "field_must_have_the_right_type", "vesEventListenerVersion"},
      {R"("sequence":7)", R"("sequence":"7")", "field_must_have_the_right_type", "sequence"},
      {R"("sequence":7)", R"("sequence":7.5)", "field_must_have_the_right_type", "sequence"},
      {R"("eventId":"e-1")", R"("eventId":1)", "field_must_have_the_right_type", "eventId"},
      {R"("eventId":"e-1")", R"("eventId":null)", "field_must_have_the_right_type", "eventId"},
      {"1579744800000000", R"("1579744800000000")", "field_must_have_the_right_type",
       "startEpochMicrosec"},
      {"1579744800000000", "-1", "number_must_be_in_range", "startEpochMicrosec"},
      {"1579744800000000", "-1.5", "number_must_be_in_range", "startEpochMicrosec"},
      {"1579744800000000", "253402300800000000", "number_must_be_in_range", "startEpochMicrosec"},
      {"1.5797448001E15", "1e300", "number_must_be_in_range", "lastEpochMicrosec"},
      {R"({"a":1})", "[]", "field_must_have_the_right_type", "internalHeaderFields"},
      {R"("timeZoneOffset":"UTC+08:00")", R"("zone":"UTC+08:00")", "field_must_be_known", "zone"},
      {R"("sourceId":"s-id")", R"("sequence":8)", "field_must_be_given_once", "sequence"},
      {R"("enb-420106-3")", R"("a\u001fb")", "field_must_be_printable", "sourceName"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const Error error = error_of(with(whole_fault, row.from, row.to));
    CHECK(error.code == Code::invalid);
    CHECK(error.name == row.name);
    CHECK(error.field == "event.commonEventHeader." + std::string(row.field));
  }
}

TEST_CASE("every wrong field of faultFields refuses the body and is named") {
  const Row rows[] = {
      {R"("alarmCondition":"linkDown",)", "", "field_must_be_given", "alarmCondition"},
      {R"("eventSeverity":"MAJOR",)", "", "field_must_be_given", "eventSeverity"},
      {R"("eventSourceType":"port",)", "", "field_must_be_given", "eventSourceType"},
      {R"("faultFieldsVersion":"4.0",)", "", "field_must_be_given", "faultFieldsVersion"},
      {R"("specificProblem":"光缆中断",)", "", "field_must_be_given", "specificProblem"},
      {R"("vfStatus":"Preparing to terminate",)", "", "field_must_be_given", "vfStatus"},
      {R"("linkDown")", R"("")", "field_must_be_given", "alarmCondition"},
      {R"("linkDown")", R"("a\u0007")", "field_must_be_printable", "alarmCondition"},
      {R"("port-1")", R"("a\u007f")", "field_must_be_printable", "alarmInterfaceA"},
      {R"("MAJOR")", R"("INDETERMINATE")", "field_must_be_a_known_word", "eventSeverity"},
      {R"("faultFieldsVersion":"4.0")", R"("faultFieldsVersion":4.0)",
       "field_must_have_the_right_type", "faultFieldsVersion"},
      {R"("faultFieldsVersion":"4.0")", R"("faultFieldsVersion":"3.0")",
       "field_must_be_a_known_word", "faultFieldsVersion"},
      {R"("Preparing to terminate")", R"("Gone")", "field_must_be_a_known_word", "vfStatus"},
      {R"("eventCategory":"link")", R"("eventCategory":true)", "field_must_have_the_right_type",
       "eventCategory"},
      {R"("eventCategory":"link")", R"("category":"link")", "field_must_be_known", "category"},
      {R"("slot":"3")", R"("slot":3)", "field_must_have_the_right_type",
       "alarmAdditionalInformation"},
      {R"({"slot":"3","port":"1"})", R"(["slot"])", "field_must_have_the_right_type",
       "alarmAdditionalInformation"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const Error error = error_of(with(whole_fault, row.from, row.to));
    CHECK(error.name == row.name);
    CHECK(error.field == "event.faultFields." + std::string(row.field));
  }
}

TEST_CASE("every wrong field of heartbeatFields refuses the body and is named") {
  const Row rows[] = {
      {R"("heartbeatFieldsVersion":"3.0",)", "", "field_must_be_given", "heartbeatFieldsVersion"},
      {R"("heartbeatInterval":20,)", "", "field_must_be_given", "heartbeatInterval"},
      {R"("3.0")", R"("2.0")", "field_must_be_a_known_word", "heartbeatFieldsVersion"},
      {R"("heartbeatInterval":20)", R"("heartbeatInterval":0)", "number_must_be_in_range",
       "heartbeatInterval"},
      {R"("heartbeatInterval":20)", R"("heartbeatInterval":86401)", "number_must_be_in_range",
       "heartbeatInterval"},
      {R"("heartbeatInterval":20)", R"("heartbeatInterval":"20")", "field_must_have_the_right_type",
       "heartbeatInterval"},
      {R"("k":"v")", R"("k":{})", "field_must_have_the_right_type", "additionalFields"},
      {R"("heartbeatInterval":20)", R"("heartbeatInterval":20,"x":1)", "field_must_be_known", "x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const Error error = error_of(with(whole_heartbeat, row.from, row.to));
    CHECK(error.name == row.name);
    CHECK(error.field == "event.heartbeatFields." + std::string(row.field));
  }
}

TEST_CASE("the frame around an event is checked") {
  CHECK(error_of("{").name == "body_must_be_json");
  CHECK(error_of("[]").name == "field_must_have_the_right_type");
  CHECK(error_of("{}").name == "field_must_be_given");
  CHECK(error_of("{}").field == "event");
  CHECK(error_of("{}", Shape::event_list).field == "eventList");
  CHECK(error_of(R"({"event":[]})").name == "field_must_have_the_right_type");
  CHECK(error_of(R"({"event":{}})").field == "event.commonEventHeader");
  CHECK(error_of(R"({"event":{"commonEventHeader":7}})").name == "field_must_have_the_right_type");
  CHECK(error_of(R"({"event":{},"event":{}})").name == "field_must_be_given_once");
  CHECK(error_of(with(whole_fault, R"({"event":)", R"({"eventList":[],"event":)")).name ==
        "field_must_be_known");
  CHECK(error_of(with(whole_fault, R"("faultFields")", R"("faults")")).field == "event.faults");
  CHECK(error_of(whole_fault, Shape::event_list).field == "event");
  const Error twice = error_of(with(whole_heartbeat, R"("heartbeatFields":{)",
                                    R"("syslogFields":{},"syslogFields":{},"h":{)"));
  CHECK(twice.name == "field_must_be_given_once");
  CHECK(twice.field == "event.syslogFields");
}

TEST_CASE("a fault without faultFields is refused, another domain without its fields is not") {
  const std::string bare = with(whole_fault, R"("faultFields":{)", R"("syslogFields":{)");
  const Error error = error_of(bare);
  CHECK(error.name == "field_must_be_given");
  CHECK(error.field == "event.faultFields");
  const Reading syslog = read(with(bare, R"("domain":"fault")", R"("domain":"syslog")"));
  REQUIRE(syslog.result);
  CHECK(syslog.events[0].header.domain == Domain::syslog);
  CHECK(syslog.events[0].blocks == 1u << static_cast<int>(Domain::syslog));
  CHECK(
      error_of(with(whole_heartbeat, R"("heartbeatFields":{)", R"("otherFields":1,"h":{)")).field ==
      "event.otherFields");
}

TEST_CASE("all fourteen domains are known, by the schema's words") {
  for (size_t i = 0; i < domain_count; ++i) {
    const std::string name(domain_name(static_cast<Domain>(i)));
    const auto body = with(whole_fault, R"("domain":"fault")", "\"domain\":\"" + name + "\"");
    const Reading reading = read(body);
    REQUIRE(reading.result);
    CHECK(reading.events[0].header.domain == static_cast<Domain>(i));
  }
}

TEST_CASE("names and texts have their limits") {
  const auto long_text = [](size_t size) { return "\"" + std::string(size, 'x') + "\""; };
  const size_t name = limits::name_bytes_max, text = limits::text_bytes_max;
  CHECK(read(with(whole_fault, R"("enb-420106-3")", long_text(name))).result);
  CHECK(error_of(with(whole_fault, R"("enb-420106-3")", long_text(name + 1))).name ==
        "name_must_be_short");
  CHECK(error_of(with(whole_fault, R"("linkDown")", long_text(name + 1))).name ==
        "name_must_be_short");
  CHECK(read(with(whole_fault, R"("光缆中断")", long_text(text))).result);
  CHECK(error_of(with(whole_fault, R"("光缆中断")", long_text(text + 1))).name ==
        "text_must_be_short");
  const Error unknown = error_of(R"({")" + std::string(5000, 'k') + R"(":1})");
  CHECK(unknown.name == "field_must_be_known");
  CHECK(unknown.field.size() == 60);
}

TEST_CASE("one wrong event refuses the batch and its place is named") {
  const auto good = as_list(whole_fault, 5);
  const Reading reading = read(good, Shape::event_list);
  REQUIRE(reading.result);
  CHECK(reading.events.size() == 5);
  std::string bad = good;
  size_t at = 0;
  for (int i = 0; i < 4; ++i) at = bad.find("\"sequence\":7", at) + 1;
  bad.replace(at - 1, 12, "\"sequence\":x");
  CHECK(error_of(bad, Shape::event_list).name == "body_must_be_json");
  bad.replace(at - 1, 12, "\"sequence\":{}");
  const Error error = error_of(bad, Shape::event_list);
  CHECK(error.name == "field_must_have_the_right_type");
  CHECK(error.field == "eventList[3].commonEventHeader.sequence");
}

TEST_CASE("a batch has a limit and may be empty") {
  CHECK(read(R"({"eventList":[]})", Shape::event_list).result);
  CHECK(error_of(R"({"eventList":{}})", Shape::event_list).field == "eventList");
  CHECK(error_of(R"({"eventList":[1]})", Shape::event_list).field == "eventList[0]");
  const size_t most = limits::ves_batch_events_max;
  CHECK(read(as_list(whole_heartbeat, most), Shape::event_list).result);
  CHECK(error_of(as_list(whole_heartbeat, most + 1), Shape::event_list).name ==
        "events_must_be_fewer");
}

TEST_CASE("what is read is printed so that it reads the same") {
  for (const std::string_view body : {whole_fault, whole_heartbeat}) {
    Reading reading = read(body);
    const std::string once = print_events(reading.events, Shape::event);
    Reading again = read(once);
    REQUIRE(again.result);
    CHECK(print_events(again.events, Shape::event) == once);
    CHECK(again.events[0].header.last_us == reading.events[0].header.last_us);
    CHECK(once.find(body == whole_fault ? "光缆中断" : "\"heartbeatInterval\":20") !=
          std::string::npos);
  }
  Reading list = read(as_list(whole_fault, 2), Shape::event_list);
  const std::string once = print_events(list.events, Shape::event_list);
  Reading again = read(once, Shape::event_list);
  REQUIRE(again.result);
  CHECK(again.events.size() == 2);
}

TEST_CASE("the corpus of the fuzzer reads without a crash, and each seed as its name says") {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/corpus/ves")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    const std::string name = entry.path().filename().string();
    const Shape shape = name.find("list") != std::string::npos ? Shape::event_list : Shape::event;
    CAPTURE(name);
    CHECK(read(body, shape).result.has_value() == !name.starts_with("wrong"));
    ++count;
  }
  CHECK(count >= 8);
}

}  // namespace
}  // namespace lifeline::ves
