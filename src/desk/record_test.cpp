// SPDX-License-Identifier: Apache-2.0
#include "desk/record.h"

#include <doctest/doctest.h>

namespace lifeline::desk {
namespace {

constexpr Instant noon{1'579'780'800'000'000};

// A payload's head and events as one line, or the refusal's name.
std::string told(std::string_view payload, size_t events_max = 100) {
  JsonDocument document;
  std::string text;
  size_t events = 0;
  auto visit = [&](const RecordHead& head, std::string_view type, Json event) {
    text += " " + std::string(type) + "@" + std::string(head.id) + "=" +
            std::string(event.at("x") ? event.at("x")->text() : "none");
    return ++events < events_max;
  };
  const auto head = read_record(document, payload, visit);
  if (!head) return head.error().name;
  return to_rfc3339(head->at) + "|" + std::string(head->who) + "|" + std::string(head->id) + "|" +
         std::string(head->why) + "|" + std::string(head->subject) + "|" + text;
}

}  // namespace

TEST_CASE("a record is written in the form that its head comment draws and reads back") {
  RecordWriter writer;
  writer.open_event("alarm", "Raised") += R"({"x":"1"})";
  writer.close_event();
  writer.open_event("incident", "Opened") += "{}";
  writer.close_event();
  CHECK(writer.count() == 2);
  const std::string payload = writer.finish(
      {.at = noon, .who = "li \"q\"", .id = "k", .why = "\u96e8", .subject = "420000-17"});
  CHECK(payload ==
        R"({"at":"2020-01-23T12:00:00.000000Z","who":"li \"q\"","id":"k","why":"雨",)"
        R"("subject":"420000-17","events":[["alarm.Raised",{"x":"1"}],["incident.Opened",{}]]})");
  CHECK(told(payload) ==
        "2020-01-23T12:00:00.000000Z|li \"q\"|k|雨|420000-17| alarm.Raised@k=1 "
        "incident.Opened@k=none");
  CHECK(writer.count() == 0);
}

TEST_CASE("members of a record without a value are left out") {
  RecordWriter writer;
  writer.open_event("a", "B") += "{}";
  writer.close_event();
  const std::string payload = writer.finish({.at = noon});
  CHECK(payload == R"({"at":"2020-01-23T12:00:00.000000Z","events":[["a.B",{}]]})");
}

TEST_CASE("reading a record stops when the visitor has enough") {
  CHECK(told(R"({"at":"","events":[["a.B",{}],["a.C",{}],["a.D",{}]]})", 2) ==
        "||||| a.B@=none a.C@=none");
}

TEST_CASE("a record that is not whole is refused") {
  CHECK(told("[]") == "record_must_be_whole");
  CHECK(told(R"({"at":"","events":[["a.B"]]})") == "record_must_be_whole");
  CHECK(told(R"({"at":"","events":[7]})") == "record_must_be_whole");
  CHECK(told(R"({"at":"","events":[["a.B",{}])") == "body_must_be_json");
}

}  // namespace lifeline::desk
