// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/limits.h"
#include "tests/any_value.h"
#include "tests/given.h"

namespace lifeline::order_template {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

constexpr TemplateId first{420000, 1}, groups{100000, 1};

What what() {
  return {.name_zh = "方舱巡检",
          .name_en = "Check a makeshift hospital",
          .unit = tests::hubei,
          .subject_zh = "巡检方舱",
          .subject_en = "Check the makeshift hospital",
          .text = "",
          .priority = order::Priority::high,
          .acknowledge_within_s = 600,
          .start_within_s = 900,
          .finish_within_s = 3600,
          .quorum = 0,
          .pass_down_to = unit::Level::county,
          .evidence = {.note = true, .number = "基站", .photos = 2}};
}

template <class Do>
std::string keeping(Do change) {
  Given given;
  Keep keep{.what = what()};
  change(keep.what);
  return given.when<Noun>(keep);
}

TEST_CASE("a template is kept under an id of its desk, and named in Chinese where English lacks") {
  CHECK(keeping([](What&) {}) == events(Kept{.id = first, .what = what()}));
  What made = what();
  made.name_en = made.name_zh;
  made.subject_en = made.subject_zh;
  CHECK(keeping([](What& w) {
          w.name_en.clear();
          w.subject_en.clear();
        }) == events(Kept{.id = first, .what = made}));
}

TEST_CASE("a template has a name, a subject and short texts") {
  CHECK(keeping([](What& w) { w.name_zh.clear(); }) == "name_must_be_given");
  CHECK(keeping([](What& w) { w.name_en = std::string(limits::name_bytes_max + 1, 'x'); }) ==
        "name_must_be_short");
  CHECK(keeping([](What& w) { w.name_zh = std::string(limits::name_bytes_max + 1, 'x'); }) ==
        "name_must_be_short");
  CHECK(keeping([](What& w) { w.subject_zh = w.subject_en = ""; }) == "subject_must_be_given");
  CHECK(keeping([](What& w) { w.text = std::string(limits::text_bytes_max + 1, 'x'); }) ==
        "text_must_be_short");
  CHECK(keeping([](What& w) {
          w.evidence.number = std::string(limits::name_bytes_max + 1, 'x');
        }) == "text_must_be_short");
}

TEST_CASE("a template's deadlines follow each other as an order's do") {
  CHECK(keeping([](What& w) { w.acknowledge_within_s = 0; }) == "deadline_must_lie_ahead");
  CHECK(keeping([](What& w) { w.start_within_s = 1; }) == "start_must_follow_acknowledge");
  CHECK(keeping([](What& w) { w.start_within_s = 3601; }) == "finish_must_follow_acknowledge");
  CHECK(keeping([](What& w) { w.start_within_s = 0; }).starts_with('{'));
  CHECK(keeping([](What& w) {
          w.start_within_s = 0;
          w.finish_within_s = 10;
        }) == "finish_must_follow_acknowledge");
}

TEST_CASE("a template passes down to a level that there is, to as many as there can be") {
  CHECK(keeping([](What& w) { w.pass_down_to = unit::Level::group; }).starts_with('{'));
  CHECK(keeping([](What& w) { w.quorum = limits::order_recipients_max + 1; }) ==
        "quorum_must_be_in_range");
  CHECK(keeping([](What& w) { w.evidence.photos = limits::photos_max + 1; }) ==
        "photos_must_be_fewer");
}

TEST_CASE("a template is kept, changed and dropped by a commander of its unit on its desk") {
  CHECK(keeping([](What& w) { w.unit = {999999}; }) == "unit_must_be_known");
  CHECK(keeping([](What& w) { w.unit = tests::hunan; }) == "unit_must_be_of_the_desk");
  Given given;
  given(Kept{.id = first, .what = what()});
  Change change{.id = first, .what = what()};
  CHECK(given.when<Noun>(change).empty());
  change.what.text = "每日两次";
  CHECK(given.when<Noun>(change) == events(Changed{.id = first, .what = change.what}));
  CHECK(given.when<Noun>(Drop{first}) == events(Dropped{first}));
  CHECK(given.when<Noun>(Drop{{420000, 9}}) == "order_template_must_exist");
  given.as(Role::operator_, tests::hubei);
  CHECK(given.when<Noun>(change) == "role_must_suffice");
  CHECK(given.when<Noun>(Drop{first}) == "role_must_suffice");
  given.as(Role::commander, tests::wuhan);
  CHECK(given.when<Noun>(Keep{what()}) == "unit_must_be_within_reach");
  CHECK(given.when<Noun>(Drop{first}) == "unit_must_be_within_reach");
}

TEST_CASE("a desk keeps a copy of headquarters' templates and does not change them") {
  Given given;
  What group = what();
  group.unit = group_unit;
  const Learn learn{.id = groups, .what = group};
  CHECK(given.when<Noun>(learn) == "role_must_suffice");
  CHECK(given.when<Noun>(Forget{groups}) == "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(learn) == events(Learnt{.id = groups, .what = group}));
  CHECK(given.when<Noun>(Forget{groups}).empty());
  given(Learnt{.id = groups, .what = group});
  CHECK(given.when<Noun>(learn).empty());
  CHECK(given.when<Noun>(Forget{groups}) == events(Forgotten{groups}));
  given.as(Role::commander, group_unit);
  CHECK(given.when<Noun>(Drop{groups}) == "order_template_must_exist");
}

TEST_CASE("any history of templates can be taken and kept") {
  CHECK(tests::holds_for_any_history<Noun>(
      [](const State& state, const State& again, const View&, const View&) {
        RC_ASSERT(state.templates == again.templates);
      }));
}

}  // namespace
}  // namespace lifeline::order_template
