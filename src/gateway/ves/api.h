// SPDX-License-Identifier: Apache-2.0
// The doors of the VES event listener: POST /eventListener/v7 (publishAnyEvent) and
// /eventListener/v7/eventBatch (publishEventBatch). A request is taken whole or not at all; it is
// answered when every desk that it concerns has it on disk, and its measurements are kept. The same
// body sent again by the same account is answered the same and changes nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "desk/desks.h"
#include "gateway/door/directory.h"
#include "gateway/door/door.h"
#include "gateway/ves/wire.h"
#include "network/performance/metric.h"

namespace lifeline::ves {

/// What became of a request and its events.
enum class Fate : uint8_t { accepted, repeated, refused, unavailable };
inline constexpr size_t fate_count = 4;

using Tally = std::array<uint32_t, domain_count>;  // events of a request by domain

/// Figures for /metrics, and for people: one of the doors. Concurrency: any thread.
class Counters {
 public:
  /// Before any request comes.
  void open(door::Doors& doors);
  /// The tally is empty where a body could not be read.
  void count(Fate fate, const Tally& tally);
  void count_refused(const Error& why, const desk::Request& request);
  uint64_t requests(Fate fate) const { return requests_[static_cast<size_t>(fate)].load(); }
  uint64_t events(Domain domain, Fate fate) const {
    return events_[static_cast<size_t>(domain)][static_cast<size_t>(fate)].load();
  }
  /// Appends in Prometheus' text format.
  void append_metrics(std::string& out) const;

 private:
  std::shared_ptr<door::Door> door_;
  std::array<std::atomic<uint64_t>, fate_count> requests_{};
  std::array<std::array<std::atomic<uint64_t>, fate_count>, domain_count> events_{};
};

/// Directory and counters outlive the routes and every request. Measurements go to `take`, if any.
desk::Routes routes(const door::SourceDirectory& directory, Counters& counters,
                    performance::Take take = {});

}  // namespace lifeline::ves
