// SPDX-License-Identifier: Apache-2.0
// A day of dispatch as a JSON file, and the file's problem. Times are seconds of the day, places
// are degrees; travel is that of roads.h.
//
//   {"by_hour":true,
//    "crews":[{"id":"7","latitude":30.5,"longitude":114.3,"from":28800,"to":64800,"home":true,
//              "skills":["fibre"],"tools":["splicer"],"parts":{"board":2},"permits":["red zone"],
//              "depot":{"latitude":…,"longitude":…,"duration":600},
//              "breaks":[{"from":41400,"to":46800,"duration":1800}],"driven":["job 3"]}],
//    "jobs":[{"id":"job 1","latitude":…,"longitude":…,"duration":1800,"priority":3,
//             "windows":[{"from":…,"to":…}],"skills":[…],"tools":[…],"parts":{…},"permits":[…],
//             "after":["job 2"],"crew":"7","not_crews":["8"]}]}
//
// All but ids and places may be left out. What is made small is priority × completion.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "solver/routing/model.h"

namespace lifeline::routing {

struct DayBreak {
  double from = 0, to = 86'400, duration = 0;
};
LIFELINE_STRUCT(DayBreak, from, to, duration)

struct DayDepot {
  double latitude = 0, longitude = 0, duration = 0;
};
LIFELINE_STRUCT(DayDepot, latitude, longitude, duration)

struct DayCrew {
  std::string id;
  double latitude = 0, longitude = 0;
  double from = 0, to = 86'400;
  bool home = true;  // whether it drives back to where it started
  std::vector<std::string> skills, tools, permits;
  std::map<std::string, uint32_t> parts;
  std::vector<DayDepot> depot;  // none or one
  std::vector<DayBreak> breaks;
  std::vector<std::string> driven;
};
LIFELINE_STRUCT(DayCrew, id, latitude, longitude, from, to, home, skills, tools, permits, parts,
                depot, breaks, driven)

struct DayWindow {
  double from = 0, to = 86'400;
};
LIFELINE_STRUCT(DayWindow, from, to)

struct DayJob {
  std::string id;
  double latitude = 0, longitude = 0;
  double duration = 0, priority = 1;
  std::vector<DayWindow> windows;
  std::vector<std::string> skills, tools, permits;
  std::map<std::string, uint32_t> parts;
  std::vector<std::string> after;
  std::string crew;  // "" for any
  std::vector<std::string> not_crews;
};
LIFELINE_STRUCT(DayJob, id, latitude, longitude, duration, priority, windows, skills, tools,
                permits, parts, after, crew, not_crews)

struct Day {
  bool by_hour = false;
  std::vector<DayCrew> crews;
  std::vector<DayJob> jobs;
};
LIFELINE_STRUCT(Day, by_hour, crews, jobs)

/// Errors, with the field: those of JSON, id_must_be_given_once, job_must_be_known,
/// vehicle_must_be_known, number_must_be_in_range, names_must_be_fewer.
Result<Problem> problem_of(const Day& day);
Result<Problem> read_day(std::string_view text);

}  // namespace lifeline::routing
