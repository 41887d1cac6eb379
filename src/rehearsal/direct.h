// SPDX-License-Identifier: Apache-2.0
// Desks in this process, on a clock that the world turns: no socket, no disk, no thread. Appends go
// to a journal in memory; what one desk appends the others hear at once.
//
// Operation: pass() moves the time on, deadline by deadline. Concurrency: one thread. A batch that
// the journal refuses is a bug and ends the process.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "desk/desk.h"
#include "journal/memory.h"
#include "rehearsal/peer.h"

namespace lifeline::rehearsal {

/// The nouns of one desk; the application wires them.
using MakeModules = std::function<std::vector<std::unique_ptr<desk::Module>>()>;

class Direct final : public Peer {
 public:
  /// The group's desk is added where it is not among them.
  Direct(std::vector<UnitCode> desks, MakeModules make_modules);

  void pass(Instant now) override;
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
  Observation observe() override;

  const desk::Plan& plan() const { return plan_; }
  const std::vector<std::unique_ptr<desk::Desk>>& desks() const { return desks_; }
  journal::Journal& journal() { return journal_; }
  std::unique_ptr<desk::Desk> make_desk(UnitCode id) const;

  Instant now() const { return now_; }
  uint64_t batches() const { return batches_; }
  /// The first refusal of what was installed or ordered, if any.
  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  size_t index_of(UnitCode ground) const;
  desk::Outcome submit(size_t index, const desk::Intent& intent);
  void keep(size_t index, journal::Batch batch);
  void spread();
  template <class Import, class Command, class Row>
  void install_rows(const std::vector<Row>& rows, std::vector<Row> Import::*member);
  desk::Outcome must(size_t index, const desk::Intent& intent);
  void plan(size_t index);

  desk::Plan plan_;
  MakeModules make_modules_;
  std::vector<std::unique_ptr<desk::Desk>> desks_;
  std::vector<uint64_t> heard_nouns_;
  journal::Memory journal_;
  std::deque<journal::Batch> unheard_;
  std::set<size_t> to_plan_;  // desks whose jobs have changed since their last plan
  Instant planned_at_;
  Instant now_;
  uint64_t batches_ = 0;
  std::optional<Error> refusal_;
};

}  // namespace lifeline::rehearsal
