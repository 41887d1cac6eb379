// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::notice {
namespace {

TEST_CASE("a channel hears what it wishes for, from its priority on, unless it is paused") {
  Channel channel{
      .wish = {
          .address = {}, .about = {About::issued}, .priority_min = Priority::high, .label = {}}};
  CHECK(wants(channel, About::issued, Priority::high));
  CHECK(wants(channel, About::issued, Priority::urgent));
  CHECK_FALSE(wants(channel, About::issued, Priority::normal));
  CHECK_FALSE(wants(channel, About::recalled, Priority::urgent));
  channel.paused = true;
  CHECK_FALSE(wants(channel, About::issued, Priority::high));
}

TEST_CASE("a change without a secret leaves the one that is there") {
  State state;
  const ChannelId id{420000, 7};
  evolve(state, ChannelAdded{.id = id, .kind = Kind::webhook, .secret = "a"});
  evolve(state, ChannelChanged{.id = id, .wish = {.address = "http://b"}, .secret = {}});
  CHECK(state.channels.at(id).secret == "a");
  CHECK(state.channels.at(id).wish.address == "http://b");
  evolve(state, ChannelChanged{.id = id, .wish = {}, .secret = "c"});
  CHECK(state.channels.at(id).secret == "c");
  CHECK(state.serial == 7);
}

TEST_CASE("a channel is told of what comes after it was added or resumed") {
  tests::Given given;
  const ChannelId id{420000, 1};
  given(ChannelAdded{.id = id}, ChannelPaused{id});
  const uint64_t before = given.part<Noun>().view.since.at(id);
  given(ChannelResumed{id});
  CHECK(given.part<Noun>().view.since.at(id) == before + 2);
  given(ChannelDropped{id});
  CHECK(given.part<Noun>().view.since.empty());
}

TEST_CASE("any history of channels can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State&, const View&, const View&) {
        for (const auto& [id, channel] : state.channels) RC_ASSERT(channel.id == id);
      }));
}

}  // namespace
}  // namespace lifeline::notice
