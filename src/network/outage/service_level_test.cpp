// SPDX-License-Identifier: Apache-2.0
// The arithmetic against a count of every second, whatever the history.
#include "network/outage/service_level.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace lifeline::outage {
namespace {

constexpr Instant start{1'579'752'000'000'000};  // 2020-01-23T04:00:00Z, noon in Wuhan
constexpr int64_t zone = 480;
Instant at(int64_t second) { return seconds_after(start, second); }
Window from_to(int64_t from, int64_t until) { return {at(from), at(until)}; }

Figures measured(Window window, int64_t now, const std::vector<Watched>& sites,
                 const std::vector<Stretch>& stretches) {
  Measure measure(window, at(now));
  for (const Watched& site : sites) measure.add(site);
  for (const Stretch& stretch : stretches) measure.add(sites[stretch.site], stretch);
  return measure.figures();
}

Stretch stretch(Kind kind, int64_t from, int64_t until) {
  Stretch made;
  made.kind = kind;
  made.from = at(from);
  if (until > 0) made.until = at(until);
  return made;
}

const std::vector<Watched> one_site{{.known = {at(0), end_of_time}}};

TEST_CASE("an hour down of a hundred hours is 99 percent") {
  const auto figures =
      measured(from_to(0, 360'000), 360'000, one_site, {stretch(Kind::down, 10, 3610)});
  CHECK(figures.availability_percent == doctest::Approx(99.0));
  CHECK(figures.down_s == 3600);
  CHECK(figures.outages_down == 1);
  CHECK(figures.outages_open == 0);
}

TEST_CASE("a degraded site is available, and its time is told apart") {
  const auto figures =
      measured(from_to(0, 1000), 1000, one_site, {stretch(Kind::degraded, 100, 300)});
  CHECK(figures.availability_percent == 100);
  CHECK(figures.degraded_s == 200);
  CHECK(figures.outages_degraded == 1);
}

TEST_CASE("what is excluded is counted as excluded and nowhere else") {
  Stretch excluded = stretch(Kind::down, 100, 300);
  excluded.excluded = true;
  excluded.first = true;
  excluded.restored_at = at(300);
  const auto figures = measured(from_to(0, 1000), 1000, one_site, {excluded});
  CHECK(figures.availability_percent == 100);
  CHECK(figures.down_s == 0);
  CHECK(figures.outages_down == 0);
  CHECK(figures.restored == 0);
  CHECK(figures.excluded == 1);
  CHECK(figures.excluded_s == 200);
}

TEST_CASE("what is not known is not counted as good") {
  const std::vector<Watched> late{{.known = {at(600), at(900)}}};
  const auto figures = measured(from_to(0, 1000), 1000, late, {stretch(Kind::stale, 600, 700)});
  CHECK(figures.watched_s == 200);
  CHECK(figures.unknown_s == 800);
  const std::vector<Watched> never{{.known = {at(2000), end_of_time}}};
  const auto nothing = measured(from_to(0, 1000), 1000, never, {});
  CHECK_FALSE(nothing.availability_known);
  CHECK(nothing.unknown_s == 1000);
}

TEST_CASE("the future is neither good nor bad") {
  const auto figures = measured(from_to(0, 1000), 400, one_site, {stretch(Kind::down, 300, 0)});
  CHECK(figures.watched_s == 400);
  CHECK(figures.down_s == 100);
  CHECK(figures.unknown_s == 0);
  CHECK(figures.outages_open == 1);
  CHECK(measured(from_to(500, 1000), 400, one_site, {}).watched_s == 0);
}

TEST_CASE("each alert is answered once, however many sites it hit") {
  std::vector<Stretch> stretches;
  for (int i = 0; i < 5; ++i) {
    Stretch hit = stretch(Kind::down, 100, 500);
    hit.incident = {420000, i < 3 ? 1u : 2u};
    hit.alerted_at = at(100);
    if (i < 3) hit.answered_at = at(160);
    stretches.push_back(hit);
  }
  const auto figures = measured(from_to(0, 1000), 1000, one_site, stretches);
  CHECK(figures.answered == 1);
  CHECK(figures.unanswered == 1);
  CHECK(figures.answer_mean_s == 60);
  CHECK(figures.answer_worst_s == 60);
}

TEST_CASE("restoring counts from the first down of a trouble until the site is normal") {
  Stretch down = stretch(Kind::down, 100, 200), again = stretch(Kind::down, 300, 400);
  down.first = true;
  down.restored_at = again.restored_at = at(500);
  const auto figures = measured(from_to(0, 1000), 1000, one_site, {down, again});
  CHECK(figures.restored == 1);
  CHECK(figures.restore_mean_s == 400);
}

TEST_CASE("days and months begin at midnight of their zone and fill the window") {
  const auto days = periods(from_to(0, 3 * 86400), Period::day, zone, 10);
  REQUIRE(days.size() == 4);  // noon to noon
  CHECK(days[0].from == at(0));
  CHECK(days[0].until == at(12 * 3600));
  CHECK(days[3].until == at(3 * 86400));
  CHECK(period_name(days[1].from, Period::day, zone) == "2020-01-24");
  const auto months = periods(from_to(0, 60 * 86400), Period::month, zone, 10);
  REQUIRE(months.size() == 3);
  CHECK(period_name(months[0].from, Period::month, zone) == "2020-01");
  CHECK(to_rfc3339(months[1].from) == "2020-01-31T16:00:00.000000Z");
  CHECK(period_name(months[2].from, Period::month, zone) == "2020-03");
  CHECK(periods(from_to(0, 60 * 86400), Period::day, zone, 10).empty());
  CHECK(period_name(at(0), Period::day, -720) == "2020-01-22");
}

// One site's history as the state of each second.
struct History {
  Watched site;
  std::vector<Stretch> stretches;
};

int64_t upto(int64_t most) { return *rc::gen::inRange<int64_t>(0, most + 1); }

History any_history(size_t index, int64_t length_s) {
  History history;
  const int64_t known_from = upto(length_s / 2);
  const bool goes_silent = upto(4) == 0;
  history.site.known = {at(known_from),
                        goes_silent ? at(known_from + upto(length_s)) : end_of_time};
  int64_t now = known_from;
  while (true) {
    now += 1 + upto(length_s / 8);
    if (now >= length_s) break;
    Stretch made = stretch(static_cast<Kind>(upto(3)), now, 0);
    made.site = index;
    made.excluded = made.kind == Kind::suppressed || (made.kind != Kind::stale && upto(3) == 0);
    now += 1 + upto(length_s / 8);
    if (now < length_s || upto(1) == 0) made.until = at(now);
    history.stretches.push_back(made);
    if (!made.until) break;
  }
  return history;
}

struct Counted {
  int64_t watched = 0, unknown = 0, down = 0, degraded = 0, excluded = 0;
};

// What one second of one site is.
void count_second(const History& history, Instant second, Counted& counted) {
  const auto holds = [&](Instant from, Instant until) { return from <= second && second < until; };
  if (!holds(history.site.known.from, history.site.known.until)) {
    ++counted.unknown;
    return;
  }
  for (const Stretch& one : history.stretches) {
    if (!holds(one.from, one.until ? one.until : end_of_time)) continue;
    if (one.kind == Kind::stale) {
      ++counted.unknown;
      return;
    }
    ++(one.excluded ? counted.excluded : one.kind == Kind::down ? counted.down : counted.degraded);
  }
  ++counted.watched;
}

TEST_CASE("every figure equals a count of every second, whatever happened") {
  CHECK(rc::check([] {
    constexpr int64_t length_s = 400;
    std::vector<History> histories;
    std::vector<Watched> sites;
    std::vector<Stretch> stretches;
    for (size_t i = 0; i < 4; ++i) {
      histories.push_back(any_history(i, length_s));
      sites.push_back(histories.back().site);
      stretches.insert(stretches.end(), histories.back().stretches.begin(),
                       histories.back().stretches.end());
    }
    const int64_t from = upto(length_s), until = from + 1 + upto(length_s);
    const int64_t now = upto(2 * length_s);
    Counted counted;
    for (int64_t second = from; second < std::min(until, now); ++second)
      for (const History& history : histories) count_second(history, at(second), counted);
    const auto figures = measured(from_to(from, until), now, sites, stretches);
    RC_ASSERT(figures.watched_s == static_cast<double>(counted.watched));
    RC_ASSERT(figures.unknown_s == static_cast<double>(counted.unknown));
    RC_ASSERT(figures.down_s == static_cast<double>(counted.down));
    RC_ASSERT(figures.degraded_s == static_cast<double>(counted.degraded));
    RC_ASSERT(figures.excluded_s == static_cast<double>(counted.excluded));
    RC_ASSERT(figures.availability_known == (counted.watched > 0));
    if (counted.watched == 0) return;
    const double part = static_cast<double>(counted.down) / static_cast<double>(counted.watched);
    RC_ASSERT(figures.availability_percent == doctest::Approx(100.0 * (1 - part)));
  }));
}

TEST_CASE("the figures of days add up to those of the window") {
  CHECK(rc::check([] {
    constexpr int64_t length_s = 5 * 86400;
    const History history = any_history(0, length_s);
    const Window window = from_to(1000, length_s);
    Figures sum;
    for (const Window& day : periods(window, Period::day, zone, 100)) {
      const Figures part = measured(day, length_s, {history.site}, history.stretches);
      sum.watched_s += part.watched_s;
      sum.down_s += part.down_s;
      sum.unknown_s += part.unknown_s;
    }
    const auto whole = measured(window, length_s, {history.site}, history.stretches);
    RC_ASSERT(sum.watched_s == doctest::Approx(whole.watched_s));
    RC_ASSERT(sum.down_s == doctest::Approx(whole.down_s));
    RC_ASSERT(sum.unknown_s == doctest::Approx(whole.unknown_s));
  }));
}

}  // namespace
}  // namespace lifeline::outage
