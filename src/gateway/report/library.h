// SPDX-License-Identifier: Apache-2.0
// Reports worked out on one thread beside the desks and the HTTP loop, and the last few kept.
//
// Operation: ask() and work() queue; everything that they call runs on the library's thread.
// Concurrency: any thread. Limits: limits::report_jobs_max waiting, limits::reports_in_memory kept.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "gateway/report/fold.h"

namespace lifeline::reports {

class Library {
 public:
  Library(journal::Journal& journal, desk::Plan plan);
  ~Library() { stop(); }

  using Told = std::function<void(const Result<std::shared_ptr<const Answer>>&)>;
  /// Tells the content. Errors: those of work_out; reports_must_be_kept_up_with when the queue is
  /// full.
  void ask(Question question, Told told);
  /// Anything that reads the journal; false if the queue is full.
  bool work(std::function<void(journal::Journal&)> job);
  /// What is being worked out is given up; nobody is answered any more.
  void stop();

 private:
  void run();
  Result<std::shared_ptr<const Answer>> answer(const Question& question);

  journal::Journal& journal_;
  desk::Plan plan_;
  std::atomic<bool> stopping_ = false;
  // Of the thread alone: the newest in front.
  std::list<std::pair<std::string, std::shared_ptr<const Answer>>> kept_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void(journal::Journal&)>> jobs_;  // under the mutex
  std::thread thread_;
};

}  // namespace lifeline::reports
