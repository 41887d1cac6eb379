// SPDX-License-Identifier: Apache-2.0
#include "command/order/view.h"

namespace lifeline::order {

namespace {

constexpr size_t awaited_shown_max = 20;

std::vector<UnitCode> awaited_of(const Order& order) {
  std::vector<UnitCode> awaited;
  if (order.tally.acknowledged == order.tally.recipients) return awaited;
  for (const Recipient& recipient : order.recipients) {
    if (recipient.by_escalation || recipient.step >= Step::acknowledged) continue;
    awaited.push_back(recipient.unit);
    if (awaited.size() == awaited_shown_max) break;
  }
  return awaited;
}

}  // namespace

Row row_of(const Order& order) {
  const Text& what = order.what;
  const Tally& tally = order.tally;
  Row row{.id = order.id,
          .subject_zh = what.subject_zh,
          .subject_en = what.subject_en,
          .text = what.text,
          .priority = what.priority,
          .issuer = what.issuer,
          .issued_by = order.issued_by,
          .issued_at = order.issued_at,
          .acknowledge_by = seconds_after(order.issued_at, what.acknowledge_within_s),
          .finish_by = seconds_after(order.issued_at, what.finish_within_s),
          .incident = what.incident,
          .overdue = tally.late > 0 && !order.recalled,
          .escalations = tally.escalated,
          .recipients_total = tally.recipients,
          .recipients_acknowledged = tally.acknowledged,
          .recipients_done = tally.done,
          .unit = order.recipients.empty() ? UnitCode{} : order.recipients.front().unit};
  if (!order.recalled) row.awaited = awaited_of(order);
  if (order.recalled)
    row.state = Progress::recalled;
  else if (row.recipients_done == row.recipients_total)
    row.state = Progress::done;
  else if (row.recipients_acknowledged == row.recipients_total)
    row.state = Progress::acknowledged;
  return row;
}

Order brought_up_to_date(Order order, const Order& copy) {
  for (Recipient& recipient : order.recipients) {
    const Recipient* known = find_recipient(copy, recipient.unit);
    if (known != nullptr && known->step > recipient.step) recipient = *known;
  }
  order.recalled = order.recalled || copy.recalled;
  order.tally = tally_of(order);
  return order;
}

void View::fold(const Event&, const desk::Stamp&) { ++changes; }

}  // namespace lifeline::order
