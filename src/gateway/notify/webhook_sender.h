// SPDX-License-Identifier: Apache-2.0
// Sends what waits for webhooks, all of them at once on one thread.
//
// A webhook has up to limits::notices_in_flight_max requests under way. When one fails it rests,
// longer each time, and is then tried with one at a time until it answers again; another notice
// than the one that failed is tried next, so that one that it cannot bear does not block the rest.
// Concurrency: start() and stop() from one thread, wake() from any.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <thread>

#include "gateway/notify/board.h"
#include "gateway/notify/secrets.h"
#include "gateway/notify/webhook_peer.h"

namespace lifeline::notify {

class WebhookSender {
 public:
  WebhookSender(Store& store, const Board& board, Secrets& secrets, bool allows_private);
  ~WebhookSender();

  void start();
  void stop();
  void wake();

 private:
  /// One webhook and what was taken for it.
  struct Line {
    std::deque<Parcel> taken;
    size_t under_way = 0;
    uint64_t failures = 0;  // in a row
    int64_t rests_until_ms = 0;
    int64_t due_ms = 0;  // nothing of it is due before; 0: not known
  };

  void run();
  void take_and_settle(const Directory& directory);
  void begin(const Directory& directory);
  void begin_one(const notice::Channel& channel, Line& line);
  void end(std::vector<Posted> ended);
  int wait_ms(const Directory& directory);
  void settle(Parcel parcel, Ending ending, std::string answer);

  Store& store_;
  const Board& board_;
  Secrets& secrets_;
  WebhookPeer peer_;
  std::map<ChannelId, Line> lines_;
  std::map<uint64_t, Parcel> under_way_;  // by the notice's id
  std::vector<Settled> settled_;          // not yet written down
  int64_t written_at_ms_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> woken_ = false;
  std::thread thread_;
};

}  // namespace lifeline::notify
