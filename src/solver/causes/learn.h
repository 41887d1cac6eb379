// SPDX-License-Identifier: Apache-2.0
// Which types of alarm cause which others, learned from an alarm log.
//
// Method: a topological Hawkes process (Cai, Wu, Qiao, Hao, Zhang and Zhang, "THP", 2022). Each
// type on each device has a rate of its own, which rises for a while after alarms of its causes on
// the same device or on a neighbour. Causes are chosen one at a time, always the one that most
// improves the penalised likelihood of the whole log and closes no circle, until none is worth its
// price; then those go that later ones have made needless. What differs from the paper: kernels are
// free steps over lags that grow fourfold, not one exponential of a given decay; only the latest
// alarm of a type counts, so that storms of repeats do not outvote the rest; a cause at distance 1
// has to earn its place apart from the same cause at distance 0; and where no topology is given,
// the links between devices are learned first, by the same process with devices in the part of
// types.
//
// Circles are excluded because what is asked for is the root of a fault. A type does not cause
// itself. No chance, clock or number of threads goes into it: equal logs give equal edges.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "solver/causes/log.h"

namespace lifeline::causes {

struct Edge {
  uint32_t cause = 0;
  uint32_t effect = 0;
  double score = 0;      // in (0,1]: the share of the effect's alarms put down to the cause
  double gain_nats = 0;  // of likelihood, less its price: how sure it is; not below 0

  friend bool operator==(const Edge&, const Edge&) = default;
};

struct Options {
  /// Edges of the lag bins in seconds, rising from 0. The first bin is the same second; powers of
  /// four keep every bin equally well filled where rates decay over minutes.
  std::vector<int64_t> lags_s = {0, 1, 4, 16, 64, 256};
  /// Whether links are learned when no topology is given. Without, devices are islands.
  bool learns_links = true;
};

/// The chosen edges, best first by score. `topology` may be null. Errors: lags_must_rise_from_zero,
/// devices_must_be_in_the_topology.
Result<std::vector<Edge>> learn_causes(const Log& log, const Topology* topology,
                                       const Options& options = {});

/// Devices whose alarms excite each other's. Errors: lags_must_rise_from_zero,
/// devices_must_be_fewer.
Result<Topology> learn_links(const Log& log, const Options& options = {});

}  // namespace lifeline::causes
