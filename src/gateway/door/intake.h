// SPDX-License-Identifier: Apache-2.0
// Brings the reports of one kind of door to the desks that their sources belong to.
//
//   take ─▶ a queue for each desk ─▶ one append under way, whatever came meanwhile is the next
//             │ full: the least severe is shed, clears never        │ durable
//             └──────────────────────────▶ done ◀───────────────────┘
//
// Operation: a desk that is busy is asked again with the same command id, so it decides once. Who
// can wait asks has_room() before reading on; who cannot (datagrams) loses by severity.
// Concurrency: any thread; `done` is called once, on any thread but never within take(), and must
// not block. What waits at the end of the process is brought as long as the desks take it.
// Limits: door_queue_max a desk, door_batch_max an append, door_again_ms.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "desk/desks.h"
#include "gateway/door/directory.h"
#include "gateway/door/door.h"
#include "gateway/door/queue.h"

namespace lifeline::door {

/// What became of reports that came together; all that was not shed is durable.
struct Settled {
  uint64_t taken = 0;  // decided on: raised, repeated, cleared, or known already
  uint64_t shed = 0;
  uint64_t refused = 0;
};
using Done = std::function<void(const Settled&)>;

class Intake {
 public:
  /// The name stands in the journal as who reported: "syslog".
  Intake(std::string name, const SourceDirectory& directory);
  ~Intake() { stop(); }

  void start(desk::Desks& desks);
  void stop();

  /// Raise and ReportClear, in this order for each desk; the door counts what becomes of them.
  void take(std::vector<alarm::Command> reports, std::shared_ptr<Door> door, Done done = {});
  /// Whether those who can wait may bring more.
  bool has_room() const;
  size_t queued() const;

 private:
  struct Shared;
  void run();
  void bring(UnitCode desk, desk::Intent intent);

  std::string name_;
  const SourceDirectory& directory_;
  std::shared_ptr<Shared> shared_;  // answers may come after the end
  std::thread thread_;
};

}  // namespace lifeline::door
