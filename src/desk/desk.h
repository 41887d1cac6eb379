// SPDX-License-Identifier: Apache-2.0
// A desk: one unit's share of the emergency. It owns its nouns' states and views and turns intents
// into batches; it does no I/O and reads no clock.
//
// Operation: handle() decides an intent and all that follows from it, makes it so in memory and
// hands out the batch to append. The caller answers nobody before that batch is durable, and ends
// the process if it cannot be made so.
// Concurrency: one thread. Limits: limits::batch_commands_max commands from one intent.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "desk/module.h"
#include "desk/present.h"
#include "journal/journal.h"

namespace lifeline::desk {

struct Outcome {
  uint64_t position = 0;             // of the desk, all of the intent being in it
  bool repeated = false;             // the id was known: this is the first answer again
  RowKey subject;                    // the row the first command made or changed
  std::vector<Result<RowKey>> each;  // an answer per command of the intent
};

/// Rows changed since they were last taken: noun bit → row keys in the order of the changes; a row
/// that changed again stands again.
using Touched = std::map<uint64_t, std::vector<RowKey>>;
inline std::set<RowKey> distinct(const std::vector<RowKey>& rows) {
  return {rows.begin(), rows.end()};
}

class Desk : private Sink {
 public:
  Desk(UnitCode id, Plan plan, std::vector<std::unique_ptr<Module>> modules);

  UnitCode id() const { return id_; }
  const Nouns& nouns() const { return nouns_; }
  const Plan& plan() const { return plan_; }
  uint64_t position() const { return position_.value; }
  const journal::Digest& digest() const { return digest_; }
  Instant last_at() const { return last_at_; }

  /// Answers the outcome; the batch is there unless nothing happened (refused, repeated).
  Outcome handle(const Intent& intent, Instant now, std::optional<journal::Batch>& batch);

  /// The earliest deadline of all nouns, and the intent that deadlines passed by now call for.
  std::optional<Instant> due() const;
  Intent expire(Instant now) const;

  /// What a batch of another desk means to this one: commands, and the position heard up to.
  Result<Intent> hear(const journal::Batch& batch) const;
  uint64_t heard_nouns() const;
  /// Whether the other desk could be heard just now, for whoever looks.
  void note_hearing(UnitCode other, bool heard, Instant now);
  const Silence& silence() const { return silence_; }
  /// Before a look at the desk's rows.
  void note_time(Instant now) { present_.now = now; }
  /// The rows that a batch of this desk's own journal touched, without making anything so.
  Result<void> list_touched(const journal::Batch& batch, Touched& touched) const;

  /// Makes a batch of the own journal so again. Errors: record_must_be_whole, digest_must_match,
  /// batch_must_follow_the_head.
  Result<void> replay(const journal::Batch& batch);

  /// All of it as one JSON text, and back.
  std::string save() const;
  Result<void> load(std::string_view snapshot);

  Touched take_touched() { return std::exchange(touched_, {}); }

 private:
  Stamp next_stamp() override;
  RecordWriter& record() override { return record_; }
  void tell(size_t event_slot, const void* event, const Stamp& stamp) override;
  Commands& reactions() override { return reactions_; }
  void touched(uint64_t noun_bit, const RowKey& row) override;
  Module* module_of(std::string_view type) const;
  void remember(const std::string& id, const RowKey& subject);
  Result<RowKey> handle_one(const AnyCommand& command, const Context& at,
                            std::vector<AnyCommand>& open);
  std::vector<Result<RowKey>> work_off(const Intent& intent, const Context& at);

  UnitCode id_;
  Plan plan_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::unordered_map<size_t, Module*> by_command_;
  Nouns nouns_;
  Position position_;
  Silence silence_;
  Present present_;
  journal::Digest digest_{};
  Instant last_at_;
  std::unordered_map<std::string, RowKey> answers_;
  std::deque<std::string> answer_order_;
  Touched touched_;
  // Of the batch being made:
  Stamp stamp_;
  RecordWriter record_;
  uint64_t noun_bits_ = 0;
  Commands reactions_;
};

}  // namespace lifeline::desk
