// SPDX-License-Identifier: Apache-2.0
// One OMC, read on a thread of its own for as long as the server runs:
//
//   connecting ──▶ connected: log-in, what was missed, alarms, heartbeats ──▶ waiting ──▶ …
//
// What is read waits until it is on disk; then more is read, so that an OMC that is too quick is
// slowed down by its own connection and nothing is shed. A heartbeat that is answered is a beat of
// the OMC as a source: three that fail to come are an alarm.
// Of an OMC that the journal has no place of yet, the active alarms are asked for first, as a file;
// what is told meanwhile waits until they are on disk.
// Concurrency: start and stop from one thread. Limits: omc_waiting_alarms_max, omc_wait_ms_max,
// omc_file_wait_s.
#pragma once

#include <atomic>
#include <thread>

#include "base/encoding.h"
#include "gateway/door/intake.h"
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
    door::Intake& intake;
  };
  Peer(Source source, const Parts& parts);
  ~Peer();
  void start();
  /// Says that it is time; stop() waits for it as well.
  void end() { bell_->end(); }
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  /// The alarms that were active before the first log-in.
  enum class Active { known, wanted, asked, arriving };

  void run();
  Result<void> converse();
  Result<void> exchange(Conversation& conversation, Time now);
  Result<bool> hear(Conversation& conversation, const Frame& frame);
  std::optional<Told> told_by(std::string_view body, uint32_t at_s);
  void hear_alarm(std::string_view body, uint32_t at_s);
  void ask_for_active(Conversation& conversation, Time now);
  void hear_active(std::string_view file);
  void hear_no_file();
  void hear_file();
  void ask_for_missing(Conversation& conversation, Time now);
  void hand_over(Time now);
  void beat();
  void wait(Millis most);
  void tell_figures();
  void take_reading();
  bool has_room() const;

  Source source_;
  std::shared_ptr<const Reading> reading_;  // of this turn
  Encoding charset_;
  desk::Desks& desks_;
  std::shared_ptr<door::Door> door_;
  door::Intake& intake_;
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  Sequence sequence_;
  Rounds rounds_;
  FileSync files_;
  struct {
    std::string text;
    size_t at = 0;
    bool is_open = false;
  } file_;  // of missed alarms, being read
  Active active_ = Active::known;
  Time active_until_;  // then it goes without them
  std::shared_ptr<std::atomic<bool>> has_active_ = std::make_shared<std::atomic<bool>>(false);
  JsonDocument document_;
  Time heard_at_;         // the OMC, anything
  Time beat_at_;          // when the next heartbeat is due
  SequenceFigures told_;  // to the door
  std::thread thread_;
};

}  // namespace lifeline::omc
