// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "command/subscription/view.h"
#include "tests/given.h"

namespace lifeline::subscription {
namespace {

using desk::Role;
using tests::Given;

Subscribe subscribe() {
  return {.api = "/api",
          .callback = "http://listener/",
          .query = "eventType=A",
          .base = "http://here",
          .from = {{group_unit, 7}}};
}
Subscribed subscribed(uint64_t serial = 1) {
  return {.id = {group_unit.value, serial},
          .api = "/api",
          .callback = "http://listener/",
          .query = "eventType=A",
          .base = "http://here",
          .owner = "commander",
          .unit = tests::hubei,
          .from = {{group_unit, 7}}};
}

}  // namespace

TEST_CASE("a subscription says whose it is and where it begins") {
  Given given(group_unit);
  CHECK(given.when<Noun>(subscribe()) == tests::events(subscribed()));
}

TEST_CASE("subscribing needs the role, a callback, short words and room") {
  Given given(group_unit);
  Subscribe c = subscribe();
  c.callback.clear();
  CHECK(given.when<Noun>(c) == "callback_must_be_given");
  c.callback = c.query = std::string(limits::text_bytes_max + 1, 'x');
  CHECK(given.blamed<Noun>(c) == "callback");
  c.callback = "http://listener/";
  CHECK(given.blamed<Noun>(c) == "query");
  for (size_t i = 1; i <= limits::subscriptions_max; ++i) given(subscribed(i));
  CHECK(given.when<Noun>(subscribe()) == "subscriptions_must_be_fewer");
  CHECK(Given(group_unit).as(Role::viewer, group_unit).when<Noun>(subscribe()) ==
        "role_must_suffice");
}

TEST_CASE("who answers for the subscriber's unit ends a subscription, of its own API") {
  Given given(group_unit);
  const Unsubscribe end{.id = {group_unit.value, 1}, .api = "/api"};
  CHECK(given.when<Noun>(end) == "subscription_must_exist");
  given(subscribed());
  CHECK(given.when<Noun>(Unsubscribe{.id = end.id, .api = "/other"}) == "subscription_must_exist");
  given.as(Role::operator_, tests::wuhan);
  CHECK(given.when<Noun>(end) == "unit_must_be_within_reach");
  given.as(Role::operator_, tests::hubei);
  CHECK(given.when<Noun>(end) == tests::events(Unsubscribed{.id = end.id}));
  given(Unsubscribed{.id = end.id});
  CHECK(given.when<Noun>(end) == "subscription_must_exist");
}

}  // namespace lifeline::subscription
