// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/wire.h"

#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"

namespace lifeline::snmp {
namespace {

const std::string corpus = LIFELINE_SOURCE_DIR "/tests/corpus/snmp/";
constexpr std::string_view link_down = "1.3.6.1.6.3.1.1.5.3";

std::string sample(const std::string& name) {
  auto bytes = read_file(corpus + name);
  REQUIRE(bytes);
  return std::move(*bytes);
}

// What the library keeps for the process stands in a folder of the test's own.
Wire& wire() {
  static const std::string folder =
      (std::filesystem::temp_directory_path() / "lifeline-snmp-test").string();
  static const std::unique_ptr<Wire> opened = [] {
    auto made = Wire::open(folder, {User{.name = "bob",
                                         .auth = "SHA",
                                         .auth_key = "authpass1",
                                         .priv = "AES",
                                         .priv_key = "privpass1",
                                         .engine = {}}});
    REQUIRE(made);
    return std::move(*made);
  }();
  return *opened;
}

Notification heard(const std::string& name) {
  auto made = wire().hear(sample(name), "peer");
  REQUIRE(made);
  REQUIRE(*made);
  return **made;
}

std::string refused(std::string_view bytes) {
  const auto made = wire().hear(bytes, "peer");
  return made ? "" : made.error().name;
}

TEST_CASE("a trap of version 2c is a name, the agent's time and what comes with it") {
  const Notification trap = heard("trap_v2c");
  CHECK(trap.version == Version::v2c);
  CHECK(trap.who == "public");
  CHECK(trap.trap == link_down);
  CHECK(trap.up_time > 0);
  CHECK(trap.varbinds ==
        std::vector<Varbind>{{"1.3.6.1.2.1.2.2.1.1.7", "7"}, {"1.3.6.1.2.1.2.2.1.2.7", "eth7"}});
  CHECK_FALSE(trap.token);
}

TEST_CASE("an object of a type that has no value is an empty text") {
  std::string bytes = sample("trap_v2c");
  bytes[bytes.find("eth7") - 2] = '\x80';  // noSuchObject
  const auto trap = wire().hear(bytes, "peer");
  REQUIRE(trap);
  REQUIRE(*trap);
  CHECK((*trap)->varbinds.back() == Varbind{"1.3.6.1.2.1.2.2.1.2.7", ""});
}

TEST_CASE("a trap of version 1 is named as in version 2, with its agent's address") {
  const Notification trap = heard("trap_v1");
  CHECK(trap.version == Version::v1);
  CHECK(trap.trap == link_down);
  CHECK(trap.address == "10.9.8.7");
  CHECK(trap.up_time == 55);
}

TEST_CASE("an inform is confirmed once it is told to be, with its own number") {
  wire().to_send();
  const Notification inform = heard("inform_v2c");
  REQUIRE(inform.token);
  CHECK(wire().to_send().empty());
  wire().confirm(inform.token);
  const auto sent = wire().to_send();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].peer == "peer");
  std::string response = sample("inform_v2c");
  CHECK(sent[0].bytes.size() == response.size());
  const size_t pdu = response.find('\xA6');
  response[pdu] = '\xA2';
  CHECK(sent[0].bytes == response);
}

TEST_CASE(
    "who asks for the engine of version 3 is told, and nothing is a "
    "notification") {
  wire().to_send();
  const auto made = wire().hear(sample("discovery_v3"), "peer");
  REQUIRE(made);
  CHECK_FALSE(*made);
  CHECK(wire().to_send().size() == 1);
}

TEST_CASE("bytes that are no notification are refused by name") {
  CHECK(refused("") == "message_must_be_well_formed");
  CHECK(refused("GET / HTTP/1.1\r\n\r\n") == "message_must_be_well_formed");
  const std::string whole = sample("trap_v2c");
  for (size_t size = 0; size < whole.size(); ++size)
    CHECK(refused(whole.substr(0, size)) == "message_must_be_well_formed");
  std::string get = whole;
  get[get.find('\xA7')] = '\xA0';
  CHECK(refused(get) == "message_must_be_a_notification");
  std::string version = whole;
  version[4] = 9;
  CHECK(refused(version) != "");
}

TEST_CASE("a user without a proper key is refused by name") {
  const auto refusal = [](const User& user) {
    const auto made = Wire::open("/nowhere", {user});
    return made ? "" : made.error().name;
  };
  wire();
  CHECK(refusal({.name = "x y\"",
                 .auth = {},
                 .auth_key = {},
                 .priv = {},
                 .priv_key = {},
                 .engine = {}}) == "user_must_be_well_formed");
  CHECK(refusal({.name = "bob",
                 .auth = "SHA",
                 .auth_key = "short",
                 .priv = {},
                 .priv_key = {},
                 .engine = {}}) == "user_must_be_well_formed");
  CHECK(refusal({.name = "bob",
                 .auth = {},
                 .auth_key = {},
                 .priv = "AES",
                 .priv_key = "longenough",
                 .engine = {}}) == "user_must_be_well_formed");
}

}  // namespace
}  // namespace lifeline::snmp
