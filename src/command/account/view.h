// SPDX-License-Identifier: Apache-2.0
// Accounts to read: who there is, never a secret.
#pragma once

#include <memory>

#include "command/account/model.h"

namespace lifeline::account {

struct View {
  uint64_t changes = 0;

  void fold(const Event&, const desk::Stamp&) { ++changes; }
};
LIFELINE_STRUCT(View, changes)

/// A row of the list.
struct Row {
  std::string name;
  std::string display_name;
  desk::Role role = desk::Role::viewer;
  UnitCode unit;
  bool disabled = false;
};
LIFELINE_STRUCT(Row, name, display_name, role, unit, disabled)
Row row_of(const Account& account);

struct Noun {
  using State = account::State;
  using Command = account::Command;
  using Event = account::Event;
  using View = account::View;
  static constexpr std::string_view name = "account";
  static constexpr uint64_t bit = uint64_t{1} << 2;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::account
