// SPDX-License-Identifier: Apache-2.0
// Every report that the world makes goes through its book, so that afterwards each can be accounted
// for: what was told, and which alarms the world holds to be open.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rehearsal/peer.h"

namespace lifeline::rehearsal {

class Book {
 public:
  explicit Book(Peer& peer) : peer_(peer) {}

  void send(const std::vector<Report>& reports) {
    for (const Report& report : reports) note(report);
    if (!reports.empty()) peer_.report(reports);
  }
  void send(const Report& report) {
    note(report);
    peer_.report({&report, 1});
  }
  bool is_open(const Report& report) const { return open_.contains(key_of(report)); }

  /// By alarm::key_of: what was raised and not cleared.
  const std::map<std::string, Report>& open() const { return open_; }
  uint64_t raises() const { return raises_; }
  uint64_t clears() const { return clears_; }

 private:
  static std::string key_of(const Report& report) {
    return alarm::key_of(report.source, report.condition, report.interface);
  }
  void note(const Report& report) {
    ++(report.raised ? raises_ : clears_);
    if (report.raised)
      open_[key_of(report)] = report;
    else
      open_.erase(key_of(report));
  }

  Peer& peer_;
  std::map<std::string, Report> open_;
  uint64_t raises_ = 0;
  uint64_t clears_ = 0;
};

}  // namespace lifeline::rehearsal
