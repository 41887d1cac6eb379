// SPDX-License-Identifier: Apache-2.0
// People to read: the state itself, each on the desk that owns it.
#pragma once

#include <memory>

#include "command/person/model.h"

namespace lifeline::person {

struct Row {
  std::string id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::vector<std::string> skills;
  std::string phone;  // masked below commander, but for one's own
  std::string email;  // as the phone
  std::string account;
  std::string substitute;
  bool absent = false;  // now
  Instant absent_from;  // also of an absence to come; zero: none
  Instant absent_until;
  std::string absence_reason;
};
LIFELINE_STRUCT(Row, id, name_zh, name_en, unit, skills, phone, email, account, substitute, absent,
                absent_from, absent_until, absence_reason)

struct View {
  uint64_t changes = 0;

  void fold(const Event&, const desk::Stamp&) { ++changes; }
};
LIFELINE_STRUCT(View, changes)

/// A person as the caller may see it.
Row row_of(const Person& person, Instant now, const desk::Actor& caller);
/// "zhang@example.com" → "z****@example.com".
std::string masked_email(std::string_view email);

struct Noun {
  using State = person::State;
  using Command = person::Command;
  using Event = person::Event;
  using View = person::View;
  static constexpr std::string_view name = "person";
  static constexpr uint64_t bit = uint64_t{1} << 14;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::person
