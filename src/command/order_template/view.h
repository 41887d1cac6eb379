// SPDX-License-Identifier: Apache-2.0
// Order templates to read: the state itself, each from the desk that keeps it, and who kept and
// changed each, when and why.
#pragma once

#include <memory>

#include "command/order_template/model.h"

namespace lifeline::order_template {

struct Row {
  TemplateId id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;
  std::string subject_zh;
  std::string subject_en;
  std::string text;
  order::Priority priority = order::Priority::normal;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;
  int64_t finish_within_s = 0;
  uint64_t quorum = 0;
  unit::Level pass_down_to = unit::Level::group;
  order::Evidence evidence;
  Instant changed_at;  // or kept, where nobody has changed it
  std::string changed_by;
  std::string reason;
};
LIFELINE_STRUCT(Row, id, name_zh, name_en, unit, subject_zh, subject_en, text, priority,
                acknowledge_within_s, start_within_s, finish_within_s, quorum, pass_down_to,
                evidence, changed_at, changed_by, reason)

enum class Step { kept, changed };
LIFELINE_ENUM(Step, kept, changed)

struct Entry {
  Instant at;
  Step kind = Step::kept;
  std::string who;
  std::string text;  // why
};
LIFELINE_STRUCT(Entry, at, kind, who, text)

struct View {
  UnitCode desk;                                       // whose view this is
  std::map<TemplateId, std::vector<Entry>> timelines;  // of its own; oldest first,
                                                       // limits::order_template_timeline_max
  void fold(const Event& event, const desk::Stamp& stamp);
};
LIFELINE_STRUCT(View, desk, timelines)

Row row_of(TemplateId id, const What& what, const View& view);

struct Noun {
  using State = order_template::State;
  using Command = order_template::Command;
  using Event = order_template::Event;
  using View = order_template::View;
  static constexpr std::string_view name = "order_template";
  static constexpr uint64_t bit = uint64_t{1} << 19;
};

/// The noun as a desk holds it.
std::unique_ptr<desk::Module> make_module();

}  // namespace lifeline::order_template
