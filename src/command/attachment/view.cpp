// SPDX-License-Identifier: Apache-2.0
#include "command/attachment/view.h"

#include <algorithm>

#include "command/unit/model.h"

namespace lifeline::attachment {

void View::fold(const Event&, const desk::Stamp&) { ++changes; }

std::string media_type(Type type) { return "image/" + std::string(enum_text(type)); }

Row row_of(const std::string& id, const Attachment& attachment) {
  return {.id = id,
          .type = media_type(attachment.type),
          .bytes = attachment.bytes,
          .by = attachment.by,
          .at = attachment.at};
}

bool is_seen_by(const Attachment& attachment, const desk::Actor& caller, const desk::Nouns& nouns) {
  const auto& tree = nouns.get<unit::State>();
  return std::ranges::any_of(attachment.units, [&](UnitCode unit) {
    return unit::is_within(tree, unit, caller.unit) || unit::is_within(tree, caller.unit, unit);
  });
}

}  // namespace lifeline::attachment
