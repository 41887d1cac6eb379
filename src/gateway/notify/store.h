// SPDX-License-Identifier: Apache-2.0
// The notices of a server, beside its journal: which wait, which went how, and how far each desk's
// journal has been followed. A cursor moves in one transaction with the notices that it made, and a
// notice is marked as being handed over, durably, before the last byte of it leaves.
//
//   notices.sqlite    cursors(desk, position) · notices(…)      SQLite, WAL, full sync
//
// Operation: whatever was being handed over when the process ended is in doubt at the next open()
// (e-mail) or waits again (webhook, whose peer can tell). A peer's queue that is full sheds its
// least urgent, oldest first. Times in ms are the machine's, for waits; instants are the desks'.
// Concurrency: any thread. Limits: notices_waiting_max a queue, notices_kept_max in all.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/notify/told.h"

namespace lifeline::notify {

struct Times {
  int64_t ms = 0;   // since 1970, of the machine
  Instant instant;  // of the desks
};

/// How many notices of one queue are wanted.
struct Want {
  std::string queue;
  size_t count = 0;
};

/// Where a channel's notices wait: e-mail for the one mail server, each webhook by itself.
std::string queue_of(Kind kind, ChannelId channel);

inline constexpr int store_failed_ms = 1'000;  // until a store that failed is asked again

/// How long to wait after so many attempts in a row.
int64_t wait_ms_after(uint64_t attempts);

class Store {
 public:
  /// Errors: notices_must_be_writable, notices_must_be_of_this_version.
  static Result<std::unique_ptr<Store>> open(const std::string& path, Times now);
  ~Store();

  /// The position that a desk has been followed to; none: never.
  Result<std::optional<uint64_t>> cursor(UnitCode desk);
  /// Keeps the drafts and the cursor, all or nothing. A draft whose key is known is passed over.
  Result<void> add(UnitCode desk, uint64_t position, std::span<const Draft> drafts, Times now);
  /// Keeps one notice that no journal made; its id, also when its key is known.
  Result<uint64_t> add_test(const Draft& draft, Times now);

  /// Settles what was tried, and takes what is wanted and due, in one transaction. What is taken is
  /// marked as being handed over.
  Result<std::vector<Parcel>> turn(std::span<const Settled> settled, std::span<const Want> wants,
                                   Times now);
  /// What waits and is due, the most urgent first, and not for one of these channels; not marked.
  Result<std::vector<Parcel>> due(const std::string& queue, size_t count,
                                  const std::set<ChannelId>& except, Times now);
  Result<void> mark_handing_over(const Parcel& parcel, Times now);
  /// When the next of the queue is due; none: nothing waits.
  Result<std::optional<int64_t>> next_due_ms(const std::string& queue);

  /// Gives up what waits for a channel, or has waited for limits::notice_hours_max.
  Result<void> give_up(ChannelId channel, const std::string& why, Times now);
  Result<void> expire(Times now);
  /// Errors: notice_must_exist, notice_must_be_over, notice_must_not_be_sent.
  Result<Notice> send_again(uint64_t id, Times now);
  Result<std::optional<Notice>> find(uint64_t id);

  /// Calls visit with each notice, the newest first, until it answers false.
  Result<void> each(const std::function<bool(Notice&)>& visit);
  std::map<ChannelId, Counts> counts() const;
  /// The units whose channels the notices are of.
  std::set<UnitCode> units() const;
  uint64_t waiting(const std::string& queue) const;
  /// Since this process began.
  Counts ended() const;

 private:
  struct Inside;
  explicit Store(std::unique_ptr<Inside> inside);

  mutable std::mutex mutex_;
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::notify
