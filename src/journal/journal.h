// SPDX-License-Identifier: Apache-2.0
// A journal keeps what happened, batch by batch, for good. One desk's events are numbered from 1
// without gaps; a batch is the indivisible unit and carries the digest of its content and of the
// batch before it, so a journal that was altered or cut is seen.
//
// Concurrency: append from one thread at a time; read and head from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/json_read.h"
#include "base/result.h"

namespace lifeline::journal {

using Digest = std::array<uint8_t, 32>;  // SHA-256

struct Batch {
  UnitCode desk;
  uint64_t first = 0;   // position of its first event
  uint32_t count = 0;   // of events, at least 1
  uint64_t nouns = 0;   // a bit for each noun that it holds events of
  std::string payload;  // see desk/record.h
  Digest digest{};      // sealed by seal()

  uint64_t last() const { return first + count - 1; }
};

struct Head {
  uint64_t position = 0;  // of the last event; 0 for an empty journal
  Digest digest{};        // of the last batch
};

/// SHA-256 over the digest before, desk, first, count and payload.
Digest seal(const Digest& before, const Batch& batch);
std::string to_hex(const Digest& digest);
std::optional<Digest> from_hex(std::string_view text);

class Journal {
 public:
  virtual ~Journal() = default;

  /// Makes all of these batches durable, or none. The first event of each must follow its desk's
  /// head (batch_must_follow_the_head). After any error the owner ends and starts again.
  virtual Result<void> append(std::span<const Batch> batches) = 0;

  /// Calls visit(batch) in order, from the batch that holds position `from` on, for batches that
  /// hold events of the `nouns`; stops at the end or when visit answers false.
  virtual Result<void> read(UnitCode desk, uint64_t from, uint64_t nouns,
                            Visit<const Batch&> visit) = 0;

  virtual Result<Head> head(UnitCode desk) = 0;
};

inline constexpr uint64_t all_nouns = ~uint64_t{0};

}  // namespace lifeline::journal
