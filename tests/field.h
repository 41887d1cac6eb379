// SPDX-License-Identifier: Apache-2.0
// Two crews of Wuhan on shift, one with a generator, and a job that both may do.
#pragma once

#include <string>

#include "tests/given.h"

namespace lifeline::job::fixture {

using tests::Given;
using tests::hubei;
using tests::noon;
using tests::wuhan;

inline constexpr LonLat wuhan_place{114.3, 30.6};

inline Instant minute(int64_t minutes) { return seconds_after(noon, minutes * 60); }

inline crew::Entry crew_entry(std::string id) {
  crew::Entry entry;
  entry.id = std::move(id);
  entry.name_zh = "抢修班";
  entry.unit = wuhan;
  entry.size = 3;
  entry.skills = {"transmission"};
  entry.parts = {{"fuse", 4}};
  return entry;
}

inline What work() {
  What what;
  what.title_zh = what.title_en = "Mend the node";
  what.unit = wuhan;
  what.place = wuhan_place;
  what.skills = {"transmission"};
  return what;
}

inline JobId id(uint64_t serial) { return {hubei.value, serial}; }

inline Created created(uint64_t serial, What what = work()) {
  return {.id = id(serial), .what = std::move(what), .attributes = {}, .by = "li", .at = noon};
}
inline Offered offered(uint64_t serial, std::string crew) {
  return {
      .id = id(serial), .crew = std::move(crew), .until = minute(5), .by = "commander", .at = noon};
}
inline Accepted accepted(uint64_t serial, std::string crew, Instant at = noon) {
  return {.id = id(serial), .crew = std::move(crew), .by = "commander", .at = at, .told_at = at};
}
inline Departed departed(uint64_t serial, std::string crew, Instant at = noon) {
  return {.id = id(serial),
          .crew = std::move(crew),
          .unit = wuhan,
          .people = 3,
          .vehicle = "V1",
          .by = "commander",
          .at = at,
          .told_at = at};
}
inline Arrived arrived(uint64_t serial, std::string crew, Instant at = noon) {
  return {.id = id(serial), .crew = std::move(crew), .by = "commander", .at = at, .told_at = at};
}
inline Finished finished(uint64_t serial, std::string crew, Instant at = noon) {
  return {.id = id(serial),
          .crew = std::move(crew),
          .result = {},
          .by = "commander",
          .at = at,
          .told_at = at};
}

/// Crews C1 (with the generator V1) and C2, on shift from an hour before noon to eight after.
class Field : public Given {
 public:
  Field() {
    vehicle::Entry car;
    car.id = "V1";
    car.kind = vehicle::Kind::power_car;
    car.unit = wuhan;
    crew::Entry first = crew_entry("C1");
    first.vehicle = "V1";
    (*this)(vehicle::Imported{.vehicles = {car}},
            crew::Imported{.crews = {first, crew_entry("C2")}});
    for (const char* crew : {"C1", "C2"})
      (*this)(
          crew::ShiftsPlanned{.id = crew, .shifts = {{minute(-60), minute(480), {}}}, .due = {}});
  }
  const Job& job(uint64_t serial) { return part<job::Noun>().state.jobs.at(id(serial)); }
};

}  // namespace lifeline::job::fixture
