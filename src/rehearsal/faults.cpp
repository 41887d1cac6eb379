// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/faults.h"

namespace lifeline::rehearsal {
namespace {

using alarm::Severity;
using element::Condition;
using element::Kind;

struct Words {
  std::string_view condition;  // X.733 probable cause, M.3100 where X.733 has none
  std::string_view event_type;
  std::string_view problem;
};

// What an element says of its own fault.
Words words_of(Kind kind) {
  switch (kind) {
    case Kind::base_station:
      return {"equipmentMalfunction", "equipmentAlarm", "Base station out of service"};
    case Kind::cell: return {"outOfService", "qualityOfServiceAlarm", "Cell out of service"};
    case Kind::transport_node: return {"equipmentMalfunction", "equipmentAlarm", "Line card fault"};
    case Kind::fibre: return {"lossOfSignal", "communicationsAlarm", "R_LOS"};
    case Kind::private_line: return {"lossOfFrame", "communicationsAlarm", "Terminal equipment"};
    case Kind::power: return {"commercialPowerFailure", "equipmentAlarm", "Mains lost"};
    case Kind::core: return {"softwareProgramError", "processingErrorAlarm", "Process restarted"};
    case Kind::other: break;
  }
  return {"degradedSignal", "communicationsAlarm", "Error rate high"};
}

// What an element says when it has lost its way through no fault of its own.
Words lost_words_of(Kind kind) {
  switch (kind) {
    case Kind::base_station:
      return {"communicationsSubsystemFailure", "communicationsAlarm", "S1 link lost"};
    case Kind::cell: return {"cellUnavailable", "qualityOfServiceAlarm", "Station unreachable"};
    case Kind::transport_node: return {"linkDown", "communicationsAlarm", "NE unreachable"};
    case Kind::private_line: return {"alarmIndicationSignal", "communicationsAlarm", "AIS"};
    default: return {"linkDown", "communicationsAlarm", "Upstream lost"};
  }
}

constexpr double self_clear_s_min = 60;
constexpr double self_clear_s_max = 300;
constexpr double flap_s = 40;           // from one flap to the next
constexpr double notice_s_max = 20;     // until a manager notices that an element is gone or back
constexpr int64_t others_max = 40;      // minor alarms of one ordinary fault
constexpr double unordered_factor = 3;  // a fault that hits no site is mended in its turn

Condition impact(Severity severity) { return alarm::impact_of(severity); }

}  // namespace

Faults::Fault* Faults::live(Index element, uint64_t serial) {
  const auto found = live_.find(element);
  return found == live_.end() || found->second.serial != serial ? nullptr : &found->second;
}

Report Faults::report_of(Index element, std::string_view condition, std::string interface,
                         Severity severity) const {
  const element::Element& source = plant_.element(element);
  const Words words = words_of(source.kind);
  return {.source = source.id,
          .condition = std::string(condition),
          .interface = std::move(interface),
          .severity = severity,
          .event_type = std::string(words.event_type),
          .specific_problem = std::string(words.problem),
          .raised = true,
          .region = source.region,
          .at = agenda_.now()};
}

bool Faults::start(const Trouble& trouble) {
  const Index element = trouble.element;
  if (live_.contains(element)) return false;
  const Kind kind = plant_.element(element).kind;
  Fault& fault = live_[element];
  fault.serial = ++serial_;
  fault.trouble = trouble;
  fault.primary = report_of(element, words_of(kind).condition, {}, trouble.severity);
  book_.send(fault.primary);
  const uint64_t serial = fault.serial;
  const Effects& effects = parameters_.effects;
  const bool clears_itself = trouble.may_clear &&
                             (kind == Kind::cell || kind == Kind::base_station) &&
                             chance_.happens(effects.self_clear_share);
  const bool flaps = !clears_itself && chance_.happens(effects.flapping_share);
  double minutes = trouble.repair_min;
  if (minutes <= 0)
    minutes = chance_.log_normal(parameters_.repair.median_min[static_cast<size_t>(kind)],
                                 parameters_.repair.sigma);
  double seconds = (minutes * unordered_factor + 30) * 60;
  if (clears_itself)
    seconds = self_clear_s_min + (self_clear_s_max - self_clear_s_min) * chance_.unit();
  plan_end(element, {agenda_.now().us + static_cast<int64_t>(seconds * 1e6)});
  follow(plant_.set_own(element, impact(trouble.severity)));
  raise_others(element, serial);
  if (flaps) flap(element, serial);
  const double backup_h = plant_.node(element).backup_h * trouble.backup_factor;
  if (kind == Kind::power && trouble.severity == Severity::major && backup_h > 0)
    drain_battery(element, serial, backup_h);
  return true;
}

std::optional<Instant> Faults::ends_at(Index element) const {
  const auto found = live_.find(element);
  if (found == live_.end()) return std::nullopt;
  return found->second.ends;
}

bool Faults::is_settled() const {
  return std::ranges::all_of(
      live_, [&](const auto& entry) { return book_.is_open(entry.second.primary); });
}

double Faults::repair_min(Index element) const {
  const auto found = live_.find(element);
  return found == live_.end() ? 0 : found->second.trouble.repair_min;
}

void Faults::mend_at(Index element, Instant when) {
  const auto found = live_.find(element);
  if (found != live_.end() && when < found->second.ends) plan_end(element, when);
}

void Faults::plan_end(Index element, Instant when) {
  Fault& fault = live_.at(element);
  fault.ends = when;
  const uint64_t plan = ++fault.plan;
  agenda_.at(when, [this, element, serial = fault.serial, plan] {
    const Fault* fault = live(element, serial);
    if (fault != nullptr && fault->plan == plan) end(element);
  });
}

void Faults::end(Index element) {
  auto ended = live_.extract(element);
  Fault& fault = ended.mapped();
  Report cleared = fault.primary;
  cleared.raised = false;
  cleared.at = agenda_.now();
  if (book_.is_open(cleared)) book_.send(cleared);
  clear_in_time(std::move(fault.others));
  follow(plant_.set_own(element, Condition::normal));
}

// Managers tell one after another; those that tell in the same second tell together.
void Faults::clear_in_time(std::vector<Report> raised) {
  std::map<int64_t, std::vector<Report>> by_second;
  const int64_t spread_s = raised.size() > 100 ? 60 : 5;
  for (Report& report : raised) {
    report.raised = false;
    by_second[chance_.between(1, spread_s)].push_back(std::move(report));
  }
  for (auto& [second, reports] : by_second)
    agenda_.in_s(static_cast<double>(second), [this, reports = std::move(reports)] {
      std::vector<Report> open;
      for (const Report& report : reports)
        if (book_.is_open(report)) open.push_back(report);
      for (Report& report : open) report.at = agenda_.now();
      book_.send(open);
    });
}

void Faults::raise_others(Index element, uint64_t serial) {
  const double median = parameters_.effects.alarms_per_fault_median - 1;
  if (median <= 0) return;
  const auto count = std::min(others_max, static_cast<int64_t>(chance_.log_normal(median, 0.6)));
  for (int64_t i = 1; i <= count; ++i)
    agenda_.in_s(1 + 40 * chance_.unit(), [this, element, serial, i] {
      Fault* fault = live(element, serial);
      if (fault == nullptr) return;
      fault->others.push_back(
          report_of(element, "degradedSignal", "port-" + std::to_string(i),
                    chance_.happens(0.5) ? Severity::minor : Severity::warning));
      const Report report = fault->others.back();
      book_.send(report);
      if (chance_.happens(parameters_.effects.duplicate_alarm_share)) repeat(report);
    });
}

void Faults::repeat(const Report& report) {
  agenda_.in_s(5 + 115 * chance_.unit(), [this, report] {
    Report again = report;
    again.at = agenda_.now();
    if (book_.is_open(again)) book_.send(again);
  });
}

// The alarm goes and comes again three to ten times; the element is bad all the while.
void Faults::flap(Index element, uint64_t serial) {
  const int64_t times = chance_.between(3, 10);
  for (int64_t i = 1; i <= times; ++i)
    for (const bool raised : {false, true})
      agenda_.in_s(flap_s * (static_cast<double>(i) + (raised ? 0.5 : 0)),
                   [this, element, serial, raised] {
                     const Fault* fault = live(element, serial);
                     if (fault == nullptr) return;
                     Report report = fault->primary;
                     report.raised = raised;
                     report.at = agenda_.now();
                     book_.send(report);
                   });
}

void Faults::drain_battery(Index element, uint64_t serial, double backup_h) {
  agenda_.in_s(backup_h * 3600, [this, element, serial] {
    Fault* fault = live(element, serial);
    if (fault == nullptr) return;
    fault->primary.severity = Severity::critical;
    fault->primary.at = agenda_.now();
    book_.send(fault->primary);
    follow(plant_.set_own(element, Condition::down));
  });
}

// Each element whose way was lost or found again since is noticed after some seconds.
void Faults::follow(const std::vector<Index>& changed) {
  for (const Index element : changed) {
    if (plant_.own(element) != Condition::normal || !awaited_.insert(element).second) continue;
    agenda_.in_s(1 + notice_s_max * chance_.unit(), [this, element] {
      awaited_.erase(element);
      if (plant_.condition(element) == Condition::down)
        raise_secondary(element);
      else
        clear_secondary(element);
    });
  }
}

void Faults::raise_secondary(Index element) {
  const Words words = lost_words_of(plant_.element(element).kind);
  Report report = report_of(element, words.condition, "upstream", Severity::minor);
  report.event_type = words.event_type;
  report.specific_problem = words.problem;
  if (book_.is_open(report)) return;
  book_.send(report);
  if (chance_.happens(parameters_.effects.duplicate_alarm_share)) repeat(report);
}

void Faults::clear_secondary(Index element) {
  const Words words = lost_words_of(plant_.element(element).kind);
  Report report = report_of(element, words.condition, "upstream", Severity::minor);
  report.raised = false;
  if (book_.is_open(report)) book_.send(report);
}

void Faults::storm(Index origin, const std::vector<Index>& sources, int64_t alarms) {
  const auto found = live_.find(origin);
  if (found == live_.end() || sources.empty()) return;
  std::map<int64_t, std::vector<int64_t>> by_second;
  for (int64_t i = 0; i < alarms; ++i) by_second[chance_.between(0, 59)].push_back(i);
  for (auto& [second, numbers] : by_second)
    agenda_.in_s(static_cast<double>(second) + 0.5, [this, origin, serial = found->second.serial,
                                                     sources, numbers = std::move(numbers)] {
      storm_second(origin, serial, sources, numbers);
    });
}

// Now and then a port tells again what it has told before.
void Faults::storm_second(Index origin, uint64_t serial, const std::vector<Index>& sources,
                          const std::vector<int64_t>& numbers) {
  Fault* fault = live(origin, serial);
  if (fault == nullptr) return;
  std::vector<Report> reports;
  std::set<std::string> told;
  const auto count = static_cast<int64_t>(sources.size());
  for (const int64_t number : numbers) {
    const int64_t which = number % count;
    const bool is_again = chance_.happens(parameters_.effects.duplicate_alarm_share);
    Report report = report_of(sources[static_cast<size_t>(which)], "lossOfSignal",
                              "tributary-" + std::to_string(is_again ? which : number),
                              chance_.happens(0.6) ? Severity::minor : Severity::warning);
    if (!book_.is_open(report) && told.insert(report.source + report.interface).second)
      fault->others.push_back(report);
    reports.push_back(std::move(report));
  }
  book_.send(reports);
}

// Minor ones go soon; a major or critical one is a fault whose crew is already on its way.
void Faults::adopt(const Report& report) {
  const double seconds = report.severity >= Severity::major
                             ? 60 * chance_.log_normal(90, parameters_.repair.sigma)
                             : 60 + 600 * chance_.unit();
  agenda_.in_s(seconds, [this, report] {
    Report cleared = report;
    cleared.raised = false;
    cleared.at = agenda_.now();
    book_.send(cleared);
  });
}

}  // namespace lifeline::rehearsal
