// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/by_type.h"

#include "network/alarm/view.h"

namespace lifeline::alarm {
namespace {

std::string ground_key(const Row& row, std::string_view type) {
  std::string key(type);
  key += '\x1f';
  key += to_text(row.unit);
  key += row.mapped ? '\x1f' : '\x1e';
  key += row.mapped ? to_text(row.region) : row.source_name;
  return key;
}

}  // namespace

void ByType::add(const Row& row) {
  found_[ground_key(row, row.probable_cause)].insert({row.raised_at, row.id});
}

void ByType::remove(const Row& row) {
  const auto found = found_.find(ground_key(row, row.probable_cause));
  if (found == found_.end()) return;
  found->second.erase({row.raised_at, row.id});
  if (found->second.empty()) found_.erase(found);
}

std::vector<AlarmId> ByType::on_ground_of(const Row& row, std::string_view type,
                                          const Around& around) const {
  std::vector<AlarmId> ids;
  const auto found = found_.find(ground_key(row, type));
  if (found == found_.end()) return ids;
  const auto& moments = found->second;
  const Instant first = seconds_after(around.at, -around.before_s);
  const Instant last = seconds_after(around.at, around.after_s);
  const auto take = [&](AlarmId id) {
    if (id != row.id) ids.push_back(id);
    return ids.size() < around.count_max;
  };
  const auto after = moments.lower_bound({Instant{around.at.us + 1}, AlarmId{}});
  for (auto it = after; it != moments.begin() && ids.size() < around.count_max;) {
    --it;
    if (it->first < first || !take(it->second)) break;
  }
  for (auto it = after; it != moments.end() && ids.size() < around.count_max; ++it)
    if (it->first > last || !take(it->second)) break;
  return ids;
}

}  // namespace lifeline::alarm
