// SPDX-License-Identifier: Apache-2.0
#include "command/order/model.h"

namespace lifeline::order {
namespace {

// A recipient waits for its acknowledgement first, then for its end.
std::optional<Deadline> next_deadline(const Order& order, const Recipient& r) {
  if (order.recalled || r.step >= Step::done) return std::nullopt;
  if (r.step < Step::acknowledged && !r.acknowledge_missed && r.acknowledge_by)
    return Deadline{r.acknowledge_by, order.id, r.unit, Missed::acknowledge};
  if (!r.by_escalation && !r.finish_missed && r.finish_by)
    return Deadline{r.finish_by, order.id, r.unit, Missed::finish};
  return std::nullopt;
}

// Adds (+1) or takes away (-1) a recipient from its order's tally.
void count(Tally& tally, const Recipient& r, int64_t sign) {
  const auto delta = static_cast<uint64_t>(sign);  // wraps to -1 on purpose
  if (r.escalated_at) tally.escalated += delta;
  if (r.by_escalation) return;
  tally.recipients += delta;
  if (r.step == Step::acknowledged || r.step == Step::done) tally.acknowledged += delta;
  if (r.step == Step::done) tally.done += delta;
  if ((r.acknowledge_missed && r.step < Step::acknowledged) ||
      (r.finish_missed && r.step < Step::done))
    tally.late += delta;
}

// Changes a recipient and keeps the deadlines true; copies of other desks' orders have none.
template <class Change>
void change(State& state, OrderId id, UnitCode unit, Change change) {
  const auto found = state.orders.find(id);
  if (found == state.orders.end()) return;
  Order& order = found->second;
  const auto place = order.index.find(unit);
  if (place == order.index.end()) return;
  Recipient& recipient = order.recipients[place->second];
  const bool owned = order.owned;
  if (const auto before = next_deadline(order, recipient); owned && before)
    state.deadlines.erase(*before);
  count(order.tally, recipient, -1);
  change(recipient);
  count(order.tally, recipient, +1);
  if (const auto after = next_deadline(order, recipient); owned && after)
    state.deadlines.insert(*after);
}

void add_recipient(State& state, Order& order, Recipient recipient) {
  if (order.index.contains(recipient.unit)) return;
  order.index[recipient.unit] = order.recipients.size();
  count(order.tally, recipient, +1);
  order.recipients.push_back(std::move(recipient));
  if (const auto deadline = next_deadline(order, order.recipients.back()); order.owned && deadline)
    state.deadlines.insert(*deadline);
}

void take(State& state, const Issued& e) {
  if (state.orders.contains(e.id)) return;  // an order is issued once
  state.serial = std::max(state.serial, e.id.serial);
  Order& order = state.orders[e.id];
  order = {.id = e.id,
           .what = e.what,
           .issued_at = e.at,
           .issued_by = e.by,
           .owned = true,
           .recalled = false,
           .recipients = {},
           .index = {},
           .tally = {}};
  for (const UnitCode unit : e.recipients)
    add_recipient(state, order,
                  {.unit = unit,
                   .acknowledge_by = seconds_after(e.at, e.what.acknowledge_within_s),
                   .finish_by = seconds_after(e.at, e.what.finish_within_s)});
}

void take(State& state, const Received& e) {
  Order& order = state.orders[e.id];
  if (!order.id)
    order = {.id = e.id,
             .what = e.what,
             .issued_at = e.issued_at,
             .issued_by = e.issued_by,
             .owned = false,
             .recalled = false,
             .recipients = {},
             .index = {},
             .tally = {}};
  for (const UnitCode unit : e.recipients) {
    if (!order.index.contains(unit))
      add_recipient(
          state, order,
          {.unit = unit,
           .by_escalation = e.by_escalation,
           .acknowledge_by = seconds_after(e.issued_at, e.what.acknowledge_within_s),
           .finish_by =
               e.by_escalation ? Instant{} : seconds_after(e.issued_at, e.what.finish_within_s)});
    change(state, e.id, unit, [&](Recipient& r) {
      if (r.step == Step::issued) r.step = Step::received;
      r.received_at = e.at;
    });
  }
}

void take(State& state, const Acknowledged& e) {
  change(state, e.id, e.unit, [&](Recipient& r) {
    r.step = Step::acknowledged;
    r.acknowledged_at = e.at;
    r.acknowledged_by = e.by;
  });
}

void take(State& state, const Finished& e) {
  change(state, e.id, e.unit, [&](Recipient& r) {
    r.step = Step::done;
    r.done_at = e.at;
    r.note = e.note;
    if (!r.acknowledged_at) r.acknowledged_at = e.at, r.acknowledged_by = e.by;
  });
}

void take(State& state, const Declined& e) {
  change(state, e.id, e.unit, [&](Recipient& r) {
    r.step = Step::declined;
    r.note = e.reason;
  });
}

void take(State& state, const Recalled& e) {
  const auto found = state.orders.find(e.id);
  if (found == state.orders.end()) return;
  Order& order = found->second;
  for (const Recipient& recipient : order.recipients)
    if (const auto deadline = next_deadline(order, recipient)) state.deadlines.erase(*deadline);
  order.recalled = true;
}

void take(State& state, const Escalated& e) {
  change(state, e.id, e.unit, [&](Recipient& r) {
    if (e.missed == Missed::acknowledge) r.acknowledge_missed = true;
    if (e.missed == Missed::finish) r.finish_missed = true;
    r.escalated_at = e.at;
    r.escalated_to = e.to;
  });
  const auto found = state.orders.find(e.id);
  if (found == state.orders.end()) return;
  Order& order = found->second;
  if (!e.to || order.index.contains(e.to)) return;
  add_recipient(state, order,
                {.unit = e.to,
                 .by_escalation = true,
                 .acknowledge_by = seconds_after(e.at, order.what.acknowledge_within_s)});
}

}  // namespace

void State::reindex() {
  deadlines.clear();
  for (auto& [id, order] : orders) {
    order.index.clear();
    order.tally = tally_of(order);
    for (size_t i = 0; i < order.recipients.size(); ++i) {
      order.index[order.recipients[i].unit] = i;
      const auto deadline = next_deadline(order, order.recipients[i]);
      if (order.owned && deadline) deadlines.insert(*deadline);
    }
  }
}

Tally tally_of(const Order& order) {
  Tally tally;
  for (const Recipient& recipient : order.recipients) count(tally, recipient, +1);
  return tally;
}

const Recipient* find_recipient(const Order& order, UnitCode unit) {
  const auto place = order.index.find(unit);
  return place == order.index.end() ? nullptr : &order.recipients[place->second];
}

void evolve(State& state, const Event& event) {
  std::visit([&](const auto& e) { take(state, e); }, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  if (state.deadlines.empty()) return std::nullopt;
  return state.deadlines.begin()->at;
}

void expire(const State& state, Instant now, desk::Commands& out) {
  for (const Deadline& deadline : state.deadlines) {
    if (deadline.at > now) return;
    out.add<Command>(Escalate{.id = deadline.id, .unit = deadline.unit, .missed = deadline.missed});
  }
}

}  // namespace lifeline::order
