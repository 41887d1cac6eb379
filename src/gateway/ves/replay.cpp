// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/replay.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json_read.h"
#include "base/limits.h"
#include "gateway/http/client.h"

namespace lifeline::ves {

/// The state file, as JSON. The same log, cut in the same way, or it is refused.
struct ReplayState {
  std::string log;        // its digest
  uint64_t batch = 0;     // reports in a batch
  uint64_t first = 0;     // the first report that was to be sent
  uint64_t accepted = 0;  // reports from the beginning of the log
};
LIFELINE_STRUCT(ReplayState, log, batch, first, accepted)

namespace {

constexpr std::string_view batch_path = "/eventListener/v7/eventBatch";
constexpr int first_wait_ms = 100;

// Whole or not at all: a replay may be killed while it writes.
Result<void> write_state(const std::string& path, const ReplayState& state) {
  const std::string beside = path + ".new";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << to_json(state) << '\n';
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path, error);
  if (!file || error) return unavailable("state_must_be_writable", path);
  return {};
}

// One attempt may be answered, or tell that another one is worth while.
bool is_for_now(int status) { return status == 408 || status == 429 || status >= 500; }

class Replay {
 public:
  Replay(const AlarmLog& log, const ReplayOptions& options, const ReplayWorld& world)
      : log_(log), options_(options), world_(world) {}

  Result<ReplayReport> run() {
    const uint64_t first = place_of_raise(options_.from_row) / options_.batch * options_.batch;
    state_ = {.log = log_.digest, .batch = options_.batch, .first = first, .accepted = first};
    if (auto resumed = resume(); !resumed) return tl::unexpected(resumed.error());
    begin_report();
    const auto began = world_.elapsed();
    Result<void> written;
    for (bool goes_on = true; goes_on && written && state_.accepted < log_.reports.size();) {
      goes_on = send_next(began);
      if (goes_on && !options_.state.empty()) written = write_state(options_.state, state_);
    }
    if (!written) return tl::unexpected(written.error());
    report_.complete = state_.accepted == log_.reports.size();
    report_.elapsed_s = static_cast<double>((world_.elapsed() - began).count()) / 1e6;
    const auto accepted = static_cast<double>(report_.accepted_raises + report_.accepted_clears);
    if (report_.elapsed_s > 0) report_.events_per_s = std::round(accepted / report_.elapsed_s);
    return report_;
  }

 private:
  // Where the row's raise stands in the order of time.
  // Of the so-manyth raise in the order of time; the log's first report is the first raise.
  uint64_t place_of_raise(uint64_t number) const {
    const auto found = std::ranges::find_if(
        log_.reports, [&](const LogReport& report) { return report.is_raise && --number == 0; });
    return static_cast<uint64_t>(found - log_.reports.begin());
  }

  Result<void> resume() {
    if (options_.state.empty()) return {};
    const auto bytes = read_file(options_.state);
    if (!bytes) return {};  // nothing was accepted yet
    const auto known = from_json<ReplayState>(*bytes);
    if (!known) return invalid("state_must_be_well_formed", options_.state, known.error().detail);
    if (known->log != state_.log || known->batch != state_.batch || known->first != state_.first ||
        known->accepted < state_.first || known->accepted > log_.reports.size())
      return invalid("state_must_be_of_this_log", options_.state,
                     "another log, --batch or --from-row wrote it");
    state_ = *known;
    return {};
  }

  void begin_report() {
    const auto totals = expected_totals(log_, std::span(log_.reports).subspan(state_.first));
    report_.rows = log_.rows.size();
    report_.ends_cut = log_.ends_cut;
    report_.events = log_.reports.size();
    report_.skipped = state_.accepted;
    report_.expected_new = totals.raised;
    report_.expected_repeated = totals.repeated;
    report_.expected_cleared = totals.cleared + totals.settled;
    report_.expected_unmatched_clears = totals.clear_unmatched;
    report_.expected_held_clears = totals.clear_held;
    if (state_.accepted < log_.reports.size()) zero_s_ = log_.reports[state_.accepted].at_s;
  }

  // A batch is due when the last of its reports is.
  bool send_next(std::chrono::microseconds began) {
    const auto all = std::span(log_.reports).subspan(state_.accepted);
    const auto batch = all.first(std::min(all.size(), options_.batch));
    if (options_.speed > 0) {
      const auto after_s = static_cast<double>(batch.back().at_s - zero_s_) / options_.speed;
      const auto due = began + std::chrono::microseconds(std::llround(after_s * 1e6));
      if (const auto left = due - world_.elapsed(); left.count() > 0) world_.wait(left);
    }
    const auto raises = static_cast<uint64_t>(std::ranges::count_if(batch, &LogReport::is_raise));
    const uint64_t clears = batch.size() - raises;
    report_.sent_raises += raises;
    report_.sent_clears += clears;
    const Result<int> status = deliver(batch_body(log_, batch));
    if (status && *status >= 200 && *status < 300) {
      report_.accepted_raises += raises;
      report_.accepted_clears += clears;
      state_.accepted += batch.size();
      return true;
    }
    if (status && !is_for_now(*status)) {
      report_.refused_raises += raises;
      report_.refused_clears += clears;
    }
    report_.trouble =
        status ? fmt::format("status {} for the batch at event {}", *status, state_.accepted)
               : status.error().name + ": " + status.error().detail;
    return false;
  }

  // The last answer, or the last error.
  Result<int> deliver(const std::string& body) {
    int wait_ms = first_wait_ms;
    for (int attempt = 1;; ++attempt) {
      auto status = world_.send(batch_path, body);
      const bool again = status ? is_for_now(*status) : status.error().code == Code::unavailable;
      if (!again || attempt == limits::replay_attempts_max) return status;
      ++report_.retries;
      world_.wait(std::chrono::milliseconds(wait_ms));
      wait_ms = std::min(wait_ms * 2, limits::replay_wait_ms_max);
    }
  }

  const AlarmLog& log_;
  const ReplayOptions& options_;
  const ReplayWorld& world_;
  ReplayState state_;
  ReplayReport report_;
  int64_t zero_s_ = 0;  // of the first report that this run sends
};

Result<void> check(const AlarmLog& log, const ReplayOptions& options) {
  constexpr std::string_view range = "number_must_be_in_range";
  if (options.batch < 1 || options.batch > limits::replay_batch_events_max)
    return invalid(range, "batch", "1 to " + std::to_string(limits::replay_batch_events_max));
  if (!std::isfinite(options.speed) || options.speed < 0)
    return invalid(range, "speed", "0 or more");
  if (options.from_row < 1 || options.from_row > std::max<size_t>(log.rows.size(), 1))
    return invalid(range, "from_row", "1 to " + std::to_string(log.rows.size()));
  return {};
}

// Connects when there is something to send, and again after the server was away.
class Sender {
 public:
  explicit Sender(const ReplayOptions& options) : options_(options) {}

  Result<int> send(std::string_view path, const std::string& body) {
    if (!client_) {
      auto made = http::Client::connect(options_.to, options_.token);
      if (!made) return tl::unexpected(made.error());
      client_ = std::move(*made);
    }
    const auto response = client_->request(
        {.method = "POST", .target = path, .content_type = "application/json", .body = body});
    if (response) return response->status;
    client_.reset();
    return tl::unexpected(response.error());
  }

 private:
  const ReplayOptions& options_;
  std::optional<http::Client> client_;
};

int complain(const Error& error, int code) {
  fmt::print(stderr, "replay: {}", error.name);
  if (!error.field.empty()) fmt::print(stderr, " ({})", error.field);
  if (!error.detail.empty()) fmt::print(stderr, ": {}", error.detail);
  fmt::print(stderr, "\n");
  return code;
}

}  // namespace

Result<ReplayReport> replay(const AlarmLog& log, const ReplayOptions& options,
                            const ReplayWorld& world) {
  if (auto checked = check(log, options); !checked) return tl::unexpected(checked.error());
  return Replay(log, options, world).run();
}

std::string report_lines(const ReplayReport& report) {
  std::string lines;
  boost::mp11::mp_for_each<Members<ReplayReport>>([&](auto member) {
    const auto& value = report.*member.pointer;
    fmt::format_to(std::back_inserter(lines), "{}: {}\n", member.name, value);
  });
  return lines;
}

int replay_command(const ReplayOptions& options) {
  std::error_code error;
  const auto size = std::filesystem::file_size(options.file, error);
  if (!error && size > limits::import_body_bytes_max)
    return complain(invalid("file_must_be_smaller", options.file).value(), 65);
  const auto csv = error ? Result<std::string>(unavailable("file_must_be_readable", options.file))
                         : read_file(options.file);
  if (!csv) return complain(csv.error(), 66);
  const auto log = read_alarm_log(*csv);
  if (!log) return complain(log.error(), 65);
  Sender sender(options);
  const auto began = steady_now();
  const ReplayWorld world = {
      .send = [&](std::string_view path,
                  const std::string& body) { return sender.send(path, body); },
      .wait = [](std::chrono::microseconds time) { std::this_thread::sleep_for(time); },
      .elapsed =
          [&] {
            return std::chrono::duration_cast<std::chrono::microseconds>(steady_now() - began);
          }};
  const auto report = replay(*log, options, world);
  if (!report) return complain(report.error(), 65);
  fmt::print("{}", options.json ? to_json(*report) + "\n" : report_lines(*report));
  return report->complete ? 0 : 1;
}

}  // namespace lifeline::ves
