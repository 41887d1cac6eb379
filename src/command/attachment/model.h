// SPDX-License-Identifier: Apache-2.0
// An attachment is a photo that proves something: kept once, named by the SHA-256 of its bytes. The
// bytes are a file of the data folder and lie on the disk before the event says so; the event is
// all that a desk knows of them.
//
//   bytes on disk ──▶ kept            for good; the same bytes from another unit are its, too
//
// Headquarters hears of every desk's, and every desk of headquarters'.
// Limits: limits::attachment_bytes_max, limits::attachments_max, limits::photos_max.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::attachment {

enum class Type { jpeg, png, webp };
LIFELINE_ENUM(Type, jpeg, png, webp)

struct Keep {
  std::string id;
  Type type = Type::jpeg;
  uint64_t bytes = 0;
};
/// Another desk has kept it.
struct Learn {
  std::string id;
  Type type = Type::jpeg;
  uint64_t bytes = 0;
  UnitCode unit;
  std::string by;
  Instant at;
};
using Command = std::variant<Keep, Learn>;

struct Kept {
  std::string id;
  Type type = Type::jpeg;
  uint64_t bytes = 0;
  UnitCode unit;  // of whoever brought it
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Kept, id, type, bytes, unit, by, at)
struct Learnt {
  std::string id;
  Type type = Type::jpeg;
  uint64_t bytes = 0;
  UnitCode unit;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Learnt, id, type, bytes, unit, by, at)
using Event = std::variant<Kept, Learnt>;

struct Attachment {
  Type type = Type::jpeg;
  uint64_t bytes = 0;
  std::string by;  // and at: who brought it first
  Instant at;
  bool here = false;            // this desk has kept it; else it has heard of it
  std::vector<UnitCode> units;  // whose it is, in the order in which they brought it
};
LIFELINE_STRUCT(Attachment, type, bytes, by, at, here, units)

struct State {
  std::map<std::string, Attachment> attachments;  // by id
};
LIFELINE_STRUCT(State, attachments)

/// 64 hexadecimal digits in lower case.
bool is_id(std::string_view text);
/// Evidence names photos that this desk knows. Errors: photos_must_be_fewer, photo_must_be_known,
/// both of the field `photos`.
Result<void> photos_must_be_known(const desk::Context& at, const std::vector<std::string>& photos);

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
void hear(const Event& event, const desk::Heard& heard, const desk::Context& at,
          desk::Commands& out);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::attachment
