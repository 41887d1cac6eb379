// SPDX-License-Identifier: Apache-2.0
// A text of a rule with places to fill in: {host} {app} {proc} {msgid} {text} of the message, and
// {1} {2} … for what the runs of the rule's pattern stood for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/syslog/wire.h"

namespace lifeline::syslog {

/// What each '*' of a pattern stood for.
using Runs = std::vector<std::string_view>;

class Template {
 public:
  /// None for a place that is not known, or a run beyond those that there are.
  static std::optional<Template> read(std::string_view text, size_t runs);

  std::string filled(const Message& message, const Runs& runs) const;

 private:
  struct Slot {
    std::string_view Message::*part = nullptr;
    size_t run = 0;  // from 1, where it is no part of the message
  };
  static std::optional<Slot> slot_of(std::string_view name, size_t runs);

  std::vector<std::string> texts_;  // one more than there are slots
  std::vector<Slot> slots_;
};

}  // namespace lifeline::syslog
