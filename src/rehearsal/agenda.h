// SPDX-License-Identifier: Apache-2.0
// What is going to happen, in time order; what is put down for one instant happens in the order in
// which it was put down. Nothing may be put into the past.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "base/time.h"

namespace lifeline::rehearsal {

class Agenda {
 public:
  explicit Agenda(Instant start) : now_(start) {}

  Instant now() const { return now_; }
  size_t size() const { return open_.size(); }

  void at(Instant when, std::function<void()> happening) {
    open_.emplace(std::pair{std::max(when, now_), ++sequence_}, std::move(happening));
  }
  void in_s(double seconds, std::function<void()> happening) {
    at({now_.us + static_cast<int64_t>(seconds * 1e6)}, std::move(happening));
  }

  std::optional<Instant> next() const {
    if (open_.empty()) return std::nullopt;
    return open_.begin()->first.first;
  }
  /// Its time has come: the clock moves on and the first happening is handed out.
  std::function<void()> take() {
    auto first = open_.extract(open_.begin());
    now_ = first.key().first;
    return std::move(first.mapped());
  }

 private:
  Instant now_;
  uint64_t sequence_ = 0;
  std::map<std::pair<Instant, uint64_t>, std::function<void()>> open_;
};

}  // namespace lifeline::rehearsal
