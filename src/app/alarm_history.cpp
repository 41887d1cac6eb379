// SPDX-License-Identifier: Apache-2.0
#include "app/alarm_history.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "base/limits.h"
#include "desk/record.h"
#include "journal/sqlite.h"
#include "network/alarm/view.h"

namespace lifeline::app {
namespace {

using causes::NamedAlarm;

class Collected {
 public:
  explicit Collected(causes::Device device) : device_(device) {}

  Result<void> take(const desk::RecordHead& head, std::string_view type, Json json) {
    if (type == "alarm.Raised") return with<alarm::Raised>(head, json);
    if (type == "alarm.Cleared") return with<alarm::Cleared>(head, json);
    if (type == "alarm.Placed") return with<alarm::Placed>(head, json);
    return {};
  }
  std::vector<NamedAlarm> finish() {
    keep_newest(limits::import_rows_max);
    return std::move(alarms_);
  }

 private:
  template <class Event>
  Result<void> with(const desk::RecordHead& head, Json json) {
    Event event;
    if (auto read = read_json(json, event); !read) return read;
    happen(event, head.at);
    return {};
  }
  void happen(const alarm::Raised& e, Instant at) {
    if (alarms_.size() == 2 * limits::import_rows_max) keep_newest(limits::import_rows_max);
    open_[e.id] = alarms_.size();
    alarms_.push_back(
        {.type = e.condition,
         .device = device_ == causes::Device::region ? to_text(e.region) : e.source_name,
         .start = e.reported_at ? e.reported_at : at,
         .end = {}});
  }
  void happen(const alarm::Cleared& e, Instant at) {
    const auto found = open_.find(e.id);
    if (found == open_.end()) return;
    alarms_[found->second].end = e.reported_at ? e.reported_at : at;
    open_.erase(found);
  }
  void happen(const alarm::Placed& e, Instant) {
    const auto found = open_.find(e.id);
    if (found != open_.end() && device_ == causes::Device::region)
      alarms_[found->second].device = to_text(e.region);
  }
  void keep_newest(size_t count) {
    if (alarms_.size() <= count) return;
    open_.clear();  // the ends of alarms open just now are not needed to learn
    std::ranges::nth_element(alarms_, alarms_.end() - static_cast<ptrdiff_t>(count), {},
                             &NamedAlarm::start);
    alarms_.erase(alarms_.begin(), alarms_.end() - static_cast<ptrdiff_t>(count));
  }

  causes::Device device_;
  std::vector<NamedAlarm> alarms_;
  std::unordered_map<alarm::AlarmId, size_t> open_;  // where each stands in alarms_
};

}  // namespace

Result<std::vector<NamedAlarm>> alarms_of_journal(const std::string& folder,
                                                  causes::Device device) {
  std::vector<UnitCode> desks;
  auto journal = journal::read_sqlite(folder + "/journal.db", desks);
  if (!journal) return tl::unexpected(journal.error());
  Collected collected(device);
  JsonDocument document;
  Result<void> done;
  auto event = [&](const desk::RecordHead& head, std::string_view type, Json json) {
    done = collected.take(head, type, json);
    return done.has_value();
  };
  auto batch = [&](const journal::Batch& one) {
    const auto read = desk::read_record(document, one.payload, event);
    if (done && !read) done = tl::unexpected(read.error());
    return done.has_value();
  };
  for (const UnitCode desk : desks) {
    auto read = (*journal)->read(desk, 1, alarm::Noun::bit, batch);
    if (!read) return tl::unexpected(read.error());
    if (!done) return tl::unexpected(done.error());
  }
  return collected.finish();
}

}  // namespace lifeline::app
