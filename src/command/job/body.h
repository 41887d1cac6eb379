// SPDX-License-Identifier: Apache-2.0
// A job as a request gives it.
#pragma once

#include <optional>

#include "command/job/model.h"
#include "desk/route.h"

namespace lifeline::job {

/// What is not given stays as it is.
struct JobBody {
  std::optional<std::string> title_zh;
  std::optional<std::string> title_en;
  std::optional<UnitCode> unit;
  std::optional<IncidentId> incident;
  std::optional<OrderId> order;
  std::optional<UnitCode> recipient;
  std::optional<std::string> planned_work;
  std::optional<std::string> site;
  std::optional<std::string> element;
  std::optional<LonLat> place;
  std::optional<int64_t> duration_s;
  std::optional<std::vector<std::string>> skills;
  std::optional<std::vector<std::string>> tools;
  std::optional<Parts> parts;
  std::optional<std::vector<std::string>> vehicle_kinds;
  std::optional<std::vector<std::string>> permits;
  std::optional<uint64_t> crews_needed;
  std::optional<order::Priority> priority;
  std::optional<Instant> earliest;
  std::optional<Instant> latest;
  std::optional<std::vector<JobId>> after;
  std::optional<double> load_kg;
  std::optional<JobId> deliver_of;
  std::optional<std::string> text;
  std::string reason;
};
LIFELINE_STRUCT(JobBody, title_zh, title_en, unit, incident, order, recipient, planned_work, site,
                element, place, duration_s, skills, tools, parts, vehicle_kinds, permits,
                crews_needed, priority, earliest, latest, after, load_kg, deliver_of, text, reason)

/// Errors: vehicle_kind_must_be_known.
Result<What> what_of(const JobBody& body, What what);

/// 201 with the new job's row.
desk::Response created_answer(const desk::RowKey& subject, const desk::Nouns& nouns);

}  // namespace lifeline::job
