// SPDX-License-Identifier: Apache-2.0
// The alerts that are firing or were until lately, by their labels. The alarms in the journal are
// the truth; this says which of them an alert is, and when it is over unless it is told again.
//
//   posted ─▶ new: raise │ known and durable: its end moves, nothing else │ resolved: clear
//   its end passes: clear       resolved long ago: forgotten
//
// Operation: what take() and expire() hand out is brought to the desks; settle() then says that it
// is durable. An alert that is posted again before that is brought again and decided once.
// Concurrency: any thread. Limits: alertmanager_kept_max; then new alerts are refused.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <span>
#include <unordered_map>
#include <vector>

#include "gateway/alertmanager/map.h"

namespace lifeline::alertmanager {

/// The end of an alert that is never over by time.
inline constexpr Instant never{INT64_MAX};

struct Alert {
  uint64_t fingerprint = 0;
  Posted posted;  // ends_at is worked out
  Instant updated_at;
  Identity identity;
  bool is_raised = false;   // what the desk was told last
  bool is_durable = false;  // that it was told
  bool is_forgotten = false;
  uint64_t version = 0;  // counts what the desk was told
};

/// What has to be brought to the desks, and which alerts it makes durable.
struct Change {
  std::vector<alarm::Command> commands;
  std::vector<std::pair<std::shared_ptr<Alert>, uint64_t>> versions;
  size_t refused = 0;  // there is no room
};

struct Lasts {
  Instant now;
  int64_t resolve_timeout_s = 0;
  bool is_webhook = false;  // which tells of every end, so nothing ends by time
};

class Alerts {
 public:
  explicit Alerts(const door::SourceDirectory& directory) : directory_(directory) {}

  Change take(std::vector<Posted> posted, const Lasts& lasts);
  Change expire(Instant now);
  void settle(const Change& change);
  /// An open alarm of an alert that a server before this one knew.
  void take_over(Posted posted, Identity identity, Instant ends_at);
  /// Shows each alert that is firing now, in no order, until `show` answers.
  void each(Instant now, const std::function<void(const Alert&)>& show) const;
  size_t size() const;

 private:
  using Known = std::shared_ptr<Alert>;
  struct Deadline {
    Instant at;
    Known alert;
    bool operator<(const Deadline& other) const { return at > other.at; }  // the earliest first
  };
  Known find(uint64_t fingerprint, const Labels& labels) const;
  Known add(Posted posted, Identity identity, Instant now);
  void renew(const Known& alert, Posted posted, Instant now);
  void change(const Known& alert, Instant now, Change& out);

  const door::SourceDirectory& directory_;
  mutable std::mutex mutex_;
  std::unordered_multimap<uint64_t, Known> known_;
  std::priority_queue<Deadline> deadlines_;  // at least one of each alert, none too late
};

}  // namespace lifeline::alertmanager
