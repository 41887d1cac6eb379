// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <signal.h>
#include <vector>

#include "app/alarm_history.h"
#include "app/exit_codes.h"
#include "app/modules.h"
#include "base/file.h"
#include "gateway/http/client.h"
#include "gateway/import/command.h"
#include "gateway/ves/replay.h"
#include "rehearsal/play.h"
#include "rehearsal/rehearse.h"
#include "rehearsal/storm/score.h"
#include "solver/causes/named_log.h"

namespace lifeline::app {
namespace {

int report(const Error& error) {
  std::fprintf(stderr, "lifeline: %s: %s\n", error.name.c_str(), error.detail.c_str());
  return exit_unavailable;
}

int report(int code, const std::string& file, const Error& error) {
  std::fprintf(stderr, "lifeline: %s: %s %s: %s\n", file.c_str(), error.name.c_str(),
               error.field.c_str(), error.detail.c_str());
  return code;
}

// To a file or to the standard output; false when it cannot be written.
bool write_text(const std::string& text, const std::string& path) {
  std::ofstream file;
  if (!path.empty()) file.open(path, std::ios::binary | std::ios::trunc);
  std::ostream& out = path.empty() ? std::cout : file;
  out << text << std::flush;
  return out.good();
}

/// An exit code, and 0 with a log.
struct LogRead {
  int code = 0;
  causes::NamedLog named;
};

LogRead named_log(const std::string& from, const Result<std::vector<causes::NamedAlarm>>& alarms) {
  if (!alarms) return {.code = report(exit_data, from, alarms.error()), .named = {}};
  auto named = causes::numbered(*alarms);
  if (!named) return {.code = report(exit_data, from, named.error()), .named = {}};
  return {.code = 0, .named = std::move(*named)};
}

LogRead read_causes_log(const CausesOptions& options) {
  causes::Device device{};
  enum_from_text(options.device, device);  // the command line lets only its words through
  if (!options.data.empty()) {
    const auto alarms = alarms_of_journal(options.data, device);
    if (!alarms) return {.code = report(exit_no_input, options.data, alarms.error()), .named = {}};
    return named_log(options.data, alarms);
  }
  const auto text = read_file(options.log);
  if (!text) return {.code = report(exit_no_input, options.log, text.error()), .named = {}};
  if (causes::is_alarm_list(*text))
    return named_log(options.log, causes::read_alarm_list(*text, device));
  auto log = causes::read_log(*text, causes::EarlyEnd::cut);
  if (!log) return {.code = report(exit_data, options.log, log.error()), .named = {}};
  return {.code = 0, .named = {.log = std::move(*log), .types = {}}};
}

volatile sig_atomic_t is_told_to_end = 0;

void tell_to_end(int) { is_told_to_end = 1; }

// Waits in real time; false as soon as a signal says that it is time to end.
bool wait_or_end(std::chrono::milliseconds time) {
  const timespec wait{.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
  nanosleep(&wait, nullptr);
  return is_told_to_end == 0;
}

// A client that comes back: a server that restarts is connected to again.
class Reconnecting {
 public:
  explicit Reconnecting(PeerOptions peer) : peer_(std::move(peer)) {}

  Result<rehearsal::HttpAnswer> ask(const rehearsal::HttpQuestion& question) {
    if (!client_) {
      auto connected = http::Client::connect(peer_.url, peer_.token);
      if (!connected) return tl::unexpected(connected.error());
      client_.emplace(std::move(*connected));
    }
    auto answer = client_->request({.method = question.method,
                                    .target = question.target,
                                    .content_type = question.content_type,
                                    .body = question.body});
    if (!answer) {
      client_.reset();
      return tl::unexpected(answer.error());
    }
    return rehearsal::HttpAnswer{.status = answer->status, .body = std::move(answer->body)};
  }

 private:
  PeerOptions peer_;
  std::optional<http::Client> client_;
};

}  // namespace

int import_file(const ImportOptions& options) {
  auto client = http::Client::connect(options.peer.url, options.peer.token);
  if (!client) return report(client.error());
  return importing::run(options.noun, options.file,
                        {.check_only = options.check_only, .charset = {}},
                        importing::post_with(*client));
}

int replay_log(const ReplayOptions& options) {
  return ves::replay_command({.file = options.file,
                              .to = options.peer.url,
                              .token = options.peer.token,
                              .speed = options.speed,
                              .batch = options.batch,
                              .from_row = options.from_row,
                              .state = options.state,
                              .json = options.json});
}

int rehearse(const RehearseOptions& options) {
  return rehearsal::rehearse(
      {.folder = options.scenario, .seed = options.seed, .json = options.json},
      [] { return make_modules(); }, std::cout);
}

int play(const PlayOptions& options) {
  struct sigaction end = {};
  end.sa_handler = tell_to_end;
  sigaction(SIGTERM, &end, nullptr);
  sigaction(SIGINT, &end, nullptr);
  Reconnecting peer(options.peer);
  return rehearsal::play(
      {.folder = options.scenario},
      [&peer](const rehearsal::HttpQuestion& question) { return peer.ask(question); }, wait_or_end,
      std::cout);
}

int storm(const StormOptions& options) {
  const rehearsal::StormOptions storm{.size = {.provinces = options.provinces,
                                               .stations = options.stations,
                                               .sites = options.sites},
                                      .plan = {.faults = options.faults, .lost = options.lost},
                                      .rounds = options.rounds,
                                      .seed = options.seed,
                                      .json = options.json};
  const incident::Settings settings{.order_hold_s = options.order_hold_s};
  if (options.out.empty())
    return rehearsal::storm(
        storm, [&] { return make_modules(settings); }, std::cout);
  std::error_code failed;
  std::filesystem::create_directories(options.out, failed);
  const auto written = rehearsal::write_storm(storm, options.out);
  return written ? 0 : report(exit_cannot_create, options.out, written.error());
}

int learn_causes(const CausesOptions& options) {
  const LogRead read = read_causes_log(options);
  if (read.code != 0) return read.code;
  const causes::Log& log = read.named.log;
  std::optional<causes::Topology> topology;
  if (!options.topology.empty()) {
    if (!read.named.types.empty())
      return report(exit_data, options.topology,
                    invalid("devices_must_be_numbered", {}, "a matrix has no names").value());
    const auto matrix = read_file(options.topology);
    if (!matrix) return report(exit_no_input, options.topology, matrix.error());
    auto links = causes::read_topology(*matrix);
    if (!links) return report(exit_data, options.topology, links.error());
    topology = std::move(*links);
  }
  const auto edges = causes::learn_causes(log, topology ? &*topology : nullptr);
  if (!edges) return report(exit_data, options.topology, edges.error());
  if (!write_text(causes::edges_csv(*edges, read.named.types), options.out)) {
    std::fprintf(stderr, "lifeline: %s: file_must_be_writable\n", options.out.c_str());
    return exit_cannot_create;
  }
  std::fprintf(stderr, "%zu alarms of %u types on %u devices: %zu causes\n", log.alarms.size(),
               log.types, log.devices, edges->size());
  if (log.ends_cut > 0)
    std::fprintf(stderr, "%u rows ended before they started and were taken as ending at once\n",
                 log.ends_cut);
  return 0;
}

}  // namespace lifeline::app
