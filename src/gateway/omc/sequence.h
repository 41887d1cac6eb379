// SPDX-License-Identifier: Apache-2.0
// What of a numbered feed is next, what is there already and what is missing. Pure: no socket, and
// no clock but the one it is told.
//
//   number = next          taken, and all that waited right behind it
//   number < next          there already, dropped; unless its time is newer than any so far:
//                          then the OMC counts from its start again
//   number > next          held; the gap is asked for, as messages or as a file, each once;
//                          what neither brings is given up and counted
//
// Limits: omc_held_alarms_max behind a gap; what does not fit is dropped: a part of the next gap.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "gateway/omc/map.h"
#include "network/feed/model.h"

namespace lifeline::omc {

inline constexpr uint64_t sequence_max = 2'147'483'647;  // then an OMC counts from its start again

/// An alarm in its place.
struct Numbered {
  feed::Mark mark;
  Instant latest;  // the newest time up to here
  Told told;
};

struct SequenceFigures {
  uint64_t duplicates = 0;
  uint64_t gaps = 0;      // that were asked for
  uint64_t lost = 0;      // numbers that the OMC no longer had
  uint64_t restarts = 0;  // it began to count again
};

class Sequence {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Way { messages, file };
  struct Ask {
    Way way = Way::messages;
    uint64_t from = 0;
  };
  struct Settings {
    uint64_t gap_max = 1000;  // a wider one is asked for as a file
    std::chrono::seconds message_wait{20};
    std::chrono::seconds file_wait{120};
  };

  explicit Sequence(const Settings& settings) : settings_(settings) {}
  void set(const Settings& settings) { settings_ = settings; }

  /// Where the journal has it; without a place the first number that comes begins.
  void resume(const std::optional<feed::Feed>& place);
  bool has_place() const { return has_place_; }
  /// A connection is new: what was told meanwhile is asked for.
  void connected();
  void hear(Told told);
  /// The OMC agreed or cannot; or the file is at its end.
  void ended(Way way, bool is_good);
  /// What is to be asked for now, once.
  std::optional<Ask> ask(Time now);

  /// What comes next, in order.
  std::vector<Numbered> take(size_t most);
  size_t ready() const { return ready_.size(); }
  size_t held() const { return held_.size(); }
  const SequenceFigures& figures() const { return figures_; }

 private:
  bool is_begun_again(const Told& told) const;
  void accept(Told told);
  void drain();
  void give_up();
  Ask begin(const Ask& ask, Time deadline);

  Settings settings_;
  bool has_place_ = false;
  uint64_t count_ = 0;
  uint64_t next_ = 0;
  Instant latest_;
  std::map<uint64_t, Told> held_;
  std::deque<Numbered> ready_;
  SequenceFigures figures_;
  std::optional<Ask> asked_;
  Time deadline_;
  struct {
    uint64_t at = 0;
    bool messages = false;
    bool file = false;
  } tried_;
  bool is_fresh_ = false;  // what was told before the connection is not asked for yet
};

}  // namespace lifeline::omc
