// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/replay.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <unistd.h>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/ves/wire.h"

namespace lifeline::ves {
namespace {

using std::chrono::microseconds;

// Type 1 on device 7: 10–20, and again 15–25 (overlaps), 25–30 (meets), 30–30 (no length).
// Type 2 on device 7: 20–40.
constexpr std::string_view small_log =
    "alarm_id,device_id,start_timestamp,end_timestamp\n"
    "1,7,10,20\n"
    "1,7,15,25\n"
    "2,7,20,40\n"
    "1,7,25,30\n"
    "1,7,30,30\n";

AlarmLog log_of(std::string_view csv) {
  auto log = read_alarm_log(csv);
  REQUIRE(log);
  return std::move(*log);
}

/// A server that answers as it is told to, and a clock that only waits move.
struct World {
  std::vector<std::string> bodies;   // of all attempts
  std::vector<Result<int>> answers;  // of the next attempts; then 202
  std::vector<microseconds> waits;
  microseconds now{0};

  ReplayWorld world() {
    return {.send = [this](std::string_view path, const std::string& body) -> Result<int> {
              CHECK(path == "/eventListener/v7/eventBatch");
              bodies.push_back(body);
              const size_t attempt = bodies.size() - 1;
              return attempt < answers.size() ? answers[attempt] : Result<int>(202);
            },
            .wait =
                [this](microseconds time) {
                  waits.push_back(time);
                  now += time;
                },
            .elapsed = [this] { return now; }};
  }
};

ReplayReport run(const AlarmLog& log, const ReplayOptions& options, World& world) {
  auto report = replay(log, options, world.world());
  REQUIRE(report);
  return *report;
}

/// A path of its own for this process, gone afterwards.
struct StateFile {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("lifeline_replay_test." + std::to_string(::getpid())))
                         .string();
  StateFile() { std::filesystem::remove(path); }
  ~StateFile() { std::filesystem::remove(path); }
};

std::string story(const AlarmLog& log) {
  std::string text;
  for (const LogReport& report : log.reports)
    text += std::to_string(report.at_s) + (report.is_raise ? "+" : "-") +
            std::to_string(report.row) + " ";
  return text;
}

TEST_CASE("at one moment older alarms end, then alarms begin, then those without length end") {
  CHECK(story(log_of(small_log)) == "10+0 15+1 20-0 20+2 25-1 25+3 30-3 30+4 30-4 40-2 ");
}

TEST_CASE("columns stand in any order, and others are ignored") {
  const AlarmLog log = log_of(
      "note,end_timestamp, device_id ,start_timestamp,alarm_id\r\n"
      "\"a,b\",9,3,5,1\r\n\r\n"
      ",5,4,5,2\r\n");
  REQUIRE(log.rows.size() == 2);
  CHECK(log.rows[0].alarm == 1);
  CHECK(log.rows[0].device == 3);
  CHECK(log.rows[0].start_s == 5);
  CHECK(log.rows[0].end_s == 9);
  CHECK(log.reports.size() == 4);
}

TEST_CASE("a wrong log is refused with line and column") {
  struct Row {
    std::string csv;
    std::string_view name;
    std::string_view column;
    std::string_view line;
  };
  const std::string head = "alarm_id,device_id,start_timestamp,end_timestamp\n";
  const Row rows[] = {
      {"", "column_must_be_given", "alarm_id", "line 1:"},
      {"1,7,10,20\n", "column_must_be_given", "alarm_id", "line 1:"},
      {"alarm_id,device_id,start_timestamp\n", "column_must_be_given", "end_timestamp", "line 1:"},
      {head + "1,7,10,20\n1,7,10\n", "fields_must_be_as_many_as_columns", "", "line 3:"},
      {head + "1,7,10,20,1\n", "fields_must_be_as_many_as_columns", "", "line 2:"},
      {head + "x,7,10,20\n", "value_must_be_well_formed", "alarm_id", "line 2:"},
      {head + "1,-7,10,20\n", "value_must_be_well_formed", "device_id", "line 2:"},
      {head + "1,7,,20\n", "value_must_be_well_formed", "start_timestamp", "line 2:"},
      {head + "1,7,10,20.5\n", "value_must_be_well_formed", "end_timestamp", "line 2:"},
      {head + "1,7,10,99999999999\n", "value_must_be_well_formed", "end_timestamp", "line 2:"},
      {head + "\"1\"x,7,10,20\n", "comma_must_follow_a_quote", "", "line 2:"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.csv);
    const auto log = read_alarm_log(row.csv);
    REQUIRE_FALSE(log);
    CHECK(log.error().code == Code::invalid);
    CHECK(log.error().name == row.name);
    CHECK(log.error().field == row.column);
    CHECK(log.error().detail.starts_with(row.line));
  }
}

TEST_CASE("a row that ends before it starts ends at once, and is counted") {
  const AlarmLog log = log_of(
      "alarm_id,device_id,start_timestamp,end_timestamp\n"
      "1,7,10,9\n"
      "2,7,10,20\n");
  CHECK(log.ends_cut == 1);
  CHECK(log.rows[0].end_s == 10);
  CHECK(expected_totals(log, log.reports) ==
        ExpectedTotals{.raised = 2, .repeated = 0, .cleared = 2, .clear_unmatched = 0});
}

TEST_CASE("what must come of a log is told by its keys") {
  const AlarmLog log = log_of(small_log);
  // 10 new, 15 repeated, 20 clears both, 25 ends without its alarm and begins anew, 30 ends, and
  // once more, 40 ends.
  CHECK(expected_totals(log, log.reports) ==
        ExpectedTotals{.raised = 4, .repeated = 1, .cleared = 4, .clear_unmatched = 1});
}

TEST_CASE("a body is taken by the listener and is the same every time") {
  const AlarmLog log = log_of(small_log);
  const std::string body = batch_body(log, log.reports);
  CHECK(body == batch_body(log_of(small_log), log.reports));
  JsonDocument document;
  std::vector<Event> events;
  REQUIRE(read_events(document, body, Shape::event_list, events));
  REQUIRE(events.size() == 10);
  CHECK(events[0].header.source_name == "device-7");
  CHECK(events[0].header.event_id == "row-0-raise");
  CHECK(events[0].fault->condition == "type-1");
  CHECK(events[0].fault->severity == Severity::major);
  CHECK(events[0].header.last_us == 1'577'836'810'000'000);
  CHECK(events[2].header.event_id == "row-0-clear");
  CHECK(events[2].fault->severity == Severity::normal);
  CHECK(events[2].header.start_us == 1'577'836'810'000'000);
  CHECK(events[2].header.last_us == 1'577'836'820'000'000);
}

TEST_CASE("a whole replay sends every report once, in batches of a fixed size") {
  const AlarmLog log = log_of(small_log);
  World world;
  const ReplayReport report = run(log, {.batch = 4}, world);
  REQUIRE(world.bodies.size() == 3);
  CHECK(world.bodies[0] == batch_body(log, std::span(log.reports).first(4)));
  CHECK(world.bodies[2] == batch_body(log, std::span(log.reports).last(2)));
  CHECK(report.complete);
  CHECK(report.rows == 5);
  CHECK(report.events == 10);
  CHECK(report.sent_raises == 5);
  CHECK(report.sent_clears == 5);
  CHECK(report.accepted_raises == 5);
  CHECK(report.accepted_clears == 5);
  CHECK(report.refused_raises + report.refused_clears + report.retries + report.skipped == 0);
  CHECK(report.expected_new == 4);
  CHECK(report.expected_repeated == 1);
  CHECK(report.expected_cleared == 4);
  CHECK(report.expected_unmatched_clears == 1);
  CHECK(world.waits.empty());
}

TEST_CASE("a broken connection and a busy server are tried again, waiting longer each time") {
  World world;
  world.answers = {unavailable("server_must_be_reachable"), 503, 429, 202};
  const ReplayReport report = run(log_of(small_log), {.batch = 10}, world);
  CHECK(report.complete);
  CHECK(report.retries == 3);
  CHECK(report.sent_raises == 5);
  REQUIRE(world.bodies.size() == 4);
  CHECK(world.bodies[0] == world.bodies[3]);
  CHECK(world.waits == std::vector<microseconds>{microseconds(100'000), microseconds(200'000),
                                                 microseconds(400'000)});
}

TEST_CASE("attempts come to an end, and so do the waits' growth") {
  World world;
  world.answers.assign(100, unavailable("server_must_be_reachable", "gone"));
  const ReplayReport report = run(log_of(small_log), {.batch = 4}, world);
  CHECK_FALSE(report.complete);
  CHECK(world.bodies.size() == static_cast<size_t>(limits::replay_attempts_max));
  CHECK(world.waits.back() == std::chrono::milliseconds(limits::replay_wait_ms_max));
  CHECK(report.sent_raises + report.sent_clears == 4);
  CHECK(report.accepted_raises + report.accepted_clears == 0);
  CHECK(report.refused_raises + report.refused_clears == 0);
  CHECK(report.trouble == "server_must_be_reachable: gone");
}

TEST_CASE("a refused batch is counted, not tried again, and ends the replay") {
  World world;
  world.answers = {202, 400};
  const ReplayReport report = run(log_of(small_log), {.batch = 4}, world);
  CHECK_FALSE(report.complete);
  CHECK(world.bodies.size() == 2);
  CHECK(report.accepted_raises == 3);
  CHECK(report.accepted_clears == 1);
  CHECK(report.refused_raises == 2);
  CHECK(report.refused_clears == 2);
  CHECK(report.trouble == "status 400 for the batch at event 4");
  CHECK(world.waits.empty());
}

TEST_CASE("a replay that ended goes on with the batch that was not accepted, byte for byte") {
  const AlarmLog log = log_of(small_log);
  const StateFile state;
  const ReplayOptions options{.batch = 4, .state = state.path};
  World first;
  first.answers = {202, 401};
  CHECK_FALSE(run(log, options, first).complete);
  World second;
  const ReplayReport report = run(log, options, second);
  CHECK(report.complete);
  CHECK(report.skipped == 4);
  CHECK(report.accepted_raises + report.accepted_clears == 6);
  CHECK(report.expected_new == 4);
  REQUIRE(second.bodies.size() == 2);
  CHECK(second.bodies[0] == first.bodies[1]);
  World third;
  CHECK(run(log, options, third).complete);
  CHECK(third.bodies.empty());
}

TEST_CASE("a state of another log, another cut or another kind is refused") {
  const AlarmLog log = log_of(small_log);
  const StateFile state;
  World world;
  (void)run(log, {.batch = 4, .state = state.path}, world);
  const auto refused = [&](const AlarmLog& other, ReplayOptions options) {
    options.state = state.path;
    World unused;
    const auto report = replay(other, options, unused.world());
    CHECK(unused.bodies.empty());
    return report ? std::string() : report.error().name;
  };
  CHECK(refused(log, {.batch = 5}) == "state_must_be_of_this_log");
  CHECK(refused(log, {.batch = 4, .from_row = 5}) == "state_must_be_of_this_log");
  CHECK(refused(log_of(std::string(small_log) + "9,9,9,9\n"), {.batch = 4}) ==
        "state_must_be_of_this_log");
  std::ofstream(state.path) << "{";
  CHECK(refused(log, {.batch = 4}) == "state_must_be_well_formed");
}

TEST_CASE("a state that cannot be written ends the replay") {
  World world;
  const auto report =
      replay(log_of(small_log), {.batch = 4, .state = "/dev/null/state"}, world.world());
  REQUIRE_FALSE(report);
  CHECK(report.error().name == "state_must_be_writable");
  CHECK(world.bodies.size() == 1);
}

TEST_CASE("a log in any order of its rows is sent whole, in the order of time") {
  const AlarmLog log = log_of(
      "alarm_id,device_id,start_timestamp,end_timestamp\n"
      "1,7,300,310\n"
      "1,7,100,110\n"
      "1,7,200,210\n");
  World world;
  const ReplayReport report = run(log, {.batch = 2}, world);
  CHECK(report.skipped == 0);
  CHECK(report.accepted_raises == 3);
  CHECK(world.bodies.size() == 3);
  World from_third;
  CHECK(run(log, {.batch = 2, .from_row = 3}, from_third).accepted_raises == 1);
}

TEST_CASE("a replay may begin at a row, with the whole batch that its raise is in") {
  const AlarmLog log = log_of(small_log);
  World world;
  const ReplayReport report = run(log, {.batch = 4, .from_row = 5}, world);
  CHECK(report.skipped == 4);
  REQUIRE(world.bodies.size() == 2);
  CHECK(world.bodies[0] == batch_body(log, std::span(log.reports).subspan(4, 4)));
  CHECK(report.complete);
  // 25 ends and begins, 30 ends and begins and ends, 40 ends what began before.
  CHECK(report.expected_new == 2);
  CHECK(report.expected_cleared == 2);
  CHECK(report.expected_unmatched_clears == 2);
}

TEST_CASE("a paced replay sends each batch when its last report is due") {
  World world;
  const ReplayReport report = run(log_of(small_log), {.speed = 10, .batch = 4}, world);
  // The batches end at 20, 30 and 40 of the log, which begins at 10.
  CHECK(world.waits == std::vector<microseconds>(3, microseconds(1'000'000)));
  CHECK(report.elapsed_s == doctest::Approx(3.0));
  CHECK(report.events_per_s == doctest::Approx(3.0));
}

TEST_CASE("an empty log is complete at once") {
  World world;
  CHECK(run(log_of("alarm_id,device_id,start_timestamp,end_timestamp\n"), {}, world).complete);
  CHECK(world.bodies.empty());
}

TEST_CASE("options out of range are named") {
  struct Row {
    ReplayOptions options;
    std::string_view field;
  };
  const Row rows[] = {
      {{.batch = 0}, "batch"},       {{.batch = limits::replay_batch_events_max + 1}, "batch"},
      {{.speed = -1}, "speed"},      {{.speed = std::numeric_limits<double>::infinity()}, "speed"},
      {{.from_row = 0}, "from_row"}, {{.from_row = 6}, "from_row"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.field);
    World world;
    const auto report = replay(log_of(small_log), row.options, world.world());
    REQUIRE_FALSE(report);
    CHECK(report.error().name == "number_must_be_in_range");
    CHECK(report.error().field == row.field);
    CHECK(world.bodies.empty());
  }
}

TEST_CASE("a report is one line a figure") {
  const std::string lines = report_lines({.rows = 5, .events = 10, .complete = true});
  CHECK(lines.starts_with("rows: 5\nends_cut: 0\nevents: 10\nskipped: 0\n"));
  CHECK(lines.find("complete: true\n") != std::string::npos);
  CHECK(std::ranges::count(lines, '\n') == 20);
}

TEST_CASE("the largest batch of a replay fits into one request") {
  std::string csv = "alarm_id,device_id,start_timestamp,end_timestamp\n";
  for (size_t i = 0; i < limits::replay_batch_events_max; ++i)
    csv += "4294967295,4294967295,9999999999,9999999999\n";
  const AlarmLog log = log_of(csv);
  const auto batch = std::span(log.reports).first(limits::replay_batch_events_max);
  CHECK(batch_body(log, batch).size() < limits::http_body_bytes_max);
}

}  // namespace
}  // namespace lifeline::ves
