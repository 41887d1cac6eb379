// SPDX-License-Identifier: Apache-2.0
// Who may do a job at all, and if nobody may, what is missing: first a skill that nobody has, then
// tools, a vehicle, permits, parts, and last what people have said (pins, forbids, declined).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "command/dispatch/model.h"

namespace lifeline::dispatch {

/// A crew with what it has at hand.
struct Hand {
  crew::Crew crew;
  LonLat place;                          // where it was seen last; else its base
  std::optional<vehicle::Kind> vehicle;  // in service
  std::vector<std::string> permits;      // of its vehicle
  double capacity_kg = 0;                // of its vehicle; 0: not known
};

struct Ability {
  std::vector<uint32_t> able;    // indices of crews, rising
  std::vector<uint32_t> unable;  // the rest, rising
  Lack lack = Lack::none;        // why nobody is able
  std::vector<std::string> names;
};

/// What keeps one crew from a job: of several lacks the first.
struct Missing {
  Lack lack = Lack::none;  // none: nothing
  std::vector<std::string> names = {};
};

/// Judges jobs of one scene; jobs that ask for the same are judged once.
class Judge {
 public:
  explicit Judge(const std::vector<Hand>& crews) : crews_(crews) {}

  Ability judge(const job::Job& job);
  Missing missing(const job::Job& job, uint32_t crew) const;
  /// The skill, tool or kind of vehicle of those that the job needs which this crew alone has; "".
  std::string only_name(const job::Job& job, uint32_t crew) const;

 private:
  struct Needs {
    std::vector<std::string> skills, tools, permits;
    std::vector<vehicle::Kind> vehicle_kinds;
    crew::Parts parts;

    friend auto operator<=>(const Needs&, const Needs&) = default;
  };
  const Ability& judged(const job::What& what);

  const std::vector<Hand>& crews_;
  std::map<Needs, Ability> judged_;
};

}  // namespace lifeline::dispatch
