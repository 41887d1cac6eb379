// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/excitation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lifeline::causes {
namespace {

// From a good start a fit is within a nat after some twenty rounds; a candidate's gain is then a
// little too low, never too high.
constexpr int trial_rounds = 25;
constexpr int model_rounds = 50;

// Rates stop falling at a millionth of an alarm in the whole log: it weighs nothing in the
// likelihood, lets a bin come back when the model has changed, and keeps numbers normal.
constexpr double least_rows = 1e-6;

}  // namespace

Excitation::Excitation(const History& history, uint32_t mark, uint32_t own)
    : history_(&history), effect_(&history.effects[mark]) {
  const auto rows = static_cast<double>(effect_->rows());
  price_ = 0.5 * static_cast<double>(history.bins) * std::log(std::max(2.0, rows)) +
           std::log(static_cast<double>(history.exposures.size()));
  fit_.background.assign(effect_->places.size(), 0.0);
  for (const uint32_t place : effect_->place_of) fit_.background[place] += 1 / history.span_s;
  add(own);
}

// The model so far is only scaled as a whole, so that a trial costs no more than the rows that saw
// the source. What a full fit would add comes on top: a gain is a little too low, never too high.
double Excitation::gain_of(uint32_t source) const {
  const auto sights = effect_->seen(source);
  if (sights.empty()) return -price_;
  const double unseen_rows = static_cast<double>(effect_->rows() - sights.size());
  const std::vector<double> exposed_s = exposed_to(source);
  std::vector<double> rates = rates_alone(source, exposed_s);
  std::vector<double> rows;
  double scale = 0.5;
  for (int round = 0; round < trial_rounds; ++round) {
    rows.assign(rates.size(), 0.0);
    double model_rows = unseen_rows;
    for (const Sight& sight : sights) {
      const double of_model = scale * rate_of_row_[sight.row];
      const double rate = of_model + rates[sight.bin];
      model_rows += of_model / rate;
      rows[sight.bin] += rates[sight.bin] / rate;
    }
    scale = std::max(model_rows, least_rows) / expected_rows_;
    for (size_t bin = 0; bin < rates.size(); ++bin)
      if (rates[bin] > 0) rates[bin] = std::max(rows[bin], least_rows) / exposed_s[bin];
  }
  double gain = unseen_rows * std::log(scale) - (scale - 1) * expected_rows_ - price_;
  for (const Sight& sight : sights)
    gain += std::log(scale + rates[sight.bin] / rate_of_row_[sight.row]);
  for (size_t bin = 0; bin < rates.size(); ++bin) gain -= rates[bin] * exposed_s[bin];
  return gain;
}

double Excitation::worth_of(uint32_t source) const {
  return fit_.log_likelihood - without(source).log_likelihood - price_;
}

void Excitation::add(uint32_t source) {
  append_source(fit_, source);
  improve(fit_, model_rounds);
  take_stock();
}

void Excitation::remove(uint32_t source) {
  fit_ = without(source);
  take_stock();
}

void Excitation::take_stock() {
  sum_rates(fit_, rate_of_row_);
  expected_rows_ = expected_rows(fit_);
}

double Excitation::share_of(uint32_t source) const {
  const auto found = std::ranges::find(fit_.sources, source);
  if (found == fit_.sources.end()) return 0;
  const auto& rates = fit_.rates[static_cast<size_t>(found - fit_.sources.begin())];
  double rows = 0;
  for (const Sight& sight : effect_->seen(source))
    rows += rates[sight.bin] / rate_of_row_[sight.row];
  return std::min(1.0, rows / static_cast<double>(effect_->rows()));
}

std::vector<double> Excitation::exposed_to(uint32_t source) const {
  std::vector<double> seconds(history_->bins, 0.0);
  for (const Exposure& exposure : history_->exposures[source]) {
    if (!std::ranges::binary_search(effect_->places, exposure.place)) continue;
    for (size_t bin = 0; bin < seconds.size(); ++bin) seconds[bin] += exposure.seconds[bin];
  }
  return seconds;
}

// Half of what the source would explain if it were alone: where a fit starts.
std::vector<double> Excitation::rates_alone(uint32_t source,
                                            const std::vector<double>& exposed_s) const {
  std::vector<double> rates(history_->bins, 0.0);
  for (const Sight& sight : effect_->seen(source)) rates[sight.bin] += 1;
  for (size_t bin = 0; bin < rates.size(); ++bin)
    rates[bin] = exposed_s[bin] > 0 ? 0.5 * rates[bin] / exposed_s[bin] : 0;
  return rates;
}

void Excitation::append_source(Fit& fit, uint32_t source) const {
  fit.sources.push_back(source);
  fit.exposed_s.push_back(exposed_to(source));
  fit.rates.push_back(rates_alone(source, fit.exposed_s.back()));
}

Excitation::Fit Excitation::without(uint32_t source) const {
  Fit fit{.sources = {}, .rates = {}, .exposed_s = {}, .background = fit_.background};
  for (double& rate : fit.background) rate = std::max(rate, 0.5 / history_->span_s);
  for (const uint32_t kept : fit_.sources)
    if (kept != source) append_source(fit, kept);
  improve(fit, model_rounds);
  return fit;
}

void Excitation::sum_rates(const Fit& fit, std::vector<double>& rate_of_row) const {
  rate_of_row.resize(effect_->rows());
  for (size_t row = 0; row < rate_of_row.size(); ++row)
    rate_of_row[row] = fit.background[effect_->place_of[row]];
  for (size_t i = 0; i < fit.sources.size(); ++i)
    for (const Sight& sight : effect_->seen(fit.sources[i]))
      rate_of_row[sight.row] += fit.rates[i][sight.bin];
}

void Excitation::improve(Fit& fit, int rounds) const {
  std::vector<double> rate_of_row;
  std::vector<double> rows;  // shared out to a background or a bin, over its rate
  for (int round = 0; round < rounds; ++round) {
    sum_rates(fit, rate_of_row);
    for (double& rate : rate_of_row) rate = 1 / rate;
    rows.assign(fit.background.size(), 0.0);
    for (size_t row = 0; row < rate_of_row.size(); ++row)
      rows[effect_->place_of[row]] += rate_of_row[row];
    for (size_t place = 0; place < rows.size(); ++place)
      fit.background[place] = std::max(fit.background[place] * rows[place] / history_->span_s,
                                       least_rows / history_->span_s);
    for (size_t i = 0; i < fit.sources.size(); ++i) {
      rows.assign(history_->bins, 0.0);
      for (const Sight& sight : effect_->seen(fit.sources[i]))
        rows[sight.bin] += rate_of_row[sight.row];
      for (size_t bin = 0; bin < rows.size(); ++bin)
        if (fit.rates[i][bin] > 0)
          fit.rates[i][bin] = std::max(fit.rates[i][bin] * rows[bin] / fit.exposed_s[i][bin],
                                       least_rows / history_->span_s);
    }
  }
  sum_rates(fit, rate_of_row);
  fit.log_likelihood = -expected_rows(fit);
  for (const double rate : rate_of_row) fit.log_likelihood += std::log(rate);
}

double Excitation::expected_rows(const Fit& fit) const {
  double rows = 0;
  for (const double rate : fit.background) rows += rate * history_->span_s;
  for (size_t i = 0; i < fit.sources.size(); ++i)
    for (size_t bin = 0; bin < history_->bins; ++bin)
      rows += fit.rates[i][bin] * fit.exposed_s[i][bin];
  return rows;
}

}  // namespace lifeline::causes
