// SPDX-License-Identifier: Apache-2.0
#include "desk/desk.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "desk/counter_test.h"
#include "desk/following.h"

namespace lifeline::desk {
namespace {

using Batches = std::vector<journal::Batch>;

Outcome handle(Desk& desk, const Intent& intent, Batches& batches, Instant now = noon) {
  std::optional<journal::Batch> batch;
  Outcome outcome = desk.handle(intent, now, batch);
  if (batch) batches.push_back(std::move(*batch));
  return outcome;
}

// A desk of the same make that replayed the batches; its save, or the refusal's name.
std::string replayed(const Batches& batches, UnitCode id = group_unit) {
  const auto desk = make_counter_desk(id);
  for (const auto& batch : batches)
    if (const auto done = desk->replay(batch); !done) return done.error().name;
  return desk->save();
}

std::string lines(const Desk& desk) {
  std::string text;
  for (const auto& line : desk.nouns().get<counter::View>().lines) text += line + "; ";
  return text;
}

// A random command sequence on a desk, with repeats, refusals, reactions, deadlines and hearing.
Intent any_intent(const Batches& of_hubei, const Desk& desk) {
  const std::string name(1, *rc::gen::inRange('a', 'e'));
  const std::string id = *rc::gen::element<std::string>("", "", "k1", "k2", "k3");
  switch (*rc::gen::inRange(0, 5)) {
    case 0: return add(name, *rc::gen::inRange<int64_t>(0, 3), id);
    case 1: return add(name, *rc::gen::inRange<int64_t>(1, 20), id, true);
    case 2:
      return intent(somebody(), counter::Command(counter::Remind{
                                    name, seconds_after(noon, *rc::gen::inRange(0, 50))}));
    case 3: return desk.expire(seconds_after(noon, *rc::gen::inRange(0, 50)));
    default: break;
  }
  const auto& heard = desk.nouns().get<following::State>().heard;
  const uint64_t from = heard.contains(hubei) ? heard.at(hubei).position : 0;
  for (const auto& batch : of_hubei)
    if (batch.first == from + 1) return *desk.hear(batch);
  return intent(somebody(), ear::Command(ear::Note{name}), id);
}

}  // namespace

TEST_CASE("a command and all its reactions are one batch, depth first") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  const Outcome outcome = handle(*desk, add("a", 5, "k", true), batches);
  REQUIRE(batches.size() == 1);
  CHECK(outcome.position == 9);
  CHECK(outcome.subject == "a");
  REQUIRE(outcome.each.size() == 1);
  CHECK(outcome.each[0].value() == "a");
  CHECK(batches[0].first == 1);
  CHECK(batches[0].count == 9);
  CHECK(batches[0].nouns == counter::Noun::bit);
  CHECK(batches[0].digest == journal::seal({}, batches[0]));
  CHECK(lines(*desk) ==
        "1 a 5; 2 a.l 2; 3 a.l.l 1; 4 a.l.r 1; 5 a.r 3; 6 a.r.l 1; 7 a.r.r 2; 8 a.r.r.l 1; "
        "9 a.r.r.r 1; ");
}

TEST_CASE("batches follow each other and carry who, when and why") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  handle(*desk, add("a", 1), batches);
  Intent second = add("b", 2);
  second.why = "storm";
  handle(*desk, second, batches, seconds_after(noon, 1));
  REQUIRE(batches.size() == 2);
  CHECK(batches[1].first == 2);
  CHECK(batches[1].digest == journal::seal(batches[0].digest, batches[1]));
  CHECK(batches[1].payload ==
        R"({"at":"2020-01-23T12:00:01.000000Z","who":"li","why":"storm","subject":"b",)"
        R"("events":[["counter.Added",{"name":"b","amount":2}]]})");
  const auto& ear = desk->nouns().get<ear::View>();
  CHECK(ear.sum == 3);
  CHECK(ear.last == "100000 2 2020-01-23T12:00:01.000000Z li storm");
  CHECK(desk->nouns().get<Position>().value == 2);
}

TEST_CASE("a refused command of several is answered and the others are done") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  Intent several = add("a", 1);
  several.commands.add<counter::Command>(counter::Add{.name = "b", .amount = 0});
  several.commands.add<ear::Command>(ear::Note{"heard"});
  several.commands.add<counter::Command>(counter::Add{.name = "c", .amount = 3});
  const Outcome outcome = handle(*desk, several, batches);
  REQUIRE(outcome.each.size() == 4);
  CHECK(outcome.each[0].value() == "a");
  CHECK(outcome.each[1].error().name == "amount_must_not_be_zero");
  CHECK(outcome.each[2].value().empty());
  CHECK(outcome.each[3].value() == "c");
  CHECK(outcome.subject == "a");
  REQUIRE(batches.size() == 1);
  CHECK(batches[0].count == 3);
  CHECK(batches[0].nouns == (counter::Noun::bit | ear::Noun::bit));
  CHECK(totals(desk->nouns()) == "a=1 c=3");
}

TEST_CASE("an intent that is refused whole leaves no trace") {
  const auto desk = make_counter_desk(group_unit);
  const std::string before = desk->save();
  Batches batches;
  const Outcome outcome = handle(*desk, add("a", 0, "k"), batches);
  CHECK(batches.empty());
  CHECK(outcome.position == 0);
  CHECK(outcome.each.at(0).error().name == "amount_must_not_be_zero");
  CHECK(desk->save() == before);
  CHECK(!handle(*desk, add("a", 1, "k"), batches).repeated);
}

TEST_CASE("a repeated id gets the first answer again, after a replay too") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  handle(*desk, add("a", 1, "k"), batches);
  const Outcome again = handle(*desk, add("b", 7, "k"), batches);
  CHECK(again.repeated);
  CHECK(again.subject == "a");
  CHECK(again.each.empty());
  CHECK(batches.size() == 1);
  CHECK(totals(desk->nouns()) == "a=1");

  const auto later = make_counter_desk(group_unit);
  REQUIRE(later->replay(batches[0]).has_value());
  const Outcome replayed_again = handle(*later, add("b", 7, "k"), batches);
  CHECK(replayed_again.repeated);
  CHECK(replayed_again.subject == "a");
  const auto loaded = make_counter_desk(group_unit);
  REQUIRE(loaded->load(desk->save()).has_value());
  CHECK(handle(*loaded, add("b", 7, "k"), batches).subject == "a");
  CHECK(batches.size() == 1);
}

TEST_CASE("a desk's time never runs backwards") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  handle(*desk, add("a", 1), batches, seconds_after(noon, 10));
  handle(*desk, add("a", 1), batches, noon);
  CHECK(desk->last_at() == seconds_after(noon, 10));
  CHECK(batches[1].payload.find("2020-01-23T12:00:10.000000Z") != std::string::npos);
  const auto later = make_counter_desk(group_unit);
  for (const auto& batch : batches) REQUIRE(later->replay(batch).has_value());
  handle(*later, add("a", 1), batches, noon);
  CHECK(later->last_at() == seconds_after(noon, 10));
}

TEST_CASE("rows are read at no time before the last decision") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  desk->note_time(noon);
  handle(*desk, add("a", 1), batches, seconds_after(noon, 1));
  CHECK(desk->nouns().get<Present>().now == seconds_after(noon, 1));
  handle(*desk, add("a", 0), batches, seconds_after(noon, 2));  // refused
  CHECK(desk->nouns().get<Present>().now == seconds_after(noon, 1));
}

TEST_CASE("the earliest deadline calls for its command when it has passed") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  CHECK(!desk->due());
  const Instant soon = seconds_after(noon, 5), late = seconds_after(noon, 50);
  handle(*desk, intent(somebody(), counter::Command(counter::Remind{"late", late})), batches);
  handle(*desk, intent(somebody(), counter::Command(counter::Remind{"soon", soon})), batches);
  CHECK(desk->due() == soon);
  CHECK(desk->expire(seconds_after(soon, -1)).commands.items().empty());
  const Intent passed = desk->expire(soon);
  CHECK(passed.who == system_actor());
  handle(*desk, passed, batches, soon);
  CHECK(desk->due() == late);
  CHECK(lines(*desk).ends_with("3 soon 0; "));
  handle(*desk, desk->expire(late), batches, late);
  CHECK(!desk->due());
}

TEST_CASE("what is heard is derived in one batch with the position heard up to") {
  const auto province = make_counter_desk(hubei);
  const auto group = make_counter_desk(group_unit);
  Batches of_hubei, of_group;
  handle(*province, add("a", 5, {}, true), of_hubei);
  const auto heard = group->hear(of_hubei[0]);
  REQUIRE(heard.has_value());
  handle(*group, *heard, of_group, seconds_after(noon, 1));
  REQUIRE(of_group.size() == 1);
  CHECK(of_group[0].count == 10);
  const auto& point = group->nouns().get<following::State>().heard.at(hubei);
  CHECK(point.position == 9);
  CHECK(point.heard_at == noon);
  CHECK(group->nouns().get<counter::State>().totals.at("420000/a.r.r") == 2);
  CHECK(group->heard_nouns() == counter::Noun::bit);
  CHECK(province->hear(of_group[0])->commands.items().size() == 1);  // the position alone
}

TEST_CASE("a replay ends in the same bytes as the desk that lived it") {
  const bool held = rc::check([] {
    const auto province = make_counter_desk(hubei);
    Batches of_hubei;
    for (int i = 1; i <= 3; ++i) handle(*province, add("p", i, {}, true), of_hubei);
    const auto desk = make_counter_desk(group_unit);
    Batches batches;
    const auto commands = *rc::gen::inRange(0, 30);
    const auto saved_after = *rc::gen::inRange(0, 30);
    std::string saved;
    size_t batches_saved = 0;
    for (int i = 0; i < commands; ++i) {
      const Instant now = seconds_after(noon, *rc::gen::inRange(-10, 60));
      handle(*desk, any_intent(of_hubei, *desk), batches, now);
      if (i != saved_after) continue;
      saved = desk->save();
      batches_saved = batches.size();
    }
    RC_ASSERT(replayed(batches) == desk->save());
    if (saved.empty()) return;
    const auto later = make_counter_desk(group_unit);
    RC_ASSERT(later->load(saved).has_value());
    RC_ASSERT(later->save() == saved);
    for (size_t i = batches_saved; i < batches.size(); ++i)
      RC_ASSERT(later->replay(batches[i]).has_value());
    RC_ASSERT(later->save() == desk->save());
    RC_ASSERT(later->digest() == desk->digest());
  });
  CHECK(held);
}

TEST_CASE("a journal that was altered, cut or shuffled is found") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  for (int i = 1; i <= 3; ++i) handle(*desk, add("a", i), batches);
  REQUIRE(replayed(batches) == desk->save());
  Batches altered = batches;
  altered[1].payload.replace(altered[1].payload.find(":2}"), 3, ":9}");
  CHECK(replayed(altered) == "digest_must_match");
  altered = batches;
  altered[1].digest[7] ^= 1;
  CHECK(replayed(altered) == "digest_must_match");
  CHECK(replayed({batches[0], batches[2]}) == "batch_must_follow_the_head");
  CHECK(replayed({batches[1]}) == "batch_must_follow_the_head");
  CHECK(replayed({batches[0], batches[0]}) == "batch_must_follow_the_head");
  CHECK(replayed(batches, hubei) == "batch_must_follow_the_head");
}

TEST_CASE("a record that does not hold what its batch says is refused") {
  const auto refusal = [](uint32_t count, std::string payload) {
    journal::Batch batch{
        .desk = group_unit, .first = 1, .count = count, .nouns = 1, .payload = std::move(payload)};
    batch.digest = journal::seal({}, batch);
    return replayed({batch});
  };
  const std::string one = R"({"at":"","events":[["counter.Added",{"name":"a","amount":1}]]})";
  CHECK(refusal(1, one).starts_with("{"));
  CHECK(refusal(2, one) == "record_must_be_whole");
  CHECK(refusal(1, R"({"at":""})") == "record_must_be_whole");
  CHECK(refusal(1, "{") == "body_must_be_json");
  CHECK(refusal(1, R"({"events":[["counter.Gone",{}]]})") == "type_must_be_known");
  CHECK(refusal(1, R"({"events":[["none.Added",{}]]})") == "event_type_must_be_known");
  CHECK(refusal(1, R"({"events":[["counter.Added",{"amount":"x"}]]})") ==
        "field_must_have_the_right_type");
}

TEST_CASE("a snapshot that is not whole is refused") {
  const auto desk = make_counter_desk(group_unit);
  CHECK(desk->load("{").error().name == "body_must_be_json");
  CHECK(desk->load("{}").error().name == "snapshot_must_be_whole");
  std::string saved = make_counter_desk(group_unit)->save();
  saved.replace(saved.find("\"ear\""), 5, "\"eye\"");
  CHECK(make_counter_desk(group_unit)->load(saved).error().name == "snapshot_must_be_whole");
}

TEST_CASE("rows touched are taken once, and a batch lists them without a change") {
  const auto desk = make_counter_desk(group_unit);
  Batches batches;
  handle(*desk, add("a", 2, {}, true), batches);
  const Touched wanted = {{counter::Noun::bit, {"a", "a.l", "a.r"}}};
  CHECK(desk->take_touched() == wanted);
  CHECK(desk->take_touched().empty());
  const std::string before = desk->save();
  Touched listed;
  CHECK(desk->list_touched(batches[0], listed).has_value());
  CHECK(listed == wanted);
  CHECK(desk->save() == before);
  journal::Batch broken = batches[0];
  broken.payload = "{";
  CHECK(!desk->list_touched(broken, listed).has_value());
  const auto later = make_counter_desk(group_unit);
  REQUIRE(later->replay(batches[0]).has_value());
  CHECK(later->take_touched().empty());
}

TEST_CASE("a ground belongs to the nearest desk above it") {
  const Plan plan({group_unit, hubei, UnitCode{420100}});
  CHECK(plan.desk_of({420106}) == UnitCode{420100});
  CHECK(plan.desk_of({420106001}) == UnitCode{420100});
  CHECK(plan.desk_of({420500}) == hubei);
  CHECK(plan.desk_of({310000}) == group_unit);
  CHECK(plan.desk_of({}) == group_unit);
}

}  // namespace lifeline::desk
