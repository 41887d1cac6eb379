// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/any_value.h"
#include "tests/local_desks.h"

namespace lifeline::attachment {
namespace {

using desk::Role;
using tests::events;
using tests::Given;
using tests::noon;

const std::string photo(64, 'a');

Kept kept(UnitCode unit = tests::hubei) {
  return {.id = photo, .type = Type::png, .bytes = 9, .unit = unit, .by = "commander", .at = noon};
}

TEST_CASE("a photo is kept for the unit of whoever brings it, once") {
  Given given;
  const Keep keep{.id = photo, .type = Type::png, .bytes = 9};
  CHECK(given.when<Noun>(keep) == events(kept()));
  given(kept());
  CHECK(given.when<Noun>(keep).empty());
  given.as(Role::commander, tests::yichang);
  CHECK(given.when<Noun>(keep) == events(kept(tests::yichang)));
}

TEST_CASE(
    "a photo has a digest for a name and a size within the limit, and an operator brings it") {
  Given given;
  CHECK(given.when<Noun>(Keep{.id = "../../etc", .bytes = 9}) == "attachment_id_must_be_a_digest");
  CHECK(given.when<Noun>(Keep{.id = photo, .bytes = 0}) == "attachment_must_not_be_empty");
  CHECK(given.when<Noun>(Keep{.id = photo, .bytes = limits::attachment_bytes_max + 1}) ==
        "attachment_must_be_smaller");
  given.as(Role::viewer, tests::hubei);
  CHECK(given.when<Noun>(Keep{.id = photo, .bytes = 9}) == "role_must_suffice");
}

TEST_CASE("only another desk's journal teaches a desk of a photo, and once") {
  Given given;
  const Learn learn{.id = photo, .type = Type::png, .bytes = 9, .unit = tests::hunan, .by = "x"};
  CHECK(given.when<Noun>(learn) == "role_must_suffice");
  given.as_system();
  const Learnt learnt{.id = photo, .type = Type::png, .bytes = 9, .unit = tests::hunan, .by = "x"};
  CHECK(given.when<Noun>(learn) == events(learnt));
  given(learnt);
  CHECK(given.when<Noun>(learn).empty());
}

TEST_CASE("evidence names at most twenty photos that the desk knows") {
  Given given;
  given(kept());
  CHECK(photos_must_be_known(given.context(), {photo}));
  CHECK(photos_must_be_known(given.context(), {std::string(64, 'b')}).error().name ==
        "photo_must_be_known");
  CHECK(
      photos_must_be_known(given.context(), std::vector<std::string>(limits::photos_max + 1, photo))
          .error()
          .name == "photos_must_be_fewer");
}

TEST_CASE("a photo is seen above and below the units that brought it, not beside them") {
  Given given;
  given(kept(tests::wuhan));
  const Attachment& known = given.part<Noun>().state.attachments.at(photo);
  const auto sees = [&](UnitCode unit) {
    return is_seen_by(known, tests::person(Role::viewer, unit), given.nouns());
  };
  CHECK(sees(tests::hubei));
  CHECK(sees(tests::wuhan));
  CHECK(sees(tests::wuchang));
  CHECK_FALSE(sees(tests::yichang));
  given(kept(tests::yichang));
  CHECK(sees(tests::yichang));
}

TEST_CASE("headquarters hears of a province's photo, and does not say it back") {
  tests::LocalDesks desks;
  REQUIRE(desks.act(tests::hubei, Command(Keep{.id = photo, .bytes = 9}),
                    tests::person(Role::operator_, tests::wuhan)));
  const size_t own = desks.journal(tests::hubei).size();
  desks.hear_all();
  CHECK(desks.desk(group_unit).nouns().get<State>().attachments.contains(photo));
  const auto& kept_there = desks.desk(tests::hubei).nouns().get<View>();
  CHECK(kept_there.changes == 1);
  CHECK(desks.journal(tests::hubei).size() >= own);
}

TEST_CASE("any history of attachments can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.attachments.size() == again.attachments.size());
      }));
}

}  // namespace
}  // namespace lifeline::attachment
