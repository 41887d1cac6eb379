// SPDX-License-Identifier: Apache-2.0
#include "desk/live_hub.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::desk {
namespace {

constexpr UnitCode hubei{420000};
constexpr UnitCode wuhan{420100};
constexpr UnitCode yichang{420500};

// Takes what a hub delivers.
struct Reader {
  std::vector<std::string> got;
  bool takes = true;
  std::shared_ptr<void> handle;

  Result<void> subscribe(LiveHub& hub, UnitCode unit, std::string_view since = {}) {
    const Actor caller{.name = "li", .role = Role::viewer, .unit = unit};
    auto made = hub.subscribe(caller, since, [this](std::shared_ptr<const std::string> text) {
      if (takes) got.push_back(*text);
      return takes;
    });
    if (!made) return tl::unexpected(made.error());
    handle = *made;
    return {};
  }
  // The latest message, then none.
  std::string take() {
    if (got.empty()) return {};
    std::string text = got.back();
    got.clear();
    return text;
  }
};

std::unique_ptr<LiveHub> make_hub() {
  return std::make_unique<LiveHub>([](std::string& out, const Figures& figures, const Positions&) {
    out += std::to_string(figures[0]);
  });
}

LiveTick tick(uint64_t position, std::vector<LiveRow> rows = {}, uint64_t figure = 0) {
  LiveTick made{.desk = hubei, .position = position, .rows = std::move(rows), .figures = {}};
  made.figures.push_back({.ground = {wuhan, hubei, group_unit}, .figures = {figure}});
  return made;
}

std::string change(const std::string& id, const std::string& figure, const std::string& sites) {
  return "event: change\nid: " + id + "\ndata: {\"position\":\"" + id + "\",\"picture\":" + figure +
         ",\"alarms\":[],\"incidents\":[],\"orders\":[],\"sites\":[" + sites +
         "],\"alarms_more\":0}\n\n";
}

std::string word(const std::string& event, const std::string& id) {
  return "event: " + event + "\nid: " + id + "\ndata: {\"position\":\"" + id + "\"}\n\n";
}

}  // namespace

TEST_CASE("positions are written and read as one word") {
  const Positions positions = {{group_unit, 12}, {hubei, 4567}};
  CHECK(positions_text(positions) == "100000.12-420000.4567");
  CHECK(parse_positions("100000.12-420000.4567") == positions);
  for (const std::string_view text : {"", "-", "100000", "100000.", ".12", "100000.x", "x.12",
                                      "100000.12-", "100000.-1", "100000.1.2", "100000.12 "})
    CHECK_MESSAGE(!parse_positions(text), text);
}

TEST_CASE("a subscriber is given the picture, then what changes") {
  const auto hub = make_hub();
  hub->publish(tick(5, {}, 7));
  Reader reader;
  REQUIRE(reader.subscribe(*hub, group_unit).has_value());
  CHECK(reader.got ==
        std::vector<std::string>{change("420000.5", "7", ""), word("caught_up", "420000.5")});
  reader.got.clear();
  hub->publish(tick(6, {{"sites", {wuhan, hubei, group_unit}, "{\"id\":\"a\"}"}}, 8));
  CHECK(reader.take() == change("420000.6", "8", "{\"id\":\"a\"}"));
  CHECK(hub->picture(wuhan) == "8");
  CHECK(hub->picture(yichang) == "0");
}

TEST_CASE("a subscriber sees the rows and figures of its ground only") {
  const auto hub = make_hub();
  Reader group, city, other;
  REQUIRE(group.subscribe(*hub, group_unit).has_value());
  REQUIRE(city.subscribe(*hub, wuhan).has_value());
  REQUIRE(other.subscribe(*hub, yichang).has_value());
  hub->publish(tick(
      6, {{"sites", {wuhan, hubei, group_unit}, "1"}, {"sites", {yichang, hubei, group_unit}, "2"}},
      8));
  CHECK(group.take() == change("420000.6", "8", "1,2"));
  CHECK(city.take() == change("420000.6", "8", "1"));
  CHECK(other.take() == change("420000.6", "0", "2"));
}

TEST_CASE("a reader that comes back is given what changed and keeps its place until then") {
  const auto hub = make_hub();
  hub->publish(tick(9, {}, 1));
  Positions asked;
  std::function<void(const LiveTick&)> give;
  std::function<void(bool)> done;
  hub->on_catch_up([&](Positions since, auto giver, auto ender) {
    asked = std::move(since);
    give = std::move(giver);
    done = std::move(ender);
  });
  Reader reader;
  REQUIRE(reader.subscribe(*hub, wuhan, "420000.4").has_value());
  CHECK(asked == Positions{{hubei, 4}});
  // Were the line cut now, it must go on from 4 again: no id may be later.
  CHECK(reader.take() == change("420000.4", "1", ""));
  hub->publish(tick(10, {{"sites", {wuhan}, "\"new\""}}, 2));
  CHECK(reader.take() == change("420000.4", "2", "\"new\""));
  give(tick(0, {{"sites", {wuhan}, "\"missed\""}, {"sites", {yichang}, "\"elsewhere\""}}));
  CHECK(reader.take() == change("420000.4", "2", "\"missed\""));
  done(true);
  CHECK(reader.take() == word("caught_up", "420000.10"));
  hub->publish(tick(11, {}, 3));
  CHECK(reader.take() == change("420000.11", "3", ""));
}

TEST_CASE("a reader that is too far back is told to begin anew") {
  const auto hub = make_hub();
  hub->publish(tick(9));
  hub->on_catch_up([](Positions, auto, auto done) { done(false); });
  Reader reader;
  REQUIRE(reader.subscribe(*hub, wuhan, "420000.4").has_value());
  CHECK(reader.take() == word("reset", "420000.9"));
  hub->publish(tick(10));
  CHECK(reader.take() == change("420000.10", "0", ""));
}

TEST_CASE("a position that is none is refused") {
  const auto hub = make_hub();
  Reader reader;
  CHECK(reader.subscribe(*hub, wuhan, "yesterday").error().name == "position_must_be_well_formed");
  CHECK(reader.got.empty());
}

TEST_CASE("a subscriber that is gone or takes no more is asked no more") {
  const auto hub = make_hub();
  Reader stays, full, gone;
  for (Reader* reader : {&stays, &full, &gone})
    REQUIRE(reader->subscribe(*hub, group_unit).has_value());
  CHECK(hub->subscribers() == 3);
  gone.handle.reset();
  CHECK(hub->subscribers() == 2);
  full.takes = false;
  hub->publish(tick(1));
  full.takes = true;
  for (Reader* reader : {&stays, &full, &gone}) reader->got.clear();
  hub->publish(tick(2));
  CHECK(stays.got.size() == 1);
  CHECK(full.got.empty());
  CHECK(gone.got.empty());
}

TEST_CASE("catching up after the subscriber has gone does nothing") {
  const auto hub = make_hub();
  std::function<void(const LiveTick&)> give;
  std::function<void(bool)> done;
  hub->on_catch_up([&](Positions, auto giver, auto ender) {
    give = std::move(giver);
    done = std::move(ender);
  });
  Reader reader;
  REQUIRE(reader.subscribe(*hub, group_unit, "420000.4").has_value());
  reader.got.clear();
  reader.handle.reset();
  give(tick(1));
  done(true);
  CHECK(reader.got.empty());
}

TEST_CASE("there are only so many streams, and one that ends makes room") {
  const auto hub = make_hub();
  std::vector<Reader> readers(limits::live_connections_max + 1);
  for (size_t i = 0; i < limits::live_connections_max; ++i)
    REQUIRE(readers[i].subscribe(*hub, group_unit).has_value());
  CHECK(readers.back().subscribe(*hub, group_unit).error().name == "live_streams_must_be_fewer");
  readers.front().handle.reset();
  CHECK(readers.back().subscribe(*hub, group_unit).has_value());
}

TEST_CASE("a tick that comes late does not move the position back") {
  const auto hub = make_hub();
  Reader reader;
  REQUIRE(reader.subscribe(*hub, group_unit).has_value());
  hub->publish(tick(7));
  hub->publish(tick(6));
  CHECK(reader.take() == change("420000.7", "0", ""));
}

}  // namespace lifeline::desk
