// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "desk/module.h"
#include "network/silence/view.h"

namespace lifeline::silence {
namespace {

constexpr Instant noon{1'579'752'000'000'000};

struct Ground {
  State state;
  desk::Nouns nouns;
  desk::Plan plan;
  desk::Actor who = desk::system_actor();

  std::string when(const Command& command, Instant now = noon) {
    const auto events = decide(
        state, command, {.now = now, .desk = group_unit, .who = who, .nouns = nouns, .plan = plan});
    if (!events) return events.error().name;
    std::string text;
    for (const Event& event : *events) {
      evolve(state, event);
      write_json<Detail::sparse>(text, event);
    }
    return text;
  }
};

Put put(std::string id = "a") {
  return {.id = std::move(id),
          .matchers = {{.name = "alertname", .value = "Down"}},
          .starts_at = {},
          .ends_at = seconds_after(noon, 3600),
          .created_by = "operator",
          .comment = "work"};
}

TEST_CASE("a silence is set, is active, and is over by the clock") {
  Ground ground;
  CHECK(ground.when(put()).starts_with("{\"Set\""));
  const Silence& silence = ground.state.silences.at("a");
  CHECK(silence.starts_at == noon);
  CHECK(phase_of(silence, noon) == Phase::active);
  CHECK(phase_of(silence, seconds_after(noon, 3600)) == Phase::expired);
  Put later = put("b");
  later.starts_at = seconds_after(noon, 60);
  ground.when(later);
  CHECK(phase_of(ground.state.silences.at("b"), noon) == Phase::pending);
}

TEST_CASE("a silence says what must be true of it") {
  Ground ground;
  const auto refused = [&](auto change) {
    Put c = put();
    change(c);
    return ground.when(c);
  };
  CHECK(refused([](Put& c) { c.id.clear(); }) == "id_must_be_given");
  CHECK(refused([](Put& c) { c.matchers.clear(); }) == "matchers_must_be_given");
  CHECK(refused([](Put& c) { c.matchers.resize(limits::silence_matchers_max + 1); }) ==
        "matchers_must_be_fewer");
  CHECK(refused([](Put& c) { c.matchers[0].name.clear(); }) == "name_must_be_given");
  CHECK(refused([](Put& c) { c.created_by.clear(); }) == "creator_must_be_given");
  CHECK(refused([](Put& c) { c.comment.assign(limits::text_bytes_max + 1, 'x'); }) ==
        "text_must_be_short");
  CHECK(refused([](Put& c) { c.ends_at = noon; }) == "end_must_be_ahead");
  CHECK(refused([](Put& c) { c.starts_at = c.ends_at; }) == "end_must_be_after_start");
}

TEST_CASE("one that runs is changed in place, and one that is over is not") {
  Ground ground;
  ground.when(put());
  Put longer = put();
  longer.ends_at = seconds_after(noon, 7200);
  CHECK(ground.when(longer, seconds_after(noon, 60)).starts_with("{\"Set\""));
  CHECK(ground.state.silences.at("a").starts_at == noon);
  CHECK(ground.when(Expire{.id = "a"}, seconds_after(noon, 120)).starts_with("{\"Expired\""));
  CHECK(phase_of(ground.state.silences.at("a"), seconds_after(noon, 120)) == Phase::expired);
  CHECK(ground.when(Expire{.id = "a"}, seconds_after(noon, 121)) == "silence_must_not_be_over");
  CHECK(ground.when(longer, seconds_after(noon, 121)) == "silence_must_not_be_over");
  CHECK(ground.when(Expire{.id = "z"}) == "silence_must_exist");
}

TEST_CASE("one that is over is forgotten after some days") {
  Ground ground;
  ground.when(put());
  CHECK(ground.when(Forget{.id = "a"}) == "silence_must_be_over");
  const auto then = due(ground.state);
  REQUIRE(then.has_value());
  CHECK(*then == seconds_after(noon, 3600 + int64_t{limits::silence_kept_days} * 24 * 3600));
  desk::Commands none, out;
  expire(ground.state, noon, none);
  CHECK(none.items().empty());
  expire(ground.state, *then, out);
  CHECK(out.items().size() == 1);
  CHECK(ground.when(Forget{.id = "a"}, *then).starts_with("{\"Forgotten\""));
  CHECK(ground.state.silences.empty());
  CHECK(ground.when(Forget{.id = "a"}, *then) == "silence_must_exist");
}

}  // namespace
}  // namespace lifeline::silence
