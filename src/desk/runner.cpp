// SPDX-License-Identifier: Apache-2.0
#include "desk/runner.h"

#include <algorithm>

#include "base/limits.h"
#include "desk/following.h"

namespace lifeline::desk {
namespace {

constexpr auto tick_interval = std::chrono::milliseconds(limits::live_tick_ms);
constexpr auto deadline_interval = std::chrono::milliseconds(10);  // under load; else at once
constexpr auto listen_interval = std::chrono::seconds(1);          // to desks that fell silent
constexpr auto patience_max = std::chrono::seconds(1);
constexpr size_t follow_batches_max = 500;  // heard in one go, then others have their turn

}  // namespace

Runner::Runner(Host& host, std::unique_ptr<Desk> desk)
    : heard_nouns(desk->heard_nouns()), host_(host), desk_(std::move(desk)) {
  snapshot_position = desk_->position();
}

void Runner::start() {
  // Everybody who looks first sees all figures, not only those that changed since the start.
  host_.hub_.publish(render({}));
  thread_ = std::thread([this] { run(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Runner::post(Task task, bool always) {
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (!always && queue_.size() >= limits::desk_queue_max)) return false;
    was_empty = queue_.empty();
    queue_.push_back(std::move(task));
  }
  if (was_empty) wake_.notify_one();
  return true;
}

size_t Runner::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Runner::run() {
  std::vector<Task> taken;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (queue_.empty() && !stopping_) {
        lock.unlock();
        const auto wait = patience();
        lock.lock();
        wake_.wait_for(lock, wait, [this] { return stopping_ || !queue_.empty(); });
      }
      std::swap(taken, queue_);
      if (taken.empty() && stopping_) break;
    }
    desk_->note_time(host_.clock_.now());
    for (const Task& task : taken) task(*this);
    const bool was_busy = !taken.empty();
    taken.clear();
    const auto now = steady_now();
    if (!was_busy || now - last_deadlines_ >= deadline_interval) meet_deadlines();
    if (now - last_tick_ >= tick_interval) tick(false);
    if (now - last_listened_ >= listen_interval) listen_again();
  }
  tick(true);
}

// Until the next deadline or the next live tick, whichever comes first.
std::chrono::microseconds Runner::patience() const {
  using std::chrono::microseconds;
  microseconds wait = patience_max;
  if (const auto due = desk_->due()) {
    // A deadline that leads to nothing is asked again, but not without a pause.
    const auto pause = last_deadlines_ + deadline_interval - steady_now();
    wait = std::min(
        wait, std::max(host_.clock_.until(*due), std::chrono::duration_cast<microseconds>(pause)));
  }
  if (!touched_.empty()) {
    const auto next = last_tick_ + tick_interval - steady_now();
    wait = std::min(wait, std::chrono::duration_cast<microseconds>(next));
  }
  return std::max(wait, microseconds(0));
}

void Runner::meet_deadlines() {
  last_deadlines_ = steady_now();
  const Instant now = host_.clock_.now();
  const auto due = desk_->due();
  if (!due || *due > now) return;
  const Intent intent = desk_->expire(now);
  if (!intent.commands.items().empty()) decide(intent, {}, {});
}

void Runner::listen_again() {
  last_listened_ = steady_now();
  const auto silent = desk_->silence().since;
  for (const auto& [other, since] : silent) follow(other);
}

void Runner::decide(const Intent& intent, const Seen& seen, std::function<void()> then) {
  std::optional<journal::Batch> batch;
  const Outcome outcome = desk_->handle(intent, host_.clock_.now(), batch);
  if (seen) seen(outcome, desk_->nouns());
  if (batch && host_.options_.decided) host_.options_.decided(*batch, desk_->nouns());
  for (auto& [noun, rows] : desk_->take_touched()) {
    auto& all = touched_[noun];
    all.insert(all.end(), std::make_move_iterator(rows.begin()),
               std::make_move_iterator(rows.end()));
  }
  if (batch)
    host_.writer_->append(std::move(*batch), std::move(then));
  else if (then)
    host_.writer_->after(std::move(then));
}

// Hears the other desk from where it last stopped. What cannot be heard is tried again at the next
// notice or after a pause; the position did not move, so nothing is missed.
void Runner::follow(UnitCode other) {
  const auto& heard = desk_->nouns().get<following::State>().heard;
  const auto known = heard.find(other);
  const uint64_t from = known == heard.end() ? 1 : known->second.position + 1;
  size_t batches = 0;
  bool understood = true;
  auto visit = [&](const journal::Batch& batch) {
    const auto intent = desk_->hear(batch);
    understood = intent.has_value();
    if (!understood) return false;  // silence is shown; a batch passed over would not be
    decide(*intent, {}, {});
    return ++batches < follow_batches_max;
  };
  const bool was_read = host_.journal_.read(other, from, heard_nouns, visit).has_value();
  desk_->note_hearing(other, was_read && understood, host_.clock_.now());
  if (batches == follow_batches_max) post([other](Runner& runner) { runner.follow(other); }, true);
}

LiveTick Runner::render(const Touched& touched) const {
  LiveTick tick{.desk = desk_->id(), .position = desk_->position(), .rows = {}, .figures = {}};
  if (host_.options_.render) host_.options_.render(touched, desk_->nouns(), tick);
  return tick;
}

// What is published is durable first: the tick waits in line behind the batches that it tells of.
void Runner::tick(bool last) {
  last_tick_ = steady_now();
  if (desk_->position() >= snapshot_position + limits::snapshot_every_events && !last)
    if (!snapshot_wanted.exchange(true)) host_.take_due_snapshots();
  if (touched_.empty()) return;
  auto tick = std::make_shared<LiveTick>(render(touched_));
  touched_.clear();
  host_.writer_->after([&hub = host_.hub_, tick] { hub.publish(*tick); });
}

}  // namespace lifeline::desk
