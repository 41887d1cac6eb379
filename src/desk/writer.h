// SPDX-License-Identifier: Apache-2.0
// Makes batches durable, in the order given, as many as wait in one append (group commit).
//
// Operation: whatever was handed in while one append ran goes into the next. A continuation runs on
// the writer's thread once everything handed in before it is durable.
// Concurrency: append and after from any thread; continuations must not block.
// When an append fails nothing more is appended or continued and `failed` is called once: the
// owner ends the process, and the journal holds exactly what was answered, or more.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "journal/journal.h"

namespace lifeline::desk {

class Writer {
 public:
  using Continue = std::function<void()>;
  using Durable = std::function<void(const std::vector<journal::Batch>&)>;
  using Failed = std::function<void(const Error&)>;

  Writer(journal::Journal& journal, Durable durable, Failed failed);
  ~Writer();
  Writer(const Writer&) = delete;

  void append(journal::Batch batch, Continue then);
  void after(Continue then);
  /// Finishes what was handed in, then ends the thread.
  void stop();

 private:
  struct Waiting {
    std::vector<journal::Batch> batches;
    std::vector<Continue> continuations;
  };
  void run();

  journal::Journal& journal_;
  Durable durable_;
  Failed failed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Waiting waiting_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::desk
