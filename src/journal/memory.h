// SPDX-License-Identifier: Apache-2.0
// A journal in memory, for rehearsals and tests: same contract, gone with the process.
#pragma once

#include <deque>
#include <map>
#include <mutex>

#include "journal/journal.h"

namespace lifeline::journal {

class Memory final : public Journal {
 public:
  Result<void> append(std::span<const Batch> batches) override;
  Result<void> read(UnitCode desk, uint64_t from, uint64_t nouns,
                    Visit<const Batch&> visit) override;
  Result<Head> head(UnitCode desk) override;

 private:
  std::mutex mutex_;
  std::map<UnitCode, std::deque<Batch>> desks_;
};

}  // namespace lifeline::journal
