// SPDX-License-Identifier: Apache-2.0
// Follows the journals of all desks and puts down what is to be told, on a thread of its own.
//
//   decided ─▶ wake ─▶ wait until durable ─▶ read from the cursor ─▶ map on the desk's thread
//                                              ─▶ notices and cursor, one transaction ─▶ senders
//
// A data folder without a cursor begins at its journals' ends: what is past is not told again.
// Concurrency: wake() from any thread. Limits: batches_at_once journal batches in one transaction.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "desk/desks.h"
#include "gateway/notify/board.h"
#include "gateway/notify/map.h"
#include "journal/journal.h"

namespace lifeline::notify {

class Follower {
 public:
  struct Parts {
    journal::Journal& journal;
    desk::Desks& desks;
    Store& store;
    const Board& board;
    Telling how;
    std::function<void()> added;   // there is something to send
    std::function<void()> chores;  // now and then
  };
  explicit Follower(Parts parts);
  ~Follower();

  /// Before the desks run. Errors: those of the journal and the store.
  Result<void> begin();
  void start();
  void stop();
  void wake(UnitCode desk);
  /// Events that could not be read, or rounds that could not be written down.
  uint64_t failures() const { return failures_; }

 private:
  void run();
  bool follow(UnitCode desk);
  bool look(UnitCode desk, const std::function<void(const desk::Nouns&)>& at);
  Result<bool> follow_some(UnitCode desk);

  Parts parts_;
  std::map<UnitCode, uint64_t> cursors_;  // on the thread
  std::map<UnitCode, uint64_t> kept_;     // cursors as they are in the store
  std::atomic<uint64_t> failures_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::set<UnitCode> news_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::notify
