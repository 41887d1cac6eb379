// SPDX-License-Identifier: Apache-2.0
// A report's content: a pure fold over the journals up to the cut-off. No clock, no locale and no
// order of a hash reaches it, so two runs give the same bytes and the same digest.
//
// Operation: the units and the scenario are read first, then each desk's journal once, from its
// start up to the cut-off. A record's time never runs backwards on a desk, so "all records before
// the cut-off" is a beginning of its journal that does not change any more.
//
// What came too late for the previous released report is not counted here again: its figures are
// folded twice, as they were known then and as they are known now, and where they differ stands a
// correction with the facts that make the difference.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/report/model.h"
#include "desk/noun.h"
#include "gateway/report/section.h"

namespace lifeline::reports {

struct Question {
  report::Report report;
  std::optional<report::Report> previous;         // the report's own
  std::optional<report::Report> before_previous;  // the previous one's
};

struct FigureValue {
  std::string name;
  double value = 0;
  std::string events;  // the address of what it counts
};
LIFELINE_STRUCT(FigureValue, name, value, events)

/// The facts of the difference are the figure "corrections." + name.
struct Correction {
  std::string name;
  double was = 0;
  double is = 0;
};
LIFELINE_STRUCT(Correction, name, was, is)

/// How far a desk's journal went before the cut-off, and the digest of its batch there.
struct JournalEnd {
  UnitCode desk;
  uint64_t position = 0;
  std::string digest;
};
LIFELINE_STRUCT(JournalEnd, desk, position, digest)

struct UnitName {
  UnitCode unit;
  std::string name_zh;
  std::string name_en;
};
LIFELINE_STRUCT(UnitName, unit, name_zh, name_en)

/// All that a report says in either language; its digest is SHA-256 over its JSON.
struct Content {
  report::ReportId id;
  uint64_t number = 0;
  UnitName unit;
  std::string scenario;
  std::string scenario_zh;
  std::string scenario_en;
  Instant from;
  Instant cut_off;
  report::ReportId previous;
  Instant previous_from;
  Instant previous_cut_off;
  std::vector<JournalEnd> journals;
  std::vector<FigureValue> figures;
  std::vector<Correction> corrections;
  std::vector<UnitName> units;       // directly below
  std::vector<std::string> columns;  // days or hours
  std::vector<TroubledSite> sites;   // the worst, limits::page_rows_default
  std::vector<OpenIncident> incidents;
};
LIFELINE_STRUCT(Content, id, number, unit, scenario, scenario_zh, scenario_en, from, cut_off,
                previous, previous_from, previous_cut_off, journals, figures, corrections, units,
                columns, sites, incidents)

struct Answer {
  Content content;
  Ledger ledger;
  std::string json;    // of the content
  std::string digest;  // hexadecimal
};

/// Errors: those of the journal, report_must_be_smaller (limits::report_facts_max),
/// report_must_be_worked_out (when it is told to stop).
Result<std::shared_ptr<const Answer>> work_out(journal::Journal& journal, const desk::Plan& plan,
                                               const Question& question,
                                               const std::atomic<bool>& stopping);

/// The time of a record, from its first bytes; zero if they are not a record's.
Instant time_of_record(std::string_view payload);

}  // namespace lifeline::reports
