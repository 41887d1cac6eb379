// SPDX-License-Identifier: Apache-2.0
#include "command/crew/view.h"

#include <algorithm>

#include "base/text.h"
#include "desk/present.h"

namespace lifeline::crew {

void View::fold(const Event& event, const desk::Stamp&) {
  const bool is_word =
      std::holds_alternative<Positioned>(event) || std::holds_alternative<WatchSet>(event) ||
      std::holds_alternative<CheckedIn>(event) || std::holds_alternative<CheckInMissed>(event);
  if (!is_word) ++changes;
}

Row row_of(const Crew& crew, const desk::Nouns& nouns, const desk::Actor& caller) {
  const Instant now = nouns.get<desk::Present>().now;
  const Entry& what = crew.what;
  const Fix fix = nouns.get<Newest>().of(what.id, crew.position);
  Row row{.id = what.id,
          .name_zh = what.name_zh,
          .name_en = what.name_en,
          .unit = what.unit,
          .state = state_of(crew, now),
          .on_break = on_shift(crew, now) && !at_work(crew, now),
          .job = crew.job,
          .job_since = crew.job_since,
          .head_count = head_count(crew),
          .skills = what.skills,
          .vehicle = what.vehicle,
          .phone = what.phone,
          .longitude_deg = fix.place.longitude_deg,
          .latitude_deg = fix.place.latitude_deg,
          .position_at = fix.at,
          .shift_from = {},
          .shift_until = {},
          .turns_at = next_turn(crew, now),
          .check_in_interval_s = crew.check_in.interval_s,
          .check_in_due = crew.check_in.due,
          .check_in_last = crew.check_in.last,
          .check_in_missed = crew.check_in.missed};
  if (fix.at) row.position_age_s = std::max<int64_t>(0, (now - fix.at).count() / 1'000'000);
  if (const Shift* shift = next_shift(crew, now)) {
    row.shift_from = shift->from;
    row.shift_until = shift->until;
  }
  if (caller.role < desk::Role::commander && !is_member(crew, caller, nouns))
    row.phone = masked_phone(row.phone);
  return row;
}

}  // namespace lifeline::crew
