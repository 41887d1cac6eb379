// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/library.h"

#include "base/limits.h"

namespace lifeline::reports {

Library::Library(journal::Journal& journal, desk::Plan plan)
    : journal_(journal), plan_(std::move(plan)), thread_([this] { run(); }) {}

void Library::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Library::work(std::function<void(journal::Journal&)> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= limits::report_jobs_max) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Library::ask(Question question, Told told) {
  auto shared = std::make_shared<Told>(std::move(told));
  const bool is_taken = work([this, question = std::move(question), shared](journal::Journal&) {
    (*shared)(answer(question));
  });
  if (!is_taken)
    (*shared)(unavailable("reports_must_be_kept_up_with", "too many reports are asked for"));
}

void Library::run() {
  for (;;) {
    std::function<void(journal::Journal&)> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job(journal_);
  }
}

// A report that was released is worked out anew, up to where the release says that journals went.
Result<std::shared_ptr<const Answer>> Library::answer(const Question& question) {
  const std::string key = to_text(question.report.id) + "/" + question.report.digest;
  for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
    if (kept->first != key) continue;
    kept_.splice(kept_.begin(), kept_, kept);
    return kept_.front().second;
  }
  auto made = work_out(journal_, plan_, question, stopping_);
  if (!made) return made;
  kept_.emplace_front(key, *made);
  if (kept_.size() > limits::reports_in_memory) kept_.pop_back();
  return made;
}

}  // namespace lifeline::reports
