// SPDX-License-Identifier: Apache-2.0
#include "command/order/model.h"

#include <bit>

#include "base/limits.h"

namespace lifeline::order {
namespace {

// A recipient waits for its acknowledgement first, then for its start, then for its end; an answer
// to a superior's check may be due before any of them. Who only came in by escalation has no other
// deadline, unless its result was handed back. Of an order with a quorum no single word is
// waited for.
std::optional<Deadline> next_deadline(const Order& order, const Recipient& r) {
  if (order.recalled || !r.owes()) return std::nullopt;
  std::optional<Deadline> next;
  const auto wait = [&](Instant by, Missed missed) {
    if (by && (!next || by < next->at)) next = Deadline{by, order.id, r.who(), missed};
  };
  wait(r.answer_by, Missed::answer);
  const bool owes_word = r.step < Step::acknowledged;
  const bool is_asked = order.what.quorum == 0 || r.way == Way::escalation;
  if (owes_word && !r.acknowledge_missed && is_asked) {
    wait(r.acknowledge_by, Missed::acknowledge);
    return next;
  }
  if (owes_word && !is_asked) return next;
  if (r.step < Step::started && !r.start_missed) wait(r.start_by, Missed::start);
  if (!r.finish_missed) wait(r.finish_by, Missed::finish);
  return next;
}

std::optional<Deadline> quorum_deadline(const Order& order) {
  if (order.recalled || !order.quorum_by) return std::nullopt;
  return Deadline{order.quorum_by, order.id, {}, Missed::quorum};
}

// Adds (+1) or takes away (-1) a recipient from its order's tally.
void count(Tally& tally, const Recipient& r, int64_t sign) {
  const auto delta = static_cast<uint64_t>(sign);  // wraps to -1 on purpose
  if (r.escalated_at) tally.escalated += delta;
  if (!is_counted(r)) return;
  tally.recipients += delta;
  if (r.step == Step::declined) {
    tally.declined += delta;
    return;
  }
  if (r.step >= Step::delivered) tally.delivered += delta;
  if (r.step >= Step::acknowledged) tally.acknowledged += delta;
  if (r.step >= Step::started) tally.started += delta;
  if (r.step == Step::done) tally.done += delta;
  const bool is_silent = r.acknowledge_missed && r.step < Step::acknowledged;
  if (is_silent) tally.silent += delta;
  if (is_silent || (r.start_missed && r.step < Step::started) ||
      (r.finish_missed && r.step < Step::done))
    tally.late += delta;
}

void add(Tally& to, const Tally& from, int64_t sign) {
  boost::mp11::mp_for_each<Members<Tally>>([&](auto member) {
    to.*member.pointer += static_cast<uint64_t>(sign) * (from.*member.pointer);
  });
}

// Progress goes up the tree: five levels, bounded so that no made-up parent holds it up.
template <class Change>
void each_above(State& state, const Order& order, Change change) {
  OrderId above = order.what.parent;
  for (int level = 0; above && level < 12; ++level) {
    const auto parent = state.orders.find(above);
    if (parent == state.orders.end()) return;
    change(parent->second);
    above = parent->second.what.parent;
  }
}

void tell_above(State& state, const Order& order, const Tally& before, const Tally& after) {
  if (before == after || !order.what.parent) return;
  each_above(state, order, [&](Order& above) {
    add(above.below, before, -1);
    add(above.below, after, +1);
  });
}

void set_deadline(State& state, const std::optional<Deadline>& before,
                  const std::optional<Deadline>& after) {
  if (before == after) return;
  if (before) state.deadlines.erase(*before);
  if (after) state.deadlines.insert(*after);
}

Order* find_order(State& state, OrderId id) {
  const auto found = state.orders.find(id);
  return found == state.orders.end() ? nullptr : &found->second;
}

bool is_awaited(const Recipient& r) { return is_counted(r) && r.step < Step::acknowledged; }

void extend(Order& order, const Recipient& r) {
  if (is_counted(r)) order.finish_by = std::max(order.finish_by, r.finish_by);
}

// Changes a recipient and keeps deadlines and tallies true; copies of other desks' orders have no
// deadlines.
template <class Change>
void change(State& state, Order& order, Recipient& recipient, Change change) {
  const Tally tally = order.tally;
  const auto before = next_deadline(order, recipient);
  count(order.tally, recipient, -1);
  change(recipient);
  count(order.tally, recipient, +1);
  extend(order, recipient);
  order.awaited.set(static_cast<size_t>(&recipient - order.recipients.data()),
                    is_awaited(recipient));
  if (order.owned) set_deadline(state, before, next_deadline(order, recipient));
  tell_above(state, order, tally, order.tally);
}

template <class Change>
void change(State& state, OrderId id, const Who& who, Change made) {
  Order* order = find_order(state, id);
  if (order == nullptr) return;
  const auto place = order->index.find(who);
  if (place != order->index.end()) change(state, *order, order->recipients[place->second], made);
}

template <class Change>
void change_each(State& state, Order& order, Change made) {
  for (Recipient& recipient : order.recipients) change(state, order, recipient, made);
}

void add_recipient(State& state, Order& order, Recipient recipient) {
  if (!order.index.try_emplace(recipient.who(), order.recipients.size()).second) return;
  const Tally tally = order.tally;
  count(order.tally, recipient, +1);
  extend(order, recipient);
  order.awaited.set(order.recipients.size(), is_awaited(recipient));
  order.recipients.push_back(std::move(recipient));
  if (order.owned) set_deadline(state, {}, next_deadline(order, order.recipients.back()));
  tell_above(state, order, tally, order.tally);
}

// With the deadlines that run from a moment.
Recipient recipient_of(const Order& order, Who who, Way way, Instant from) {
  const Text& what = order.what;
  Recipient r{.unit = who.unit,
              .person = std::move(who.person),
              .way = way,
              .acknowledge_by = seconds_after(from, what.acknowledge_within_s)};
  if (way == Way::escalation) return r;
  if (what.start_within_s > 0) r.start_by = seconds_after(from, what.start_within_s);
  r.finish_by = seconds_after(from, what.finish_within_s);
  return r;
}

void add_all(State& state, Order& order, const std::vector<UnitCode>& units,
             const std::vector<Who>& people, Way way) {
  for (const UnitCode unit : units)
    add_recipient(state, order, recipient_of(order, {unit, {}}, way, order.issued_at));
  for (const Who& who : people)
    add_recipient(state, order, recipient_of(order, who, way, order.issued_at));
}

// Finds the order's place in its tree.
void plant(State& state, Order& order) {
  Order* parent = find_order(state, order.what.parent);
  if (parent == nullptr || parent == &order) return;
  parent->children.push_back(order.id);
  const auto place = parent->index.find(Who{order.what.parent_unit, {}});
  if (place != parent->index.end()) parent->recipients[place->second].passed_down = order.id;
}

void take(State& state, const Issued& e) {
  if (state.orders.contains(e.id)) return;  // an order is issued once
  state.serial = std::max(state.serial, e.id.serial);
  Order& order = state.orders[e.id];
  order.id = e.id;
  order.what = e.what;
  order.issued_at = e.at;
  order.issued_by = e.by;
  order.owned = true;
  if (e.what.quorum > 0) order.quorum_by = seconds_after(e.at, e.what.acknowledge_within_s);
  set_deadline(state, {}, quorum_deadline(order));
  plant(state, order);
  add_all(state, order, e.recipients, e.people, Way::issue);
}

void take(State& state, const Received& e) {
  Order& order = state.orders[e.id];
  if (!order.id) {
    order.id = e.id;
    order.what = e.what;
    order.issued_at = e.issued_at;
    order.issued_by = e.issued_by;
    plant(state, order);
  }
  add_all(state, order, e.recipients, e.people, e.by_escalation ? Way::escalation : Way::issue);
  if (e.as_copy) return;
  const auto deliver = [&](const Who& who) {
    change(state, e.id, who, [&](Recipient& r) {
      if (r.step == Step::issued) r.step = Step::delivered;
      r.delivered_at = e.at;
    });
  };
  for (const UnitCode unit : e.recipients) deliver({unit, {}});
  for (const Who& who : e.people) deliver(who);
}

void take(State& state, const Acknowledged& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    r.step = Step::acknowledged;
    r.acknowledged_at = e.at;
    r.acknowledged_by = e.by;
  });
}

void take(State& state, const Stepped& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    if (e.step == Step::read && !r.read_at) r.read_at = e.at;
    if (e.step == Step::started && !r.started_at) r.started_at = e.at;
    if (e.step == Step::started && !r.acknowledged_at)
      r.acknowledged_at = e.at, r.acknowledged_by = e.by;
    if (r.owes()) r.step = std::max(r.step, std::min(e.step, Step::started));
    if (e.note.empty()) return;
    r.note = e.note;
    r.answer_by = {};
  });
}

void take(State& state, const Finished& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    r.step = Step::done;
    r.done_at = e.at;
    r.done_by = e.by;
    r.note = e.note;
    r.number = e.number;
    r.photos = e.photos;
    r.answer_by = {};
    if (!r.acknowledged_at) r.acknowledged_at = e.at, r.acknowledged_by = e.by;
  });
}

void take(State& state, const Declined& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    r.step = Step::declined;
    r.note = e.reason;
    r.answer_by = {};
  });
}

void take(State& state, const Recalled& e) {
  Order* order = find_order(state, e.id);
  if (order == nullptr) return;
  for (const Recipient& recipient : order->recipients)
    if (const auto deadline = next_deadline(*order, recipient)) state.deadlines.erase(*deadline);
  if (const auto deadline = quorum_deadline(*order)) state.deadlines.erase(*deadline);
  order->recalled = true;
  order->recalled_at = e.at;
  order->recalled_for = e.reason;
  order->cancellation = e.attributes;
}

void take(State& state, const Escalated& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    if (e.missed == Missed::acknowledge || e.missed == Missed::absent) r.acknowledge_missed = true;
    if (e.missed == Missed::start) r.start_missed = true;
    if (e.missed == Missed::finish) r.finish_missed = true;
    if (e.missed == Missed::answer) r.answer_by = {};
    if (e.missed == Missed::declined) r.decline_told = true;
    if (e.way != Way::escalation && r.step != Step::done) r.step = Step::handed_on;
    r.escalated_at = e.at;
    r.escalated_to = e.to;
    r.escalated_to_person = e.to_person;
    r.in_charge = e.in_charge;
  });
  Order* order = find_order(state, e.id);
  if (order == nullptr || !e.to) return;
  add_recipient(state, *order, recipient_of(*order, {e.to, e.to_person}, e.way, e.at));
}

void take(State& state, const QuorumJudged& e) {
  Order* order = find_order(state, e.id);
  if (order == nullptr) return;
  const auto before = quorum_deadline(*order);
  order->quorum_met = e.met;
  order->quorum_by = {};
  if (!e.widened_to.empty())
    order->quorum_by = seconds_after(e.at, order->what.acknowledge_within_s);
  if (order->owned) set_deadline(state, before, quorum_deadline(*order));
  for (const Who& who : e.widened_to)
    add_recipient(state, *order, recipient_of(*order, who, Way::widening, e.at));
  for (const Who& who : e.released)
    change(state, e.id, who, [](Recipient& r) {
      if (r.step < Step::acknowledged) r.step = Step::released;
    });
}

void take(State& state, const Amended& e) {
  Order* order = find_order(state, e.id);
  if (order == nullptr) return;
  // The old deadlines go before the text that they come from.
  for (const Recipient& r : order->recipients)
    if (const auto deadline = next_deadline(*order, r)) state.deadlines.erase(*deadline);
  if (const auto deadline = quorum_deadline(*order)) state.deadlines.erase(*deadline);
  const Text before = std::exchange(order->what, e.what);
  order->what.issuer = before.issuer;
  order->what.parent = before.parent;
  order->what.parent_unit = before.parent_unit;
  order->what.root = before.root;
  order->amended_at = e.at;
  order->quorum_met = false;
  order->quorum_by = {};
  if (order->owned && e.what.quorum > 0)
    order->quorum_by = seconds_after(e.at, e.what.acknowledge_within_s);
  if (order->owned) set_deadline(state, {}, quorum_deadline(*order));
  change_each(state, *order, [&](Recipient& r) {
    if (!r.owes()) return;
    const Recipient anew = recipient_of(*order, r.who(), r.way, e.at);
    r.step = std::min(r.step, Step::delivered);
    r.acknowledge_by = anew.acknowledge_by;
    r.start_by = anew.start_by;
    r.finish_by = anew.finish_by;
    r.acknowledge_missed = r.start_missed = r.finish_missed = false;
  });
  order->finish_by = seconds_after(e.at, e.what.finish_within_s);
  if (!order->owned) return;
  for (const Recipient& r : order->recipients) set_deadline(state, {}, next_deadline(*order, r));
}

void take(State& state, const Supervised& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    r.check = e.note;
    r.answer_by = e.answer_by;
  });
}

void take(State& state, const HandedBack& e) {
  change(state, e.id, {e.unit, e.person}, [&](Recipient& r) {
    if (r.step != Step::done) return;
    r.step = Step::started;
    r.done_at = {};
    r.done_by.clear();
    r.check = e.reason;
    r.finish_by = e.finish_by;
    r.finish_missed = false;
    ++r.handed_back;
  });
}

}  // namespace

Pace usual_pace(Priority priority) {
  switch (priority) {
    case Priority::urgent: return {15 * 60, 4 * 3600};
    case Priority::high: return {30 * 60, 8 * 3600};
    default: return {2 * 3600, 24 * 3600};
  }
}

void State::reindex() {
  deadlines.clear();
  for (auto& [id, order] : orders) {
    order.index.clear();
    order.awaited.clear();
    order.children.clear();
    order.below = {};
    order.tally = tally_of(order);
    if (order.owned) set_deadline(*this, {}, quorum_deadline(order));
    for (size_t i = 0; i < order.recipients.size(); ++i) {
      order.index[order.recipients[i].who()] = i;
      order.awaited.set(i, is_awaited(order.recipients[i]));
      if (order.owned) set_deadline(*this, {}, next_deadline(order, order.recipients[i]));
    }
  }
  for (const auto& known : orders) {
    const Order& order = known.second;
    if (Order* parent = find_order(*this, order.what.parent); parent && parent != &order)
      parent->children.push_back(order.id);
    each_above(*this, order, [&](Order& above) { add(above.below, order.tally, +1); });
  }
}

bool is_counted(const Recipient& r) {
  return r.way != Way::escalation && r.step != Step::handed_on && r.step != Step::released;
}

size_t Awaited::next(size_t from) const {
  for (size_t word = from / 64; word < words_.size(); ++word) {
    const uint64_t bits =
        word == from / 64 ? words_[word] >> (from % 64) << (from % 64) : words_[word];
    if (bits != 0) return word * 64 + static_cast<size_t>(std::countr_zero(bits));
  }
  return npos;
}

Tally with_change(Tally tally, const Recipient& before, const Recipient& after) {
  count(tally, before, -1);
  count(tally, after, +1);
  return tally;
}

Tally tally_of(const Order& order) {
  Tally tally;
  for (const Recipient& recipient : order.recipients) count(tally, recipient, +1);
  return tally;
}

uint64_t words_given(const Order& order) { return order.tally.acknowledged; }

// Those whose place nobody took may be none at all, and then all of them are done.
Standing standing_of(const Order& order) {
  const Tally& tally = order.tally;
  if (order.recalled) return Standing::recalled;
  if (tally.done == tally.recipients) return Standing::done;
  if (tally.declined == tally.recipients) return Standing::declined;
  if (tally.done + tally.declined == tally.recipients) return Standing::partly_done;
  if (tally.started > 0) return Standing::started;
  return tally.acknowledged > 0 ? Standing::acknowledged : Standing::issued;
}

const Recipient* find_recipient(const Order& order, const Who& who) {
  const auto place = order.index.find(who);
  return place == order.index.end() ? nullptr : &order.recipients[place->second];
}

void evolve(State& state, const Event& event) {
  const auto change = [&](const auto& e) {
    const Order* known = find_order(state, e.id);
    const bool is_new = known == nullptr;
    const Standing before = is_new ? Standing::issued : standing_of(*known);
    take(state, e);
    Order* order = find_order(state, e.id);
    if (order == nullptr) return;
    if (is_new || before != standing_of(*order)) order->moved_at = e.at;
    if (order->tally.started > 0 && !order->begun_at) order->begun_at = e.at;
  };
  std::visit(change, event);
}

desk::RowKey touches(const Event& event) {
  return std::visit([](const auto& e) { return to_text(e.id); }, event);
}

std::optional<Instant> due(const State& state) {
  if (state.deadlines.empty()) return std::nullopt;
  return state.deadlines.begin()->at;
}

// What is too much for one append is still due after it.
void expire(const State& state, Instant now, desk::Commands& out) {
  size_t told = 0;
  for (const auto& [at, id, who, missed] : state.deadlines) {
    if (at > now || ++told > limits::order_escalations_max) return;
    if (missed == Missed::quorum)
      out.add<Command>(JudgeQuorum{.id = id});
    else
      out.add<Command>(
          Escalate{.id = id, .unit = who.unit, .missed = missed, .person = who.person});
  }
}

}  // namespace lifeline::order
