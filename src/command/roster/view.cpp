// SPDX-License-Identifier: Apache-2.0
#include "command/roster/view.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::roster {
namespace {

constexpr int64_t ahead_s = limits::roster_ahead_days * 86'400LL;

using Times = std::vector<std::pair<Instant, Instant>>;  // from, until

// The parts of a shift in which its person, or somebody for him, is there.
void add_covered(Times& covered, const Shift& shift, const person::State& people) {
  const auto* person = person::find(people, shift.person);
  if (person == nullptr) return;
  const person::Absence& absence = person->absence;
  const Instant back = absence.until ? absence.until : shift.until;
  if (!absence.from || absence.from >= shift.until || back <= shift.from) {
    covered.emplace_back(shift.from, shift.until);
    return;
  }
  const Instant leaves = std::max(absence.from, shift.from);
  const Instant returns = std::min(back, shift.until);
  if (shift.from < leaves) covered.emplace_back(shift.from, leaves);
  if (person::present_for(people, shift.person, leaves) != nullptr)
    covered.emplace_back(leaves, returns);
  if (returns < shift.until) covered.emplace_back(returns, shift.until);
}

void name(const person::State& people, const std::string& id, std::string& zh, std::string& en) {
  const auto* person = person::find(people, id);
  if (person == nullptr) return;
  zh = person->name_zh;
  en = person->name_en;
}

}  // namespace

void View::fold(const Event& event, const desk::Stamp& stamp) {
  if (const auto* handed = std::get_if<HandedOver>(&event)) {
    auto& all = hand_overs[handed->id];
    all.push_back({.at = handed->at,
                   .by = std::string(stamp.who),
                   .from = handed->from,
                   .to = handed->to,
                   .note = handed->note,
                   .open_orders = handed->open_orders,
                   .open_incidents = handed->open_incidents,
                   .orders_total = handed->orders_total,
                   .incidents_total = handed->incidents_total});
    if (all.size() > limits::hand_overs_kept) all.pop_front();
    return;
  }
  if (const auto* dissolved = std::get_if<Dissolved>(&event)) hand_overs.erase(dissolved->id);
  const auto* taken = std::get_if<TakenOver>(&event);
  if (taken == nullptr) return;
  auto& all = hand_overs[taken->id];
  if (all.empty() || all.back().taken_at || all.back().to != taken->person) {
    // Taken without a hand-over: nobody had the watch, or who had it was away.
    all.push_back({.at = taken->at, .to = taken->person});
    if (all.size() > limits::hand_overs_kept) all.pop_front();
  }
  all.back().taken_at = taken->at;
  all.back().taken_by = stamp.who;
}

Gap first_gap(const Roster& roster, const desk::Nouns& nouns, Instant now) {
  const auto& people = nouns.get<person::State>();
  const Instant end = seconds_after(now, ahead_s);
  Times covered;
  for (const Shift& shift : roster.shifts)
    if (shift.until > now && shift.from < end) add_covered(covered, shift, people);
  std::ranges::sort(covered);
  Instant until = now;
  for (const auto& [from, to] : covered) {
    if (from > until) return {.from = until, .until = std::min(from, end)};
    until = std::max(until, to);
  }
  return until < end ? Gap{.from = until, .until = end} : Gap{};
}

Row row_of(const Roster& roster, const desk::Nouns& nouns, Instant now) {
  const auto& people = nouns.get<person::State>();
  Row row{.id = roster.id,
          .kind = roster.kind,
          .unit = roster.unit,
          .name_zh = roster.name_zh,
          .name_en = roster.name_en,
          .members_total = roster.members.size(),
          .first = first_present(roster, people, now),
          .holder = roster.holder,
          .held_since = roster.held_since,
          .next = roster.next,
          .handed_at = roster.handed_at};
  for (const Member& member : roster.members)
    if (const auto* person = person::find(people, member.person))
      row.members_absent += person::is_absent(*person, now) ? 1 : 0;
  name(people, row.first, row.first_name_zh, row.first_name_en);
  name(people, row.holder, row.holder_name_zh, row.holder_name_en);
  name(people, row.next, row.next_name_zh, row.next_name_en);
  row.hand_over_overdue =
      !roster.next.empty() && now >= seconds_after(roster.handed_at, limits::hand_over_confirm_s);
  if (roster.kind != Kind::duty) return row;
  for (const Shift& shift : roster.shifts)
    if (shift.from <= now && now < shift.until) row.on_shift = shift.person;
  const Gap gap = first_gap(roster, nouns, now);
  row.gap_from = gap.from;
  row.gap_until = gap.until;
  return row;
}

}  // namespace lifeline::roster
