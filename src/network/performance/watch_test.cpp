// SPDX-License-Identifier: Apache-2.0
#include "network/performance/watch.h"

#include <doctest/doctest.h>

namespace lifeline::performance {
namespace {

using alarm::Severity;

// One series, judged value by value; what came of each is a word.
class Story {
 public:
  explicit Story(Metric metric = Metric::load) { at_.threshold = default_threshold(metric); }
  Story& band(double median, double deviation) {
    at_.band = {.rhythm = baseline::Rhythm::week, .median = median, .deviation = deviation};
    return *this;
  }
  Threshold& threshold() { return at_.threshold; }
  Story& gap(Slot slots) {
    at_.slot += slots;
    return *this;
  }
  std::string tell(double value, int times = 1) {
    std::string told;
    for (int i = 0; i < times; ++i) {
      ++at_.slot;
      at_.value = value;
      for (const Notice& notice : judge(watched_, at_)) {
        if (!told.empty()) told += ' ';
        told += notice.cause == Cause::threshold ? "threshold" : "baseline";
        told += notice.severity == Severity::indeterminate
                    ? " over"
                    : " " + std::string(enum_text(notice.severity));
        problem = notice.problem;
      }
    }
    return told;
  }
  void repeat_slot() { --at_.slot; }

  std::string problem;

 private:
  Watched watched_{};
  Judging at_{.slot = 1'000'000};
};

TEST_CASE("a threshold is crossed when it is for three intervals") {
  Story story;
  CHECK(story.tell(72, 2).empty());
  CHECK(story.tell(72) == "threshold warning");
  CHECK(story.problem == "load is 72 %, at or above 70 %");
  CHECK(story.tell(72, 20).empty());
}

TEST_CASE("one good value begins the count anew") {
  Story story;
  CHECK(story.tell(72, 2).empty());
  CHECK(story.tell(60).empty());
  CHECK(story.tell(72, 2).empty());
  CHECK(story.tell(72) == "threshold warning");
}

TEST_CASE("a value that hovers at the limit does not flap") {
  Story story;
  CHECK(story.tell(71, 3) == "threshold warning");
  for (int i = 0; i < 20; ++i) {
    CHECK(story.tell(68).empty());  // within the hysteresis of 3
    CHECK(story.tell(71).empty());
  }
  CHECK(story.tell(66, 2).empty());
  CHECK(story.tell(66) == "threshold over");
}

TEST_CASE("it grows worse and better by severity, and is never critical by default") {
  Story story;
  CHECK(story.tell(72, 3) == "threshold warning");
  CHECK(story.tell(99, 3) == "threshold major");
  CHECK(story.tell(75, 3) == "threshold warning");
  CHECK(story.tell(20, 3) == "threshold over");
  story.threshold().severity_max = Severity::critical;
  CHECK(story.tell(99, 3) == "threshold critical");
}

TEST_CASE("of three bad values the mildest says how bad it is") {
  Story story;
  story.tell(99);
  story.tell(72);
  CHECK(story.tell(99) == "threshold warning");
  CHECK(story.tell(99, 3) == "threshold major");
}

TEST_CASE("where low is bad, a low value crosses") {
  Story story(Metric::access_success);
  CHECK(story.tell(99.5, 5).empty());
  CHECK(story.tell(94, 3) == "threshold major");
  CHECK(story.tell(98.4, 5) == "threshold warning");
  CHECK(story.tell(98.6, 3) == "threshold over");
}

TEST_CASE("the same slot twice and what comes late are judged once") {
  Story story;
  story.tell(72, 2);
  story.repeat_slot();
  CHECK(story.tell(72).empty());
  CHECK(story.tell(72) == "threshold warning");
}

TEST_CASE("after a gap the count begins anew, and what was raised stays") {
  Story story;
  story.tell(72, 2);
  CHECK(story.gap(10).tell(72).empty());
  CHECK(story.tell(72, 2) == "threshold warning");
  CHECK(story.gap(100).tell(72).empty());
  CHECK(story.tell(10, 3) == "threshold over");
}

TEST_CASE("a threshold that is switched off clears what it raised") {
  Story story;
  story.tell(72, 3);
  story.threshold().enabled = false;
  CHECK(story.tell(72, 3) == "threshold over");
  CHECK(story.tell(99, 10).empty());
}

TEST_CASE("a value far from what is usual for three intervals is a minor alarm, until it is back") {
  Story story(Metric::throughput);
  story.band(30, 1);
  CHECK(story.tell(25, 10).empty());
  CHECK(story.tell(20, 2).empty());
  CHECK(story.tell(20) == "baseline minor");
  CHECK(story.problem == "throughput is 20 Mbit/s, usual at this hour 30 Mbit/s ± 5 Mbit/s");
  CHECK(story.tell(25, 10).empty());  // within the band, but not by much
  CHECK(story.tell(28, 3) == "baseline over");
}

TEST_CASE("better than usual is no alarm, but a load that is gone is one") {
  Story story(Metric::throughput);
  story.band(30, 1);
  CHECK(story.tell(60, 10).empty());
  Story load;
  load.band(50, 1);
  CHECK(load.tell(2, 3) == "baseline minor");
}

TEST_CASE("nothing is usual yet: nothing is judged") {
  Story story(Metric::throughput);
  CHECK(story.tell(20, 10).empty());
}

TEST_CASE("what was open before a restart is cleared when it is over") {
  Watched watched;
  take_over(watched, Cause::threshold, Severity::warning);
  Judging at{.slot = 1'000'000, .value = 10, .threshold = default_threshold(Metric::load)};
  CHECK(judge(watched, at).empty());
  ++at.slot;
  CHECK(judge(watched, at).empty());
  ++at.slot;
  REQUIRE(judge(watched, at).size() == 1);
}

TEST_CASE("a condition names its cause and metric") {
  for (size_t i = 0; i < metric_count; ++i)
    for (const Cause cause : {Cause::threshold, Cause::baseline}) {
      const auto metric = static_cast<Metric>(i);
      CHECK(cause_of(condition_of(cause, metric)) == std::pair(cause, metric));
    }
  CHECK(condition_of(Cause::baseline, Metric::load) == "baseline:load");
  CHECK_FALSE(cause_of("linkDown"));
  CHECK_FALSE(cause_of("threshold:fun"));
}

}  // namespace
}  // namespace lifeline::performance
