// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/intake.h"

#include <cstdio>

namespace lifeline::measurements {
namespace {

constexpr auto house_every = std::chrono::seconds(1);
constexpr auto seal_every = std::chrono::seconds(10);
constexpr size_t write_values_max = 500'000;  // of several requests at once
constexpr Slot late_slots = 2;
constexpr Slot grace_slots = 3;  // after an hour's end, before it is sealed

Refusal behind() { return unavailable("measurements_must_be_kept_up_with", "the queue is full"); }

}  // namespace

void Intake::start(desk::Desks& desks, Heard heard) {
  desks_ = &desks;
  heard_ = std::move(heard);
  keeper_ = std::thread([this] { keep(); });
  reader_ = std::thread([this] { answer_reads(); });
}

void Intake::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  wake_reader_.notify_all();
  if (keeper_.joinable()) keeper_.join();
  if (reader_.joinable()) reader_.join();
}

void Intake::accept(std::vector<Reading> readings, std::function<void(Result<Taken>)> done) {
  {
    const std::lock_guard lock(mutex_);
    ++figures_.requests;
    const bool is_full = queue_.size() >= limits::measurement_queue_batches_max ||
                         queued_values_ + readings.size() > limits::measurement_queue_values_max;
    if (!is_full && !stopping_) {
      queued_values_ += readings.size();
      queue_.push_back({.readings = std::move(readings), .done = std::move(done)});
      wake_.notify_one();
      return;
    }
    ++figures_.requests_refused;
  }
  done(behind());
}

bool Intake::read(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || reads_.size() >= limits::measurement_reads_max) return false;
  reads_.push_back(std::move(job));
  wake_reader_.notify_one();
  return true;
}

void Intake::answer_reads() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_reader_.wait(lock, [&] { return stopping_ || !reads_.empty(); });
      if (reads_.empty()) return;
      job = std::move(reads_.front());
      reads_.pop_front();
    }
    job();
  }
}

std::vector<Intake::Batch> Intake::next_batches() {
  std::vector<Batch> batches;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, planner_.is_at_work() ? std::chrono::milliseconds(0) : house_every,
                 [&] { return stopping_ || !queue_.empty(); });
  size_t values = 0;
  while (!queue_.empty() && (batches.empty() || values < write_values_max)) {
    values += queue_.front().readings.size();
    batches.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_values_ -= values;
  return batches;
}

void Intake::keep() {
  for (;;) {
    auto batches = next_batches();
    if (batches.empty()) {
      const std::lock_guard lock(mutex_);
      if (stopping_ && queue_.empty()) break;
    }
    if (!batches.empty()) write(std::move(batches));
    keep_house();
  }
  store_.sync();
}

void Intake::write(std::vector<Batch> batches) {
  const Slot now = performance::slot_of(clock_.now());
  const Slot oldest = now - int64_t{limits::measurement_days} * 24 * performance::hour_slots;
  const Slot newest = now + limits::measurement_ahead_s_max / performance::interval_s;
  const Slot judged_from = now - limits::measurement_judged_s_max / performance::interval_s;
  std::vector<Sample> to_judge;
  for (Batch& batch : batches) {
    std::vector<std::string> names;
    std::vector<Sample> samples;
    Taken taken;
    for (Reading& reading : batch.readings) {
      const Slot slot = performance::slot_of(reading.at);
      if (slot < oldest || slot > newest) {
        ++taken.out_of_time;
        continue;
      }
      if (slot + late_slots < now) ++taken.late;
      names.push_back(std::move(reading.element));
      samples.push_back({.metric = reading.metric,
                         .slot = slot,
                         .level = performance::level_of(reading.metric, reading.value)});
    }
    Result<Written> written = Written{};
    if (auto numbers = store_.numbers_of(names)) {
      for (size_t i = 0; i < samples.size(); ++i) samples[i].element = (*numbers)[i];
      written = store_.write(samples);
    } else {
      written = tl::unexpected(numbers.error());
    }
    if (written) {
      taken.fresh = written->fresh;
      taken.replaced = written->replaced;
      taken.repeated = written->repeated;
      if (heard_) heard_(samples);
      for (const Sample& sample : samples)
        if (sample.slot >= judged_from) to_judge.push_back(sample);
    }
    {
      const std::lock_guard lock(mutex_);
      figures_.accepted += taken.fresh + taken.replaced + taken.repeated;
      figures_.replaced += taken.replaced;
      figures_.repeated += taken.repeated;
      figures_.late += taken.late;
      figures_.out_of_time += taken.out_of_time;
      if (!written) figures_.lost += samples.size();
    }
    batch.done(written ? Result<Taken>(taken) : tl::unexpected(written.error()));
  }
  // In the order of time, whichever request brought it first.
  std::ranges::stable_sort(to_judge, {}, &Sample::slot);
  sentry_.judge(to_judge);
}

void Intake::keep_house() {
  const auto at = steady_now();
  const Slot now = performance::slot_of(clock_.now());
  const Hour hour = performance::hour_of(now);
  planner_.step(hour);
  if (at - house_kept_ < house_every) return;
  house_kept_ = at;
  store_.sync();
  sentry_.deliver(*desks_, clock_.now());
  if (at - sealed_ < seal_every) return;
  sealed_ = at;
  if (auto sealed = store_.seal(performance::hour_of(now - grace_slots)); !sealed)
    std::fprintf(stderr, "lifeline: %s: %s\n", sealed.error().name.c_str(),
                 sealed.error().detail.c_str());
  if (hour != expired_) store_.expire(hour);
  expired_ = hour;
}

IntakeFigures Intake::figures() const {
  const std::lock_guard lock(mutex_);
  IntakeFigures figures = figures_;
  figures.queued = queued_values_;
  return figures;
}

}  // namespace lifeline::measurements
