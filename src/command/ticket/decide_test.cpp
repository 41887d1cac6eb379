// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "command/ticket/view.h"
#include "tests/given.h"

namespace lifeline::ticket {
namespace {

using desk::Role;
using incident::Phase;
using incident::Severity;
using tests::Given;

constexpr IncidentId first{420000, 1};

Post post(Attributes more = {}) {
  Post c{.unit = tests::wuchang,
         .attributes = {{"description", R"("No service at the hospital")"},
                        {"severity", R"("Urgent")"},
                        {"ticketType", R"("incident")"}}};
  for (auto& [name, json] : more) c.attributes[name] = json;
  return c;
}
Change change(Attributes attributes) { return {.id = first, .attributes = std::move(attributes)}; }

incident::Opened opened(std::string root = {}) {
  return {.id = first,
          .title_zh = "title",
          .title_en = "title",
          .severity = Severity::major,
          .unit = tests::wuchang,
          .region = tests::wuchang,
          .root = std::move(root)};
}

std::string steps(const std::string& events) {
  const size_t at = events.find("\"steps\":");
  return at == std::string::npos ? "" : events.substr(at + 8, events.size() - at - 10);
}

}  // namespace

TEST_CASE("a posted ticket keeps its attributes as they came and opens an incident") {
  Given given;
  CHECK(given.when<Noun>(post({{"x-no", "1.50"}})) ==
        R"({"Posted":{"id":"420000-1","unit":"420106","attributes":{)"
        R"("description":"\"No service at the hospital\"","severity":"\"Urgent\"",)"
        R"("ticketType":"\"incident\"","x-no":"1.50"}}})");
  const auto open = opening(tests::wuchang, post().attributes);
  CHECK(open.title_zh == "No service at the hospital");
  CHECK(open.severity == Severity::critical);
}

TEST_CASE("a posted status takes the incident as far") {
  const auto of = [](std::string status) {
    return steps(Given().when<Noun>(
        post({{"status", '"' + status + '"'}, {"statusChangeReason", R"("why")"}})));
  };
  CHECK(of("acknowledged").empty());
  CHECK(of("inProgress") == R"([{"verb":"assign","text":"commander"}])");
  CHECK(of("pending") == R"([{"verb":"mitigate","text":"why"}])");
  CHECK(of("held") == R"([{"verb":"mitigate","text":"why"}])");
  CHECK(of("resolved") == R"([{"verb":"resolve","text":"why"}])");
  CHECK(of("closed") == R"([{"verb":"resolve","text":"why"},{"verb":"close","text":"why"}])");
  CHECK(of("cancelled") == R"([{"verb":"cancel","text":"why"}])");
  CHECK(Given().when<Noun>(post({{"status", R"("Open")"}})) == "status_must_be_a_known_word");
}

TEST_CASE("a ticket needs a description, a severity, a unit and the right to open") {
  CHECK(Given().when<Noun>(post({{"description", R"(" ")"}})) == "description_must_be_given");
  CHECK(Given().when<Noun>(post({{"severity", R"("string")"}})) == "severity_must_be_a_known_word");
  Post elsewhere = post();
  elsewhere.unit = {999999};
  CHECK(Given().when<Noun>(elsewhere) == "unit_must_be_known");
  CHECK(Given().blamed<Noun>(elsewhere) == "relatedParty");
  CHECK(Given().as(Role::viewer, tests::hubei).when<Noun>(post()) == "role_must_suffice");
  CHECK(Given().as(Role::operator_, tests::yichang).when<Noun>(post()) ==
        "unit_must_be_within_reach");
  const std::string long_text(limits::text_bytes_max + 1, 'x');
  CHECK(Given().blamed<Noun>(post({{"description", '"' + long_text + '"'}})) == "description");
  CHECK(Given().blamed<Noun>(post({{"note", "[{\"text\":\"" + long_text + "\"}]"}})) == "note");
}

TEST_CASE("what a ticket keeps is bounded") {
  Attributes many;
  for (size_t i = 0; i <= limits::ticket_attributes_max; ++i) many["a" + std::to_string(i)] = "1";
  CHECK(Given().when<Noun>(post(many)) == "attributes_must_be_fewer");
  const std::string large(limits::ticket_bytes_max, 'x');
  CHECK(Given().when<Noun>(post({{"x", '"' + large + '"'}})) == "ticket_must_be_small");
  CHECK(Given().when<Noun>(post({{std::string(300, 'n'), "1"}})) == "name_must_be_short");
}

TEST_CASE("a patch is merged into what is kept") {
  Given given;
  given(Posted{.id = first,
               .unit = tests::wuchang,
               .attributes = {{"channel", R"({"id":"1","name":"web"})"}, {"externalId", "\"A\""}}},
        opened());
  CHECK(given.when<Noun>(change({{"channel", R"({"name":null,"x":2})"},
                                 {"externalId", "null"},
                                 {"priority", R"("High")"}})) ==
        R"({"Changed":{"id":"420000-1","attributes":{"channel":"{\"id\":\"1\",\"x\":2}",)"
        R"("priority":"\"High\""},"removed":["externalId"]}})");
}

TEST_CASE("a patched status follows the incident's own rules") {
  const auto of = [](std::string status, auto... before) {
    Given given;
    given(opened(), before...);
    const std::string answer = given.when<Noun>(change({{"status", '"' + status + '"'}}));
    const std::string taken = steps(answer);
    return taken.empty() && !answer.starts_with("{") ? answer : taken;
  };
  const incident::Assigned assigned{.id = first, .assignee = "li"};
  const incident::Mitigated mitigated{.id = first, .text = {}};
  const incident::Resolved resolved{.id = first, .text = {}, .close_at = tests::noon};
  const incident::Closed closed{.id = first, .text = {}};
  CHECK(of("inProgress") == R"([{"verb":"assign","text":"commander"}])");
  CHECK(of("inProgress", assigned).empty());
  CHECK(of("acknowledged", assigned) == "incident_must_not_be_taken_up");
  CHECK(of("inProgress", assigned, mitigated) == "incident_must_not_be_mitigated");
  CHECK(of("held", assigned, mitigated).empty());
  CHECK(of("pending", resolved) == "incident_must_not_be_mitigated");
  CHECK(of("resolved", assigned) == R"([{"verb":"resolve"}])");
  CHECK(of("closed", assigned) == "incident_must_be_resolved");
  CHECK(of("closed", resolved) == R"([{"verb":"close"}])");
  CHECK(of("resolved", resolved, closed) == "incident_must_be_open");
  CHECK(of("cancelled") == R"([{"verb":"cancel","text":"cancelled"}])");
}

TEST_CASE("a patch says what it means for the incident, all of it or nothing") {
  Given given;
  given(opened());
  CHECK(steps(given.when<Noun>(change({{"severity", R"("critical")"},
                                       {"name", R"("New")"},
                                       {"note", R"([{"text":"a"},{"text":"b"}])"},
                                       {"relatedParty", R"([{"id":"li","role":"assignee"}])"}}))) ==
        R"([{"verb":"raise","text":"critical"},{"verb":"retitle","text":"New"},)"
        R"({"text":"a"},{"text":"b"},{"verb":"assign","text":"li"}])");
  CHECK(given.when<Noun>(change({{"severity", R"("minor")"}})) == "severity_must_rise");
  CHECK(given.blamed<Noun>(change({{"severity", R"("minor")"}})) == "severity");
  CHECK(given.when<Noun>(change({{"severity", R"("Major")"}})).starts_with(R"({"Changed")"));
  CHECK(given.when<Noun>(change({})).empty());
}

TEST_CASE("only who answers for the unit changes a ticket, and only a commander withdraws it") {
  Given given;
  CHECK(given.when<Noun>(change({{"externalId", "\"A\""}})) == "ticket_must_exist");
  given(opened());
  given.as(Role::operator_, tests::yichang);
  CHECK(given.when<Noun>(change({{"externalId", "\"A\""}})) == "unit_must_be_within_reach");
  given.as(Role::operator_, tests::wuchang);
  CHECK(given.when<Noun>(Withdraw{.id = first, .reason = "wrong"}) == "role_must_suffice");
  given.as(Role::commander, tests::hubei);
  CHECK(given.when<Noun>(Withdraw{.id = first, .reason = ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Withdraw{.id = first, .reason = "wrong"}) ==
        R"({"Withdrawn":{"id":"420000-1","reason":"wrong"}})");
  given(Withdrawn{.id = first, .reason = "wrong"});
  CHECK(given.when<Noun>(Withdraw{.id = first, .reason = "wrong"}) == "ticket_must_exist");
  CHECK(given.when<Noun>(change({{"externalId", "\"A\""}})) == "ticket_must_exist");
}

TEST_CASE("a ticket whose sites are still hit is not withdrawn") {
  Given given;
  given(opened("NODE"), incident::SiteHit{.id = first, .site = "H1", .unit = tests::wuchang});
  CHECK(given.when<Noun>(Withdraw{.id = first, .reason = "wrong"}) == "sites_must_be_relieved");
}

TEST_CASE("words of other systems for a severity are understood") {
  CHECK(severity_of("1 - Critical") == Severity::critical);
  CHECK(severity_of("HIGH") == Severity::major);
  CHECK(severity_of("Medium") == Severity::minor);
  CHECK(severity_of("low") == Severity::warning);
  CHECK(!severity_of("string"));
  CHECK(!severity_of("highly"));
  CHECK(!severity_of(""));
}

}  // namespace lifeline::ticket
