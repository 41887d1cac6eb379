// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/alerts.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::alertmanager {
namespace {

constexpr Instant noon{1'579'752'000'000'000};
constexpr int64_t timeout_s = 300;

Posted posted(Labels labels, Instant ends_at = {}) {
  Posted one;
  one.labels = std::move(labels);
  one.ends_at = ends_at;
  return one;
}

struct Ground {
  door::SourceDirectory directory;
  Alerts alerts{directory};

  // "raise interface" or "clear interface" of each command.
  std::string told(const Change& change) {
    std::string text;
    for (const alarm::Command& command : change.commands) {
      if (const auto* raise = std::get_if<alarm::Raise>(&command))
        text += "raise " + raise->interface + ";";
      if (const auto* clear = std::get_if<alarm::ReportClear>(&command))
        text += "clear " + clear->interface + ";";
    }
    return text;
  }
  std::string take(Posted one, Instant now, bool is_webhook = false) {
    std::vector<Posted> all;
    all.push_back(std::move(one));
    const Change change = alerts.take(
        std::move(all), {.now = now, .resolve_timeout_s = timeout_s, .is_webhook = is_webhook});
    alerts.settle(change);
    return told(change);
  }
  std::string expire(Instant now) {
    const Change change = alerts.expire(now);
    alerts.settle(change);
    return told(change);
  }
  size_t firing(Instant now) {
    size_t count = 0;
    alerts.each(now, [&](const Alert&) { ++count; });
    return count;
  }
};

const Labels down{{"alertname", "Down"}, {"site", "a"}};

TEST_CASE("an alert is raised once, told again for nothing, and cleared when it is resolved") {
  Ground ground;
  CHECK(ground.take(posted(down), noon) == "raise site=a;");
  CHECK(ground.take(posted(down), seconds_after(noon, 60)).empty());
  CHECK(ground.firing(seconds_after(noon, 60)) == 1);
  CHECK(ground.take(posted(down, seconds_after(noon, 100)), seconds_after(noon, 100)) ==
        "clear site=a;");
  CHECK(ground.take(posted(down, seconds_after(noon, 100)), seconds_after(noon, 160)).empty());
  CHECK(ground.firing(seconds_after(noon, 160)) == 0);
  CHECK(ground.take(posted(down), seconds_after(noon, 200)) == "raise site=a;");
}

TEST_CASE("an alert that is not told again is over, and later forgotten") {
  Ground ground;
  ground.take(posted(down), noon);
  ground.take(posted(down), seconds_after(noon, 200));
  CHECK(ground.expire(seconds_after(noon, timeout_s)).empty());
  CHECK(ground.expire(seconds_after(noon, 200 + timeout_s)) == "clear site=a;");
  CHECK(ground.expire(seconds_after(noon, 200 + timeout_s)).empty());
  CHECK(ground.alerts.size() == 1);
  ground.expire(seconds_after(noon, 4000));
  CHECK(ground.alerts.size() == 0);
}

TEST_CASE("an end that comes sooner counts") {
  Ground ground;
  ground.take(posted(down, seconds_after(noon, 1000)), noon);
  ground.take(posted(down, seconds_after(noon, 50)), seconds_after(noon, 10));
  CHECK(ground.expire(seconds_after(noon, 49)).empty());
  CHECK(ground.expire(seconds_after(noon, 50)) == "clear site=a;");
}

TEST_CASE("an alert of a webhook is over when the webhook says so") {
  Ground ground;
  CHECK(ground.take(posted(down), noon, true) == "raise site=a;");
  CHECK(ground.expire(seconds_after(noon, 1'000'000)).empty());
  Posted over = posted(down);
  over.is_resolved = true;
  CHECK(ground.take(std::move(over), seconds_after(noon, 1'000'000), true) == "clear site=a;");
}

TEST_CASE("what is not durable yet is brought again") {
  Ground ground;
  std::vector<Posted> one, same;
  one.push_back(posted(down));
  same.push_back(posted(down));
  const Lasts lasts{.now = noon, .resolve_timeout_s = timeout_s};
  const Change first = ground.alerts.take(std::move(one), lasts);
  const Change again = ground.alerts.take(std::move(same), lasts);
  CHECK(again.commands.size() == 1);
  ground.alerts.settle(first);  // of a version that is past
  CHECK(ground.take(posted(down), noon) == "raise site=a;");
  CHECK(ground.take(posted(down), noon).empty());
}

TEST_CASE("labels that differ in anything are different alarms") {
  Ground ground;
  const auto identity = [&](const Labels& labels) {
    return identity_of(labels, door::SourceDirectory::Look(ground.directory));
  };
  const std::vector<Labels> all{{{"alertname", "X"}},
                                {{"alertname", "X"}, {"a", "1"}},
                                {{"alertname", "X"}, {"a", "1,b=2"}},
                                {{"a", "1"}, {"alertname", "X"}, {"b", "2"}},
                                {{"alertname", "X"}, {"node", "n"}},
                                {{"alertname", "X"}, {"instance", "n"}},
                                {{"a", std::string(300, 'x')}, {"alertname", "X"}},
                                {{"a", std::string(301, 'x')}, {"alertname", "X"}}};
  for (size_t i = 0; i < all.size(); ++i)
    for (size_t j = 0; j < i; ++j) CHECK_FALSE(identity(all[i]) == identity(all[j]));
  const Identity longest = identity(all.back());
  CHECK(longest.interface.size() <= limits::name_bytes_max);
}

TEST_CASE("the source is the label that names a known element") {
  Ground ground;
  const std::string known = "enb-1";
  ground.directory.add(std::span(&known, 1), UnitCode{420000});
  const door::SourceDirectory::Look look(ground.directory);
  CHECK(identity_of({{"instance", "enb-1:9100"}, {"node", "rack"}}, look).source == "enb-1");
  CHECK(identity_of({{"instance", "other:9100"}, {"node", "rack"}}, look).source == "rack");
  CHECK(identity_of({{"alertname", "Down"}}, look).source == "Down");
  CHECK(identity_of({{"zone", "a"}}, look).source == "alert");
}

TEST_CASE("what an alert says is read again out of its alarm") {
  Posted one = posted(down);
  one.annotations = {{"summary", "站点断了"}};
  one.generator = "http://p/graph";
  const std::string text = additional_text(one);
  CHECK(text.starts_with("站点断了\n{"));
  const auto read = posted_of(text);
  REQUIRE(read.has_value());
  CHECK(read->labels == one.labels);
  CHECK(read->annotations == one.annotations);
  CHECK(read->generator == one.generator);
  CHECK_FALSE(posted_of("no light"));
  CHECK_FALSE(posted_of("\n{\"labels\":"));
  one.annotations = {{"description", std::string(limits::text_bytes_max, 'x')}};
  CHECK(additional_text(one).size() <= limits::text_bytes_max);
  CHECK(posted_of(additional_text(one))->labels == one.labels);
  one.labels = {{"a", std::string(limits::text_bytes_max, 'x')}};
  CHECK(additional_text(one).size() <= limits::text_bytes_max);
}

TEST_CASE("an alarm of a server before this one is over unless it is told again") {
  Ground ground;
  const Identity identity{.source = "a", .condition = "Down", .interface = "site=a"};
  ground.alerts.take_over(posted(down), identity, seconds_after(noon, 10));
  CHECK(ground.take(posted(down, seconds_after(noon, 60)), noon).empty());
  CHECK(ground.expire(seconds_after(noon, 59)).empty());
  CHECK(ground.expire(seconds_after(noon, 60)) == "clear site=a;");
}

}  // namespace
}  // namespace lifeline::alertmanager
