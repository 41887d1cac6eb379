// SPDX-License-Identifier: Apache-2.0
// One OMC, read on a thread of its own for as long as the server runs:
//
//   connecting ──▶ connected: log-in, what was missed, alarms, heartbeats ──▶ waiting ──▶ …
//
// What is read waits until it is on disk; then more is read, so that an OMC that is too quick is
// slowed down by its own connection and nothing is shed. A heartbeat that is answered is a beat of
// the OMC as a source: three that fail to come are an alarm.
// Concurrency: start and stop from one thread. Limits: omc_waiting_alarms_max, omc_wait_ms_max.
#pragma once

#include <atomic>
#include <thread>

#include "base/encoding.h"
#include "gateway/omc/conversation.h"
#include "gateway/omc/file_sync.h"
#include "gateway/omc/rounds.h"

namespace lifeline::omc {

class Peer {
 public:
  struct Parts {
    desk::Desks& desks;
    const door::SourceDirectory& directory;
    std::shared_ptr<door::Door> door;
  };
  Peer(Source source, const Parts& parts);
  ~Peer();
  void start();
  /// Says that it is time; stop() waits for it as well.
  void end() { bell_->end(); }
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void run();
  Result<void> converse();
  Result<void> exchange(Conversation& conversation, Time now);
  Result<bool> hear(Conversation& conversation, const Frame& frame);
  void hear_alarm(std::string_view body, uint32_t at_s);
  void hear_file();
  void ask_for_missing(Conversation& conversation, Time now);
  void hand_over(Time now);
  void beat();
  void wait(Millis most);
  void tell_figures();
  bool has_room() const;

  Source source_;
  Encoding charset_;
  desk::Desks& desks_;
  std::shared_ptr<door::Door> door_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  Sequence sequence_;
  Rounds rounds_;
  FileSync files_;
  struct {
    std::string text;
    size_t at = 0;
    bool is_open = false;
  } file_;  // of missed alarms, being read
  JsonDocument document_;
  Time heard_at_;         // the OMC, anything
  Time beat_at_;          // when the next heartbeat is due
  SequenceFigures told_;  // to the door
  std::thread thread_;
};

}  // namespace lifeline::omc
