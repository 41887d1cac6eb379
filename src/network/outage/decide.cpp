// SPDX-License-Identifier: Apache-2.0
#include "base/limits.h"
#include "command/unit/model.h"
#include "network/outage/view.h"

namespace lifeline::outage {
namespace {

using Events = std::vector<Event>;

// An outage that a person may decide on: who answers for the site answers for its figures.
Result<void> must_be_decidable(OutageId id, const desk::Context& at) {
  const Outage* outage = find(at.get<View>(), id);
  if (outage == nullptr) return not_found("outage_must_exist", "id");
  const auto& sites = at.get<site::State>().sites;
  const auto site = sites.find(outage->site);
  const UnitCode unit = site == sites.end() ? at.desk : site->second.unit;
  if (auto may = unit::must_answer_for(at, unit, desk::Role::commander); !may) return may;
  if (outage->kind == Kind::suppressed || outage->kind == Kind::stale)
    return conflict("outage_must_be_down_or_degraded", "id",
                    "planned work and silence never count against the service level");
  return {};
}

Result<Events> decide(const State& state, const Exclude& c, const desk::Context& at) {
  if (auto may = must_be_decidable(c.id, at); !may) return tl::unexpected(may.error());
  if (c.reason == Exclusion::none) return invalid("kind_must_be_given", "kind");
  if (c.reason == Exclusion::other && c.text.empty())
    return invalid("reason_must_be_given", "text", "another reason is said in words");
  if (c.text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  if (state.excluded.contains(c.id)) return conflict("outage_must_be_counted");
  return Events{Excluded{.id = c.id, .reason = c.reason, .text = c.text}};
}

Result<Events> decide(const State& state, const Readmit& c, const desk::Context& at) {
  if (auto may = must_be_decidable(c.id, at); !may) return tl::unexpected(may.error());
  if (c.text.size() > limits::text_bytes_max) return invalid("text_must_be_short", "text");
  if (!state.excluded.contains(c.id)) return conflict("outage_must_be_excluded");
  return Events{Readmitted{.id = c.id, .text = c.text}};
}

}  // namespace

Result<Events> decide(const State& state, const Command& command, const desk::Context& at) {
  return std::visit([&](const auto& c) { return decide(state, c, at); }, command);
}

}  // namespace lifeline::outage
