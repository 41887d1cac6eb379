// SPDX-License-Identifier: Apache-2.0
// A running server as the world's peer: VES reports, imports and its staff's answers over HTTP.
//
// Operation: what the world does waits in an outbox, in order; flush() sends it, reports many to a
// request. What the server refuses is counted and dropped; what it cannot take now stays for the
// next flush, so an outage loses nothing. look() asks what changed. Concurrency: one thread.
// Limits: outbox_max requests wait; then the oldest reports go first, and are counted as lost.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

#include "command/incident/view.h"
#include "command/order/view.h"
#include "rehearsal/peer.h"

namespace lifeline::rehearsal {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

struct HttpQuestion {
  std::string method;
  std::string target;
  std::string content_type;  // "" without a body
  std::string body;
};

/// Asks the server one thing; the application wires a client that has its address and token.
using Ask = std::function<Result<HttpAnswer>(const HttpQuestion&)>;

inline constexpr size_t outbox_max = 200'000;
inline constexpr size_t reports_per_request = 1000;

class HttpPeer final : public Peer {
 public:
  /// `run` tells this run's reports from those of others.
  HttpPeer(Ask ask, std::string run) : ask_(std::move(ask)), run_(std::move(run)) {}

  void pass(Instant now) override { now_ = now; }
  void install(const std::vector<unit::Unit>& units) override;
  void install(const std::vector<element::Element>& elements) override;
  void install(const std::vector<site::Site>& sites) override;
  void install(const std::vector<person::Entry>& people) override;
  void install(const std::vector<StandingList>& lists) override;
  void install(const std::vector<vehicle::Entry>& vehicles) override;
  void install(const std::vector<FieldCrew>& crews) override;
  void report(std::span<const Report> reports) override;
  void beat(const Beater& beater) override;
  void issue(const Directive& directive) override;
  void acknowledge(order::OrderId id, const order::Who& who) override;
  void finish(order::OrderId id, const order::Who& who, const Work& work) override;
  void decline(order::OrderId id, const order::Who& who, std::string reason) override;
  void go_away(const person::Entry& person, const person::Absence& absence) override;
  void assign(incident::IncidentId id, std::string assignee) override;
  void mitigate(incident::IncidentId id, std::string text) override;
  void close(incident::IncidentId id, std::string text) override;
  void acknowledge(alarm::AlarmId id, UnitCode unit) override;
  void take_up(const SeenProposal& proposal) override;
  void tell(const SeenJob& job, job::Step step, std::string reason) override;
  Observation observe() override { return std::exchange(seen_, {}); }

  /// Which units, elements, sites, people and standing lists the server has: install() leaves those
  /// alone.
  Result<void> learn();
  /// The open alarms of elements that it has, as the reports that raised them.
  Result<std::vector<Report>> open_alarms();
  /// Asks what changed since the last look; observe() hands it out.
  Result<void> look();
  /// Sends what waits. Errors: the client's; server_must_answer when it answers 429 or 5xx.
  Result<void> flush();

  uint64_t sent() const { return sent_; }        // requests
  uint64_t late() const { return late_; }        // requests answered 409: it was over by then
  uint64_t refused() const { return refused_; }  // requests answered any other 4xx
  uint64_t lost() const { return lost_; }        // reports given up
  const std::string& refusal() const { return refusal_; }  // the last one, as the server put it

 private:
  struct Waiting {
    bool is_report = false;
    std::string target;
    std::string content_type;
    std::string body;                                 // of a report: one VES event
    std::function<void(std::string_view)> made = {};  // takes the body of a 201
    int tries_left = 0;  // when the desk that is asked has not heard of the units yet
  };

  Result<HttpAnswer> get(const std::string& target);
  template <class Row>
  Result<std::vector<Row>> list(const std::string& target);
  Result<void> learn_ids(const std::string& path, std::string_view key);
  Result<void> learn_lists();
  void note_list(std::string_view row);
  void plan_shifts(std::string_view row, const std::vector<roster::Shift>& shifts);
  Result<void> look_at_incidents();
  Result<void> look_at_orders();
  Result<void> look_at_order(order::OrderId id);
  Result<void> look_at_alarms();
  Result<void> look_at_jobs();
  void wait(Waiting waiting);
  void post(const std::string& target, std::string body);
  std::string event_header(std::string_view domain, std::string_view name, std::string_view source,
                           Instant at);

  Ask ask_;
  std::string run_;
  Instant now_;
  uint64_t sequence_ = 0;
  std::deque<Waiting> outbox_;
  std::unordered_set<std::string> known_;  // "/api/v1/sites" + id
  std::map<std::pair<UnitCode, roster::Kind>, roster::RosterId> lists_;
  Observation seen_;
  std::map<incident::IncidentId, incident::Phase> phases_;
  std::map<order::OrderId, std::string> orders_;  // as they were last seen
  std::set<alarm::AlarmId> alarms_;
  std::map<job::JobId, std::string> jobs_;                 // as they were last seen
  std::set<std::pair<order::OrderId, UnitCode>> ordered_;  // and recipient: with a job
  uint64_t sent_ = 0;
  uint64_t late_ = 0;
  uint64_t refused_ = 0;
  uint64_t lost_ = 0;
  std::string refusal_;
};

}  // namespace lifeline::rehearsal
