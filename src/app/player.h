// SPDX-License-Identifier: Apache-2.0
// The simulated world as a process of its own: `lifeline play`, ended with the server.
#pragma once

#include <string>
#include <sys/types.h>

namespace lifeline::app {

class Player {
 public:
  Player(const std::string& scenario, const std::string& url, const std::string& token);
  ~Player();
  Player(const Player&) = delete;

 private:
  pid_t process_ = -1;
};

}  // namespace lifeline::app
