// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/sentry.h"

#include <algorithm>
#include <set>

#include "network/element/model.h"

namespace lifeline::measurements {
namespace {

using performance::block_elements;
using performance::Cause;
using performance::metric_count;
using performance::Notice;
using performance::SummaryBlock;

constexpr std::string_view origin = "measurements";
constexpr size_t hours_with_bands = 2;
constexpr size_t notices_per_request_max = 5'000;

alarm::Command command_of(const std::string& element, Metric metric, const Notice& notice,
                          Instant now) {
  std::string condition = performance::condition_of(notice.cause, metric);
  if (notice.severity == alarm::Severity::indeterminate)
    return alarm::ReportClear{.source_name = element,
                              .condition = std::move(condition),
                              .interface = {},
                              .reported_at = now,
                              .origin = std::string(origin)};
  return alarm::Raise{.source_name = element,
                      .condition = std::move(condition),
                      .interface = {},
                      .severity = notice.severity,
                      .event_type = "qualityOfServiceAlarm",
                      .specific_problem = notice.problem,
                      .additional_text = {},
                      .reported_at = now,
                      .origin = std::string(origin)};
}

// The histories of one block's series, hour by hour, as far as there are summaries.
class Histories {
 public:
  void add(Hour hour, const SummaryBlock& block) {
    for (size_t element = 0; element < block_elements; ++element)
      for (size_t i = 0; i < metric_count; ++i) {
        const performance::Summary& summary = block.summaries[element][i];
        if (summary.median == performance::absent) continue;
        const auto metric = static_cast<Metric>(i);
        series_[element * metric_count + i].push_back(
            {.hour = hour,
             .median = performance::value_of(metric, summary.median),
             .spread = performance::value_of(metric, summary.spread)});
      }
  }
  baseline::Band band(size_t element, size_t metric, Hour hour) const {
    return baseline::band_at(series_[element * metric_count + metric], hour);
  }

 private:
  std::array<std::vector<baseline::Hourly>, block_elements * metric_count> series_;
};

}  // namespace

struct Sentry::Bands {
  struct Band {
    float median = 0;
    float deviation = 0;
    baseline::Rhythm rhythm = baseline::Rhythm::none;
  };
  std::array<std::array<Band, metric_count>, block_elements> bands{};
};

struct Sentry::Shared {
  std::mutex mutex;
  std::array<performance::Threshold, metric_count> thresholds{};
  Factors factors;
  uint64_t settings = 1;  // counts changes of the two above
  std::map<UnitCode, Waiting> waiting;
  std::set<UnitCode> busy;
  SentryFigures figures;

  // What a desk could not take waits again, unless something newer does.
  void ended(UnitCode desk, const Waiting& handed, bool was_taken) {
    const std::lock_guard lock(mutex);
    busy.erase(desk);
    if (!was_taken) waiting[desk].insert(handed.begin(), handed.end());
  }
};

Sentry::Sentry(const Store& store, const door::SourceDirectory& directory)
    : store_(store), directory_(directory), shared_(std::make_shared<Shared>()) {
  set_thresholds({});
}
Sentry::~Sentry() = default;

void Sentry::set_thresholds(const performance::State& state) {
  const std::lock_guard lock(shared_->mutex);
  for (size_t i = 0; i < metric_count; ++i)
    shared_->thresholds[i] = performance::threshold_of(state, static_cast<Metric>(i));
  ++shared_->settings;
}

Sentry::Thresholds Sentry::thresholds() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->thresholds;
}

void Sentry::set_factors(Factors factors) {
  const std::lock_guard lock(shared_->mutex);
  shared_->factors = std::move(factors);
  ++shared_->settings;
}

void Sentry::take_over(uint32_t element, Metric metric, Cause cause, alarm::Severity severity) {
  if (watched_.size() <= element) watched_.resize(element + 1);
  performance::take_over(watched_[element][static_cast<size_t>(metric)], cause, severity);
}

const Sentry::Bands& Sentry::bands_of(Hour hour, uint32_t block) {
  auto& blocks = bands_[hour];
  while (bands_.size() > hours_with_bands) bands_.erase(bands_.begin());
  if (blocks.size() <= block) blocks.resize(block + 1);
  if (blocks[block]) return *blocks[block];
  Histories histories;
  for (const Hour past : baseline::hours_wanted(hour))
    for (const SummaryBlock& summary : store_.summaries(past, block, 1))
      histories.add(past, summary);
  blocks[block] = std::make_unique<Bands>();
  for (size_t element = 0; element < block_elements; ++element)
    for (size_t metric = 0; metric < metric_count; ++metric) {
      const auto band = histories.band(element, metric, hour);
      blocks[block]->bands[element][metric] = {.median = static_cast<float>(band.median),
                                               .deviation = static_cast<float>(band.deviation),
                                               .rhythm = band.rhythm};
    }
  return *blocks[block];
}

baseline::Band Sentry::band_of(const Sample& sample) {
  const Hour hour = performance::hour_of(sample.slot);
  if (bands_.size() == hours_with_bands && hour < bands_.begin()->first) return {};
  const auto& found =
      bands_of(hour, sample.element / block_elements)
          .bands[sample.element % block_elements][static_cast<size_t>(sample.metric)];
  return {.rhythm = found.rhythm, .median = found.median, .deviation = found.deviation};
}

double Sentry::factor_of(uint32_t element) {
  if (factors_.empty()) return 1;
  if (factor_by_number_.size() <= element) factor_by_number_.resize(element + 1);
  float& factor = factor_by_number_[element];
  if (factor == 0) {
    const auto found = factors_.find(store_.name_of(element));
    factor = found == factors_.end() || found->second <= 0 ? 1 : static_cast<float>(found->second);
  }
  return factor;
}

void Sentry::judge(std::span<const Sample> samples) {
  {
    const std::lock_guard lock(shared_->mutex);
    if (settings_seen_ != shared_->settings) {
      settings_seen_ = shared_->settings;
      thresholds_ = shared_->thresholds;
      factors_ = shared_->factors;
      factor_by_number_.clear();
    }
    shared_->figures.judged += samples.size();
  }
  for (const Sample& sample : samples) {
    if (watched_.size() <= sample.element) watched_.resize(sample.element + 1);
    const auto metric = static_cast<size_t>(sample.metric);
    performance::Watched& watched = watched_[sample.element][metric];
    const double factor = factor_of(sample.element);
    performance::Judging at{.slot = sample.slot,
                            .value = performance::value_of(sample.metric, sample.level),
                            .threshold = thresholds_[metric],
                            .band = band_of(sample)};
    if (factor != 1) at.threshold = performance::tightened(at.threshold, factor);
    const auto notices = performance::judge(watched, at);
    if (notices.empty()) continue;
    const UnitCode desk =
        door::SourceDirectory::Look(directory_).desk_of(store_.name_of(sample.element));
    const std::lock_guard lock(shared_->mutex);
    for (const Notice& notice : notices) {
      ++(notice.severity == alarm::Severity::indeterminate ? shared_->figures.cleared
                                                           : shared_->figures.raised);
      shared_->waiting[desk][{sample.element, sample.metric, notice.cause}] = notice;
    }
  }
}

void Sentry::deliver(desk::Desks& desks, Instant now) {
  std::vector<std::pair<UnitCode, Waiting>> due;
  {
    const std::lock_guard lock(shared_->mutex);
    for (auto& [desk, waiting] : shared_->waiting) {
      if (waiting.empty() || shared_->busy.contains(desk)) continue;
      Waiting handed;
      while (!waiting.empty() && handed.size() < notices_per_request_max)
        handed.insert(waiting.extract(waiting.begin()));
      shared_->busy.insert(desk);
      due.emplace_back(desk, std::move(handed));
    }
  }
  for (auto& [desk, handed] : due) {
    desk::Intent intent{
        .who = desk::system_actor(), .id = {}, .why = "measurements", .commands = {}};
    for (const auto& [key, notice] : handed)
      intent.commands.add(command_of(store_.name_of(key.element), key.metric, notice, now));
    const auto answer = [shared = shared_](const desk::Outcome& outcome, const desk::Nouns&) {
      const std::lock_guard lock(shared->mutex);
      for (const auto& each : outcome.each)
        if (!each) ++shared->figures.refused;
      return desk::Response{.status = 200, .content_type = {}, .body = {}, .headers = {}};
    };
    const auto reply =
        [shared = shared_, desk = desk,
         handed = std::make_shared<Waiting>(std::move(handed))](const desk::Response& response) {
          shared->ended(desk, *handed, response.status < 500);
        };
    desks.submit(desk, std::move(intent), answer, reply);
  }
}

SentryFigures Sentry::figures() const {
  const std::lock_guard lock(shared_->mutex);
  SentryFigures figures = shared_->figures;
  for (const auto& [desk, waiting] : shared_->waiting) figures.waiting += waiting.size();
  return figures;
}

}  // namespace lifeline::measurements
