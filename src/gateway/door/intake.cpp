// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/intake.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/limits.h"

namespace lifeline::door {

/// Reports that came together.
struct Bundle {
  std::shared_ptr<Door> door;
  Done done;
  size_t left = 0;  // under the intake's mutex, as is what follows
  Settled settled;
};

namespace {

constexpr auto stop_wait = std::chrono::seconds(5);

using Bundles = std::vector<std::shared_ptr<Bundle>>;
using Refusals = std::vector<std::pair<size_t, std::string>>;  // of which report, and why

/// What one desk waits for, and what it is deciding on.
struct Line {
  Queue queue{limits::door_queue_max};
  std::vector<Waiting> handed;
  std::string id;  // of the intent that was handed over
  bool is_under_way = false;
  std::chrono::steady_clock::time_point again_at;  // when the desk was busy
};

const std::string& source_of(const alarm::Command& command) {
  static const std::string none;
  if (const auto* raise = std::get_if<alarm::Raise>(&command)) return raise->source_name;
  if (const auto* clear = std::get_if<alarm::ReportClear>(&command)) return clear->source_name;
  return none;
}

// One report fewer; a bundle that is complete is put among those to be told.
void leave(const std::shared_ptr<Bundle>& bundle, Bundles& complete) {
  if (--bundle->left == 0) complete.push_back(bundle);
}

void tell(const Bundles& complete) {
  for (const auto& bundle : complete) {
    const Settled& settled = bundle->settled;
    if (settled.taken > 0) bundle->door->take(settled.taken);
    if (settled.shed > 0) bundle->door->shed(settled.shed);
    if (bundle->done) bundle->done(settled);
  }
}

}  // namespace

struct Intake::Shared {
  std::mutex mutex;
  std::condition_variable wake;
  std::map<UnitCode, Line> lines;
  desk::Desks* desks = nullptr;
  desk::Actor who;
  uint64_t started_us = 0;
  uint64_t intents = 0;
  size_t waiting = 0;  // in all lines
  Bundles shed;        // complete by shedding: told by the intake's thread
  bool stopping = false;

  // The line that may go next; under the mutex.
  std::map<UnitCode, Line>::iterator next(std::chrono::steady_clock::time_point now) {
    return std::ranges::find_if(lines, [now](const auto& entry) {
      const Line& line = entry.second;
      if (line.is_under_way) return false;
      return line.handed.empty() ? line.queue.size() > 0 : line.again_at <= now;
    });
  }

  // Copies: a desk that is busy has them brought again.
  desk::Intent intent_of(UnitCode desk, Line& line) {
    if (line.handed.empty()) {
      line.handed = line.queue.pop(limits::door_batch_max);
      line.id = "door:" + who.name + ":" + to_text(desk) + ":" + std::to_string(started_us) + "-" +
                std::to_string(++intents);
    }
    line.is_under_way = true;
    desk::Intent intent{.who = who, .id = line.id, .why = {}, .commands = {}};
    intent.commands.items().reserve(line.handed.size());
    for (const Waiting& waiting : line.handed) intent.commands.add(waiting.command);
    return intent;
  }

  void ended(UnitCode desk, bool was_taken, const Refusals& refusals) {
    Bundles complete;
    {
      const std::lock_guard lock(mutex);
      Line& line = lines.at(desk);
      line.is_under_way = false;
      line.again_at = steady_now() + std::chrono::milliseconds(limits::door_again_ms);
      if (was_taken) settle(std::exchange(line.handed, {}), refusals, complete);
    }
    wake.notify_all();
    tell(complete);
  }

  void settle(const std::vector<Waiting>& handed, const Refusals& refusals, Bundles& complete) {
    for (const auto& [at, reason] : refusals) {
      Bundle& bundle = *handed[at].bundle;
      ++bundle.settled.refused;
      bundle.door->refuse(reason, 1);
    }
    for (const Waiting& waiting : handed) {
      ++waiting.bundle->settled.taken;
      leave(waiting.bundle, complete);
    }
    for (const auto& [at, reason] : refusals) --handed[at].bundle->settled.taken;
    waiting -= handed.size();
  }
};

Intake::Intake(std::string name, const SourceDirectory& directory)
    : name_(std::move(name)), directory_(directory), shared_(std::make_shared<Shared>()) {
  shared_->who = {.name = name_, .role = desk::Role::system, .unit = group_unit};
  shared_->started_us = static_cast<uint64_t>(Clock().now().us);
}

void Intake::start(desk::Desks& desks) {
  shared_->desks = &desks;
  thread_ = std::thread([this] { run(); });
}

void Intake::stop() {
  if (!thread_.joinable()) return;
  {
    std::unique_lock lock(shared_->mutex);
    shared_->wake.wait_for(lock, stop_wait, [this] { return shared_->waiting == 0; });
    shared_->stopping = true;
  }
  shared_->wake.notify_all();
  thread_.join();
}

void Intake::take(std::vector<alarm::Command> reports, std::shared_ptr<Door> door, Done done) {
  const auto bundle = std::make_shared<Bundle>(Bundle{
      .door = std::move(door), .done = std::move(done), .left = reports.size(), .settled = {}});
  {
    const SourceDirectory::Look look(directory_);
    const std::lock_guard lock(shared_->mutex);
    if (reports.empty()) shared_->shed.push_back(bundle);
    for (alarm::Command& report : reports) {
      Line& line = shared_->lines[look.desk_of(source_of(report))];
      ++shared_->waiting;
      const auto shed = line.queue.push({.command = std::move(report), .bundle = bundle});
      if (!shed) continue;
      --shared_->waiting;
      ++shed->settled.shed;
      leave(shed, shared_->shed);
    }
  }
  shared_->wake.notify_all();
}

bool Intake::has_room() const { return queued() < limits::door_queue_max / 2; }

size_t Intake::queued() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->waiting;
}

void Intake::run() {
  std::unique_lock lock(shared_->mutex);
  while (true) {
    const Bundles shed = std::exchange(shared_->shed, {});
    const auto next = shared_->next(steady_now());
    const bool has_next = next != shared_->lines.end();
    if (shed.empty() && !has_next) {
      if (shared_->stopping) return;
      shared_->wake.wait_for(lock, std::chrono::milliseconds(limits::door_again_ms));
      continue;
    }
    const UnitCode desk = has_next ? next->first : UnitCode();
    desk::Intent intent = has_next ? shared_->intent_of(desk, next->second) : desk::Intent();
    lock.unlock();
    tell(shed);
    if (has_next) bring(desk, std::move(intent));
    lock.lock();
  }
}

void Intake::bring(UnitCode desk, desk::Intent intent) {
  const auto refusals = std::make_shared<Refusals>();
  const auto answer = [refusals](const desk::Outcome& outcome, const desk::Nouns&) {
    for (size_t i = 0; i < outcome.each.size(); ++i)
      if (!outcome.each[i]) refusals->emplace_back(i, outcome.each[i].error().name);
    return desk::Response{.status = 200, .content_type = {}, .body = {}, .headers = {}};
  };
  const auto reply = [shared = shared_, desk, refusals](const desk::Response& response) {
    shared->ended(desk, response.status < 500, *refusals);
  };
  shared_->desks->submit(desk, std::move(intent), answer, reply);
}

}  // namespace lifeline::door
