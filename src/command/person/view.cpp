// SPDX-License-Identifier: Apache-2.0
#include "command/person/view.h"

#include "base/text.h"

namespace lifeline::person {

std::string masked_email(std::string_view email) {
  const size_t at = email.find('@');
  if (at == std::string_view::npos) return std::string(email.empty() ? "" : "****");
  size_t first = at > 0 ? 1 : 0;  // a whole character
  while (first < at && (static_cast<unsigned char>(email[first]) & 0xC0) == 0x80) ++first;
  return std::string(email.substr(0, first)) + "****" + std::string(email.substr(at));
}

Row row_of(const Person& person, Instant now, const desk::Actor& caller) {
  Row row{.id = person.id,
          .name_zh = person.name_zh,
          .name_en = person.name_en,
          .unit = person.unit,
          .skills = person.skills,
          .phone = person.phone,
          .email = person.email,
          .account = person.account,
          .substitute = person.substitute};
  if (caller.role < desk::Role::commander && !is_oneself(person, caller)) {
    row.phone = masked_phone(row.phone);
    row.email = masked_email(row.email);
  }
  const Absence& absence = person.absence;
  if (!absence.until || now < absence.until) {
    row.absent = is_absent(person, now);
    row.absent_from = absence.from;
    row.absent_until = absence.until;
    row.absence_reason = absence.reason;
  }
  return row;
}

}  // namespace lifeline::person
