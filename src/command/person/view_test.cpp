// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::person {
namespace {

using desk::Role;

const Person zhang{
    .id = "1",
    .name_zh = "张三",
    .name_en = "Zhang San",
    .unit = tests::wuhan,
    .skills = {"fibre"},
    .phone = "+8613800001234",
    .email = "zhang@example.com",
    .account = "zhang",
    .substitute = {},
    .absence = {
        .from = tests::noon, .until = seconds_after(tests::noon, 60), .reason = "isolation"}};

TEST_CASE("phone and e-mail are whole for commanders and for oneself") {
  const auto row = [](const desk::Actor& who) { return row_of(zhang, tests::noon, who); };
  const Row masked = row(tests::person(Role::operator_, tests::hubei));
  CHECK(masked.phone == "+86138****1234");
  CHECK(masked.email == "z****@example.com");
  CHECK(row(tests::person(Role::commander, tests::hubei)).phone == "+8613800001234");
  const Row own = row({.name = "zhang", .role = Role::viewer, .unit = tests::wuhan});
  CHECK(own.phone == "+8613800001234");
  CHECK(own.email == "zhang@example.com");
}

TEST_CASE("an e-mail address keeps its first character and its host") {
  CHECK(masked_email("张三@example.com") == "张****@example.com");
  CHECK(masked_email("") == "");
  CHECK(masked_email("no address") == "****");
  CHECK(masked_email("@host") == "****@host");
}

TEST_CASE("a row tells of an absence that is or will be, not of one that was") {
  const auto row = [](int64_t after_s) {
    return row_of(zhang, seconds_after(tests::noon, after_s),
                  tests::person(Role::viewer, tests::hubei));
  };
  CHECK_FALSE(row(-1).absent);
  CHECK(row(-1).absent_from == tests::noon);
  CHECK(row(59).absent);
  CHECK_FALSE(row(60).absent);
  CHECK_FALSE(row(60).absent_from);
}

}  // namespace
}  // namespace lifeline::person
