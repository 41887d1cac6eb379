// SPDX-License-Identifier: Apache-2.0
// Crews, their vehicles and their jobs, over HTTP.
#include "rehearsal/http_peer.h"
#include "rehearsal/http_peer_list.h"

namespace lifeline::rehearsal {

struct CrewShiftsBody {
  std::vector<crew::Shift> shifts;
};
LIFELINE_STRUCT(CrewShiftsBody, shifts)

struct JobPage {
  job::JobId id;
  std::string crew;
  job::Phase state = job::Phase::open;
  UnitCode unit;
  std::string element;
  order::OrderId order;
  UnitCode recipient;
};
LIFELINE_STRUCT(JobPage, id, crew, state, unit, element, order, recipient)

struct ProposalPage {
  job::JobId job;
  std::string crew;
  UnitCode unit;
};
LIFELINE_STRUCT(ProposalPage, job, crew, unit)

struct StepBody {
  std::string crew;
  std::string reason;
  std::string note;
};
LIFELINE_STRUCT(StepBody, crew, reason, note)

namespace {

// A scenario may be played so fast that five of its minutes are gone before a crew has asked.
constexpr int64_t offer_within_s = 3600;

job::Step step_of(job::Phase phase) {
  switch (phase) {
    case job::Phase::accepted: return job::Step::accepted;
    case job::Phase::on_the_way: return job::Step::on_the_way;
    case job::Phase::on_site: return job::Step::on_site;
    default: return job::Step::offered;
  }
}

}  // namespace

void HttpPeer::install(const std::vector<vehicle::Entry>& vehicles) {
  for (const vehicle::Entry& one : vehicles)
    if (!known_.contains("/api/v1/vehicles" + one.id)) post("/api/v1/vehicles", body_text(one));
}

void HttpPeer::install(const std::vector<FieldCrew>& crews) {
  for (const FieldCrew& one : crews) {
    if (known_.contains("/api/v1/crews" + one.what.id)) continue;
    wait({.target = "/api/v1/crews",
          .content_type = std::string(json_type),
          .body = body_text(one.what),
          .made =
              [this, id = one.what.id, shifts = one.shifts](std::string_view) {
                post("/api/v1/crews/" + id + "/shifts",
                     body_text(CrewShiftsBody{.shifts = shifts}));
              },
          .tries_left = import_tries_max});
  }
}

void HttpPeer::take_up(const SeenProposal& proposal) {
  post("/api/v1/jobs/" + to_text(proposal.job) + "/offer",
       R"({"crew":)" + quoted(proposal.crew) + R"(,"within_s":)" + std::to_string(offer_within_s) +
           "}");
}

void HttpPeer::tell(const SeenJob& job, job::Step step, std::string reason) {
  const auto say = [&](std::string_view verb, StepBody body) {
    post("/api/v1/jobs/" + to_text(job.id) + "/" + std::string(verb), body_text(body));
  };
  switch (step) {
    case job::Step::accepted: return say("accept", {.crew = job.crew});
    case job::Step::declined: return say("decline", {.crew = job.crew, .reason = reason});
    case job::Step::on_the_way: return say("depart", {.crew = job.crew});
    case job::Step::on_site: return say("arrive", {.crew = job.crew});
    case job::Step::done: return say("finish", {.crew = job.crew, .note = reason});
    default: return;
  }
}

Result<void> HttpPeer::look_at_jobs() {
  const auto rows =
      list<JobPage>("/api/v1/jobs?state=open,offered,accepted,on_the_way,on_site&sort=id");
  if (!rows) return tl::unexpected(rows.error());
  auto gone = std::exchange(jobs_, {});
  for (const JobPage& row : *rows) {
    if (row.order) ordered_.insert({row.order, row.recipient});
    const std::string seen = row.crew + "/" + std::string(enum_text(row.state));
    jobs_[row.id] = seen;
    if (row.state == job::Phase::open || gone[row.id] == seen) continue;
    seen_.jobs.push_back({.id = row.id,
                          .crew = row.crew,
                          .step = step_of(row.state),
                          .unit = row.unit,
                          .element = row.element});
  }
  const auto proposals = list<ProposalPage>("/api/v1/proposals?state=proposed&position=1&sort=id");
  if (!proposals) return tl::unexpected(proposals.error());
  for (const ProposalPage& row : *proposals)
    seen_.proposals.push_back({.job = row.job, .crew = row.crew, .unit = row.unit});
  return {};
}

}  // namespace lifeline::rehearsal
