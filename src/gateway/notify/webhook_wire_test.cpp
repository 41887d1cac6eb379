// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/webhook_wire.h"

#include <arpa/inet.h>

#include <doctest/doctest.h>

#include "gateway/notify/encode.h"

namespace lifeline::notify {
namespace {

std::string v4(const char* text) {
  std::string bytes(4, '\0');
  CHECK(inet_pton(AF_INET, text, bytes.data()) == 1);
  return bytes;
}
std::string v6(const char* text) {
  std::string bytes(16, '\0');
  CHECK(inet_pton(AF_INET6, text, bytes.data()) == 1);
  return bytes;
}

TEST_CASE("a request is signed as the standard's own example is") {
  // Standard Webhooks, spec/standard-webhooks.md and its libraries' tests.
  const auto key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  REQUIRE(key);
  const auto headers =
      webhook_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})", *key);
  REQUIRE(headers.size() == 4);
  CHECK(headers[0].first == "Idempotency-Key");
  CHECK(headers[2].second == "1614265330");
  CHECK(headers[3].second == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(webhook_headers("a", 1, "{}", "").size() == 3);
}

TEST_CASE("a secret is long enough, printable, and base64 where it says so") {
  CHECK(signing_key("short").error().name == "secret_must_be_in_range");
  CHECK(signing_key(std::string(501, 'a')).error().name == "secret_must_be_in_range");
  CHECK(signing_key("sixteen letters!\n").error().name == "secret_must_be_printable");
  CHECK(signing_key("whsec_***************").error().name == "secret_must_be_base64");
  CHECK(signing_key("a-word-of-sixteen").value() == "a-word-of-sixteen");
}

TEST_CASE("a status says whether to ask again") {
  for (const int taken : {200, 202, 204}) CHECK(verdict_of(taken) == Verdict::taken);
  for (const int later : {408, 425, 429, 500, 503}) CHECK(verdict_of(later) == Verdict::later);
  for (const int refused : {301, 302, 400, 401, 404, 410})
    CHECK(verdict_of(refused) == Verdict::refused);
}

TEST_CASE("only addresses of the open Internet are public, whatever they are wrapped in") {
  for (const char* open : {"8.8.8.8", "114.114.114.114", "172.32.0.1", "100.128.0.1", "1.0.0.1"})
    CHECK_MESSAGE(is_public_address(v4(open)), open);
  for (const char* closed :
       {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9"})
    CHECK_MESSAGE(!is_public_address(v4(closed)), closed);
  for (const char* open : {"2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"})
    CHECK_MESSAGE(is_public_address(v6(open)), open);
  for (const char* closed : {"::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
                             "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
                             "64:ff9b::10.0.0.1", "2002:7f00:1::1", "2001:db8::1", "2001::1"})
    CHECK_MESSAGE(!is_public_address(v6(closed)), closed);
  CHECK_FALSE(is_public_address(""));
}

TEST_CASE("base64 reads what it writes and nothing that is broken") {
  for (const char* text : {"a", "ab", "abc", "抢修"}) CHECK(from_base64(base64(text)) == text);
  for (const char* wrong : {"", "a", "ab==c", "a===", "!!!!", "ab=c"})
    CHECK_FALSE(from_base64(wrong));
}

}  // namespace
}  // namespace lifeline::notify
