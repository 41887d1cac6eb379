// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/rehearse.h"

#include "base/json_write.h"
#include "rehearsal/checks.h"

namespace lifeline::rehearsal {

Summary run_rehearsal(const Scenario& scenario, const MakeModules& make_modules) {
  const Network network = build_network(scenario, scenario.parameters.seed);
  Direct desks(scenario.desks, make_modules);
  World world(scenario, network, {.start = scenario.starts, .left = {}}, desks);
  world.begin();
  world.run_until(scenario.ends);
  Summary summary = summarise(desks, world);
  summary.scenario = scenario.name;
  summary.seed = scenario.parameters.seed;
  summary.starts = scenario.starts;
  summary.ends = scenario.ends;
  summary.violations = check_all(desks, world);
  const auto facts = field_facts(desks);
  if (!facts) {
    summary.violations.push_back("the journals' jobs cannot be read: " + facts.error().detail);
    return summary;
  }
  summary.jobs = facts->jobs;
  summary.jobs_done = facts->jobs_done;
  summary.field = facts->all;
  summary.steps = facts->steps;
  for (std::string& sentence : find_miscounted(desks, *facts))
    summary.violations.push_back(std::move(sentence));
  return summary;
}

int rehearse(const RehearseOptions& options, const MakeModules& make_modules, std::ostream& out) {
  auto scenario = load_scenario(options.folder);
  if (!scenario) {
    out << scenario.error().name << ": " << scenario.error().detail << scenario.error().field
        << '\n';
    return 66;
  }
  if (options.seed) scenario->parameters.seed = *options.seed;
  const Summary summary = run_rehearsal(*scenario, make_modules);
  if (options.json)
    out << to_json(summary) << '\n';
  else
    out << summary_text(summary);
  return summary.violations.empty() ? 0 : 70;
}

}  // namespace lifeline::rehearsal
