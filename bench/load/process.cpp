// SPDX-License-Identifier: Apache-2.0
#include "bench/load/process.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include <spawn.h>

namespace lifeline::load {

Process::Process(const std::vector<std::string>& words, const std::string& output)
    : process_(-1), output_(output) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  const int failed =
      posix_spawnp(&process_, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == 0) return;
  std::fprintf(stderr, "cannot start %s\n", words[0].c_str());
  std::exit(1);
}

Process::~Process() { end(); }

double Process::cpu_s() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Process::resident_mb() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

void Process::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void Process::end() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

std::string Process::wait_for(const std::string& name) const {
  for (int tries = 0; tries < 6000; ++tries) {
    std::ifstream file(output_);
    std::string line;
    while (std::getline(file, line))
      if (line.starts_with(name + ": ") && !file.eof()) return line.substr(name.size() + 2);
    usleep(10'000);
  }
  return {};
}

}  // namespace lifeline::load
