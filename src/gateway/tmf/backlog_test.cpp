// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/backlog.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::tmf {
namespace {

constexpr UnitCode hubei{420000}, hunan{430000};

journal::Batch batch(uint64_t first, uint32_t count = 1, UnitCode desk = hubei) {
  journal::Batch made;
  made.desk = desk;
  made.first = first;
  made.count = count;
  return made;
}
std::vector<Notification> told(const journal::Batch& of, std::vector<std::string> bodies) {
  std::vector<Notification> made;
  for (size_t i = 0; i < bodies.size(); ++i)
    made.push_back({.desk = of.desk,
                    .batch = of.last(),
                    .is_last = i + 1 == bodies.size(),
                    .body = bodies[i]});
  return made;
}
std::string taken(Backlog& backlog, const Positions& durable) {
  std::string text;
  for (const Waiting& waiting : backlog.take(durable, 100)) {
    text += waiting->body;
    backlog.had(*waiting);
  }
  return text;
}

}  // namespace

TEST_CASE("what was decided is taken in order, once it is durable") {
  Backlog backlog({{hubei, 4}});
  backlog.offer(batch(5, 2), told(batch(5, 2), {"a", "b"}));
  backlog.offer(batch(7), told(batch(7), {"c"}));
  CHECK(taken(backlog, {{hubei, 4}}).empty());
  CHECK_FALSE(backlog.gap({{hubei, 6}}));
  CHECK(taken(backlog, {{hubei, 6}}) == "ab");
  CHECK(backlog.cursor().at(hubei) == 6);
  CHECK(taken(backlog, {{hubei, 7}}) == "c");
  CHECK(backlog.cursor().at(hubei) == 7);
}

TEST_CASE("a batch is had when its last notification is") {
  Backlog backlog({{hubei, 4}});
  backlog.offer(batch(5, 2), told(batch(5, 2), {"a", "b"}));
  const auto waiting = backlog.take({{hubei, 6}}, 100);
  backlog.had(*waiting[0]);
  CHECK(backlog.cursor().at(hubei) == 4);
  backlog.had(*waiting[1]);
  CHECK(backlog.cursor().at(hubei) == 6);
}

TEST_CASE("what tells nothing is passed over, but not before what waits") {
  Backlog backlog({{hubei, 4}});
  backlog.offer(batch(5), told(batch(5), {"a"}));
  backlog.offer(batch(6), {});
  backlog.note_durable(hubei, 6);
  CHECK(backlog.cursor().at(hubei) == 4);
  CHECK(taken(backlog, {{hubei, 6}}) == "a");
  backlog.note_durable(hubei, 7);
  CHECK(backlog.cursor().at(hubei) == 7);
}

TEST_CASE("what happened before the queue began is a gap of the journal") {
  Backlog backlog({{hubei, 4}});
  const auto before = backlog.gap({{hubei, 9}, {hunan, 3}});
  REQUIRE(before);
  CHECK(before->desk == hubei);
  CHECK(before->from == 5);
  CHECK(before->to == 9);
  backlog.offer(batch(8, 2), told(batch(8, 2), {"c"}));
  CHECK(backlog.gap({{hubei, 9}})->to == 7);
  backlog.note_durable(hubei, 9);
  CHECK(backlog.cursor().at(hubei) == 4);
  backlog.had_up_to(hubei, 7);
  CHECK_FALSE(backlog.gap({{hubei, 9}}));
  CHECK(backlog.gap({{hubei, 9}, {hunan, 3}})->desk == hunan);
  CHECK(taken(backlog, {{hubei, 9}}) == "c");
}

TEST_CASE("a batch that was had is not wanted again") {
  Backlog backlog({{hubei, 4}});
  CHECK_FALSE(backlog.wants(batch(3, 2)));
  CHECK(backlog.wants(batch(4, 2)));
  CHECK(backlog.wants(batch(1, 1, hunan)));
}

TEST_CASE("a queue that is too long is dropped, and the journal has what was in it") {
  Backlog backlog({{hubei, 0}});
  backlog.offer(batch(1), told(batch(1), {"a"}));
  const auto on_its_way = backlog.take({{hubei, 1}}, 1);
  for (uint64_t i = 2; i <= limits::hub_queue_max + 2; ++i)
    backlog.offer(batch(i), told(batch(i), {"x"}));
  CHECK(backlog.waiting() == 1);
  const Positions durable{{hubei, limits::hub_queue_max + 2}};
  CHECK_FALSE(backlog.gap(durable));
  backlog.had(*on_its_way.front());
  const auto gap = backlog.gap(durable);
  REQUIRE(gap);
  CHECK(gap->from == 2);
  CHECK(gap->to == limits::hub_queue_max + 2);
  backlog.offer(batch(limits::hub_queue_max + 3), told(batch(limits::hub_queue_max + 3), {"y"}));
  CHECK(backlog.gap({{hubei, limits::hub_queue_max + 3}})->to == limits::hub_queue_max + 2);
}

}  // namespace lifeline::tmf
