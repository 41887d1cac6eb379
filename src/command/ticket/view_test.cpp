// SPDX-License-Identifier: Apache-2.0
#include "command/ticket/view.h"

#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::ticket {
namespace {

using tests::Given;

constexpr IncidentId first{420000, 1};
const incident::Opened opened{.id = first, .unit = tests::wuchang};
const incident::Closed closed{.id = first, .text = "done"};

std::string statuses(const Page& page) {
  std::string text;
  for (const StatusEntry& entry : page.changes) text += entry.status + " ";
  return text;
}

Posted posted(Attributes attributes, std::vector<Step> steps = {}) {
  return {.id = first, .unit = tests::wuchang, .attributes = std::move(attributes), .steps = steps};
}

const Page& page_of(Given& given) { return given.part<Noun>().view.pages.at(first); }

}  // namespace

TEST_CASE("every incident is a ticket, with the changes of its status") {
  Given given;
  given(opened, incident::Assigned{.id = first, .assignee = "li"},
        incident::Assigned{.id = first, .assignee = "wang"},
        incident::Mitigated{.id = first, .text = "eased"},
        incident::Resolved{.id = first, .text = "over", .close_at = tests::noon},
        incident::Reopened{.id = first});
  CHECK(statuses(page_of(given)) == "acknowledged inProgress pending resolved acknowledged ");
  CHECK(page_of(given).status == "acknowledged");
  CHECK(page_of(given).assignee == "wang");
}

TEST_CASE("the posted word stands for where the incident is") {
  Given given;
  given(posted({{"status", R"("rejected")"}}, {{.verb = Verb::cancel}}), opened, closed);
  CHECK(page_of(given).status == "rejected");
  CHECK(statuses(page_of(given)) == "acknowledged rejected ");
}

TEST_CASE("posted changes of status stand for those that the post makes") {
  Given given;
  given(posted({{"statusChange", "[]"}, {"status", R"("inProgress")"}}, {{.verb = Verb::assign}}),
        opened, incident::Assigned{.id = first, .assignee = "li"});
  CHECK(statuses(page_of(given)).empty());
  CHECK(page_of(given).status == "inProgress");
  given(incident::Mitigated{.id = first, .text = {}});
  CHECK(statuses(page_of(given)) == "pending ");
}

TEST_CASE("what the incident outruns is dropped") {
  Given given;
  given(posted({{"lastUpdate", "1"}, {"statusChangeReason", "2"}, {"externalId", "3"}}), opened);
  CHECK(page_of(given).attributes.size() == 3);
  given(incident::Noted{.id = first, .text = "seen"});
  CHECK(page_of(given).attributes.contains("statusChangeReason"));
  CHECK_FALSE(page_of(given).attributes.contains("lastUpdate"));
  given(incident::Mitigated{.id = first, .text = {}});
  CHECK(page_of(given).attributes == Attributes{{"externalId", "3"}});
}

TEST_CASE("notes of others come after those that were posted, which are not told twice") {
  Given given;
  given(posted({{"note", R"([{"text":"a"}])"}}, {{.verb = Verb::note, .text = "a"}}), opened,
        incident::Noted{.id = first, .text = "a"}, incident::Noted{.id = first, .text = "b"});
  REQUIRE(page_of(given).notes.size() == 1);
  CHECK(page_of(given).notes.front().text == "b");
  given(Changed{.id = first,
                .attributes = {{"note", R"([{"text":"c"}])"}},
                .steps = {{.verb = Verb::note, .text = "c"}}},
        incident::Noted{.id = first, .text = "c"});
  CHECK(page_of(given).notes.empty());
}

TEST_CASE("another word for the same place is a change of status too") {
  Given given;
  given(opened, incident::Mitigated{.id = first, .text = {}},
        Changed{.id = first, .attributes = {{"status", R"("held")"}}});
  CHECK(statuses(page_of(given)) == "acknowledged pending held ");
}

}  // namespace lifeline::ticket
