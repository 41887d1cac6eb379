// SPDX-License-Identifier: Apache-2.0
// The subcommands that are no server: each answers its exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/limits.h"

namespace lifeline::app {

struct PeerOptions {
  std::string url;
  std::string token;
};

struct ImportOptions {
  std::string noun;
  std::string file;
  bool check_only = false;
  PeerOptions peer;
};

struct ReplayOptions {
  std::string file;
  double speed = 0;
  uint64_t batch = 100;
  uint64_t from_row = 1;
  std::string state;
  bool json = false;
  PeerOptions peer;
};

struct RehearseOptions {
  std::string scenario;
  std::optional<uint64_t> seed;
  bool json = false;
};

struct PlayOptions {
  std::string scenario;
  PeerOptions peer;
};

struct CausesOptions {
  std::string log;   // "" when `data` is given
  std::string data;  // folder whose journal is read instead
  std::string device = "source_name";
  std::string topology;  // "" for none
  std::string out;       // "" for the standard output
};

struct StormOptions {
  uint32_t provinces = 1;
  uint32_t stations = 2000;
  uint32_t sites = 260;
  uint32_t faults = 10;
  uint32_t rounds = 10;
  double lost = 0;
  uint64_t seed = 1;
  int order_hold_s = limits::order_hold_s;
  bool json = false;
  std::string out;  // folder for the network and one storm as files; "" to play storms
};

struct SolveOptions {
  std::string file;
  std::string format = "solomon";
  std::string objective;  // "" for what the format is measured by
  double cpu_seconds = 10;
  uint64_t iterations = 0;  // instead of CPU time when above 0
  uint64_t seed = 1;
  std::string out;  // "" for the standard output
  bool explain = false;
};

int import_file(const ImportOptions& options);
int replay_log(const ReplayOptions& options);
int rehearse(const RehearseOptions& options);
int play(const PlayOptions& options);
/// Plays storms of known consequence and prints how much of the truth was named.
int storm(const StormOptions& options);
/// Learns from an alarm log or a journal which types cause which; writes cause,effect,score.
int learn_causes(const CausesOptions& options);
/// Solves a routing problem of a file; prints the plan as JSON.
int solve(const SolveOptions& options);

}  // namespace lifeline::app
