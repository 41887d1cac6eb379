// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order_notices.h"

#include <algorithm>

#include "command/job/view.h"
#include "desk/record.h"
#include "gateway/tmf/work_order_order.h"

namespace lifeline::tmf {
namespace {

using job::Job;
using job::Phase;

/// An event of a job or of an order.
struct Fact {
  bool is_of_order = false;
  std::string_view name;  // "Issued"
  std::string_view id;    // as the noun has it
  Json event;
  uint64_t position = 0;
};

template <class Visit>
void each_fact(const journal::Batch& batch, Visit visit) {
  uint64_t position = batch.first - 1;
  auto take = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    const size_t dot = type.find('.');
    const std::string_view noun = type.substr(0, dot);
    if (noun != job::Noun::name && noun != order::Noun::name) return true;
    visit(Fact{.is_of_order = noun == order::Noun::name,
               .name = type.substr(dot + 1),
               .id = event.at("id") ? event.at("id")->text() : std::string_view(),
               .event = event,
               .position = position});
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, take);
}

auto crews_from(const Job& job, job::Step first) {
  return std::ranges::count_if(job.crews, [&](const job::Assignment& a) {
    return a.step >= first && job::is_concerned(a.step);
  });
}

// Whether the step took the job to another of the standard's states.
bool is_move(std::string_view name, const Job& job) {
  if (name == "Offered") return crews_from(job, job::Step::offered) == 1;
  if (name == "Declined" || name == "OfferLapsed") return job.phase == Phase::open;
  if (name == "Departed") return crews_from(job, job::Step::on_the_way) == 1;
  if (name == "Finished") return job.phase == Phase::done;
  return name == "Failed" || name == "Cancelled";
}

bool is_withdrawal(std::string_view name, Json event) {
  const auto withdrawn = event.at("withdrawn");
  return name == "Cancelled" && withdrawn && withdrawn->boolean();
}

// What a batch tells of a job; "": nothing.
std::string_view kind_of_job(const Fact& fact, const desk::Nouns& nouns) {
  const auto id = parse_id<job::Tag>(fact.id).value_or(job::JobId{});
  const Job* job = job::find(nouns.get<job::State>(), id);
  if (job == nullptr || fact.name == "Late") return {};
  if (fact.name == "Created") return "Create";
  if (is_withdrawal(fact.name, fact.event)) return "Delete";
  return is_move(fact.name, *job) ? "StateChange" : "AttributeValueChange";
}

// Whether the work order shows what happened to the order.
bool is_shown(const Fact& fact) {
  if (fact.name == "Received" || fact.name == "Supervised") return false;
  if (fact.name == "Escalated") return fact.event.at("way").has_value();
  if (fact.name == "Stepped") return fact.event.at("step") || fact.event.at("note");
  return true;
}

const order::Order* own_order(const Fact& fact, const desk::Nouns& nouns) {
  const auto& orders = nouns.get<order::State>().orders;
  const auto found = orders.find(parse_id<order::Tag>(fact.id).value_or(order::OrderId{}));
  return found == orders.end() || !found->second.owned ? nullptr : &found->second;
}

std::string_view kind_of_order(const Fact& fact, const desk::Nouns& nouns) {
  const order::Order* order = own_order(fact, nouns);
  if (order == nullptr || !is_shown(fact)) return {};
  if (fact.name == "Issued") return "Create";
  const auto at = fact.event.at("at");
  const bool is_moved = at && parse_rfc3339(at->text()) == order->moved_at;
  return is_moved ? "StateChange" : "AttributeValueChange";
}

std::string row_id(const Fact& fact) {
  return (fact.is_of_order ? std::string(order_rows::id_begins) : "") + std::string(fact.id);
}

}  // namespace

void tell_of_work_orders(const journal::Batch& batch, const desk::Nouns& nouns,
                         std::vector<Notice>& out) {
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  const auto is_told = [&](std::string_view id, std::string_view event) {
    return std::any_of(out.begin() + begin, out.end(),
                       [&](const Notice& n) { return n.id == id && n.event == event; });
  };
  const auto tell = [&](const Fact& fact) {
    const std::string_view kind =
        fact.is_of_order ? kind_of_order(fact, nouns) : kind_of_job(fact, nouns);
    const std::string id = row_id(fact);
    if (kind.empty() || is_told(id, "Create") || is_told(id, "Delete") || is_told(id, kind)) return;
    out.push_back({.event = std::string(kind), .id = id, .position = fact.position});
  };
  each_fact(batch, tell);
}

void tell_of_cancellations(const journal::Batch& batch, const desk::Nouns& nouns,
                           std::vector<Notice>& out) {
  const auto tell = [&](const Fact& fact) {
    const auto attributes = fact.event.at("attributes");
    if (!attributes || !attributes->at("workOrder")) return;
    const bool is_cancelled = fact.is_of_order
                                  ? fact.name == "Recalled" && own_order(fact, nouns) != nullptr
                                  : fact.name == "Cancelled";
    if (!is_cancelled) return;
    for (const char* kind : {"Create", "StateChange"})
      out.push_back({.event = kind, .id = row_id(fact), .position = fact.position});
  };
  each_fact(batch, tell);
}

}  // namespace lifeline::tmf
