// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/map.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::ves {
namespace {

Event fault_event(Severity severity = Severity::major) {
  Event event;
  event.header = {.domain = Domain::fault,
                  .event_id = "e-1",
                  .event_type = "transport",
                  .source_name = "enb-1",
                  .sequence = 7,
                  .last_us = 1'579'744'800'000'000};
  event.fault = Fault{.condition = "linkDown",
                      .interface = "port-1",
                      .category = "link",
                      .specific_problem = "fibre cut",
                      .severity = severity};
  return event;
}

Event heartbeat_event(std::string_view source) {
  Event event;
  event.header = {.domain = Domain::heartbeat, .source_name = source};
  return event;
}

alarm::Raise raise_of(const Event& event) { return std::get<alarm::Raise>(alarm_command(event)); }

template <class Command>
const Command& command_at(const Share& share, size_t index) {
  REQUIRE(index < share.commands.items().size());
  const auto& any = share.commands.items()[index];
  REQUIRE(any.slot() == desk::type_slot<Command>());
  return *static_cast<const Command*>(any.value());
}

TEST_CASE("a fault raises an alarm with all that it says") {
  const alarm::Raise raise = raise_of(fault_event());
  CHECK(raise.source_name == "enb-1");
  CHECK(raise.condition == "linkDown");
  CHECK(raise.interface == "port-1");
  CHECK(raise.severity == alarm::Severity::major);
  CHECK(raise.event_type == "link");
  CHECK(raise.specific_problem == "fibre cut");
  CHECK(raise.additional_text.empty());
  CHECK(raise.reported_at == Instant{1'579'744'800'000'000});
  CHECK(raise.delivery != 0);
}

TEST_CASE("each severity has its perceived severity") {
  CHECK(raise_of(fault_event(Severity::critical)).severity == alarm::Severity::critical);
  CHECK(raise_of(fault_event(Severity::major)).severity == alarm::Severity::major);
  CHECK(raise_of(fault_event(Severity::minor)).severity == alarm::Severity::minor);
  CHECK(raise_of(fault_event(Severity::warning)).severity == alarm::Severity::warning);
}

TEST_CASE("a fault of normal severity clears the alarm of the same identity") {
  const alarm::Command command = alarm_command(fault_event(Severity::normal));
  const auto& clear = std::get<alarm::ReportClear>(command);
  CHECK(clear.source_name == "enb-1");
  CHECK(clear.condition == "linkDown");
  CHECK(clear.interface == "port-1");
  CHECK(clear.reported_at == Instant{1'579'744'800'000'000});
}

TEST_CASE("the header's event type stands in where the fault has no category") {
  Event event = fault_event();
  event.fault->category = {};
  CHECK(raise_of(event).event_type == "transport");
}

TEST_CASE("additional information becomes one text of whole pairs") {
  JsonDocument document;
  Event event = fault_event();
  event.fault->additional = *document.parse(R"({"slot":"3","port":"","板":"甲"})");
  CHECK(raise_of(event).additional_text == "slot=3; port=; 板=甲");
}

TEST_CASE("additional information that is too long is cut between two pairs and marked") {
  std::string json = "{";
  for (int i = 0; i < 1000; ++i) {
    if (i > 0) json += ',';
    json.append("\"板").append(std::to_string(i)).append("\":\"值\"");
  }
  JsonDocument document;
  Event event = fault_event();
  event.fault->additional = *document.parse(json + "}");
  const std::string text = raise_of(event).additional_text;
  CHECK(text.size() <= limits::text_bytes_max);
  CHECK(text.size() > limits::text_bytes_max - 30);
  CHECK(text.ends_with("=值…"));
  CHECK(is_utf8(text));
}

TEST_CASE("a delivery differs with each of id, sequence, time and severity, and is never zero") {
  const Event event = fault_event();
  const uint64_t delivery = delivery_of(event.header, Severity::major);
  CHECK(delivery == delivery_of(event.header, Severity::major));
  CHECK(delivery != delivery_of(event.header, Severity::minor));
  Header other = event.header;
  other.event_id = "e-2";
  CHECK(delivery != delivery_of(other, Severity::major));
  other = event.header;
  other.sequence = 8;
  CHECK(delivery != delivery_of(other, Severity::major));
  other = event.header;
  other.last_us += 1;
  CHECK(delivery != delivery_of(other, Severity::major));
  CHECK(delivery_of(Header{}, Severity::critical) != 0);
}

TEST_CASE("a heartbeat beats in its own interval, or every minute") {
  Event event = heartbeat_event("oss-1");
  CHECK(std::get<source::Beat>(source_command(event)).interval_s == 60);
  event.heartbeat = Heartbeat{.interval_s = 20};
  const auto beat = std::get<source::Beat>(source_command(event));
  CHECK(beat.name == "oss-1");
  CHECK(beat.interval_s == 20);
}

TEST_CASE(
    "events go to the desk of their source, in their order, and unknown ones to headquarters") {
  door::SourceDirectory directory;
  directory.add(std::vector<std::string>{"enb-1"}, UnitCode{420000});
  std::vector<Event> events(5);
  events[0] = fault_event();
  events[1] = heartbeat_event("stranger");
  events[2] = fault_event(Severity::normal);
  events[3].header = {.domain = Domain::syslog, .source_name = "enb-1"};
  events[4] = heartbeat_event("enb-1");
  const auto shares = share_out(events, directory);
  REQUIRE(shares.size() == 2);
  CHECK(shares[0].desk == UnitCode{420000});
  REQUIRE(shares[0].commands.items().size() == 3);
  CHECK(std::holds_alternative<alarm::Raise>(command_at<alarm::Command>(shares[0], 0)));
  CHECK(std::holds_alternative<alarm::ReportClear>(command_at<alarm::Command>(shares[0], 1)));
  CHECK(std::get<source::Beat>(command_at<source::Command>(shares[0], 2)).name == "enb-1");
  CHECK(shares[1].desk == group_unit);
  CHECK(shares[1].commands.items().size() == 1);
}

TEST_CASE("a source that moves belongs to its last desk") {
  door::SourceDirectory directory;
  CHECK(door::SourceDirectory::Look(directory).desk_of("enb-1") == group_unit);
  directory.add(std::vector<std::string>{"enb-1", "enb-2"}, UnitCode{420000});
  directory.add(std::vector<std::string>{"enb-1"}, UnitCode{430000});
  CHECK(door::SourceDirectory::Look(directory).desk_of("enb-1") == UnitCode{430000});
  CHECK(door::SourceDirectory::Look(directory).desk_of("enb-2") == UnitCode{420000});
  CHECK(directory.size() == 2);
}

TEST_CASE("a request's id is of the account and of every byte") {
  const std::string id = request_id("oss-1", "{}");
  CHECK(id.starts_with("ves:oss-1:"));
  CHECK(id.size() == 10 + 32);
  CHECK(id == request_id("oss-1", "{}"));
  CHECK(id != request_id("oss-2", "{}"));
  CHECK(id != request_id("oss-1", "{} "));
}

}  // namespace
}  // namespace lifeline::ves
