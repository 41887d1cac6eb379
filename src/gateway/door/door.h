// SPDX-License-Identifier: Apache-2.0
// The doors that alarms come in by, as people see them: each with its state, its rate, when it last
// heard anything, and what it refused, with examples.
//
//   heard ─▶ refused: why, with an example │ passed over: no alarm
//            taken: durable at a desk │ shed: the desk was behind
//   lost: the system's buffer was full │ gaps: the peer's own count had holes
//
// Operation: a listener or a peer has one Door each and counts by the batch. Examples are short,
// printable and without what looks like a secret. Concurrency: any thread; a Door lives as long as
// whoever counts on it. Limits: door_examples_max, door_example_bytes_max, door_reasons_max.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/describe.h"
#include "base/limits.h"
#include "base/result.h"

namespace lifeline::door {

enum class DoorState { closed, listening, connecting, connected, failed };
LIFELINE_ENUM(DoorState, closed, listening, connecting, connected, failed)

struct RefusedExample {
  Instant at;
  std::string peer;    // address, or the account that sent it
  std::string reason;  // what must be true
  std::string text;    // the first bytes, printable
};
LIFELINE_STRUCT(RefusedExample, at, peer, reason, text)

struct RefusedCount {
  std::string reason;
  uint64_t count = 0;
};
LIFELINE_STRUCT(RefusedCount, reason, count)

/// A door as it is shown.
struct DoorRow {
  std::string name;  // "syslog-udp"
  std::string kind;  // "syslog"
  std::string address;
  DoorState state = DoorState::closed;
  std::string trouble;  // why it failed or has to connect again
  uint64_t heard = 0;
  uint64_t passed_over = 0;  // well formed, and no alarm
  uint64_t taken = 0;        // durable
  uint64_t shed = 0;
  uint64_t lost = 0;
  uint64_t refused = 0;
  uint64_t gaps = 0;
  double heard_per_s = 0;  // over the last minute
  Instant last_heard;
  std::vector<RefusedCount> refusals;
  std::vector<RefusedExample> examples;  // newest first
};
LIFELINE_STRUCT(DoorRow, name, kind, address, state, trouble, heard, passed_over, taken, shed, lost,
                refused, gaps, heard_per_s, last_heard, refusals, examples)

/// What came in each of the last seconds.
class Rate {
 public:
  void add(int64_t second, uint64_t count);
  /// Over the minute that ends with this second.
  double per_s(int64_t second) const;

 private:
  static constexpr size_t seconds_kept = 60;
  std::array<uint64_t, seconds_kept> counts_{};
  std::array<int64_t, seconds_kept> seconds_{};
};

/// Printable ASCII and whole UTF-8 stand, other bytes become '.'; what follows a word such as
/// "password" or "community" becomes "****".
std::string shown_bytes(std::string_view bytes);

struct DoorSign {
  std::string name;
  std::string kind;
  std::string address;
};

class Door {
 public:
  Door(DoorSign sign, const Clock& clock);

  void set_state(DoorState state, std::string_view trouble = {});
  /// Shown in every state that has no trouble of its own, until it is taken back with "".
  void set_lasting_trouble(std::string_view trouble);
  void set_address(std::string_view address);
  void hear(uint64_t count = 1);
  void pass_over(uint64_t count = 1);
  void take(uint64_t count = 1);
  void shed(uint64_t count = 1);
  void lose(uint64_t count = 1);
  void miss(uint64_t count = 1);
  /// `bytes` are of the message, or the field, that was refused.
  void refuse(const Error& why, std::string_view peer, std::string_view bytes);
  /// So many reports, decided on together, were refused for the reason.
  void refuse(std::string_view reason, uint64_t count);

  const std::string& name() const { return name_; }
  DoorRow row() const;

 private:
  void count_refusal(std::string_view reason, uint64_t count);

  const std::string name_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  DoorRow row_;
  std::string lasting_trouble_;
  Rate rate_;
  std::map<std::string, uint64_t, std::less<>> refusals_;
  std::deque<RefusedExample> examples_;  // oldest first
};

/// All doors of a server, in the order in which they were opened.
class Doors {
 public:
  explicit Doors(const Clock& clock) : clock_(clock) {}

  /// The same name is the same door.
  std::shared_ptr<Door> open(const DoorSign& sign);
  std::vector<std::shared_ptr<Door>> of_kind(std::string_view kind) const;
  std::vector<DoorRow> rows() const;
  void append_metrics(std::string& out) const;

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<Door>> doors_;
};

}  // namespace lifeline::door
