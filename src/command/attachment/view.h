// SPDX-License-Identifier: Apache-2.0
// Attachments to read: the state itself.
#pragma once

#include <memory>

#include "command/attachment/model.h"

namespace lifeline::attachment {

struct Row {
  std::string id;    // SHA-256 of its bytes, in hexadecimal digits
  std::string type;  // "image/jpeg"
  uint64_t bytes = 0;
  std::string by;
  Instant at;
};
LIFELINE_STRUCT(Row, id, type, bytes, by, at)

struct View {
  uint64_t changes = 0;

  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, changes)

std::string media_type(Type type);
Row row_of(const std::string& id, const Attachment& attachment);
/// Whoever answers for a unit that brought it, or stands below one, sees it.
bool is_seen_by(const Attachment& attachment, const desk::Actor& caller, const desk::Nouns& nouns);

struct Noun {
  using State = attachment::State;
  using Command = attachment::Command;
  using Event = attachment::Event;
  using View = attachment::View;
  static constexpr std::string_view name = "attachment";
  static constexpr uint64_t bit = uint64_t{1} << 18;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::attachment
