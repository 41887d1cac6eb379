// SPDX-License-Identifier: Apache-2.0
// Notices of orders, as a whole: what leaves the desks to tell people and systems (an effect: a
// follower of the journals with its own durable cursor and idempotency keys).
//
//   journals ─▶ Follower ─▶ Store ─▶ MailSender ─▶ the mail server
//                                └─▶ WebhookSender ─▶ webhooks
//
// Concurrency: renew() and decided() from any thread, the rest from one.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "gateway/notify/follower.h"
#include "gateway/notify/mail_sender.h"
#include "gateway/notify/secrets.h"
#include "gateway/notify/webhook_sender.h"

namespace lifeline::notify {

struct Options {
  MailOptions mail;
  std::string public_url;       // of the console, for links; "" for none
  bool allows_private = false;  // webhooks may be on loopback and private networks
};

/// Errors: those of check(MailOptions), public_url_must_be_well_formed.
Result<void> check(const Options& options);

/// Where the notices of a data folder are kept.
struct Places {
  std::string store;    // a file
  std::string secrets;  // a folder
};

class Notices {
 public:
  /// Errors: those of Store::open.
  static Result<std::unique_ptr<Notices>> open(const Places& places, Options options,
                                               const Clock& desks);
  ~Notices();

  /// Before the desks run: `renew` must have told of the channels of each.
  Result<void> begin(journal::Journal& journal, desk::Desks& desks);
  void start();
  void stop();

  void renew(UnitCode desk, const notice::State& state);
  /// Something that may be told of was decided on a desk.
  void decided(UnitCode desk);

  /// Does a job that may wait for the disk on the notices' own thread; false when too many wait.
  bool give(std::function<void()> job);
  void wake_senders();

  Store& store() { return *store_; }
  Secrets& secrets() { return secrets_; }
  const Board& board() const { return board_; }
  const Options& options() const { return options_; }
  /// In Prometheus' text format.
  void append_metrics(std::string& out) const;

 private:
  Notices(std::unique_ptr<Store> store, const Places& places, Options options, const Clock& desks);
  void work();
  void do_chores();

  Options options_;
  Board board_;
  std::unique_ptr<Store> store_;
  Secrets secrets_;
  MailSender mail_;
  WebhookSender webhooks_;
  std::optional<Follower> follower_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace lifeline::notify
