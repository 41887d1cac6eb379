// SPDX-License-Identifier: Apache-2.0
#include "command/attachment/model.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::attachment {

bool is_id(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<void> photos_must_be_known(const desk::Context& at, const std::vector<std::string>& photos) {
  if (photos.size() > limits::photos_max) return invalid("photos_must_be_fewer", "photos");
  const auto& known = at.get<State>().attachments;
  for (const std::string& id : photos)
    if (!known.contains(id)) return invalid("photo_must_be_known", "photos", id.substr(0, 64));
  return {};
}

void evolve(State& state, const Event& event) {
  std::visit(
      [&]<class One>(const One& e) {
        auto [place, is_new] = state.attachments.try_emplace(e.id);
        Attachment& kept = place->second;
        if (is_new) {
          kept.type = e.type;
          kept.bytes = e.bytes;
          kept.by = e.by;
          kept.at = e.at;
        }
        if (std::is_same_v<One, Kept>) kept.here = true;
        if (std::ranges::find(kept.units, e.unit) == kept.units.end()) kept.units.push_back(e.unit);
      },
      event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return e.id; }, event);
}

}  // namespace lifeline::attachment
