// SPDX-License-Identifier: Apache-2.0
// Roots that say nothing, roots that are over before what they took down, and moves between them.
#include "network/element/settle.h"

#include <doctest/doctest.h>

#include "tests/local_desks.h"

namespace lifeline::element {
namespace {

using alarm::Severity;
using tests::hubei;
using tests::noon;

// Two rings of fibre on one node, eight stations behind each, with a power supply of their own.
class Ring {
 public:
  Ring() {
    import({element_on("NODE")});
    import({element_on("F1", "NODE"), element_on("F2", "NODE")});
    for (const std::string fibre : {"F1", "F2"})
      for (int i = 0; i < 8; ++i) {
        const std::string number = fibre + "-" + std::to_string(i);
        import({element_on("P" + number), element_on("S" + number, fibre + ";P" + number)});
      }
  }
  static Element element_on(std::string id, std::string_view on = {}) {
    return {.id = id, .name = id, .region = tests::wuchang, .depends_on = parse_groups(on)};
  }
  void import(std::vector<Element> elements) {
    REQUIRE(desks_.act(hubei, Command(Import{.elements = std::move(elements)})));
  }
  Ring& fail(const std::string& id, Severity severity = Severity::critical) {
    REQUIRE(desks_.act(hubei, alarm::Command(alarm::Raise{
                                  .source_name = id, .condition = "los", .severity = severity})));
    return *this;
  }
  Ring& mend(const std::string& id) {
    REQUIRE(desks_.act(hubei,
                       alarm::Command(alarm::ReportClear{.source_name = id, .condition = "los"})));
    return *this;
  }
  Ring& after_s(int64_t seconds) {
    desks_.pass_time_to(seconds_after(desks_.now(), seconds));
    return *this;
  }
  const Standing& at(const std::string& id) {
    return standing_of(desks_.desk(hubei).nouns().get<State>(), id);
  }
  std::string stands(const std::string& id) {
    return std::string(enum_text(at(id).condition)) + " " + at(id).root;
  }
  size_t with_a_story() { return desks_.desk(hubei).nouns().get<State>().standing.size(); }

 private:
  tests::LocalDesks desks_;
};

TEST_CASE("suspicion grows with those that fail together and falls with the silent") {
  CHECK(suspicion({.failing = 1, .silent = 0}) == 0);
  CHECK(suspicion({.failing = 2, .silent = 0}) > 0.9);
  CHECK(suspicion({.failing = 2, .silent = 6}) < 0.01);
  CHECK(suspicion({.failing = 4, .silent = 4}) > 0.99);
  for (uint64_t silent = 0; silent < 20; ++silent)
    CHECK(suspicion({.failing = 5, .silent = silent}) >
          suspicion({.failing = 5, .silent = silent + 1}));
}

TEST_CASE("what fails together has one root below it, though that says nothing") {
  Ring ring;
  for (const std::string id : {"SF1-0", "SF1-1", "SF1-2"}) ring.fail(id);
  CHECK(ring.stands("SF1-0") == "down SF1-0");
  CHECK(ring.stands("F1") == "normal ");
  ring.fail("SF1-3");
  CHECK(ring.stands("F1") == "down F1");
  CHECK(ring.at("F1").assumed);
  CHECK(ring.at("F1").sure_percent > 90);
  CHECK(ring.stands("SF1-0") == "down F1");
  CHECK(ring.stands("SF1-7") == "down F1");
  CHECK(ring.stands("SF2-0") == "normal ");
}

TEST_CASE("an alarm of the silent root ends the doubt and changes nothing else") {
  Ring ring;
  for (int i = 0; i < 5; ++i) ring.fail("SF1-" + std::to_string(i));
  ring.fail("F1");
  CHECK_FALSE(ring.at("F1").assumed);
  CHECK(ring.stands("F1") == "down F1");
  CHECK(ring.stands("SF1-7") == "down F1");
}

TEST_CASE("failures long apart, or explained already, raise no suspicion") {
  Ring ring;
  for (int i = 0; i < 8; ++i) ring.fail("SF1-" + std::to_string(i)).after_s(together_within_s + 1);
  CHECK(ring.stands("F1") == "normal ");

  Ring powerless;
  for (int i = 0; i < 8; ++i)
    powerless.fail("PF1-" + std::to_string(i)).fail("SF1-" + std::to_string(i));
  CHECK(powerless.stands("F1") == "normal ");
  CHECK(powerless.stands("SF1-3") == "down PF1-3");
}

TEST_CASE("a cause told late takes its own back from the assumed root") {
  Ring ring;
  for (int i = 0; i < 4; ++i) ring.fail("SF1-" + std::to_string(i));
  REQUIRE(ring.at("F1").assumed);
  for (int i = 0; i < 4; ++i) ring.fail("PF1-" + std::to_string(i));
  CHECK(ring.stands("F1") == "normal ");
  CHECK(ring.stands("SF1-0") == "down PF1-0");
  CHECK(ring.stands("SF1-7") == "normal ");
}

TEST_CASE("assumed roots that fail together have a root below them") {
  Ring ring;
  for (const std::string fibre : {"F1", "F2"})
    for (int i = 0; i < 6; ++i) ring.fail("S" + fibre + "-" + std::to_string(i));
  CHECK(ring.stands("F1") == "down NODE");
  CHECK(ring.stands("SF2-7") == "down NODE");
  CHECK(ring.at("NODE").assumed);
}

TEST_CASE("one that is heard alive ends the assumption; the others are held, then go their way") {
  Ring ring;
  for (int i = 0; i < 6; ++i) ring.fail("SF1-" + std::to_string(i));
  REQUIRE(ring.at("F1").assumed);
  ring.mend("SF1-0");
  CHECK(ring.stands("F1") == "normal ");
  CHECK(ring.stands("SF1-0") == "normal ");
  CHECK(ring.stands("SF1-7") == "normal ");
  CHECK(ring.stands("SF1-1") == "down F1");
  for (int i = 2; i < 6; ++i) ring.mend("SF1-" + std::to_string(i));
  ring.after_s(hold_s);
  CHECK(ring.stands("SF1-1") == "down SF1-1");
  CHECK(ring.stands("F1") == "normal ");
  ring.mend("SF1-1");
  CHECK(ring.with_a_story() == 0);
}

TEST_CASE("when the root is over, what still has alarms is held under it for a while") {
  Ring ring;
  ring.fail("F1");
  for (int i = 0; i < 3; ++i) ring.fail("SF1-" + std::to_string(i));
  ring.mend("F1");
  CHECK(ring.stands("F1") == "normal ");
  CHECK(ring.stands("SF1-7") == "normal ");
  CHECK(ring.stands("SF1-0") == "down F1");
  ring.mend("SF1-0").after_s(hold_s - 1);
  CHECK(ring.stands("SF1-1") == "down F1");
  ring.after_s(1);
  CHECK(ring.stands("SF1-1") == "down SF1-1");
  CHECK(ring.stands("SF1-2") == "down SF1-2");
  ring.mend("SF1-1").mend("SF1-2");
  CHECK(ring.with_a_story() == 0);
}

TEST_CASE("a root that says it is well while all that needs it stays down is not believed") {
  Ring ring;
  ring.fail("F1");
  for (int i = 0; i < 8; ++i) ring.fail("SF1-" + std::to_string(i));
  ring.mend("F1").after_s(hold_s);
  CHECK(ring.stands("F1") == "down F1");
  CHECK(ring.at("F1").assumed);
  CHECK(ring.stands("SF1-5") == "down F1");
}

TEST_CASE("clears in any order leave nothing behind") {
  std::vector<std::string> ids{"F1", "SF1-0", "SF1-1", "SF1-2", "SF1-3", "SF1-4", "PF1-4", "NODE"};
  for (int turn = 0; turn < 40; ++turn) {
    Ring ring;
    for (size_t i = 0; i < ids.size(); ++i) ring.fail(ids[(i * 3 + size_t(turn)) % ids.size()]);
    for (size_t i = 0; i < ids.size(); ++i) ring.mend(ids[(i * 5 + size_t(turn) * 7) % ids.size()]);
    ring.after_s(hold_s);
    CHECK(ring.with_a_story() == 0);
  }
}

TEST_CASE("two roots are both named, the one that has told before the assumed one") {
  Ring ring;
  ring.fail("F1").fail("PF1-0");
  CHECK(ring.stands("SF1-0") == "down F1");
  CHECK(ring.at("SF1-0").also == std::vector<std::string>{"PF1-0"});
  ring.mend("F1");
  CHECK(ring.stands("SF1-0") == "down PF1-0");
  CHECK(ring.at("SF1-0").also.empty());
}

TEST_CASE("an element that moves to another parent while in alarm is explained by what it needs") {
  Ring ring;
  ring.import({Ring::element_on("F3", "NODE")});
  ring.fail("F1").fail("SF1-0").fail("SF1-1");
  CHECK(ring.stands("SF1-0") == "down F1");
  ring.import({Ring::element_on("SF1-0", "F3;PF1-0")});
  CHECK(ring.stands("SF1-0") == "down SF1-0");
  ring.import({Ring::element_on("SF1-1", "F2;PF1-1")});
  ring.fail("F2");
  CHECK(ring.stands("SF1-1") == "down F2");
  ring.mend("F1").mend("F2").mend("SF1-0").mend("SF1-1").after_s(hold_s);
  CHECK(ring.with_a_story() == 0);
}

TEST_CASE("an assumption falls when what gave rise to it moves away") {
  Ring ring;
  for (int i = 0; i < 4; ++i) ring.fail("SF1-" + std::to_string(i));
  REQUIRE(ring.at("F1").assumed);
  ring.import({Ring::element_on("F3", "NODE")});
  for (int i = 0; i < 3; ++i) {
    const std::string number = "F1-" + std::to_string(i);
    ring.import({Ring::element_on("S" + number, "F3;P" + number)});
  }
  CHECK(ring.stands("SF1-7") == "normal ");
  CHECK_FALSE(ring.at("F1").assumed);
}

TEST_CASE("an element without a topology is its own root") {
  Ring ring;
  ring.import({Ring::element_on("ALONE")});
  ring.fail("ALONE");
  CHECK(ring.stands("ALONE") == "down ALONE");
  ring.mend("ALONE");
  CHECK(ring.with_a_story() == 0);
}

}  // namespace
}  // namespace lifeline::element
