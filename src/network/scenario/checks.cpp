// SPDX-License-Identifier: Apache-2.0
#include "network/scenario/checks.h"

#include <algorithm>

#include "base/limits.h"
#include "command/unit/model.h"

namespace lifeline::scenario {
namespace {

using incident::Severity;

constexpr int64_t take_up_s_min = 60;
constexpr int64_t report_min_min = 5, report_min_max = 24 * 60;
constexpr double factor_min = 0.1;

// ITU-T E.164, clause 6: a country code that does not begin with 0, at most 15 digits in all.
bool is_e164(std::string_view text) {
  if (!text.starts_with('+')) return false;
  text.remove_prefix(1);
  return text.size() >= 7 && text.size() <= 15 && text[0] != '0' &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<void> must_have_names(What& what) {
  if (what.name_zh.empty() && what.name_en.empty()) return invalid("name_must_be_given", "name_zh");
  if (what.name_zh.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_zh");
  if (what.name_en.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name_en");
  if (what.name_zh.empty()) what.name_zh = what.name_en;
  if (what.name_en.empty()) what.name_en = what.name_zh;
  return {};
}

// A scenario tightens; it never gives more time than everybody has anyway.
Result<void> must_tighten(const Rules& rules) {
  if (!(rules.threshold_factor >= factor_min && rules.threshold_factor <= 1))
    return invalid("threshold_factor_must_tighten", "rules.threshold_factor", "0.1 to 1");
  for (const Severity severity :
       {Severity::warning, Severity::minor, Severity::major, Severity::critical}) {
    const int64_t within_s = take_up_of(rules.take_up_within, severity);
    const int64_t usual_s = incident::take_up_within_s(severity);
    if (within_s < take_up_s_min || within_s > usual_s)
      return invalid("take_up_must_tighten",
                     "rules.take_up_within." + std::string(enum_text(severity)) + "_s",
                     std::to_string(take_up_s_min) + " to " + std::to_string(usual_s) + " s");
  }
  if (rules.report_every_min < report_min_min || rules.report_every_min > report_min_max)
    return invalid("rhythm_must_be_in_range", "rules.report_every_min", "5 minutes to a day");
  return {};
}

bool holds(const Selection& select, const site::Site& site, const unit::State& tree) {
  if (!select.kinds.empty() && std::ranges::find(select.kinds, site.kind) == select.kinds.end())
    return false;
  if (select.tier_max > 0 && site.tier > select.tier_max) return false;
  return !select.region || unit::is_within(tree, site.region, select.region);
}

Result<void> must_have_sites(What& what, const Selection& select, const desk::Context& at) {
  const auto& sites = at.get<site::State>().sites;
  const size_t named = what.sites.size();
  if (select.is_given())
    for (const auto& [id, site] : sites)
      if (holds(select, site, at.get<unit::State>()) &&
          unit::must_answer_for(at, site.unit, desk::Role::commander))
        what.sites.push_back(id);
  if (select.is_given() && what.sites.size() == named)
    return invalid("selection_must_match_a_site", "select");
  if (what.sites.empty()) return invalid("sites_must_be_given", "sites");
  std::ranges::sort(what.sites);
  what.sites.erase(std::unique(what.sites.begin(), what.sites.end()), what.sites.end());
  if (what.sites.size() > limits::scenario_sites_max)
    return invalid("sites_must_be_fewer", "sites");
  for (const std::string& id : what.sites) {
    const auto known = sites.find(id);
    if (known == sites.end()) return invalid("site_must_be_known", "sites", id);
    if (!unit::must_answer_for(at, known->second.unit, desk::Role::commander))
      return refuse(Code::forbidden, "site_must_be_within_reach", "sites", id);
  }
  return {};
}

}  // namespace

Result<void> must_be_a_reason(const std::string& reason) {
  if (reason.empty()) return invalid("reason_must_be_given", "reason");
  if (reason.size() > limits::text_bytes_max) return invalid("text_must_be_short", "reason");
  return {};
}

Result<void> must_be_a_roster(const std::vector<Shift>& roster) {
  if (roster.size() > limits::scenario_shifts_max) return invalid("shifts_must_be_fewer", "roster");
  for (size_t i = 0; i < roster.size(); ++i) {
    const Shift& shift = roster[i];
    const std::string field = "roster[" + std::to_string(i) + "].";
    if (shift.person.empty()) return invalid("person_must_be_given", field + "person");
    if (shift.person.size() > limits::name_bytes_max)
      return invalid("name_must_be_short", field + "person");
    if (!shift.from || shift.until <= shift.from)
      return invalid("until_must_follow_from", field + "until");
    if (!shift.phone.empty() && !is_e164(shift.phone))
      return invalid("phone_must_be_e164", field + "phone", "such as +8627…, digits only");
  }
  return {};
}

Result<void> must_have_an_end(const What& what, Instant now) {
  if (what.until <= now) return invalid("until_must_lie_ahead", "until");
  if (what.until <= what.from) return invalid("until_must_follow_from", "until");
  constexpr int64_t length_us_max = limits::scenario_days_max * 24 * 3600 * 1'000'000;
  if ((what.until - what.from).count() > length_us_max)
    return invalid("scenario_must_be_shorter", "until",
                   "at most " + std::to_string(limits::scenario_days_max) + " days");
  return {};
}

Result<What> checked(What what, const Selection& select, const desk::Context& at) {
  if (!at.get<unit::State>().units.contains(what.unit))
    return invalid("unit_must_be_known", "unit");
  if (auto may = unit::must_answer_for(at, what.unit, desk::Role::commander); !may)
    return tl::unexpected(may.error());
  if (auto names = must_have_names(what); !names) return tl::unexpected(names.error());
  if (auto tight = must_tighten(what.rules); !tight) return tl::unexpected(tight.error());
  if (auto roster = must_be_a_roster(what.roster); !roster) return tl::unexpected(roster.error());
  if (auto sites = must_have_sites(what, select, at); !sites) return tl::unexpected(sites.error());
  return what;
}

}  // namespace lifeline::scenario
