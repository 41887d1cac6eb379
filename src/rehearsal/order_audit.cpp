// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/order_audit.h"

#include <algorithm>
#include <set>

#include "command/order/view.h"
#include "desk/record.h"

namespace lifeline::rehearsal {
namespace {

using order::Missed;
using order::OrderId;
using order::Way;
using order::Who;

// What became of one who was asked, as far as the issuer's desk wrote it down.
struct Fate {
  Way way = Way::issue;
  Instant asked_at;
  Instant finish_by;  // after it was handed back; else by the order
  bool has_word = false;
  bool has_started = false;
  bool is_done = false;
  bool is_released = false;
  bool has_declined = false;
  std::set<Missed> told;               // somebody by name was told of it
  std::map<Missed, Instant> told_all;  // there was nobody left to tell
  std::vector<Who> next;               // who took its place
};

struct Paper {
  order::Text what;
  bool is_recalled = false;
  Instant quorum_by;
  bool is_quorum_told = false;
  std::map<Who, Fate> fates;
};

std::string name_of(OrderId id, const Who& who) {
  return "order " + to_text(id) + " to " + to_text(who.unit) +
         (who.person.empty() ? "" : "/" + who.person);
}

// Reads the issuer's pages of the journal, in their order.
class Ledgers {
 public:
  explicit Ledgers(UnitCode desk) : desk_(desk) {}

  void take(const order::Event& event) {
    std::visit([this](const auto& e) { note(e); }, event);
  }
  std::map<OrderId, Paper> papers;

 private:
  Paper* paper_of(OrderId id) {
    const auto found = papers.find(id);
    return found == papers.end() || id.desk != desk_.value ? nullptr : &found->second;
  }
  Fate* fate_of(OrderId id, const Who& who) {
    Paper* paper = paper_of(id);
    if (paper == nullptr) return nullptr;
    const auto found = paper->fates.find(who);
    return found == paper->fates.end() ? nullptr : &found->second;
  }
  void ask(Paper& paper, const Who& who, Way way, Instant at) {
    paper.fates.try_emplace(who, Fate{.way = way, .asked_at = at});
  }

  void note(const order::Issued& e) {
    Paper& paper = papers[e.id];
    paper.what = e.what;
    if (e.what.quorum > 0) paper.quorum_by = seconds_after(e.at, e.what.acknowledge_within_s);
    for (const UnitCode unit : e.recipients) ask(paper, {unit, {}}, Way::issue, e.at);
    for (const Who& who : e.people) ask(paper, who, Way::issue, e.at);
  }
  void note(const order::Received&) {}
  void note(const order::Acknowledged& e) {
    if (Fate* fate = fate_of(e.id, {e.unit, e.person})) fate->has_word = true;
  }
  void note(const order::Stepped& e) {
    Fate* fate = fate_of(e.id, {e.unit, e.person});
    if (fate == nullptr || e.step != order::Step::started) return;
    fate->has_word = fate->has_started = true;
  }
  void note(const order::Finished& e) {
    if (Fate* fate = fate_of(e.id, {e.unit, e.person})) fate->is_done = fate->has_word = true;
  }
  void note(const order::Declined& e) {
    if (Fate* fate = fate_of(e.id, {e.unit, e.person})) fate->has_declined = true;
  }
  void note(const order::Recalled& e) {
    if (Paper* paper = paper_of(e.id)) paper->is_recalled = true;
  }
  void note(const order::Escalated& e) {
    Paper* paper = paper_of(e.id);
    if (paper == nullptr) return;
    const bool is_named = !e.to_person.empty() || !e.in_charge.empty();
    if (e.missed == Missed::quorum && is_named) paper->is_quorum_told = true;
    if (Fate* fate = fate_of(e.id, {e.unit, e.person})) {
      if (e.way != Way::escalation) fate->next.push_back({e.to, e.to_person});
      if (e.to && is_named) fate->told.insert(e.missed);
      if (!e.to) fate->told_all[e.missed] = e.at;
    }
    if (e.to) ask(*paper, {e.to, e.to_person}, e.way, e.at);
  }
  void note(const order::QuorumJudged& e) {
    Paper* paper = paper_of(e.id);
    if (paper == nullptr) return;
    paper->quorum_by = {};
    if (!e.met && !e.widened_to.empty())
      paper->quorum_by = seconds_after(e.at, paper->what.acknowledge_within_s);
    if (!e.met && e.widened_to.empty()) paper->is_quorum_told = false;
    for (const Who& who : e.released)
      if (Fate* fate = fate_of(e.id, who)) fate->is_released = true;
    for (const Who& who : e.widened_to) ask(*paper, who, Way::widening, e.at);
  }
  // Who has not finished is asked anew.
  void note(const order::Amended& e) {
    Paper* paper = paper_of(e.id);
    if (paper == nullptr) return;
    paper->what = e.what;
    if (e.what.quorum > 0) paper->quorum_by = seconds_after(e.at, e.what.acknowledge_within_s);
    for (auto& [who, fate] : paper->fates) {
      if (fate.is_done || fate.has_declined || fate.is_released || !fate.next.empty()) continue;
      fate = {.way = fate.way, .asked_at = e.at};
    }
  }
  void note(const order::Supervised&) {}
  void note(const order::HandedBack& e) {
    Fate* fate = fate_of(e.id, {e.unit, e.person});
    if (fate == nullptr) return;
    fate->is_done = false;
    fate->finish_by = e.finish_by;
    fate->told.erase(Missed::finish);
  }

  UnitCode desk_;
};

class Audit {
 public:
  Audit(const OrderFacts& facts, const AuditWorld& world) : facts_(facts), world_(world) {
    for (const OrderFact& fact : facts.events) {
      Ledgers& ledgers = of_desk_.try_emplace(fact.desk, fact.desk).first->second;
      ledgers.take(fact.event);
      count(fact);
    }
  }

  std::vector<std::string> run() {
    for (const auto& [desk, ledgers] : of_desk_)
      for (const auto& [id, paper] : ledgers.papers)
        if (id.desk == desk.value) judge(id, paper);
    for (const auto& [key, times] : delivered_)
      if (times != 1) say(name_of(key.first, key.second) + " was delivered more than once");
    for (const auto& [key, answers] : answered_) {
      const auto known = known_.find(key);
      if (known == known_.end() || known->second < answers)
        say(name_of(key.first, key.second) + " was answered, and its issuer does not know");
    }
    return std::move(found_);
  }

 private:
  using Key = std::pair<OrderId, Who>;

  void say(std::string sentence) { found_.push_back(std::move(sentence)); }

  void count(const OrderFact& fact) {
    const auto each = [&](const order::Received& e, auto visit) {
      for (const UnitCode unit : e.recipients) visit(Who{unit, {}});
      for (const Who& who : e.people) visit(who);
    };
    if (const auto* e = std::get_if<order::Received>(&fact.event)) {
      if (!e->as_copy)
        each(*e, [&](const Who& who) {
          if (world_.plan.desk_of(who.unit) == fact.desk) ++delivered_[{e->id, who}];
        });
    } else if (const auto* e = std::get_if<order::Acknowledged>(&fact.event)) {
      note_answer(fact.desk, {e->id, {e->unit, e->person}});
    } else if (const auto* e = std::get_if<order::Finished>(&fact.event)) {
      note_answer(fact.desk, {e->id, {e->unit, e->person}});
    } else if (const auto* e = std::get_if<order::Declined>(&fact.event)) {
      note_answer(fact.desk, {e->id, {e->unit, e->person}});
    }
  }
  void note_answer(UnitCode desk, const Key& key) {
    if (desk.value == key.first.desk) ++known_[key];
    if (desk == world_.plan.desk_of(key.second.unit)) ++answered_[key];
  }

  bool is_past(Instant by) const { return by && by <= world_.now; }

  bool is_told(const Fate& fate, std::initializer_list<Missed> any) const {
    return std::ranges::any_of(any, [&](Missed missed) {
      return fate.told.contains(missed) || fate.told_all.contains(missed);
    });
  }
  // Along those who took its place there is one in the end who was asked and has not passed it on.
  static bool is_with_somebody(const Paper& paper, Who who) {
    for (size_t steps = 0; steps <= paper.fates.size(); ++steps) {
      const auto fate = paper.fates.find(who);
      if (fate == paper.fates.end()) return false;
      if (fate->second.next.empty()) return true;
      who = fate->second.next.back();
    }
    return false;
  }
  // There is nobody above: every leader who was there was asked.
  bool has_asked_the_top(const Paper& paper, Instant at) const {
    const auto was_away = [&](const Leader& leader) {
      return std::ranges::any_of(leader.absences, [&](const person::Absence& absence) {
        return absence.from <= at && (!absence.until || at < absence.until);
      });
    };
    return !facts_.leaders.empty() &&
           std::ranges::all_of(facts_.leaders, [&](const Leader& leader) {
             return was_away(leader) || paper.fates.contains(Who{group_unit, leader.person});
           });
  }

  void judge(OrderId id, const Paper& paper) {
    if (paper.is_recalled) return;
    for (const auto& [who, fate] : paper.fates) {
      if (!delivered_.contains({id, who})) say(name_of(id, who) + " was never delivered");
      judge(id, who, paper, fate);
      for (const auto& [missed, at] : fate.told_all)
        if (!has_asked_the_top(paper, at))
          say(name_of(id, who) + " went nowhere, and not every leader was asked");
    }
    if (is_past(paper.quorum_by) && !paper.is_quorum_told)
      say("order " + to_text(id) + " waits for its quorum and nobody was told");
  }

  void judge(OrderId id, const Who& who, const Paper& paper, const Fate& fate) {
    if (fate.is_done || fate.is_released) return;
    if (!fate.next.empty()) {
      if (!is_with_somebody(paper, who))
        say(name_of(id, who) + " was handed on, and nobody has it");
      return;
    }
    if (fate.has_declined) {
      if (!is_told(fate, {Missed::declined})) say(name_of(id, who) + " declined and nobody knows");
      return;
    }
    const order::Text& what = paper.what;
    const bool is_asked = what.quorum == 0 || fate.way == Way::escalation;
    if (!fate.has_word) {
      const Instant by = seconds_after(fate.asked_at, what.acknowledge_within_s);
      if (is_asked && is_past(by) && !is_told(fate, {Missed::acknowledge, Missed::absent}))
        say(name_of(id, who) + " is silent and nobody knows");
    }
    const bool is_free = fate.way == Way::escalation && !fate.finish_by;
    if (is_free || (!fate.has_word && !is_asked)) return;
    const Instant start_by = seconds_after(fate.asked_at, what.start_within_s);
    if (fate.way != Way::escalation && what.start_within_s > 0 && !fate.has_started &&
        is_past(start_by) && !is_told(fate, {Missed::start}))
      say(name_of(id, who) + " has not begun and nobody knows");
    const Instant finish_by =
        fate.finish_by ? fate.finish_by : seconds_after(fate.asked_at, what.finish_within_s);
    if (is_past(finish_by) && !is_told(fate, {Missed::finish}))
      say(name_of(id, who) + " has not done it in time and nobody knows");
  }

  const OrderFacts& facts_;
  const AuditWorld& world_;
  std::map<UnitCode, Ledgers> of_desk_;
  std::map<Key, uint64_t> delivered_;  // on their own desks
  std::map<Key, uint64_t> answered_;   // on their own desks
  std::map<Key, uint64_t> known_;      // on the issuer's desk
  std::vector<std::string> found_;
};

// Picks out of the journals what the audit goes by.
class Reader {
 public:
  Result<void> take(UnitCode desk, std::string_view type, Json event) {
    const size_t dot = type.find('.');
    const std::string_view noun = type.substr(0, dot);
    const std::string_view name = type.substr(dot + 1);
    if (noun == order::Noun::name) {
      facts.events.push_back({.desk = desk, .event = {}});
      return json_detail::read_variant(name, event, facts.events.back().event, {},
                                       Unknown::refused);
    }
    if (desk != group_unit) return {};
    if (noun == "roster" && name == type_name<roster::Created>()) return take_list(event);
    if (noun == "person" && name == type_name<person::AbsenceEntered>()) return take_absence(event);
    return {};
  }

  OrderFacts facts;

 private:
  Result<void> take_list(Json json) {
    roster::Created list;
    if (auto read = read_json(json, list, {}, Unknown::refused); !read) return read;
    if (list.what.unit != group_unit || list.what.kind != roster::Kind::leading_group) return {};
    for (const roster::Member& member : list.what.members)
      facts.leaders.push_back({.person = member.person, .absences = {}});
    return {};
  }
  Result<void> take_absence(Json json) {
    person::AbsenceEntered entered;
    if (auto read = read_json(json, entered, {}, Unknown::refused); !read) return read;
    for (Leader& leader : facts.leaders)
      if (leader.person == entered.id) leader.absences.push_back(entered.absence);
    return {};
  }
};

}  // namespace

Result<OrderFacts> order_facts(Direct& desks) {
  Reader reader;
  for (const auto& desk : desks.desks()) {
    Result<void> result;
    JsonDocument document;
    auto visit = [&](const journal::Batch& batch) {
      auto each = [&](const desk::RecordHead&, std::string_view type, Json event) {
        result = reader.take(desk->id(), type, event);
        return result.has_value();
      };
      const auto read = desk::read_record(document, batch.payload, each);
      if (!read) result = tl::unexpected(read.error());
      return result.has_value();
    };
    if (auto read = desks.journal().read(desk->id(), 1, journal::all_nouns, visit); !read)
      return tl::unexpected(read.error());
    if (!result) return tl::unexpected(result.error());
  }
  return std::move(reader.facts);
}

std::vector<std::string> find_forgotten(const OrderFacts& facts, const AuditWorld& world) {
  return Audit(facts, world).run();
}

}  // namespace lifeline::rehearsal
