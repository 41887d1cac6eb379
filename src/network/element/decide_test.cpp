// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/given.h"

namespace lifeline::element {
namespace {

using desk::Role;
using tests::events;
using tests::Given;

Element element_on(std::string id, std::string_view on = {}) {
  return {.id = id,
          .name = id,
          .kind = Kind::other,
          .region = tests::wuchang,
          .depends_on = parse_groups(on)};
}

// Two ways into a hub, one core behind both of them; others on the core stay well.
Imported network() {
  return {.elements = {element_on("CORE"), element_on("LEFT", "CORE"), element_on("RIGHT", "CORE"),
                       element_on("HUB", "LEFT|RIGHT"), element_on("CELL", "HUB;POWER"),
                       element_on("POWER"), element_on("WELL-1", "CORE"),
                       element_on("WELL-2", "CORE"), element_on("WELL-3", "CORE")}};
}

alarm::Raised alarm_on(std::string element, alarm::Severity severity, uint64_t serial) {
  return {.id = {420000, serial},
          .source_name = std::move(element),
          .mapped = true,
          .region = tests::wuchang,
          .unit = tests::wuchang,
          .condition = "c" + std::to_string(serial),
          .severity = severity};
}

ConditionChanged changed(std::string id, Condition condition, std::string root) {
  return {.id = std::move(id), .condition = condition, .root = std::move(root)};
}

/// A network whose elements have been judged after each alarm.
class Judged {
 public:
  Judged() { given_(network()).as_system(); }
  Judged& fail(std::string element, alarm::Severity severity = alarm::Severity::critical) {
    given_(alarm_on(element, severity, ++serial_));
    last_[element] = serial_;
    return judge(element);
  }
  Judged& mend(const std::string& element) {
    given_(alarm::Cleared{.id = {420000, last_.at(element)}});
    return judge(element);
  }
  /// "condition root" of an element.
  std::string standing(const std::string& id) {
    const Standing& s = standing_of(given_.part<Noun>().state, id);
    return std::string(enum_text(s.condition)) + " " + s.root;
  }
  std::string again(std::string id) { return given_.when<Noun>(Reassess{std::move(id)}); }

 private:
  Judged& judge(const std::string& element) {
    const auto decided =
        decide(given_.part<Noun>().state, Command(Reassess{element}), given_.context());
    REQUIRE(decided);
    for (const Event& event : *decided) evolve(given_.part<Noun>().state, event);
    return *this;
  }

  Given given_;
  uint64_t serial_ = 0;
  std::map<std::string, uint64_t> last_;
};

TEST_CASE("an element fails with its worst alarm, and what needs it fails too") {
  Given given;
  given(network(), alarm_on("LEFT", alarm::Severity::critical, 1),
        alarm_on("LEFT", alarm::Severity::major, 2));
  CHECK(given.when<Noun>(Reassess{"LEFT"}) == events(changed("CELL", Condition::degraded, "LEFT"),
                                                     changed("HUB", Condition::degraded, "LEFT"),
                                                     ConditionChanged{.id = "LEFT",
                                                                      .own = Condition::down,
                                                                      .condition = Condition::down,
                                                                      .root = "LEFT",
                                                                      .down_since = tests::noon}));
}

TEST_CASE("an element that does not change says nothing") {
  Given given;
  given(network(), alarm_on("LEFT", alarm::Severity::minor, 1));
  CHECK(given.when<Noun>(Reassess{"LEFT"}).empty());
  CHECK(given.when<Noun>(Reassess{"NONE"}) == "element_must_exist");
}

TEST_CASE("a group of alternatives is down when all are, and degraded without a second way") {
  Judged net;
  CHECK(net.fail("LEFT").standing("HUB") == "degraded LEFT");
  CHECK(net.fail("RIGHT").standing("HUB") == "down LEFT");
  CHECK(net.standing("CELL") == "down LEFT");
  CHECK(net.mend("LEFT").standing("HUB") == "degraded RIGHT");
  CHECK(net.mend("RIGHT").standing("HUB") == "normal ");
}

TEST_CASE("a degraded alternative beside a normal one harms nothing") {
  Judged net;
  CHECK(net.fail("LEFT", alarm::Severity::major).standing("HUB") == "normal ");
  CHECK(net.fail("RIGHT", alarm::Severity::major).standing("HUB") == "degraded LEFT");
}

TEST_CASE("what all alternatives need is the root of it all") {
  Judged net;
  CHECK(net.fail("CORE").standing("CELL") == "down CORE");
  CHECK(net.standing("HUB") == "down CORE");
  CHECK(net.mend("CORE").standing("CELL") == "normal ");
}

TEST_CASE("each group is needed, and the worst one tells") {
  Judged net;
  CHECK(net.fail("LEFT").standing("CELL") == "degraded LEFT");
  CHECK(net.fail("POWER").standing("CELL") == "down POWER");
  CHECK(net.mend("POWER").standing("CELL") == "degraded LEFT");
}

TEST_CASE("an element is explained by what it needs, whatever its own alarms say") {
  Judged net;
  CHECK(net.fail("HUB").standing("CELL") == "down HUB");
  CHECK(net.fail("CORE").standing("CELL") == "down CORE");
  CHECK(net.standing("HUB") == "down CORE");
  CHECK(net.mend("CORE").standing("CELL") == "down CORE");
  CHECK(net.mend("HUB").standing("CELL") == "normal ");
}

TEST_CASE("an element that is worse than what it needs explains itself") {
  Judged net;
  CHECK(net.fail("CORE", alarm::Severity::major).standing("HUB") == "degraded CORE");
  CHECK(net.fail("HUB").standing("CELL") == "down HUB");
}

TEST_CASE("judging again changes nothing") {
  Judged net;
  net.fail("CORE").fail("HUB").fail("LEFT", alarm::Severity::major);
  for (const std::string id : {"CORE", "LEFT", "RIGHT", "HUB", "CELL", "POWER"})
    CHECK(net.again(id).empty());
}

TEST_CASE("an import needs an administrator and keeps only what is new or changed") {
  Given given;
  CHECK(given.as(Role::commander, tests::hubei).when<Noun>(Import{network().elements}) ==
        "role_must_suffice");
  given.as_system();
  CHECK(given.when<Noun>(Import{}) == "elements_must_be_given");
  CHECK(given.when<Noun>(Import{network().elements}) == events(network()));
  given(network());
  CHECK(given.when<Noun>(Import{network().elements}).empty());
  const Element moved = element_on("HUB", "LEFT");
  CHECK(given.when<Noun>(Import{{element_on("CORE"), moved}}) ==
        events(Imported{.elements = {moved}, .renewed = {"HUB"}}));
}

TEST_CASE("an import names no element that is not there and closes no circle") {
  Given given;
  given(network()).as_system();
  CHECK(given.when<Noun>(Import{{element_on("NEW", "NONE")}}) == "dependency_must_be_known");
  CHECK(given.when<Noun>(Import{{element_on("CORE", "CELL")}}) ==
        "dependency_must_not_be_circular");
  CHECK(given.when<Noun>(Import{{element_on("A", "B"), element_on("B", "A")}}) ==
        "dependency_must_not_be_circular");
}

}  // namespace
}  // namespace lifeline::element
