// SPDX-License-Identifier: Apache-2.0
// Hands alarms over to desks, a round after the other, each with the place of the feed in the same
// append:
//
//   round ─▶ every desk that it concerns: alarms + place ─ durable ─▶ headquarters: alarms + place
//
// Headquarters' place is where reading goes on after a crash, so it comes last. A desk that was
// quicker knows by its own place what it has already. A desk that cannot keep up is asked again.
// Concurrency: one thread; the bell rings when there is something to do. Limits:
// omc_round_alarms_max.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "desk/desks.h"
#include "gateway/door/directory.h"
#include "gateway/door/door.h"
#include "gateway/omc/link.h"
#include "gateway/omc/sequence.h"

namespace lifeline::omc {

class Rounds {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Parts {
    desk::Desks& desks;
    const door::SourceDirectory& directory;
    std::shared_ptr<door::Door> door;
    std::shared_ptr<Bell> bell;
  };
  Rounds(std::string feed, Parts parts);

  /// Where the journals have the feed: what headquarters' says, with the newest of all desks.
  /// Waits for the desks.
  std::optional<feed::Feed> places();
  bool is_idle() const { return turns_.empty(); }
  void begin(std::vector<Numbered> round);
  /// Goes on as far as it can without waiting.
  void step(Time now);

 private:
  // What one desk is to take; the next one's turn comes when it has.
  struct Share {
    UnitCode desk;
    std::vector<size_t> alarms;  // of the round
    feed::Mark to;
    enum class Phase { waiting, under_way, done } phase = Phase::waiting;
    Time again_at;
  };
  using Turn = std::vector<Share>;  // desks that are asked at once
  struct Answers;

  void submit(size_t share, Time now);
  void hear_answers(Time now);

  std::string feed_;
  Parts parts_;
  std::map<UnitCode, feed::Mark> places_;
  std::vector<Numbered> round_;
  std::vector<Turn> turns_;  // first to last; the first is under way
  std::shared_ptr<Answers> answers_;
};

}  // namespace lifeline::omc
