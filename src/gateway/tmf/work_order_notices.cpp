// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/work_order_notices.h"

#include <algorithm>

#include "desk/record.h"

namespace lifeline::tmf {
namespace {

using job::Job;
using job::Phase;

/// Calls visit(name, id, event, position) for each event of a job.
template <class Visit>
void each_job_event(const journal::Batch& batch, Visit visit) {
  uint64_t position = batch.first - 1;
  auto take = [&](const desk::RecordHead&, std::string_view type, Json event) {
    ++position;
    const size_t dot = type.find('.');
    if (type.substr(0, dot) != job::Noun::name) return true;
    const std::string_view id = event.at("id") ? event.at("id")->text() : std::string_view();
    visit(type.substr(dot + 1), id, event, position);
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

}  // namespace

void tell_of_work_orders(const journal::Batch& batch, const desk::Nouns& nouns,
                         std::vector<Notice>& out) {
  const auto begin = static_cast<std::ptrdiff_t>(out.size());
  const auto is_told = [&](std::string_view id, std::string_view event) {
    return std::any_of(out.begin() + begin, out.end(),
                       [&](const Notice& n) { return n.id == id && n.event == event; });
  };
  const auto tell = [&](std::string_view name, std::string_view id, Json event, uint64_t position) {
    const Job* job =
        job::find(nouns.get<job::State>(), parse_id<job::Tag>(id).value_or(job::JobId{}));
    if (job == nullptr || name == "Late") return;
    std::string kind = is_move(name, *job) ? "StateChange" : "AttributeValueChange";
    if (name == "Created") kind = "Create";
    if (is_withdrawal(name, event)) kind = "Delete";
    if (is_told(id, "Create") || is_told(id, "Delete") || is_told(id, kind)) return;
    out.push_back({.event = kind, .id = std::string(id), .position = position});
  };
  each_job_event(batch, tell);
}

void tell_of_cancellations(const journal::Batch& batch, const desk::Nouns&,
                           std::vector<Notice>& out) {
  const auto tell = [&](std::string_view name, std::string_view id, Json event, uint64_t position) {
    const auto attributes = event.at("attributes");
    if (name != "Cancelled" || !attributes || !attributes->at("workOrder")) return;
    for (const char* kind : {"Create", "StateChange"})
      out.push_back({.event = kind, .id = std::string(id), .position = position});
  };
  each_job_event(batch, tell);
}

}  // namespace lifeline::tmf
