// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::roster {
namespace {

using tests::Given;

constexpr RosterId first{420000, 1};

Instant hour(int hours) { return seconds_after(tests::noon, hours * 3600); }
Shift shift(int from, int until, std::string who) {
  return {.from = hour(from), .until = hour(until), .person = std::move(who)};
}
person::Entry someone(std::string id, std::string substitute = {}) {
  return {.id = id,
          .name_zh = "名" + id,
          .name_en = "Name " + id,
          .unit = tests::wuhan,
          .skills = {},
          .phone = {},
          .email = {},
          .account = {},
          .substitute = std::move(substitute)};
}
person::AbsenceEntered away(std::string id, int from, int until) {
  return {.id = std::move(id), .absence = {.from = hour(from), .until = hour(until), .reason = {}}};
}
Created duty_roster() {
  return {.id = first,
          .what = {.kind = Kind::duty,
                   .unit = tests::wuhan,
                   .name_zh = "值班表",
                   .name_en = {},
                   .members = {{"A", ""}, {"B", ""}}}};
}
// Hours from noon: "from..until", or "none".
std::string gap(const Given& given, int now = 0) {
  const Gap found =
      first_gap(given.nouns().get<State>().rosters.at(first), given.nouns(), hour(now));
  if (!found.from) return "none";
  const auto text = [](Instant t) {
    return std::to_string((t - tests::noon).count() / 3'600'000'000);
  };
  return text(found.from) + ".." + text(found.until);
}

TEST_CASE("a gap is the first time that nobody is on duty") {
  Given given;
  given(person::Imported{{someone("A"), someone("B")}}, duty_roster());
  CHECK(gap(given) == "0..168");
  given(ShiftsPlanned{first, {shift(0, 8, "A"), shift(8, 16, "B"), shift(20, 28, "A")}});
  CHECK(gap(given) == "16..20");
  CHECK(gap(given, 18) == "18..20");
  CHECK(gap(given, 28) == "28..196");
  given(ShiftsPlanned{first, {shift(-8, 72, "A"), shift(72, 144, "B"), shift(144, 168, "A")}});
  CHECK(gap(given) == "none");
}

TEST_CASE("a shift whose person is away is a gap unless somebody stands in") {
  Given given;
  given(person::Imported{{someone("A"), someone("B", "A")}}, duty_roster(),
        ShiftsPlanned{first, {shift(0, 12, "A"), shift(12, 24, "B")}}, away("A", 4, 6));
  CHECK(gap(given) == "4..6");
  CHECK(gap(given, 6) == "24..174");
  given(away("B", 10, 20));
  CHECK(gap(given, 6) == "24..174");  // A stands in
  given(away("A", 13, 14));
  CHECK(gap(given, 6) == "24..174");  // who stands in when B leaves is asked once, at noon
}

TEST_CASE("a row names who answers, who holds the watch and whether its confirmation is late") {
  Given given;
  given(person::Imported{{someone("A"), someone("B")}}, duty_roster(),
        TakenOver{first, "A", tests::noon},
        HandedOver{.id = first,
                   .from = "A",
                   .to = "B",
                   .note = {},
                   .open_orders = {},
                   .open_incidents = {},
                   .at = tests::noon},
        away("B", 0, 1));
  const auto row = [&](int64_t after_s) {
    return row_of(given.part<Noun>().state.rosters.at(first), given.nouns(),
                  seconds_after(tests::noon, after_s));
  };
  CHECK(row(0).holder_name_en == "Name A");
  CHECK(row(0).first == "A");
  CHECK(row(0).next == "B");
  CHECK(row(0).members_absent == 1);
  CHECK_FALSE(row(limits::hand_over_confirm_s - 1).hand_over_overdue);
  CHECK(row(limits::hand_over_confirm_s).hand_over_overdue);
  given(TakenOver{first, "B", tests::noon});
  CHECK_FALSE(row(limits::hand_over_confirm_s).hand_over_overdue);
  CHECK(row(0).next.empty());
}

TEST_CASE("the newest hand-overs are kept, with who confirmed each") {
  Given given;
  given(person::Imported{{someone("A"), someone("B")}}, duty_roster(),
        TakenOver{first, "A", tests::noon});
  const auto& kept = given.part<Noun>().view.hand_overs;
  CHECK(kept.at(first).size() == 1);  // nobody had handed it over
  const HandedOver handed{.id = first,
                          .from = "A",
                          .to = "B",
                          .note = "quiet",
                          .open_orders = {},
                          .open_incidents = {},
                          .at = hour(1)};
  given(handed);
  CHECK_FALSE(kept.at(first).back().taken_at);
  given(TakenOver{first, "B", hour(2)});
  CHECK(kept.at(first).back().taken_at == hour(2));
  CHECK(kept.at(first).back().taken_by == "commander");
  for (size_t i = 0; i < limits::hand_overs_kept; ++i) given(handed);
  CHECK(kept.at(first).size() == limits::hand_overs_kept);
  CHECK_FALSE(kept.at(first).front().taken_at);
}

}  // namespace
}  // namespace lifeline::roster
