// SPDX-License-Identifier: Apache-2.0
// Orders, counted from the desk that issued them: what other desks keep are copies. A recipient is
// a unit, or a person of a unit. All that a report reads of order's events stands here; what is
// owed until when is as command/order/model.cpp has it.
#include <algorithm>

#include "command/order/view.h"
#include "gateway/report/section.h"

namespace lifeline::reports {
namespace {

using Who = std::pair<UnitCode, std::string>;  // the person is "" for the unit itself

struct Recipient {
  Who who;
  uint32_t ordered = 0;
  uint32_t asked = 0;  // by the event that its deadlines come from
  bool by_escalation = false;
  bool is_counted = false;  // ordered in the time
  Instant acknowledge_by, start_by, finish_by;
  bool acknowledged = false, started = false, done = false, declined = false;
  bool released = false;  // another has its place, or the quorum was met without it
  std::optional<uint32_t> acknowledged_fact, done_fact, declined_fact;
  Facts escalations;

  bool owes() const { return !done && !declined && !released; }
};

struct Order {
  std::string id;
  std::string incident;
  int64_t acknowledge_within_s = 0;
  int64_t start_within_s = 0;
  int64_t finish_within_s = 0;
  bool has_quorum = false;
  bool recalled = false;
  std::optional<uint32_t> issued, recalled_fact;  // in the time
  Facts amendments;
  std::vector<Recipient> recipients;
  std::map<Who, size_t> places;  // in recipients
};

Instant deadline(Instant from, int64_t within_s) {
  return within_s > 0 ? seconds_after(from, within_s) : Instant{};
}

bool has_passed(Instant deadline, Instant now) { return deadline && deadline <= now; }

// "420106", or {"unit":"420106","person":"W1001"}.
Who recipient_of(const Json& json) {
  if (json.is_text()) return {parse_unit_code(json.text()).value_or(UnitCode{}), {}};
  return {unit_of(json, "unit"), std::string(text_of(json, "person"))};
}

class Orders final : public Section {
 public:
  Orders(Scope& scope, Ledger& ledger) : scope_(scope), ledger_(ledger) {}
  std::string_view noun() const override { return order::Noun::name; }
  uint64_t bit() const override { return order::Noun::bit; }

  void take(const Fact& fact) override {
    const std::string_view id = text_of(fact.event, "id");
    const auto parsed = parse_id<order::Tag>(id);
    if (!parsed || parsed->desk != fact.desk.value) return;
    if (fact.kind() == "Issued") return issue(fact, id);
    const auto found = orders_.find(id);
    if (found != orders_.end()) follow(fact, found->second);
  }

  void close(Lists&) override {
    for (const auto& [id, order] : orders_) {
      if (!scope_.has_incident(order.incident)) continue;
      scope_.add_order(id);
      count(order);
    }
    scope_.spread_in_time(ledger_, "orders_issued", std::move(issued_));
    ledger_.set("orders_amended", std::move(amended_));
    ledger_.set("orders_recalled", std::move(recalled_));
    scope_.spread(ledger_, "recipients_ordered", std::move(ordered_));
    scope_.spread_in_time(ledger_, "orders_acknowledged", std::move(acknowledged_));
    scope_.spread_in_time(ledger_, "orders_done", std::move(done_));
    scope_.spread(ledger_, "orders_declined", std::move(declined_));
    scope_.spread(ledger_, "orders_escalated", std::move(escalated_));
    scope_.spread(ledger_, "orders_open", std::move(open_));
    scope_.spread(ledger_, "orders_overdue", std::move(overdue_));
    Facts silent;
    for (const auto& [unit, fact] : silent_) silent.push_back(fact);
    scope_.spread(ledger_, "silent_units", std::move(silent));
  }

 private:
  void issue(const Fact& fact, std::string_view id) {
    Order& order =
        orders_.insert_or_assign(std::string(id), Order{.id = std::string(id)}).first->second;
    read_text(fact, order);
    for (const std::string_view key : {"recipients", "people"}) add_all(fact, order, key);
  }

  static void read_text(const Fact& fact, Order& order) {
    const auto what = fact.event.at("what");
    if (!what) return;
    order.incident = text_of(*what, "incident");
    order.acknowledge_within_s = integer_of(*what, "acknowledge_within_s");
    order.start_within_s = integer_of(*what, "start_within_s");
    order.finish_within_s = integer_of(*what, "finish_within_s");
    order.has_quorum = integer_of(*what, "quorum") > 0;
  }

  void add_all(const Fact& fact, Order& order, std::string_view key) {
    const auto recipients = fact.event.at(key);
    if (!recipients) return;
    auto each = [&](Json json) {
      add(fact, order, {.who = recipient_of(json)});
      return true;
    };
    recipients->each(each);
  }

  static Instant time_of(const Fact& fact) { return fact.own ? fact.own : fact.at; }

  // What runs from the moment of a fact. Who only came in by escalation owes its word alone.
  static void set_deadlines(const Fact& fact, const Order& order, Recipient& one) {
    one.acknowledge_by = deadline(time_of(fact), order.acknowledge_within_s);
    if (one.by_escalation) return;
    one.start_by = deadline(time_of(fact), order.start_within_s);
    one.finish_by = deadline(time_of(fact), order.finish_within_s);
  }

  void add(const Fact& fact, Order& order, Recipient one) {
    if (!order.places.try_emplace(one.who, order.recipients.size()).second) return;
    set_deadlines(fact, order, one);
    if (scope_.holds(one.who.first)) {
      one.ordered = one.asked = ledger_.add(fact, one.who.first, order.id);
      one.is_counted = scope_.window().counts(fact);
      if (one.is_counted && fact.kind() == "Issued" && !order.issued) order.issued = one.ordered;
    }
    order.recipients.push_back(std::move(one));
  }

  static Recipient* find(Order& order, const Who& who) {
    const auto found = order.places.find(who);
    return found == order.places.end() ? nullptr : &order.recipients[found->second];
  }

  void follow(const Fact& fact, Order& order) {
    const std::string_view kind = fact.kind();
    const bool counts = scope_.window().counts(fact);
    if (kind == "QuorumJudged") return judge(fact, order);
    if (kind == "Amended") return amend(fact, order);
    if (kind == "Recalled") {
      order.recalled = true;
      if (counts) order.recalled_fact = ledger_.add(fact, {}, order.id);
      return;
    }
    Recipient* one =
        find(order, {unit_of(fact.event, "unit"), std::string(text_of(fact.event, "person"))});
    if (one == nullptr) return;
    if (kind == "Escalated") return escalate(fact, order, *one);
    if (kind == "HandedBack") return hand_back(fact, order, *one);
    step(fact, order, *one);
  }

  // An answer counts once; who begins or finishes has given its word as well.
  void step(const Fact& fact, const Order& order, Recipient& one) {
    const std::string_view kind = fact.kind();
    const bool counts = scope_.window().counts(fact) && scope_.holds(one.who.first);
    const auto note = [&](std::optional<uint32_t>& slot) {
      if (counts) slot = ledger_.add(fact, one.who.first, order.id);
    };
    const bool begins = kind == "Stepped" && text_of(fact.event, "step") == "started";
    if (kind == "Acknowledged" || begins) {
      if (!one.acknowledged) note(one.acknowledged_fact);
      one.acknowledged = true;
      one.started |= begins;
      if (!begins) one.released = false;  // it gave its word before it heard that it need not
    } else if (kind == "Finished") {
      if (!one.done) note(one.done_fact);
      one.acknowledged = one.started = one.done = true;
    } else if (kind == "Declined") {
      if (!one.declined) note(one.declined_fact);
      one.declined = true;
    }
  }

  // Its result was not taken: it is not done any more.
  void hand_back(const Fact& fact, const Order& order, Recipient& one) {
    if (!one.done) return;
    one.done = false;
    one.done_fact.reset();
    one.finish_by = instant_of(fact.event, "finish_by");
    ask(fact, order, one);
  }

  void ask(const Fact& fact, const Order& order, Recipient& one) {
    if (scope_.holds(one.who.first)) one.asked = ledger_.add(fact, one.who.first, order.id);
  }

  // All who owe something are asked anew, and have the time of the new text for it.
  void amend(const Fact& fact, Order& order) {
    read_text(fact, order);
    bool has_ours = false;
    for (Recipient& one : order.recipients) {
      has_ours |= scope_.holds(one.who.first);
      if (!one.owes()) continue;
      one.acknowledged = one.started = false;
      set_deadlines(fact, order, one);
      ask(fact, order, one);
    }
    if (has_ours && scope_.window().counts(fact))
      order.amendments.push_back(ledger_.add(fact, {}, order.id));
  }

  // Met without them, they owe nothing more; not met, it goes to more.
  void judge(const Fact& fact, Order& order) {
    add_all(fact, order, "widened_to");
    const auto released = fact.event.at("released");
    if (!released) return;
    auto each = [&](Json json) {
      Recipient* one = find(order, recipient_of(json));
      if (one != nullptr && !one->acknowledged) one->released = true;
      return true;
    };
    released->each(each);
  }

  // Who it went up to owes an acknowledgement from now on; whoever stands in for somebody, or has
  // it handed on, owes the end of it as well, and the one before owes nothing.
  void escalate(const Fact& fact, Order& order, Recipient& from) {
    if (scope_.window().counts(fact) && scope_.holds(from.who.first))
      from.escalations.push_back(ledger_.add(fact, from.who.first, order.id));
    const std::string_view way = text_of(fact.event, "way");
    const bool is_up = way.empty() || way == "escalation";
    if (!is_up && !from.done) from.released = true;
    const UnitCode to = unit_of(fact.event, "to");
    if (!to) return;
    add(fact, order,
        {.who = {to, std::string(text_of(fact.event, "to_person"))}, .by_escalation = is_up});
  }

  void count(const Order& order) {
    if (order.issued) issued_.push_back(*order.issued);
    bool has_ours = false;
    for (const Recipient& one : order.recipients) {
      if (!scope_.holds(one.who.first)) continue;
      has_ours = true;
      count(order, one);
    }
    amended_.insert(amended_.end(), order.amendments.begin(), order.amendments.end());
    if (has_ours && order.recalled_fact) recalled_.push_back(*order.recalled_fact);
  }

  void count(const Order& order, const Recipient& one) {
    escalated_.insert(escalated_.end(), one.escalations.begin(), one.escalations.end());
    if (one.acknowledged_fact) acknowledged_.push_back(*one.acknowledged_fact);
    if (one.done_fact) done_.push_back(*one.done_fact);
    if (one.declined_fact) declined_.push_back(*one.declined_fact);
    if (one.is_counted && !one.by_escalation) ordered_.push_back(one.ordered);
    if (order.recalled || !one.owes()) return;
    const Instant now = scope_.window().until;
    // Of an order with a quorum no single word is waited for.
    const bool is_asked = !order.has_quorum || one.by_escalation;
    const bool is_silent = !one.acknowledged && is_asked && has_passed(one.acknowledge_by, now);
    if (is_silent) silent_.emplace(one.who.first, one.asked);
    if (one.by_escalation) return;
    open_.push_back(one.ordered);
    const bool is_late =
        (!one.started && has_passed(one.start_by, now)) || has_passed(one.finish_by, now);
    if (is_silent || (one.acknowledged && is_late)) overdue_.push_back(one.asked);
  }

  Scope& scope_;
  Ledger& ledger_;
  std::map<std::string, Order, std::less<>> orders_;
  Facts issued_, amended_, recalled_, ordered_, acknowledged_, done_, declined_, escalated_, open_,
      overdue_;
  std::map<UnitCode, uint32_t> silent_;
};

}  // namespace

std::unique_ptr<Section> make_orders(Scope& scope, Ledger& ledger) {
  return std::make_unique<Orders>(scope, ledger);
}

}  // namespace lifeline::reports
