// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/sequence.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/limits.h"

namespace lifeline::omc {
namespace {

using Way = Sequence::Way;
constexpr Instant start{1'579'744'800'000'000};
constexpr Sequence::Time now{};

Told told(uint64_t number, int64_t at_s) {
  return {.sequence = number,
          .at = seconds_after(start, at_s),
          .command = invalid("nothing"),
          .source = {}};
}
Told told(uint64_t number) { return told(number, static_cast<int64_t>(number)); }

std::string taken(Sequence& sequence) {
  std::string text;
  for (const Numbered& each : sequence.take(1000)) {
    if (!text.empty()) text += ' ';
    if (each.mark.count > 0) text += std::to_string(each.mark.count) + ':';
    text += std::to_string(each.mark.sequence);
  }
  return text;
}

std::string asked(Sequence& sequence, Sequence::Time at = now) {
  const auto ask = sequence.ask(at);
  if (!ask) return "";
  return (ask->way == Way::messages ? "messages " : "file ") + std::to_string(ask->from);
}

// A feed that has taken 1 to 9.
Sequence at_nine(const Sequence::Settings& settings = {}) {
  Sequence sequence(settings);
  sequence.resume(
      feed::Feed{.mark = {.count = 0, .sequence = 9}, .latest = seconds_after(start, 9)});
  return sequence;
}

TEST_CASE("the first number that ever comes begins") {
  Sequence sequence({});
  sequence.connected();
  CHECK(asked(sequence) == "");
  sequence.hear(told(475185));
  sequence.hear(told(475186));
  CHECK(taken(sequence) == "475185 475186");
}

TEST_CASE("what was told while nobody listened is asked for, as messages, then as a file") {
  Sequence sequence = at_nine();
  sequence.connected();
  CHECK(asked(sequence) == "messages 10");
  CHECK(asked(sequence) == "");
  sequence.ended(Way::messages, false);
  CHECK(asked(sequence) == "file 10");
  sequence.ended(Way::file, false);
  CHECK(asked(sequence) == "");
  CHECK(sequence.figures().lost == 0);
  sequence.hear(told(10));
  CHECK(taken(sequence) == "10");
}

TEST_CASE("a number that was there is dropped") {
  Sequence sequence = at_nine();
  sequence.hear(told(9));
  sequence.hear(told(3));
  sequence.hear(told(10));
  sequence.hear(told(10));
  CHECK(taken(sequence) == "10");
  CHECK(sequence.figures().duplicates == 3);
}

TEST_CASE("what comes behind a gap waits until the gap is filled") {
  Sequence sequence = at_nine();
  sequence.hear(told(12));
  sequence.hear(told(12));
  sequence.hear(told(14));
  CHECK(taken(sequence) == "");
  CHECK(asked(sequence) == "messages 10");
  sequence.ended(Way::messages, true);
  sequence.hear(told(10));
  sequence.hear(told(11));
  CHECK(taken(sequence) == "10 11 12");
  CHECK(asked(sequence, now + std::chrono::seconds(20)) == "messages 13");
  sequence.hear(told(13));
  CHECK(taken(sequence) == "13 14");
  CHECK(asked(sequence) == "");
  CHECK(sequence.figures().duplicates == 1);
}

TEST_CASE("a gap that no way fills is given up and counted") {
  Sequence sequence = at_nine();
  sequence.hear(told(12));
  CHECK(asked(sequence) == "messages 10");
  CHECK(asked(sequence, now + std::chrono::seconds(19)) == "");
  CHECK(asked(sequence, now + std::chrono::seconds(20)) == "file 10");
  CHECK(asked(sequence, now + std::chrono::seconds(139)) == "");
  CHECK(asked(sequence, now + std::chrono::seconds(140)) == "");
  CHECK(taken(sequence) == "12");
  CHECK(sequence.figures().lost == 2);
}

TEST_CASE("a wide gap is asked for as a file") {
  Sequence sequence = at_nine({.gap_max = 5});
  sequence.hear(told(16));
  CHECK(asked(sequence) == "file 10");
  for (uint64_t number = 10; number < 16; ++number) sequence.hear(told(number));
  sequence.ended(Way::file, true);
  CHECK(asked(sequence) == "");
  CHECK(taken(sequence) == "10 11 12 13 14 15 16");
  CHECK(sequence.figures().gaps == 1);
}

TEST_CASE("a connection that broke in the middle of a gap asks anew") {
  Sequence sequence = at_nine();
  sequence.hear(told(12));
  CHECK(asked(sequence) == "messages 10");
  sequence.connected();
  CHECK(asked(sequence) == "messages 10");
}

TEST_CASE("a lower number with a newer time begins a new count, from its first number") {
  Sequence sequence = at_nine();
  sequence.hear(told(12));
  sequence.hear(told(3, 100));
  CHECK(taken(sequence) == "12");
  CHECK(sequence.figures().lost == 2);
  CHECK(sequence.figures().restarts == 1);
  CHECK(asked(sequence) == "messages 1");
  sequence.hear(told(1, 98));
  sequence.hear(told(2, 99));
  CHECK(taken(sequence) == "1:1 1:2 1:3");
  sequence.hear(told(0, 101));
  CHECK(taken(sequence) == "2:0");
}

TEST_CASE("after the greatest number comes the first, whatever its time") {
  Sequence sequence({});
  sequence.hear(told(sequence_max, 5));
  sequence.hear(told(1, 5));
  CHECK(taken(sequence) == "2147483647 1:1");
}

TEST_CASE("behind a gap no more wait than there is room for; the rest is fetched again") {
  Sequence sequence = at_nine();
  for (uint64_t i = 0; i < limits::omc_held_alarms_max + 10; ++i) sequence.hear(told(20 + i));
  CHECK(sequence.held() == limits::omc_held_alarms_max);
}

TEST_CASE("whatever order messages come in, and come again, each is taken once and in order") {
  CHECK(rc::check([] {
    const auto count = *rc::gen::inRange<uint64_t>(1, 60);
    const auto order =
        *rc::gen::container<std::vector<uint64_t>>(rc::gen::inRange<uint64_t>(1, 61));
    Sequence sequence({.gap_max = 10});
    sequence.resume(feed::Feed{});
    std::vector<uint64_t> seen;
    const auto look = [&] {
      for (const Numbered& each : sequence.take(7)) seen.push_back(each.mark.sequence);
    };
    // The times are all the same, so that nothing looks like a new count.
    for (const uint64_t number : order)
      if (number <= count) {
        sequence.hear(told(number, 0));
        look();
      }
    for (int turn = 0; turn < 200; ++turn) {
      const auto ask = sequence.ask(now);
      if (!ask) break;
      for (uint64_t number = ask->from; number <= count; ++number) sequence.hear(told(number, 0));
      sequence.ended(ask->way, true);
      look();
    }
    while (sequence.ready() > 0) look();
    RC_ASSERT(sequence.held() == 0u);
    RC_ASSERT(sequence.figures().lost == 0u);
    for (size_t i = 0; i < seen.size(); ++i) RC_ASSERT(seen[i] == i + 1);
  }));
}

}  // namespace
}  // namespace lifeline::omc
