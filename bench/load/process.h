// SPDX-License-Identifier: Apache-2.0
// A server under load as a child process: started, its figures read, ended.
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace lifeline::load {

class Process {
 public:
  /// Starts the program; its output goes to the file.
  Process(const std::vector<std::string>& words, const std::string& output);
  ~Process();
  Process(const Process&) = delete;

  double cpu_s() const;  // user and system, of all its threads
  double resident_mb() const;
  void kill();  // at once, as a crash would
  void end();   // politely, and waits
  /// Waits until the output has a line "name: value", up to 60 s; "" when it ends before.
  std::string wait_for(const std::string& name) const;

 private:
  pid_t process_;
  std::string output_;
};

}  // namespace lifeline::load
