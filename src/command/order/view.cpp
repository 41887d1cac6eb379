// SPDX-License-Identifier: Apache-2.0
#include "command/order/view.h"

namespace lifeline::order {

Row row_of(const Order& order) {
  const Text& what = order.what;
  Row row{.id = order.id, .subject_zh = what.subject_zh, .subject_en = what.subject_en,
          .text = what.text, .priority = what.priority, .issuer = what.issuer,
          .issued_by = order.issued_by, .issued_at = order.issued_at,
          .acknowledge_by = seconds_after(order.issued_at, what.acknowledge_within_s),
          .finish_by = seconds_after(order.issued_at, what.finish_within_s),
          .incident = what.incident, .unit = {}};
  for (const Recipient& recipient : order.recipients) {
    if (recipient.escalated_at) ++row.escalations;
    if (recipient.by_escalation) continue;
    if (!row.unit) row.unit = recipient.unit;
    ++row.recipients_total;
    if (recipient.step == Step::acknowledged || recipient.step == Step::done)
      ++row.recipients_acknowledged;
    if (recipient.step == Step::done) ++row.recipients_done;
    const bool late = (recipient.acknowledge_missed && recipient.step < Step::acknowledged) ||
                      (recipient.finish_missed && recipient.step < Step::done);
    row.overdue = row.overdue || (late && !order.recalled);
  }
  if (order.recalled)
    row.state = Progress::recalled;
  else if (row.recipients_done == row.recipients_total)
    row.state = Progress::done;
  else if (row.recipients_acknowledged == row.recipients_total)
    row.state = Progress::acknowledged;
  return row;
}

}  // namespace lifeline::order
