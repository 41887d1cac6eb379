// SPDX-License-Identifier: Apache-2.0
// What one subscription has had and what waits for it, desk by desk.
//
//   journal of a desk   … had │ gap: to be read from the journal │ queue: rendered when decided …
//                          cursor                             since
//
// The queue holds each notification as its resource was in that moment. A queue that is too long is
// dropped and the gap grows: it is then read from the journal, with the resource as it is now, so
// that nothing is lost. Positions that told the subscription nothing are passed over as they become
// durable. Concurrency: guarded by its owner. Limits: limits::hub_queue_max,
// limits::hub_queue_bytes_max.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.h"

namespace lifeline::tmf {

struct Notification {
  UnitCode desk;
  uint64_t batch = 0;   // position of the last event of the batch that it tells of
  bool is_last = true;  // of that batch
  std::string body;
};
using Waiting = std::shared_ptr<const Notification>;

/// A stretch of a desk's journal that is not in the queue, both ends within.
struct Gap {
  UnitCode desk;
  uint64_t from = 0;
  uint64_t to = 0;
};

using Positions = std::map<UnitCode, uint64_t>;

class Backlog {
 public:
  explicit Backlog(Positions had) : had_(std::move(had)) {}

  /// Whether the batch may tell something that was not had.
  bool wants(const journal::Batch& batch) const;
  /// The batch was decided and tells this, perhaps nothing. Batches of a desk come in order.
  void offer(const journal::Batch& batch, std::vector<Notification> told);
  /// Passes over what told nothing.
  void note_durable(UnitCode desk, uint64_t position);

  std::optional<Gap> gap(const Positions& durable) const;
  /// The next of the queue that are durable, oldest first; each is to be had before more is taken.
  std::vector<Waiting> take(const Positions& durable, size_t most);
  void had(const Notification& notification);
  /// The gap was read up to there.
  void had_up_to(UnitCode desk, uint64_t position);

  /// A journal that was put back from a backup may end before what was had of it.
  void end_at(const Positions& heads);

  const Positions& cursor() const { return had_; }
  size_t waiting() const { return waiting_; }

 private:
  void drop_queue();

  Positions had_;
  Positions since_;  // the queue has all from there on
  std::map<UnitCode, size_t> waiting_of_;
  std::deque<Waiting> queue_;
  size_t waiting_ = 0;  // in the queue, or taken and not had
  size_t bytes_ = 0;    // in the queue
};

}  // namespace lifeline::tmf
