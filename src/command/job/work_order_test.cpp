// SPDX-License-Identifier: Apache-2.0
#include "command/job/work_order.h"

#include <doctest/doctest.h>

#include "tests/field.h"

namespace lifeline::job {
namespace {

using namespace fixture;
using tests::events;

const Attributes minimal{{"workOrderItem", R"([{"id":"1","action":"add"}])"},
                         {"description", R"("Splice\nhere")"}};

Created posted(Field& field, Attributes attributes = minimal) {
  const auto made =
      decide(field.part<Noun>().state, Post{.unit = wuhan, .attributes = std::move(attributes)},
             field.context());
  REQUIRE(made);
  return std::get<Created>(made->front());
}

TEST_CASE("a work order that is posted says what the job is") {
  Field field;
  Attributes attributes = minimal;
  attributes["priority"] = R"("1")";
  attributes["requestedCompletionDate"] = R"("2020-01-23T05:00:00Z")";
  attributes["place"] = R"({"id":"H1","@type":"GeographicSite","geometry":{"x":114.3,"y":"30.6"}})";
  const Created made = posted(field, attributes);
  CHECK(made.what.title_zh == "Splice");
  CHECK(made.what.text == "Splice\nhere");
  CHECK(made.what.priority == order::Priority::high);
  CHECK(made.what.latest == minute(60));
  CHECK(made.what.site == "H1");
  CHECK(made.what.place == wuhan_place);
  CHECK(made.attributes == attributes);
}

TEST_CASE("a patch is done whole or not at all") {
  Field field;
  field(posted(field));
  const auto patch = [&](Attributes attributes) {
    return field.when<Noun>(Patch{.id = id(1), .attributes = std::move(attributes)});
  };
  CHECK(patch({{"state", R"("completed")"}, {"externalId", R"("A")"}}) ==
        "state_must_be_told_by_crews");
  CHECK(patch({{"place", R"({"geometry":{"x":13.4,"y":52.5}})"}, {"externalId", R"("A")"}}) ==
        "place_must_be_plausible");
  CHECK(patch({{"state", R"("acknowledged")"}}) == "");
  const std::string both = patch({{"externalId", R"("A")"}, {"state", R"("cancelled")"}});
  CHECK(both.find("\"Changed\"") != std::string::npos);
  CHECK(both.find("\"Cancelled\"") != std::string::npos);
  Attributes after = minimal;
  after["externalId"] = R"("A")";
  const Changed changed{.id = id(1), .what = field.job(1).what, .bonds = {}, .attributes = after};
  CHECK(patch({{"externalId", R"("A")"}}) == events(changed));
  field(changed);
  CHECK(patch({{"externalId", R"("A")"}}) == "");
  CHECK(
      patch({{"externalId", "null"}}) ==
      events(Changed{.id = id(1), .what = field.job(1).what, .bonds = {}, .attributes = minimal}));
}

TEST_CASE("a field that the job refuses is named in the work order's words") {
  Field field;
  Attributes attributes = minimal;
  attributes["requestedStartDate"] = R"("2020-02-23T05:00:00Z")";
  CHECK(field.blamed<Noun>(Post{.unit = wuhan, .attributes = attributes}) == "requestedStartDate");
  CHECK(field.when<Noun>(Post{.unit = wuhan, .attributes = attributes}) ==
        "window_must_be_in_a_shift");
  CHECK(field.blamed<Noun>(Post{.unit = {999999}, .attributes = minimal}) == "relatedParty");
}

}  // namespace
}  // namespace lifeline::job
