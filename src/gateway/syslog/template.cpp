// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/template.h"

#include <array>
#include <charconv>

namespace lifeline::syslog {
namespace {

struct Place {
  std::string_view name;
  std::string_view Message::*part;
};
constexpr std::array<Place, 5> places{{{"host", &Message::host},
                                       {"app", &Message::app},
                                       {"proc", &Message::proc},
                                       {"msgid", &Message::id},
                                       {"text", &Message::text}}};

}  // namespace

std::optional<Template::Slot> Template::slot_of(std::string_view name, size_t runs) {
  for (const Place& place : places)
    if (place.name == name) return Slot{.part = place.part, .run = 0};
  size_t run = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), run);
  const bool is_run = error == std::errc{} && end == name.data() + name.size();
  if (!is_run || run == 0 || run > runs) return std::nullopt;
  return Slot{.part = nullptr, .run = run};
}

std::optional<Template> Template::read(std::string_view text, size_t runs) {
  Template made;
  while (true) {
    const size_t open = text.find('{');
    made.texts_.emplace_back(text.substr(0, open));
    if (open == std::string_view::npos) return made;
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    const auto slot = slot_of(text.substr(open + 1, close - open - 1), runs);
    if (!slot) return std::nullopt;
    made.slots_.push_back(*slot);
    text.remove_prefix(close + 1);
  }
}

std::string Template::filled(const Message& message, const Runs& runs) const {
  std::string out = texts_.front();
  for (size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    out += slot.part != nullptr ? message.*slot.part : runs[slot.run - 1];
    out += texts_[i + 1];
  }
  return out;
}

}  // namespace lifeline::syslog
