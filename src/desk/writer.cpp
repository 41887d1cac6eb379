// SPDX-License-Identifier: Apache-2.0
#include "desk/writer.h"

#include <utility>

namespace lifeline::desk {

Writer::Writer(journal::Journal& journal, Durable durable, Failed failed)
    : journal_(journal),
      durable_(std::move(durable)),
      failed_(std::move(failed)),
      thread_([this] { run(); }) {}

Writer::~Writer() { stop(); }

void Writer::append(journal::Batch batch, Continue then) {
  bool was_idle = false;
  {
    const std::lock_guard lock(mutex_);
    was_idle = waiting_.batches.empty() && waiting_.continuations.empty() && !busy_;
    waiting_.batches.push_back(std::move(batch));
    waiting_.continuations.push_back(std::move(then));
  }
  if (was_idle) wake_.notify_one();
}

void Writer::after(Continue then) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_ || !waiting_.batches.empty() || !waiting_.continuations.empty()) {
      waiting_.continuations.push_back(std::move(then));
      return;
    }
  }
  then();  // nothing is on its way
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::run() {
  Waiting taken;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      wake_.wait(lock, [this] {
        return stopping_ || !waiting_.batches.empty() || !waiting_.continuations.empty();
      });
      if (waiting_.batches.empty() && waiting_.continuations.empty()) return;
      std::swap(taken, waiting_);
      busy_ = true;
    }
    if (!taken.batches.empty()) {
      if (auto appended = journal_.append(taken.batches); !appended) {
        failed_(appended.error());
        return;
      }
      durable_(taken.batches);
    }
    for (const Continue& then : taken.continuations)
      if (then) then();
    taken.batches.clear();
    taken.continuations.clear();
  }
}

}  // namespace lifeline::desk
