// SPDX-License-Identifier: Apache-2.0
// All desks of one process, each on a thread of its own, over one journal.
//
// Operation: a request is decided on its desk's thread, its batch handed to the writer, its reply
// sent when that is durable. Desks follow each other's journals by being told what became durable.
// Concurrency: Desks' functions from any thread; looks and answers run on the desk's
// thread, replies
// on the writer's. Limits: limits::desk_queue_max requests waiting for a desk.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "desk/desks.h"
#include "desk/live_hub.h"
#include "desk/snapshot.h"
#include "desk/writer.h"

namespace lifeline::desk {

struct HostOptions {
  Plan plan;
  std::string snapshot_folder;  // "" for none
  MakeDesk make;
  /// Fills the rows and figures of a tick from what was touched, on the desk's thread.
  std::function<void(const Touched&, const Nouns&, LiveTick&)> render;
  /// Called on the desk's thread after a batch was decided, before it is durable.
  std::function<void(const journal::Batch&, const Nouns&)> decided;
  /// Called by restore() after each batch of a desk's journal was made so again, and when that
  /// desk is whole (null).
  std::function<void(const journal::Batch*, const Nouns&)> replayed = {};
  /// Called on the writer's thread with what became durable; must not block.
  std::function<void(const std::vector<journal::Batch>&)> durable = {};
  /// The journal can no longer be written; the process must end.
  std::function<void(const Error&)> failed;
};

class Runner;  // host.cpp: a desk and its thread

class Host final : public Desks {
 public:
  Host(HostOptions options, journal::Journal& journal, const Clock& clock, LiveHub& hub);
  ~Host() override;

  /// Brings every desk to its journal's end. Errors: those of desk::restore.
  Result<void> restore();
  /// Starts the threads; the desks answer from now on.
  void run();
  /// Answers what is on its way, then ends the threads.
  void stop();

  const Plan& plan() const override { return options_.plan; }
  Instant now() const override { return clock_.now(); }
  void submit(UnitCode desk, Intent intent, Answer answer, Reply reply) override;
  void read(UnitCode desk, Look look, Reply reply) override;
  void read_each(std::function<void(size_t, UnitCode, const Nouns&)> look,
                 std::function<Response()> combine, Reply reply) override;

  /// Between restore() and run(): what the desks were brought to.
  const Desk& restored(UnitCode desk) const;
  Instant last_at() const;
  size_t queued() const;

 private:
  friend class Runner;
  Runner* runner_of(UnitCode desk) const;
  void durable(const std::vector<journal::Batch>& batches);
  void catch_up(Positions since, std::function<void(const LiveTick&)> give,
                std::function<void(bool)> done);
  void work();
  void give_work(std::function<void()> job);
  void take_due_snapshots();

  HostOptions options_;
  journal::Journal& journal_;
  const Clock& clock_;
  LiveHub& hub_;
  std::vector<std::unique_ptr<Runner>> runners_;
  std::unique_ptr<Writer> writer_;
  // The worker: snapshots and catching up, so that no desk waits for either.
  std::mutex work_mutex_;
  std::condition_variable work_wake_;
  std::vector<std::function<void()>> work_;
  bool work_stopping_ = false;
  std::thread worker_;
};

}  // namespace lifeline::desk
