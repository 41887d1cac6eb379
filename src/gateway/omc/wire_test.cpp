// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/wire.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::omc {
namespace {

std::string frame(Kind kind, std::string_view body) {
  std::string bytes;
  append_frame(bytes, {.kind = kind, .at_s = 0x01020304, .body = body});
  return bytes;
}

TEST_CASE("a frame is its sign, its kind, its time, its length and its body") {
  using namespace std::string_literals;
  const std::string bytes = frame(Kind::heartbeat, "reqHeartBeat;reqId=7");
  CHECK(bytes == "\xFF\xFF\x08\x01\x02\x03\x04\x00\x14reqHeartBeat;reqId=7"s);
  const std::string more = bytes + "\xFF";
  const auto read = read_frame(more);
  REQUIRE(read);
  REQUIRE(*read);
  CHECK((*read)->kind == Kind::heartbeat);
  CHECK((*read)->at_s == 0x01020304);
  CHECK((*read)->body == "reqHeartBeat;reqId=7");
  CHECK(size_of(**read) == bytes.size());
}

TEST_CASE("a frame that is not all there is waited for") {
  const std::string bytes = frame(Kind::alarm, "{}");
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto read = read_frame(std::string_view(bytes).substr(0, size));
    REQUIRE(read);
    CHECK_FALSE(*read);
  }
}

TEST_CASE("bytes without the sign are refused as soon as they are seen") {
  CHECK(read_frame("G").error().name == "frame_must_begin_with_its_sign");
  CHECK(read_frame("\xFFG").error().name == "frame_must_begin_with_its_sign");
  const std::string strange = frame(static_cast<Kind>(11), "");
  const auto unknown = read_frame(strange);
  REQUIRE(unknown);
  CHECK_FALSE((*unknown)->is_known());
}

TEST_CASE("a body counts octets of UTF-8, up to what its length can say") {
  const std::string body(frame_body_bytes_max, 'x');
  const std::string bytes = frame(Kind::alarm, body);
  const auto read = read_frame(bytes);
  REQUIRE(read);
  CHECK((*read)->body.size() == frame_body_bytes_max);
}

TEST_CASE("a message is a name and its values") {
  const auto message = read_message("ackLoginAlarm;result=fail; resDesc = password-error ;");
  REQUIRE(message);
  CHECK(message->name == "ackLoginAlarm");
  CHECK(message->value("result") == "fail");
  CHECK(message->value("resDesc") == "password-error");
  CHECK(message->value("reqId").empty());
  CHECK(print_message(*message) == "ackLoginAlarm;result=fail;resDesc=password-error");
  CHECK(read_message("").error().name == "message_must_have_a_name");
  CHECK(read_message("a=1;b=2").error().name == "message_must_have_a_name");
  CHECK(read_message("a" + std::string(20, ';')).error().name == "message_must_be_short");
}

TEST_CASE("an alarm's members are texts, however they were written") {
  JsonDocument document;
  const auto fields = read_alarm(
      document, R"({"alarmSeq":475185,"neName":"金银潭","x":null,"y":true,"z":1.5,"list":[1]})");
  REQUIRE(fields);
  CHECK(
      *fields ==
      Fields{{"alarmSeq", "475185"}, {"neName", "金银潭"}, {"x", ""}, {"y", "true"}, {"z", "1.5"}});
  CHECK(read_alarm(document, "[]").error().name == "alarm_must_be_an_object");
  CHECK(read_alarm(document, "{").error().name == "body_must_be_json");
  std::string many = "{";
  for (size_t i = 0; i <= limits::omc_fields_max; ++i)
    many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  CHECK(read_alarm(document, many + "}").error().name == "fields_must_be_fewer");
}

}  // namespace
}  // namespace lifeline::omc
