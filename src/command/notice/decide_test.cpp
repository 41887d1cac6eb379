// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::notice {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

Wish wish(std::string address) {
  return {.address = std::move(address),
          .about = {About::issued, About::escalated},
          .priority_min = Priority::high,
          .label = "duty room"};
}
AddChannel email(UnitCode unit = tests::wuhan) {
  return {.kind = Kind::email, .unit = unit, .wish = wish("duty@wuhan.example"), .secret = {}};
}
AddChannel webhook(std::string url) {
  return {
      .kind = Kind::webhook, .unit = tests::wuhan, .wish = wish(std::move(url)), .secret = "9f2c"};
}
ChannelAdded added() {
  return {.id = {420000, 1},
          .kind = Kind::email,
          .unit = tests::wuhan,
          .wish = wish("duty@wuhan.example"),
          .secret = {}};
}

TEST_CASE("a commander gives a unit of the ground a channel, each subject once") {
  Given given;
  AddChannel twice = email();
  twice.wish.about = {About::escalated, About::issued, About::escalated};
  CHECK(given.when<Noun>(twice) == events(added()));
  given(added());
  CHECK(given.when<Noun>(email()) == "channel_must_be_new");
  ChannelAdded second = added();
  second.id.serial = 2;
  second.unit = tests::yichang;
  CHECK(given.when<Noun>(email(tests::yichang)) == events(second));
}

TEST_CASE("a channel is added by whoever commands its unit") {
  Given given;
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(email()) == "role_must_suffice");
  CHECK(given.as(Role::commander, tests::yichang).when<Noun>(email()) ==
        "unit_must_be_within_reach");
  CHECK(given.as(Role::commander, group_unit).when<Noun>(email(UnitCode{429999})) ==
        "unit_must_be_known");
}

TEST_CASE("an e-mail address is one mailbox in ASCII and nothing that ends a line") {
  for (const char* right : {"duty@wuhan.example", "a.b+c@h", "o'neil_1@x-y.example"})
    CHECK(must_be_email(right));
  const std::string long_local = std::string(65, 'a') + "@b.example";
  for (const std::string& wrong :
       {std::string("duty"), std::string("@b"), std::string("a@"), std::string("a@b@c"),
        std::string("a b@c"), std::string("a@b\r\nBcc: x@y"), std::string("a@b>"),
        std::string("<a@b"), std::string("a,b@c"), std::string("a..b@c"), std::string(".a@c"),
        std::string("值班@b"), std::string("a@-b"), std::string("a@[127.0.0.1]"),
        std::string("a@b\0c", 5), long_local})
    CHECK(must_be_email(wrong).error().name == "email_must_be_well_formed");
}

TEST_CASE("a webhook is an http or https URL without a user") {
  for (const char* right : {"http://hook.example/a?b=c", "HTTPS://10.0.0.1:8443", "http://[::1]/"})
    CHECK(must_be_url(right));
  for (const char* wrong :
       {"ftp://a/", "file:///etc/passwd", "http:/a", "http://", "http:///a", "http://a/\r\nX: y",
        "http://a b/", "http://a/#b", "gopher://a", "http://:80/"})
    CHECK(must_be_url(wrong).error().name == "url_must_be_well_formed");
  CHECK(must_be_url("http://me:word@a/").error().name == "url_must_not_name_a_user");
  CHECK(
      must_be_url("http://a/" + std::string(limits::channel_address_bytes_max, 'x')).error().name ==
      "url_must_be_well_formed");
}

TEST_CASE("a channel's address fits its kind, and it is told of something") {
  Given given;
  AddChannel wrong = email();
  wrong.wish.address = "http://hook.example";
  CHECK(given.when<Noun>(wrong) == "email_must_be_well_formed");
  CHECK(given.when<Noun>(webhook("duty@wuhan.example")) == "url_must_be_well_formed");
  AddChannel silent = email();
  silent.wish.about.clear();
  CHECK(given.when<Noun>(silent) == "about_must_be_given");
  AddChannel named = email();
  named.wish.label = std::string(limits::name_bytes_max + 1, 'x');
  CHECK(given.when<Noun>(named) == "name_must_be_short");
  AddChannel signing = email();
  signing.secret = "9f2c";
  CHECK(given.when<Noun>(signing) == "secret_must_sign_a_webhook");
}

TEST_CASE("a channel is changed, its secret kept unless another is named") {
  Given given;
  given(added());
  const ChangeChannel change{.id = {420000, 1}, .wish = wish("b@wuhan.example"), .secret = {}};
  CHECK(given.when<Noun>(change) ==
        events(ChannelChanged{.id = change.id, .wish = change.wish, .secret = {}}));
  ChangeChannel other = change;
  other.id.serial = 2;
  CHECK(given.when<Noun>(other) == "channel_must_exist");
  CHECK(given.as(Role::commander, tests::yichang).when<Noun>(change) ==
        "unit_must_be_within_reach");
  ChangeChannel signing = change;
  signing.secret = "9f2c";
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(signing) ==
        "secret_must_sign_a_webhook");
}

TEST_CASE("a channel is paused, resumed and dropped by whoever commands its unit") {
  Given given;
  const ChannelId id{420000, 1};
  given(added());
  CHECK(given.when<Noun>(ResumeChannel{id}) == "channel_must_be_paused");
  CHECK(given.when<Noun>(PauseChannel{id}) == events(ChannelPaused{id}));
  given(ChannelPaused{id});
  CHECK(given.when<Noun>(PauseChannel{id}) == "channel_must_be_running");
  CHECK(given.when<Noun>(ResumeChannel{id}) == events(ChannelResumed{id}));
  CHECK(given.as(Role::operator_, tests::wuhan).when<Noun>(DropChannel{id}) == "role_must_suffice");
  CHECK(given.as(Role::commander, tests::wuhan).when<Noun>(DropChannel{id}) ==
        events(ChannelDropped{id}));
  given(ChannelDropped{id});
  CHECK(given.when<Noun>(DropChannel{id}) == "channel_must_exist");
}

TEST_CASE("a desk has a bounded number of channels") {
  Given given;
  for (uint64_t serial = 1; serial <= limits::channels_max; ++serial) {
    ChannelAdded one = added();
    one.id.serial = serial;
    one.wish.address = "a" + std::to_string(serial) + "@b.example";
    given(one);
  }
  CHECK(given.when<Noun>(email()) == "channels_must_be_fewer");
}

}  // namespace
}  // namespace lifeline::notice
