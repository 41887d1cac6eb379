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
    was_idle = waiting_.empty() && !busy_;
    waiting_.batches.push_back(std::move(batch));
    waiting_.continuations.push_back(std::move(then));
  }
  if (was_idle) wake_.notify_one();
}

void Writer::append_here(journal::Batch batch, Continue then) {
  {
    const std::unique_lock lock(mutex_);
    if (busy_ || stopping_ || !waiting_.empty()) {
      waiting_.batches.push_back(std::move(batch));
      waiting_.continuations.push_back(std::move(then));
      return;  // who is busy looks again
    }
    busy_ = true;
  }
  Waiting taken;
  taken.batches.push_back(std::move(batch));
  taken.continuations.push_back(std::move(then));
  if (!make_durable(taken)) return;
  bool more = false;
  {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    more = stopping_ || !waiting_.empty();
  }
  if (more) wake_.notify_one();
}

void Writer::after(Continue then) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_ || !waiting_.empty()) {
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

bool Writer::make_durable(Waiting& taken) {
  if (!taken.batches.empty()) {
    if (auto appended = journal_.append(taken.batches); !appended) {
      {
        const std::lock_guard lock(mutex_);
        broken_ = true;
      }
      wake_.notify_one();
      failed_(appended.error());
      return false;
    }
    durable_(taken.batches);
  }
  for (const Continue& then : taken.continuations)
    if (then) then();
  taken.batches.clear();
  taken.continuations.clear();
  return true;
}

void Writer::run() {
  Waiting taken;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return broken_ || (!busy_ && (stopping_ || !waiting_.empty())); });
    if (broken_ || waiting_.empty()) return;
    std::swap(taken, waiting_);
    busy_ = true;
    lock.unlock();
    if (!make_durable(taken)) return;
    lock.lock();
    busy_ = false;
  }
}

}  // namespace lifeline::desk
