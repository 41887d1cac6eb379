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

#include "app/exit_codes.h"
#include "app/modules.h"
#include "base/file.h"
#include "gateway/http/client.h"
#include "gateway/import/command.h"
#include "gateway/ves/replay.h"
#include "rehearsal/play.h"
#include "rehearsal/rehearse.h"
#include "rehearsal/storm/score.h"
#include "solver/causes/learn.h"

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

// Edges to a file or to the standard output; false when they cannot be written.
bool write_edges(const std::vector<causes::Edge>& edges, const std::string& path) {
  std::ofstream file;
  if (!path.empty()) file.open(path, std::ios::binary | std::ios::trunc);
  std::ostream& out = path.empty() ? std::cout : file;
  out << "cause,effect,score\n";
  for (const causes::Edge& edge : edges)
    out << edge.cause << ',' << edge.effect << ',' << edge.score << '\n';
  out.flush();
  return out.good();
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
  const auto text = read_file(options.log);
  if (!text) return report(exit_no_input, options.log, text.error());
  const auto log = causes::read_log(*text, causes::EarlyEnd::cut);
  if (!log) return report(exit_data, options.log, log.error());
  std::optional<causes::Topology> topology;
  if (!options.topology.empty()) {
    const auto matrix = read_file(options.topology);
    if (!matrix) return report(exit_no_input, options.topology, matrix.error());
    auto read = causes::read_topology(*matrix);
    if (!read) return report(exit_data, options.topology, read.error());
    topology = std::move(*read);
  }
  const auto edges = causes::learn_causes(*log, topology ? &*topology : nullptr);
  if (!edges) return report(exit_data, options.topology, edges.error());
  if (!write_edges(*edges, options.out)) {
    std::fprintf(stderr, "lifeline: %s: file_must_be_writable\n", options.out.c_str());
    return exit_cannot_create;
  }
  std::fprintf(stderr, "%zu alarms of %u types on %u devices: %zu causes\n", log->alarms.size(),
               log->types, log->devices, edges->size());
  if (log->ends_cut > 0)
    std::fprintf(stderr, "%u rows ended before they started and were taken as ending at once\n",
                 log->ends_cut);
  return 0;
}

}  // namespace lifeline::app
