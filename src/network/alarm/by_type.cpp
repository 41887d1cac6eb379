// SPDX-License-Identifier: Apache-2.0
#include "network/alarm/by_type.h"

#include "network/alarm/view.h"

namespace lifeline::alarm {
namespace {

std::string ground_key(const Row& row) {
  std::string key = to_text(row.unit);
  key += row.mapped ? '\x1f' : '\x1e';
  key += row.mapped ? to_text(row.region) : row.source_name;
  return key;
}

}  // namespace

void ByType::add(const Row& row) {
  grounds_[ground_key(row)][row.probable_cause].insert({row.raised_at, row.id});
}

void ByType::remove(const Row& row) {
  const auto ground = grounds_.find(ground_key(row));
  if (ground == grounds_.end()) return;
  const auto type = ground->second.find(row.probable_cause);
  if (type == ground->second.end()) return;
  type->second.erase({row.raised_at, row.id});
  if (type->second.empty()) ground->second.erase(type);
  if (ground->second.empty()) grounds_.erase(ground);
}

const ByType::Ground& ByType::ground_of(const Row& row) const {
  static const Ground nothing;
  const auto found = grounds_.find(ground_key(row));
  return found == grounds_.end() ? nothing : found->second;
}

std::vector<AlarmId> near(const ByType::Ground& ground, const std::string& type,
                          const Around& around, size_t count_max) {
  std::vector<AlarmId> ids;
  const auto found = ground.find(type);
  if (found == ground.end()) return ids;
  const ByType::Moments& moments = found->second;
  const Instant first = seconds_after(around.at, -around.before_s);
  const Instant last = seconds_after(around.at, around.after_s);
  const auto take = [&](AlarmId id) {
    if (id != around.id) ids.push_back(id);
  };
  const auto after = moments.lower_bound({Instant{around.at.us + 1}, AlarmId{}});
  for (auto it = after; it != moments.begin() && ids.size() < count_max;) {
    --it;
    if (it->first < first) break;
    take(it->second);
  }
  for (auto it = after; it != moments.end() && ids.size() < count_max && it->first <= last; ++it)
    take(it->second);
  return ids;
}

}  // namespace lifeline::alarm
