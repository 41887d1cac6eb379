// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/follower.h"

#include <algorithm>
#include <future>
#include <iterator>

namespace lifeline::notify {
namespace {

constexpr size_t batches_at_once = 256;
constexpr size_t bytes_at_once = 8 * 1024 * 1024;
constexpr uint64_t keep_every = 100'000;  // positions without a notice before the cursor is kept
constexpr auto retry_wait = std::chrono::seconds(1);
constexpr auto chore_wait = std::chrono::seconds(5);
constexpr auto gather_wait = std::chrono::milliseconds(5);

}  // namespace

Follower::Follower(Parts parts) : parts_(std::move(parts)) {}
Follower::~Follower() { stop(); }

Result<void> Follower::begin() {
  for (const UnitCode desk : parts_.desks.plan().desks()) {
    const auto kept = parts_.store.cursor(desk);
    if (!kept) return tl::unexpected(kept.error());
    if (*kept) {
      cursors_[desk] = kept_[desk] = **kept;
      continue;
    }
    const auto head = parts_.journal.head(desk);
    if (!head) return tl::unexpected(head.error());
    cursors_[desk] = kept_[desk] = head->position;
    if (auto done = parts_.store.add(desk, head->position, {}, parts_.board.now()); !done)
      return done;
  }
  return {};
}

void Follower::start() {
  for (const UnitCode desk : parts_.desks.plan().desks()) news_.insert(desk);
  thread_ = std::thread([this] { run(); });
}

void Follower::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Follower::wake(UnitCode desk) {
  {
    const std::lock_guard lock(mutex_);
    news_.insert(desk);
  }
  wake_.notify_all();
}

void Follower::run() {
  auto chores_at = steady_now();
  for (;;) {
    std::set<UnitCode> news;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, chore_wait, [&] { return stopping_ || !news_.empty(); });
      if (stopping_) return;
      std::swap(news, news_);
    }
    std::set<UnitCode> failed;
    for (const UnitCode desk : news)
      if (!follow(desk)) failed.insert(desk);
    if (steady_now() >= chores_at) {
      parts_.chores();
      chores_at = steady_now() + chore_wait;
    }
    std::unique_lock lock(mutex_);
    // What comes close together is put down together.
    wake_.wait_for(lock, failed.empty() ? gather_wait : retry_wait, [&] { return stopping_; });
    news_.insert(failed.begin(), failed.end());
  }
}

// False: it must be tried again.
bool Follower::follow(UnitCode desk) {
  for (;;) {
    const auto more = follow_some(desk);
    if (!more) {
      ++failures_;
      return false;
    }
    if (!*more) return true;
    const std::lock_guard lock(mutex_);
    if (stopping_) return true;
  }
}

// Looks at a desk and waits until what it saw is durable; false when the desk is too busy.
bool Follower::look(UnitCode desk, const std::function<void(const desk::Nouns&)>& at) {
  const auto promise = std::make_shared<std::promise<int>>();
  auto answered = promise->get_future();
  parts_.desks.read(
      desk,
      [&at](const desk::Nouns& nouns) {
        at(nouns);
        return desk::Response{};
      },
      [promise](const desk::Response& response) { promise->set_value(response.status); });
  return answered.get() == 200;
}

// Whether there is more to follow.
Result<bool> Follower::follow_some(UnitCode desk) {
  if (!look(desk, [](const desk::Nouns&) {})) return unavailable("desk_must_keep_up");
  const auto head = parts_.journal.head(desk);
  if (!head) return tl::unexpected(head.error());
  uint64_t& cursor = cursors_[desk];
  if (head->position <= cursor) return false;
  std::vector<journal::Batch> batches;
  size_t bytes = 0;
  auto take = [&](const journal::Batch& batch) {
    batches.push_back(batch);
    bytes += batch.payload.size();
    return batches.size() < batches_at_once && bytes < bytes_at_once;
  };
  if (auto read = parts_.journal.read(desk, cursor + 1, told_nouns, take); !read)
    return tl::unexpected(read.error());
  const bool is_all = batches.size() < batches_at_once && bytes < bytes_at_once;
  const uint64_t position =
      is_all ? std::max(head->position, batches.empty() ? 0 : batches.back().last())
             : batches.back().last();
  std::vector<Draft> drafts;
  const auto map = [&](const desk::Nouns& nouns) {
    for (const journal::Batch& batch : batches) {
      auto some = drafts_of(batch, nouns, parts_.how);
      if (!some) ++failures_;  // a record that this program cannot read
      if (some) std::move(some->begin(), some->end(), std::back_inserter(drafts));
    }
  };
  if (!batches.empty() && !look(desk, map)) return unavailable("desk_must_keep_up");
  if (!batches.empty() || position - kept_[desk] >= keep_every) {
    if (auto done = parts_.store.add(desk, position, drafts, parts_.board.now()); !done)
      return tl::unexpected(done.error());
    kept_[desk] = position;
  }
  cursor = position;
  if (!drafts.empty()) parts_.added();
  return !is_all;
}

}  // namespace lifeline::notify
