// SPDX-License-Identifier: Apache-2.0
#include "journal/memory.h"

#include <algorithm>

namespace lifeline::journal {

Result<void> Memory::append(std::span<const Batch> batches) {
  const std::lock_guard lock(mutex_);
  std::map<UnitCode, uint64_t> heads;
  for (const Batch& batch : batches) {
    auto [head, is_new] = heads.try_emplace(batch.desk);
    const auto& kept = desks_[batch.desk];
    if (is_new && !kept.empty()) head->second = kept.back().last();
    if (batch.count == 0 || batch.first != head->second + 1)
      return conflict("batch_must_follow_the_head");
    head->second = batch.last();
  }
  for (const Batch& batch : batches) desks_[batch.desk].push_back(batch);
  return {};
}

Result<void> Memory::read(UnitCode desk, uint64_t from, uint64_t nouns, Visit<const Batch&> visit) {
  size_t index = 0;
  while (true) {
    Batch batch;
    {
      const std::lock_guard lock(mutex_);
      const auto& kept = desks_[desk];
      if (index == 0) {
        const auto found = std::partition_point(kept.begin(), kept.end(),
                                                [&](const Batch& b) { return b.last() < from; });
        index = static_cast<size_t>(found - kept.begin());
      }
      while (index < kept.size() && (kept[index].nouns & nouns) == 0) ++index;
      if (index >= kept.size()) return {};
      batch = kept[index++];
    }
    if (!visit(batch)) return {};
  }
}

Result<Head> Memory::head(UnitCode desk) {
  const std::lock_guard lock(mutex_);
  const auto& kept = desks_[desk];
  if (kept.empty()) return Head{};
  return Head{kept.back().last(), kept.back().digest};
}

}  // namespace lifeline::journal
