// SPDX-License-Identifier: Apache-2.0
// Which sources raise the rate of an effect: a Hawkes process with step kernels, one for each
// effect.
//
//   rate(t) = background[place] + Σ over chosen sources of rate[source][bin of its lag at t]
//
// All rates are per second and never negative, so causes only excite. They are fitted by
// expectation and maximisation (Veen and Schoenberg 2008: each row is shared out among what could
// have brought it), each round of which raises the likelihood. The effect itself is always a source
// at distance 0: alarms that come in bursts by themselves then need no cause for it. A place that
// never had the effect says nothing about it.
//
// A further source has to earn its price, the extended BIC (Schwarz 1978; Chen and Chen 2008):
//   bins / 2 × ln(rows) + ln(candidates)      nats of log-likelihood
#pragma once

#include <cstdint>
#include <vector>

#include "solver/causes/history.h"

namespace lifeline::causes {

class Excitation {
 public:
  /// `own` is the effect's own source, from which the model starts.
  Excitation(const History& history, uint32_t mark, uint32_t own);

  /// Nats of likelihood, less the price, that the source would add; at most 0: it is not worth it.
  double gain_of(uint32_t source) const;
  /// Nats, less the price, that the model would lose without a source that it has.
  double worth_of(uint32_t source) const;
  void add(uint32_t source);
  void remove(uint32_t source);

  const std::vector<uint32_t>& sources() const { return fit_.sources; }
  /// The share of the effect's rows that the model puts down to the source: 0 … 1.
  double share_of(uint32_t source) const;

 private:
  struct Fit {
    std::vector<uint32_t> sources;               // the own one first
    std::vector<std::vector<double>> rates;      // by source, then bin
    std::vector<std::vector<double>> exposed_s;  // likewise
    std::vector<double> background;              // by the effect's places
    double log_likelihood = 0;
  };

  std::vector<double> exposed_to(uint32_t source) const;
  std::vector<double> rates_alone(uint32_t source, const std::vector<double>& exposed_s) const;
  void append_source(Fit& fit, uint32_t source) const;
  Fit without(uint32_t source) const;
  void sum_rates(const Fit& fit, std::vector<double>& rate_of_row) const;
  double expected_rows(const Fit& fit) const;
  void improve(Fit& fit, int rounds) const;
  void take_stock();

  const History* history_;
  const Effect* effect_;
  double price_ = 0;
  Fit fit_;
  std::vector<double> rate_of_row_;  // of fit_
  double expected_rows_ = 0;         // by fit_, over the whole log
};

}  // namespace lifeline::causes
