// SPDX-License-Identifier: Apache-2.0
// The subcommands that are no server: each answers its exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

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
  std::string log;
  std::string topology;  // "" for none
  std::string out;       // "" for the standard output
};

int import_file(const ImportOptions& options);
int replay_log(const ReplayOptions& options);
int rehearse(const RehearseOptions& options);
int play(const PlayOptions& options);
/// Learns from an alarm log which types cause which; writes cause,effect,score.
int learn_causes(const CausesOptions& options);

}  // namespace lifeline::app
