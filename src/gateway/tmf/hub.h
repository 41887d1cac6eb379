// SPDX-License-Identifier: Apache-2.0
// Delivers notifications of TM Forum resources to their subscribers: at least once, in the order of
// each desk's journal, over crashes and restarts.
//
//   decided ─▶ rendered as the resource is then ─▶ backlog ─ durable ─▶ POST to the callback
//                                                              2xx: had │ 4xx: refused, counted
//              408, 429, 5xx, no answer: again after 0.1 s, 0.2 s … hub_wait_ms_max ◀────────┘
//              for hub_park_after_s: parked, and tried every hub_parked_wait_s; nothing is dropped
//
// How far each subscription has come is kept in a file beside the journal a few times a second: if
// it is lost, notifications come again from where the subscription began.
// Concurrency: decided() on the desks' threads, durable() on the writer's, a thread for each
// subscription; all else from any. Limits: limits::hub_*, limits::subscriptions_max.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "command/subscription/view.h"
#include "gateway/tmf/backlog.h"
#include "gateway/tmf/query.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

using subscription::SubscriptionId;
using Resources = std::vector<std::shared_ptr<const Resource>>;

/// How a subscription is doing.
struct Standing {
  std::string state = "delivering";  // or waiting (for the listener), parked
  uint64_t delivered = 0;            // since the server's start, as are the others
  uint64_t refused = 0;
  uint64_t waiting = 0;
  std::string last_error;
  Instant failing_since;
};

/// The tests of a subscription's query. Errors: query_must_be_a_filter, those of parse_query.
Result<std::vector<Test>> tests_of(std::string_view query);
/// Whether a notification, as it is sent, is one of those.
bool is_asked(const std::vector<Test>& tests, const Resource& resource, std::string_view body);

/// What a batch tells of a resource and of the one told beside it, base_mark in it still. Of a row
/// that differs by who is told the body has no row yet.
struct Rendered {
  std::string body;
  std::string id;
  const Resource* of = nullptr;
  bool is_open = false;  // the body, for the row
};
/// With the row as it is written for somebody.
std::string closed_body(const Rendered& rendered, const Row& row);
std::vector<Rendered> render(const Resource& resource, const journal::Batch& batch,
                             const desk::Nouns& nouns);
/// As that one is told it; "": the row is not seen.
std::string body_for(const Rendered& rendered, const desk::Actor& actor, const desk::Nouns& nouns);

class Hub {
 public:
  /// `cursor_file` is read now and written while it runs.
  Hub(Resources resources, std::string cursor_file);
  ~Hub();

  void replayed(const journal::Batch* batch, const desk::Nouns& nouns);
  void decided(const journal::Batch& batch, const desk::Nouns& nouns);
  void durable(const std::vector<journal::Batch>& batches);

  /// Both outlive the hub's run.
  void start(desk::Desks& desks, journal::Journal& journal);
  void stop();

  Standing standing(SubscriptionId id) const;
  /// A subscriber that asks again is tried at once.
  void nudge(SubscriptionId id);
  void append_metrics(std::string& out) const;

 private:
  struct Subscriber;
  using Shared = std::shared_ptr<Subscriber>;

  void renew(const subscription::State& state);
  void launch(const Shared& subscriber);
  void run(Subscriber& subscriber);
  bool deliver(Subscriber& subscriber, const std::string& body);
  bool wait(Subscriber& subscriber, std::chrono::milliseconds time);
  void read_gap(Subscriber& subscriber, const Gap& gap);
  bool render_now(Subscriber& subscriber, const std::vector<journal::Batch>& batches,
                  std::vector<std::vector<Notification>>& told);
  std::vector<Notification> told_to(const Subscriber& subscriber, const journal::Batch& batch,
                                    const desk::Nouns& nouns,
                                    const std::vector<Rendered>& rendered) const;
  void keep_cursors();
  void write_cursors();

  Resources resources_;
  std::string cursor_file_;
  std::map<SubscriptionId, Positions> kept_;  // read from the file
  desk::Desks* desks_ = nullptr;
  journal::Journal* journal_ = nullptr;
  mutable std::mutex mutex_;
  std::map<SubscriptionId, Shared> subscribers_;
  std::vector<Shared> ended_;  // whose threads are to be joined
  Positions durable_;
  bool running_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<size_t> count_ = 0;
  std::string written_;  // of the cursor file, on the keeper's thread
  std::condition_variable keeper_wake_;
  std::thread keeper_;
};

}  // namespace lifeline::tmf
