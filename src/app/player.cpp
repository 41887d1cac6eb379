// SPDX-License-Identifier: Apache-2.0
#include "app/player.h"

#include <cstdio>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <spawn.h>

namespace lifeline::app {

// The token goes by the environment: arguments are for everybody to see.
Player::Player(const std::string& scenario, const std::string& url, const std::string& token) {
  std::vector<std::string> words{"lifeline", "play", scenario, "--to", url};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<std::string> settings{"LIFELINE_TOKEN=" + token};
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
  for (std::string& setting : settings) environment.push_back(setting.data());
  environment.push_back(nullptr);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int failed = posix_spawn(&process_, "/proc/self/exe", nullptr, &attributes,
                                 arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  if (failed == 0) return;
  process_ = -1;
  std::fprintf(stderr, "lifeline: the simulated world cannot be started\n");
}

Player::~Player() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace lifeline::app
