// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/map.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "base/limits.h"
#include "command/notice/view.h"
#include "command/order/view.h"
#include "command/person/view.h"
#include "command/report/view.h"
#include "command/unit/view.h"
#include "desk/record.h"
#include "gateway/notify/encode.h"

namespace lifeline::notify {

const uint64_t told_nouns = order::Noun::bit | report::Noun::bit;

namespace {

using notice::About;
using order::Who;

/// What one event means, before anybody is told.
struct Happening {
  OrderId order;
  About about = About::issued;
  std::vector<Who> concerned;  // beside the order's issuer
  UnitCode by;
  UnitCode to;
  order::Missed missed = order::Missed::nothing;
  std::string reason;
};

std::vector<Who> all_of(const std::vector<UnitCode>& units, const std::vector<Who>& people) {
  std::vector<Who> all;
  for (const UnitCode unit : units) all.push_back({unit, {}});
  all.insert(all.end(), people.begin(), people.end());
  return all;
}

/// What each event of an order means on the desk in whose journal it stands; nothing, if nobody is
/// told. What a desk has adopted of another's order is told from here too, but for the one thing
/// that it hears twice: that an order has come to its ground.
struct Meaning {
  const journal::Batch& batch;
  const desk::Nouns& nouns;
  const desk::Plan& plan;

  bool is_ours(OrderId id) const { return id.desk == batch.desk.value; }
  bool is_here(UnitCode unit) const { return plan.desk_of(unit) == batch.desk; }

  std::vector<Who> recipients_of(OrderId id) const {
    std::vector<Who> all;
    const auto& orders = nouns.get<order::State>().orders;
    if (const auto found = orders.find(id); found != orders.end())
      for (const auto& recipient : found->second.recipients) all.push_back(recipient.who());
    return all;
  }

  std::optional<Happening> operator()(const order::Issued& e) const {
    return Happening{.order = e.id, .concerned = all_of(e.recipients, e.people)};
  }
  std::optional<Happening> operator()(const order::Received& e) const {
    if (is_ours(e.id) || e.as_copy) return std::nullopt;  // that it was delivered, or a copy
    const UnitCode to = e.recipients.empty() ? UnitCode{} : e.recipients.front();
    return Happening{.order = e.id,
                     .about = e.by_escalation ? About::escalated : About::issued,
                     .concerned = all_of(e.recipients, e.people),
                     .to = e.by_escalation ? to : UnitCode{}};
  }
  std::optional<Happening> operator()(const order::Escalated& e) const {
    if (!is_ours(e.id) && e.to && is_here(e.to)) return std::nullopt;  // it was received as well
    return Happening{.order = e.id,
                     .about = About::escalated,
                     .concerned = {{e.unit, e.person}, {e.to, e.to_person}},
                     .by = e.unit,
                     .to = e.to,
                     .missed = e.missed,
                     .reason = e.reason};
  }
  // A quorum that was met concerns nobody who has to act.
  std::optional<Happening> operator()(const order::QuorumJudged& e) const {
    if (!is_ours(e.id) || e.met) return std::nullopt;
    if (!e.widened_to.empty()) return Happening{.order = e.id, .concerned = e.widened_to};
    return Happening{.order = e.id, .about = About::escalated, .missed = order::Missed::quorum};
  }
  std::optional<Happening> operator()(const order::Amended& e) const {
    return Happening{.order = e.id,
                     .about = About::amended,
                     .concerned = recipients_of(e.id),
                     .reason = e.reason};
  }
  std::optional<Happening> operator()(const order::Recalled& e) const {
    return Happening{.order = e.id,
                     .about = About::recalled,
                     .concerned = recipients_of(e.id),
                     .reason = e.reason};
  }
  std::optional<Happening> operator()(const order::Supervised& e) const {
    return Happening{.order = e.id,
                     .about = About::supervised,
                     .concerned = {{e.unit, e.person}},
                     .by = e.unit,
                     .reason = e.note};
  }
  std::optional<Happening> operator()(const order::HandedBack& e) const {
    return Happening{.order = e.id,
                     .about = About::handed_back,
                     .concerned = {{e.unit, e.person}},
                     .by = e.unit,
                     .reason = e.reason};
  }
  std::optional<Happening> operator()(const order::Declined& e) const {
    return Happening{.order = e.id,
                     .about = About::declined,
                     .concerned = {{e.unit, {}}},
                     .by = e.unit,
                     .reason = e.reason};
  }
  std::optional<Happening> operator()(const order::Finished& e) const {
    return Happening{
        .order = e.id, .about = About::done, .concerned = {{e.unit, {}}}, .by = e.unit};
  }
  std::optional<Happening> operator()(const order::Acknowledged&) const { return std::nullopt; }
  std::optional<Happening> operator()(const order::Stepped&) const { return std::nullopt; }
};

// The unit and all that stand above it, added to those that are known.
void add_with_all_above(const unit::State& tree, UnitCode unit,
                        std::unordered_set<UnitCode>& known) {
  while (unit && known.insert(unit).second) unit = unit::parent_of(tree, unit);
}

OrderTold order_told(const order::Order& order, const unit::State& tree) {
  OrderTold told{.id = order.id,
                 .subject_zh = order.what.subject_zh,
                 .subject_en = order.what.subject_en,
                 .priority = order.what.priority,
                 .issuer = order.what.issuer,
                 .issued_at = order.issued_at,
                 .acknowledge_by = seconds_after(order.issued_at, order.what.acknowledge_within_s),
                 .finish_by = seconds_after(order.issued_at, order.what.finish_within_s)};
  if (const auto issuer = tree.units.find(order.what.issuer); issuer != tree.units.end()) {
    told.issuer_name_zh = issuer->second.name_zh;
    told.issuer_name_en = issuer->second.name_en;
  }
  return told;
}

ReportTold report_told(const report::Report& report, const unit::State& tree) {
  ReportTold told{.id = report.id,
                  .number = report.number,
                  .unit = report.unit,
                  .scenario = report.scenario,
                  .from = report.from,
                  .cut_off = report.cut_off,
                  .digest = report.digest};
  if (const auto unit = tree.units.find(report.unit); unit != tree.units.end()) {
    told.unit_name_zh = unit->second.name_zh;
    told.unit_name_en = unit->second.name_en;
  }
  return told;
}

// Where the order is in the console.
std::string link_to(const std::string& public_url, OrderId id) {
  if (public_url.empty()) return {};
  return public_url + "/orders?open=order:" + to_text(id);
}

struct Teller {
  const journal::Batch& batch;
  const desk::Nouns& nouns;
  const Telling& how;
  std::vector<Draft> drafts{};

  void tell(const Happening& what, uint64_t position, Instant at) {
    const auto& orders = nouns.get<order::State>().orders;
    const auto found = orders.find(what.order);
    if (found == orders.end()) return;
    const auto& tree = nouns.get<unit::State>();
    const Draft common{.told = {.type = "order." + std::string(enum_text(what.about)),
                                .at = at,
                                .desk = batch.desk,
                                .position = position,
                                .by = what.by,
                                .to = what.to,
                                .missed = what.missed,
                                .reason = what.reason,
                                .url = link_to(how.public_url, what.order),
                                .order = order_told(found->second, tree)}};
    tell_channels(what, common, found->second.what.issuer);
    if (how.tells_people) tell_people(what, common);
  }

  // A report that was released, unless so much was released since that it is not kept any more.
  void tell(const report::Released& what, uint64_t position, Instant at) {
    const auto& reports = nouns.get<report::State>().reports;
    const auto found = reports.find(what.id);
    if (found == reports.end()) return;
    const auto& tree = nouns.get<unit::State>();
    const std::string page = "/reports/" + to_text(what.id);
    Draft common{.told = {.type = std::string(report_type),
                          .at = at,
                          .desk = batch.desk,
                          .position = position,
                          .url = how.public_url.empty() ? "" : how.public_url + page,
                          .report = report_told(found->second, tree)}};
    common.told.report.digest = what.digest;
    std::unordered_set<UnitCode> grounds;
    add_with_all_above(tree, found->second.unit, grounds);
    each_channel(common, About::report_released, grounds,
                 [&](Draft draft) { drafts.push_back(std::move(draft)); });
  }

  void tell_channels(const Happening& what, const Draft& common, UnitCode issuer) {
    const auto& tree = nouns.get<unit::State>();
    std::unordered_set<UnitCode> grounds;  // of the channels that are concerned
    for (const Who& who : what.concerned) add_with_all_above(tree, who.unit, grounds);
    add_with_all_above(tree, issuer, grounds);
    each_channel(common, what.about, grounds, [&](Draft draft) {
      name_units(draft.told.order, what, draft.told.unit);
      drafts.push_back(std::move(draft));
    });
  }

  template <class Take>
  void each_channel(const Draft& common, About about, const std::unordered_set<UnitCode>& grounds,
                    Take take) const {
    const auto& since = nouns.get<notice::View>().since;
    for (const auto& [id, channel] : nouns.get<notice::State>().channels) {
      const auto from = since.find(id);
      if (from == since.end() || common.told.position <= from->second) continue;
      if (!grounds.contains(channel.unit)) continue;
      if (!notice::wants(channel, about, common.told.order.priority)) continue;
      Draft draft = common;
      draft.kind = channel.kind;
      draft.channel = id;
      draft.told.unit = channel.unit;
      draft.told.id = key_of(common, to_text(id));
      take(std::move(draft));
    }
  }

  // People are told by e-mail, from the desk of their own ground, of what they must act on.
  void tell_people(const Happening& what, const Draft& common) {
    if (what.about == About::declined || what.about == About::done) return;
    const auto& people = nouns.get<person::State>();
    for (const Who& who : what.concerned) {
      if (who.person.empty() || how.plan.desk_of(who.unit) != batch.desk) continue;
      const person::Person* person = person::find(people, who.person);
      if (person == nullptr || person->email.empty()) continue;
      Draft draft = common;
      draft.kind = Kind::email;
      draft.person = who.person;
      draft.address = person->email;
      draft.told.unit = who.unit;
      // A staff number may hold what a Message-ID must not.
      draft.told.id = key_of(common, "p" + to_hex(who.person));
      drafts.push_back(std::move(draft));
    }
  }

  std::string key_of(const Draft& common, const std::string& whom) const {
    return to_text(batch.desk) + "-" + std::to_string(common.told.position) + "-" + whom;
  }

  void name_units(OrderTold& told, const Happening& what, UnitCode ground) const {
    const auto& tree = nouns.get<unit::State>();
    for (const Who& who : what.concerned) {
      if (!who.unit || !unit::is_within(tree, who.unit, ground)) continue;
      if (told.units_total++ < limits::notice_units_max) told.units.push_back(who.unit);
    }
  }
};

}  // namespace

Result<std::vector<Draft>> drafts_of(const journal::Batch& batch, const desk::Nouns& nouns,
                                     const Telling& how) {
  Teller teller{.batch = batch, .nouns = nouns, .how = how};
  const Meaning meaning{.batch = batch, .nouns = nouns, .plan = how.plan};
  uint64_t position = batch.first;
  Result<void> readable;
  JsonDocument document;
  const std::string prefix = std::string(order::Noun::name) + ".";
  auto visit = [&](const desk::RecordHead& head, std::string_view type, Json json) {
    const uint64_t here = position++;
    if (type == "report.Released") {
      report::Released released;
      readable = read_json(json, released);
      if (readable) teller.tell(released, here, head.at);
      return readable.has_value();
    }
    if (!type.starts_with(prefix)) return true;
    order::Event event;
    readable =
        json_detail::read_variant(type.substr(prefix.size()), json, event, {}, Unknown::ignored);
    if (!readable) return false;
    if (const auto what = std::visit(meaning, event)) teller.tell(*what, here, head.at);
    return true;
  };
  const auto read = desk::read_record(document, batch.payload, visit);
  if (!read) return tl::unexpected(read.error());
  if (!readable) return tl::unexpected(readable.error());
  return std::move(teller.drafts);
}

Draft test_draft(const notice::Channel& channel, const std::string& key, Instant at,
                 const std::string& public_url) {
  return {.kind = channel.kind,
          .channel = channel.id,
          .told = {.id = key,
                   .type = std::string(test_type),
                   .at = at,
                   .desk = {channel.id.desk},
                   .unit = channel.unit,
                   .url = public_url.empty() ? "" : public_url + "/channels"}};
}

}  // namespace lifeline::notify
