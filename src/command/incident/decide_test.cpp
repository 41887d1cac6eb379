// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/given.h"

namespace lifeline::incident {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

constexpr IncidentId first{420000, 1};
const std::string long_text(limits::text_bytes_max + 1, 'x');
const Instant in_a_day = seconds_after(tests::noon, 24 * 3600);

Open by_hand() {
  return {.title_zh = "光缆中断",
          .title_en = "Fibre cut",
          .severity = Severity::major,
          .unit = tests::wuchang,
          .region = {},
          .text = "reported by phone"};
}

Hit hit(std::string site = "H1", bool down = true) {
  return {.root = "NODE",
          .root_name = "Node",
          .root_region = tests::wuchang,
          .site = site,
          .site_name_zh = site,
          .site_name_en = site,
          .unit = tests::wuchang,
          .severity = Severity::critical,
          .down = down};
}

Opened opened(std::string root = "NODE") {
  return {.id = first,
          .title_zh = "t",
          .title_en = "t",
          .severity = Severity::major,
          .unit = tests::wuchang,
          .region = tests::wuchang,
          .root = std::move(root)};
}

const Instant when_held = seconds_after(tests::noon, limits::order_hold_s);

// The first hit of a unit waits for the hold, and so does what comes within it.
SiteHit site_hit(std::string site = "H1", bool down = true, bool first_of_unit = true) {
  return {.id = first,
          .site = site,
          .name_zh = site,
          .name_en = site,
          .unit = tests::wuchang,
          .down = down,
          .first_of_unit = first_of_unit,
          .order_at = when_held};
}
// The same when no order waits for the unit.
SiteHit told(SiteHit hit, bool first_of_unit) {
  hit.first_of_unit = first_of_unit;
  hit.order_at = {};
  return hit;
}

SiteRelieved relieved(std::string site, UnitCode spared) {
  return {.id = first, .site = std::move(site), .spared = spared};
}

Resolved resolved() { return {.id = first, .text = {}, .close_at = in_a_day}; }

TEST_CASE("a person opens an incident on a ground of its own") {
  Given given;
  CHECK(given.when<Noun>(by_hand()) == events(Opened{.id = first,
                                                     .title_zh = "光缆中断",
                                                     .title_en = "Fibre cut",
                                                     .severity = Severity::major,
                                                     .unit = tests::wuchang,
                                                     .region = tests::wuchang,
                                                     .text = "reported by phone"}));
}

TEST_CASE("a hit under assurance keeps how soon it must be taken up, and by whom it is watched") {
  Given given;
  given(opened());
  Hit tight = hit();
  tight.take_up_within_s = 300;
  tight.on_duty = "王芳";
  SiteHit kept = site_hit();
  kept.take_up_within_s = 300;
  kept.on_duty = "王芳";
  CHECK(given.when<Noun>(tight) ==
        events(kept, SeverityRaised{.id = first, .severity = Severity::critical}));
}

TEST_CASE("one language is enough for a title") {
  Given given;
  Open c = by_hand();
  c.title_zh.clear();
  CHECK(given.when<Noun>(c).find(R"("title_zh":"Fibre cut")") != std::string::npos);
}

TEST_CASE("opening needs a title, a known unit, the role and the ground") {
  const auto changed = [](auto change) {
    Open c = by_hand();
    change(c);
    return Given().when<Noun>(c);
  };
  CHECK(changed([](Open& c) { c.title_zh = c.title_en = ""; }) == "title_must_be_given");
  CHECK(changed([](Open& c) { c.title_en = long_text; }) == "title_must_be_short");
  CHECK(changed([](Open& c) { c.text = long_text; }) == "text_must_be_short");
  CHECK(changed([](Open& c) { c.unit = {999999}; }) == "unit_must_be_known");
  Given viewer, neighbour;
  viewer.as(Role::viewer, tests::hubei);
  neighbour.as(Role::operator_, tests::hankou);
  CHECK(viewer.when<Noun>(by_hand()) == "role_must_suffice");
  CHECK(neighbour.when<Noun>(by_hand()) == "unit_must_be_within_reach");
}

TEST_CASE("the first site that a root hits opens its incident") {
  Given given;
  CHECK(given.when<Noun>(hit()) == events(Opened{.id = first,
                                                 .title_zh = "Node 故障，影响重点站点",
                                                 .title_en = "Node has failed and hits key sites",
                                                 .severity = Severity::critical,
                                                 .unit = tests::wuchang,
                                                 .region = tests::wuchang,
                                                 .root = "NODE"},
                                          site_hit()));
}

TEST_CASE("a further site joins the root's incident and may raise its severity") {
  Given given;
  given(opened(), site_hit());
  CHECK(given.when<Noun>(hit("H2")) ==
        events(site_hit("H2", true, false),
               SeverityRaised{.id = first, .severity = Severity::critical}));
  given(SeverityRaised{.id = first, .severity = Severity::critical});
  CHECK(given.when<Noun>(hit("H1")).empty());
  CHECK(given.when<Noun>(hit("H1", false)) == events(site_hit("H1", false, false)));
}

TEST_CASE("a unit with an open order for the incident is not the first of its unit") {
  Given given;
  const order::OrderId order{420000, 1};
  given(opened(), told(site_hit(), true),
        order::Issued{.id = order, .what = {.incident = first}, .recipients = {tests::wuchang}},
        SeverityRaised{.id = first, .severity = Severity::critical});
  CHECK(given.when<Noun>(hit("H2")) == events(told(site_hit("H2"), false)));
  given(order::Finished{.id = order, .unit = tests::wuchang});
  CHECK(given.when<Noun>(hit("H2")) == events(site_hit("H2")));
}

TEST_CASE("without a hold, and for a site of no unit, nothing waits") {
  Given given;
  given.part<Noun>().settings.order_hold_s = 0;
  given(opened(), SeverityRaised{.id = first, .severity = Severity::critical});
  CHECK(given.when<Noun>(hit()) == events(told(site_hit(), true)));
  given.part<Noun>().settings.order_hold_s = 7;
  SiteHit soon = site_hit();
  soon.order_at = seconds_after(tests::noon, 7);
  CHECK(given.when<Noun>(hit()) == events(soon));
  Hit of_nobody = hit();
  of_nobody.unit = {};
  SiteHit at_once = told(site_hit(), true);
  at_once.unit = {};
  CHECK(given.when<Noun>(of_nobody) == events(at_once));
}

TEST_CASE("when the hold is over the hit that began it is told again, and now for an order") {
  Given given;
  given.as_system()(opened(), site_hit("H2"), site_hit("H1", true, false));
  const EndHold end{.id = first, .unit = tests::wuchang};
  CHECK(given.when<Noun>(end) == events(told(site_hit("H2"), true)));
  given(told(site_hit("H2"), true));
  CHECK(given.when<Noun>(end) == "order_must_be_pending");
  CHECK_FALSE(due(given.part<Noun>().state));
}

TEST_CASE(
    "the order is for a site that is still hit, down before degraded, as soon as the strictest") {
  Given given;
  SiteHit strict = site_hit("H2", false, false);
  strict.take_up_within_s = 300;
  SiteHit less_strict = site_hit("H4", false, false);
  less_strict.take_up_within_s = 900;
  given.as_system()(opened(), site_hit("H1"), strict, site_hit("H3", true, false), less_strict,
                    SiteRelieved{.id = first, .site = "H1"});
  SiteHit now = told(site_hit("H3"), true);
  now.take_up_within_s = 300;
  CHECK(given.when<Noun>(EndHold{.id = first, .unit = tests::wuchang}) == events(now));
}

TEST_CASE("the last site of a unit that is relieved within the hold spares its order") {
  Given given;
  SiteHit other_unit = site_hit("H3");
  other_unit.unit = tests::hankou;
  given(opened(), site_hit("H1"), site_hit("H2", true, false), other_unit);
  CHECK(given.when<Noun>(Relieve{.site = "H1", .still = {}}) ==
        events(SiteRelieved{.id = first, .site = "H1"}));
  given(SiteRelieved{.id = first, .site = "H1"});
  const SiteRelieved last{.id = first, .site = "H2", .spared = tests::wuchang};
  CHECK(given.when<Noun>(Relieve{.site = "H2", .still = {}}) == events(last));
  given(last);
  const auto& pending = given.part<Noun>().state.open.at(first).pending;
  CHECK(pending.size() == 1);
  CHECK(pending.contains(tests::hankou));
  CHECK(given.as_system().when<Noun>(EndHold{.id = first, .unit = tests::wuchang}) ==
        "order_must_be_pending");
}

TEST_CASE("a unit that somebody ordered within the hold gets no second order") {
  Given given;
  given.as_system()(
      opened(), site_hit(),
      order::Issued{
          .id = {420000, 1}, .what = {.incident = first}, .recipients = {tests::wuchang}});
  CHECK(given.when<Noun>(EndHold{.id = first, .unit = tests::wuchang}) ==
        events(told(site_hit(), false)));
}

TEST_CASE("an order of a unit that owns nothing hit any more is spared when its time comes") {
  Given given;
  SiteHit of_another = site_hit("H1", false);
  of_another.unit = tests::hankou;
  given.as_system()(opened(), site_hit(), of_another);
  CHECK(given.when<Noun>(EndHold{.id = first, .unit = tests::wuchang}) ==
        events(SiteRelieved{.id = first, .site = {}, .spared = tests::wuchang}));
}

TEST_CASE("only Lifeline itself ends a hold, and only one that is there") {
  Given given;
  const EndHold end{.id = first, .unit = tests::wuchang};
  CHECK(given.when<Noun>(end) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(end) == "incident_must_be_open");
  given(opened());
  CHECK(given.when<Noun>(end) == "order_must_be_pending");
}

Explain explain(std::string root, std::string by) {
  return {.root = std::move(root), .by = by, .by_name = by, .by_region = tests::hubei};
}
Explained explained(IncidentId id, std::string by, IncidentId into = {}) {
  return {.id = id,
          .root = by,
          .title_zh = by + " 故障，影响重点站点",
          .title_en = by + " has failed and hits key sites",
          .region = tests::hubei,
          .into = into};
}
Opened opened_at(IncidentId id, std::string root) {
  Opened other = opened();
  other.id = id;
  other.root = std::move(root);
  return other;
}

TEST_CASE("an incident whose root is explained by another goes on under that root") {
  Given given;
  CHECK(given.when<Noun>(explain("NODE", "CORE")) == "incident_must_be_open");
  given(opened(), site_hit("H1"));
  CHECK(given.when<Noun>(explain("NODE", "CORE")) == events(explained(first, "CORE")));
  given(explained(first, "CORE"));
  CHECK(given.when<Noun>(explain("NODE", "CORE")) == "incident_must_be_open");
  CHECK(given.when<Noun>(explain("CORE", "CORE")).empty());
  Explain unsure = explain("CORE", "CORE");
  unsure.sure_percent = 97;
  CHECK(given.when<Noun>(unsure).find("\"sure_percent\":97") != std::string::npos);
}

TEST_CASE("of two incidents of one root the older one stays, unless it is resolved") {
  const IncidentId second{420000, 2};
  Given given;
  given(opened(), site_hit("H1"), opened_at(second, "CORE"));
  CHECK(given.when<Noun>(explain("CORE", "NODE")) == events(explained(second, "NODE", first)));
  CHECK(given.when<Noun>(explain("NODE", "CORE")) ==
        events(explained(second, "CORE", first), explained(first, "CORE")));
  given(resolved());
  CHECK(given.when<Noun>(explain("NODE", "CORE")) == events(explained(first, "CORE", second)));
}

TEST_CASE("a merged incident leaves its sites to the other, and is over") {
  const IncidentId second{420000, 2};
  Given given;
  given(opened(), site_hit("H1"), opened_at(second, "BTS"));
  SiteHit there = site_hit("H2");
  there.id = second;
  given(there, explained(second, "NODE", first));
  CHECK(given.part<Noun>().state.open.at(first).sites.size() == 2);
  CHECK(given.part<Noun>().view.pages.at(first).row.sites_hit == 2);
  CHECK(given.part<Noun>().view.pages.at(second).row.merged_into == first);
  CHECK(given.part<Noun>().view.pages.at(second).row.phase == Phase::merged);
  CHECK(given.when<Noun>(Relieve{.site = "H2", .still = {}}) ==
        events(SiteRelieved{.id = first, .site = "H2"}));
  CHECK(given.when<Noun>(Note{.id = second, .text = "?"}) == "incident_must_be_open");
}

TEST_CASE(
    "orders that wait go over into the incident that stays, once for a unit, at the earlier time") {
  const IncidentId second{420000, 2};
  Given given;
  SiteHit early = site_hit("H2"), far = site_hit("H3");
  early.id = far.id = second;
  early.order_at = seconds_after(tests::noon, 12);
  far.unit = tests::hankou;
  given(opened(), site_hit("H1"), opened_at(second, "BTS"), early, far,
        explained(second, "NODE", first));
  const State& state = given.part<Noun>().state;
  const auto& pending = state.open.at(first).pending;
  REQUIRE(pending.size() == 2);
  CHECK(pending.at(tests::wuchang).at == early.order_at);
  CHECK(pending.at(tests::wuchang).site == "H2");
  CHECK(pending.at(tests::hankou).at == when_held);
  CHECK(state.holds ==
        std::set<Hold>{{early.order_at, first, tests::wuchang}, {when_held, first, tests::hankou}});
  CHECK(due(state) == early.order_at);
  const View& view = given.part<Noun>().view;
  CHECK(view.pages.at(first).row.units_to_order == std::vector{tests::hankou, tests::wuchang});
  CHECK(view.pages.at(first).row.order_at == early.order_at);
  CHECK(view.pages.at(second).row.units_to_order.empty());
  CHECK_FALSE(view.pages.at(second).row.order_at);
}

TEST_CASE("a root that hits again reopens its resolved incident") {
  Given given;
  given(opened(), site_hit(), relieved("H1", tests::wuchang), resolved(),
        SeverityRaised{.id = first, .severity = Severity::critical});
  CHECK(given.when<Noun>(hit()) == events(Reopened{first}, site_hit()));
}

TEST_CASE("a closed incident is over: the same root opens another") {
  Given given;
  given(opened(), resolved(), Closed{.id = first});
  CHECK(given.when<Noun>(hit()).starts_with(R"({"Opened":{"id":"420000-2")"));
}

TEST_CASE("the last site relieved resolves the incident") {
  Given given;
  const Relieve h1{.site = "H1", .still = {}};
  CHECK(given.when<Noun>(h1).empty());
  given(opened(), site_hit("H1"), site_hit("H2"));
  CHECK(given.when<Noun>(Relieve{.site = "H1", .still = {"NODE"}}).empty());
  CHECK(given.when<Noun>(h1) == events(SiteRelieved{.id = first, .site = "H1"}));
  given(SiteRelieved{.id = first, .site = "H2"});
  CHECK(given.when<Noun>(h1) == events(relieved("H1", tests::wuchang), resolved()));
}

TEST_CASE("an alarm is linked once and unlinked once") {
  Given given;
  const LinkAlarm link{.root = "NODE", .alarm = "420000-7", .raised = true, .text = "linkDown"};
  LinkAlarm unlink = link;
  unlink.raised = false;
  CHECK(given.when<Noun>(link) == "incident_must_be_open");
  given(opened());
  CHECK(given.when<Noun>(unlink).empty());
  const AlarmLinked linked{.id = first, .alarm = "420000-7", .raised = true, .text = "linkDown"};
  CHECK(given.when<Noun>(link) == events(linked));
  given(linked);
  CHECK(given.when<Noun>(link).empty());
  CHECK(given.when<Noun>(unlink) ==
        events(AlarmLinked{.id = first, .alarm = "420000-7", .raised = false, .text = "linkDown"}));
}

TEST_CASE("what people do to an incident needs the role, the ground and an open incident") {
  const auto each = [](Given& given, const std::string& refusal) {
    CHECK(given.when<Noun>(Assign{first, "wang"}) == refusal);
    CHECK(given.when<Noun>(Mitigate{first, "x"}) == refusal);
    CHECK(given.when<Noun>(Resolve{first, "x"}) == refusal);
    CHECK(given.when<Noun>(Close{first, "x"}) == refusal);
    CHECK(given.when<Noun>(Note{first, "x"}) == refusal);
  };
  Given given;
  each(given, "incident_must_exist");
  given(opened());
  each(given.as(Role::viewer, tests::hubei), "role_must_suffice");
  each(given.as(Role::operator_, tests::hankou), "unit_must_be_within_reach");
  given(resolved(), Closed{.id = first});
  each(given.as(Role::operator_, tests::wuchang), "incident_must_be_open");
}

TEST_CASE("texts of an incident are short, and a note has one") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Mitigate{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Resolve{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Close{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Note{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Note{.id = first}) == "text_must_be_given");
  CHECK(given.when<Noun>(Note{first, "crew sent"}) == events(Noted{first, "crew sent"}));
}

TEST_CASE("an incident may change hands until it is resolved") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Assign{.id = first}) == "assignee_must_be_given");
  CHECK(given.when<Noun>(Assign{first, std::string(limits::name_bytes_max + 1, 'x')}) ==
        "assignee_must_be_short");
  CHECK(given.when<Noun>(Assign{first, "wang"}) == events(Assigned{first, "wang"}));
  given(Mitigated{.id = first});
  CHECK(given.when<Noun>(Assign{first, "li"}) == events(Assigned{first, "li"}));
  given(Assigned{first, "li"});
  CHECK(given.part<Noun>().state.open.at(first).phase == Phase::mitigated);
  given(resolved());
  CHECK(given.when<Noun>(Assign{first, "zhao"}) == "incident_must_not_be_resolved");
}

TEST_CASE("an incident goes from opened to closed in its order") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Close{first, "x"}) == "incident_must_be_resolved");
  CHECK(given.when<Noun>(Mitigate{first, "x"}) == events(Mitigated{first, "x"}));
  given(Mitigated{.id = first});
  CHECK(given.when<Noun>(Mitigate{first, "x"}) == "incident_must_not_be_mitigated");
  given(site_hit());
  CHECK(given.when<Noun>(Resolve{first, "x"}) == "sites_must_be_relieved");
  given(SiteRelieved{.id = first, .site = "H1"});
  CHECK(given.when<Noun>(Resolve{first, "x"}) ==
        events(Resolved{.id = first, .text = "x", .close_at = in_a_day}));
  given(resolved());
  CHECK(given.when<Noun>(Resolve{first, "x"}) == "incident_must_not_be_resolved");
  CHECK(given.when<Noun>(Close{first, "x"}) == events(Closed{first, "x"}));
}

TEST_CASE("a person judges an incident graver, never slighter") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Raise{first, Severity::major}) == "severity_must_rise");
  CHECK(given.when<Noun>(Raise{first, Severity::critical}) ==
        events(SeverityRaised{first, Severity::critical}));
  given(resolved());
  CHECK(given.when<Noun>(Raise{first, Severity::critical}) == "incident_must_not_be_resolved");
  CHECK(given.when<Noun>(Raise{{420000, 9}, Severity::critical}) == "incident_must_exist");
}

TEST_CASE("a person gives an incident another title; its root stays") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Retitle{first, "新", ""}) == events(Explained{.id = first,
                                                                       .root = "NODE",
                                                                       .title_zh = "新",
                                                                       .title_en = "新",
                                                                       .region = tests::wuchang}));
  given(Explained{.id = first, .root = "NODE", .title_zh = "新", .title_en = "新"});
  CHECK(given.part<Noun>().state.by_root.at("NODE") == first);
  CHECK(given.part<Noun>().view.pages.at(first).timeline.back().kind == Kind::retitled);
  CHECK(given.when<Noun>(Retitle{first, "", ""}) == "title_must_be_given");
  CHECK(given.when<Noun>(Retitle{first, long_text, ""}) == "title_must_be_short");
}

TEST_CASE("a commander cancels what was no incident, with the reason") {
  Given given;
  given(opened());
  CHECK(given.when<Noun>(Cancel{first, ""}) == "reason_must_be_given");
  CHECK(given.when<Noun>(Cancel{first, long_text}) == "text_must_be_short");
  CHECK(given.when<Noun>(Cancel{first, "drill"}) == events(Closed{first, "drill"}));
  given(site_hit());
  CHECK(given.when<Noun>(Cancel{first, "drill"}) == "sites_must_be_relieved");
  given.as(Role::operator_, tests::hubei);
  CHECK(given.when<Noun>(Cancel{first, "drill"}) == "role_must_suffice");
}

}  // namespace
}  // namespace lifeline::incident
