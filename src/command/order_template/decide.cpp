// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "command/order_template/model.h"
#include "command/unit/model.h"

namespace lifeline::order_template {
namespace {

using Events = std::vector<Event>;

Result<void> must_have_names(const What& what) {
  if (what.name_zh.empty()) return invalid("name_must_be_given", "name_zh");
  if (what.name_zh.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_zh");
  if (what.name_en.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_en");
  return {};
}

// As an order made from it will be; its recipients are not known yet.
Result<void> must_be_well_formed(const What& what) {
  if (auto names = must_have_names(what); !names) return names;
  if (what.quorum > limits::order_recipients_max)
    return invalid("quorum_must_be_in_range", "quorum");
  return order::must_be_well_formed({.subject_zh = what.subject_zh,
                                     .subject_en = what.subject_en,
                                     .text = what.text,
                                     .acknowledge_within_s = what.acknowledge_within_s,
                                     .finish_within_s = what.finish_within_s,
                                     .start_within_s = what.start_within_s,
                                     .evidence = what.evidence});
}

Result<void> must_be_for_own_unit(const What& what, const desk::Context& at) {
  if (!at.get<unit::State>().units.contains(what.unit))
    return invalid("unit_must_be_known", "unit", to_text(what.unit));
  if (at.plan.desk_of(what.unit) != at.desk) return invalid("unit_must_be_of_the_desk", "unit");
  return unit::must_answer_for(at, what.unit, desk::Role::commander);
}

Result<const What*> must_be_own(const State& state, TemplateId id, const desk::Context& at) {
  const auto known = state.templates.find(id);
  if (known == state.templates.end() || id.desk != at.desk.value)
    return not_found("order_template_must_exist", "id");
  if (auto may = unit::must_answer_for(at, known->second.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  return &known->second;
}

What told(What what) {
  if (what.name_en.empty()) what.name_en = what.name_zh;
  if (what.subject_zh.empty()) what.subject_zh = what.subject_en;
  if (what.subject_en.empty()) what.subject_en = what.subject_zh;
  return what;
}

Result<Events> decide(const State& state, const Keep& c, const desk::Context& at) {
  if (auto own = must_be_for_own_unit(c.what, at); !own) return tl::unexpected(own.error());
  if (auto formed = must_be_well_formed(c.what); !formed) return tl::unexpected(formed.error());
  if (state.templates.size() >= limits::order_templates_max)
    return too_many("order_templates_must_be_fewer");
  return Events{Kept{.id = {at.desk.value, state.serial + 1}, .what = told(c.what)}};
}

Result<Events> decide(const State& state, const Change& c, const desk::Context& at) {
  const auto known = must_be_own(state, c.id, at);
  if (!known) return tl::unexpected(known.error());
  if (auto own = must_be_for_own_unit(c.what, at); !own) return tl::unexpected(own.error());
  if (auto formed = must_be_well_formed(c.what); !formed) return tl::unexpected(formed.error());
  What what = told(c.what);
  if (what == **known) return Events{};
  return Events{Changed{.id = c.id, .what = std::move(what)}};
}

Result<Events> decide(const State& state, const Drop& c, const desk::Context& at) {
  if (const auto known = must_be_own(state, c.id, at); !known) return tl::unexpected(known.error());
  return Events{Dropped{.id = c.id}};
}

Result<Events> decide(const State& state, const Learn& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  const auto known = state.templates.find(c.id);
  if (known != state.templates.end() && known->second == c.what) return Events{};
  return Events{Learnt{.id = c.id, .what = c.what}};
}

Result<Events> decide(const State& state, const Forget& c, const desk::Context& at) {
  if (at.who.role != desk::Role::system) return forbidden("role_must_suffice");
  if (!state.templates.contains(c.id)) return Events{};
  return Events{Forgotten{.id = c.id}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::order_template
