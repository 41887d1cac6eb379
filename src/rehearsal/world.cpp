// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/world.h"

#include <algorithm>

namespace lifeline::rehearsal {
namespace {

using alarm::Severity;
using element::Condition;
using element::Kind;

constexpr double factor_max = 5;        // of load and weather together on the fault rate
constexpr double noise_per_day = 0.25;  // minor alarms of an element that mean little
constexpr double noise_median_s = 15 * 60;
constexpr double noise_unmapped_share = 0.004;  // of sources that nobody has imported
constexpr double silence_share = 0.0002;        // of beats after which a manager falls silent
constexpr size_t storm_sources_max = 400;
constexpr int64_t extra_strikes_max = 4;  // until a site that must lose service has lost it
constexpr size_t warm_up_faults = 10;     // in the first half hour, so that the wall has something

Kind kind_of(FaultKind kind, bool is_large) {
  switch (kind) {
    case FaultKind::fibre_cut: return Kind::fibre;
    case FaultKind::power_failure: return Kind::power;
    case FaultKind::node_failure: break;
  }
  return is_large ? Kind::core : Kind::transport_node;
}

// Spontaneous faults; a power plant has its battery first.
Severity severity_of(Kind kind, Chance& chance) {
  switch (kind) {
    case Kind::fibre:
    case Kind::private_line: return Severity::critical;
    case Kind::power: return Severity::major;
    case Kind::base_station: return chance.happens(0.6) ? Severity::critical : Severity::major;
    case Kind::core: return chance.happens(0.3) ? Severity::critical : Severity::major;
    case Kind::cell:
    case Kind::transport_node: return chance.happens(0.5) ? Severity::critical : Severity::major;
    case Kind::other: break;
  }
  return Severity::minor;
}

bool is_within(UnitCode code, UnitCode region) {
  for (; code; code = enclosing(code))
    if (code == region) return true;
  return false;
}

}  // namespace

World::World(const Scenario& scenario, const Network& network, WorldOptions options, Peer& peer)
    : scenario_(scenario),
      parameters_(scenario.parameters),
      network_(network),
      options_(options),
      peer_(peer),
      agenda_(options.start),
      book_(peer),
      plant_(network),
      faults_(parameters_, plant_, agenda_, book_),
      roll_(build_roll(scenario, options.start)),
      field_(build_field(scenario, options.start)),
      staff_({.scenario = scenario,
              .plant = plant_,
              .roll = roll_,
              .agenda = agenda_,
              .faults = faults_,
              .peer = peer},
             options.left),
      headquarters_({.scenario = scenario, .roll = roll_, .agenda = agenda_, .peer = peer}),
      chance_(parameters_.seed, "world") {
  for (Index i = 0; i < plant_.size(); ++i) {
    const Node& node = plant_.node(i);
    const bool is_beater = std::ranges::any_of(
        network.beaters, [&](const Beater& beater) { return beater.name == node.element.id; });
    if (!is_beater) by_kind_[static_cast<size_t>(node.element.kind)].push_back(i);
    if (!node.site.empty() && opens_at(scenario, node.site) > options.start) plant_.hide(i);
  }
}

void World::begin() {
  if (options_.installs) install();
  plan_timeline();
  if (options_.start <= scenario_.starts) plan_warm_up();
  plan_beats();
  plan_chance_fault();
  plan_noise();
  staff_.plan_absences();
  headquarters_.plan();
}

void World::step() {
  const auto happening = agenda_.take();
  peer_.pass(agenda_.now());
  staff_.look(peer_.observe());
  happening();
  staff_.look(peer_.observe());
}

void World::run_until(Instant end) {
  while (agenda_.next() && *agenda_.next() < end) step();
  peer_.pass(end);
}

void World::install() {
  peer_.pass(options_.start);
  peer_.install(scenario_.units);
  std::vector<element::Element> elements;
  for (Index i = 0; i < plant_.size(); ++i)
    if (!plant_.is_hidden(i)) elements.push_back(plant_.element(i));
  peer_.install(elements);
  std::vector<site::Site> sites;
  for (const site::Site& site : network_.sites)
    if (opens_at(scenario_, site.id) <= options_.start) sites.push_back(site);
  peer_.install(sites);
  peer_.install(roll_.people);
  peer_.install(roll_.lists);
  peer_.install(field_.vehicles);
  peer_.install(field_.crews);
}

void World::open_site(const std::string& id) {
  std::vector<element::Element> elements;
  for (Index i = 0; i < plant_.size(); ++i)
    if (plant_.node(i).site == id && plant_.is_hidden(i)) elements.push_back(plant_.element(i));
  if (elements.empty()) return;
  peer_.install(elements);
  for (const site::Site& site : network_.sites)
    if (site.id == id) peer_.install(std::vector<site::Site>{site});
  for (const element::Element& element : elements) faults_.show(plant_.find(element.id));
}

void World::plan_timeline() {
  for (const Moment& moment : scenario_.timeline) {
    if (moment.at < options_.start) continue;
    if (moment.kind == Happening::site_opens)
      agenda_.at(moment.at, [this, &moment] { open_site(moment.place); });
    else if (moment.kind == Happening::fault || moment.kind == Happening::storm)
      agenda_.at(moment.at, [this, &moment] { strike(moment); });
  }
}

void World::plan_warm_up() {
  for (size_t i = 0; i < warm_up_faults; ++i)
    agenda_.in_s(120 + 170 * static_cast<double>(i) + 60 * chance_.unit(),
                 [this, i] { warm_up(i); });
}

// Of every kind something, every other one at a place that matters most.
void World::warm_up(size_t number) {
  std::vector<size_t> sites;
  for (size_t i = 0; i < plant_.sites().size(); ++i) {
    const site::Site& site = plant_.sites()[i];
    const bool is_there = opens_at(scenario_, site.id) <= agenda_.now();
    if (is_there && (number % 2 == 1 || site.tier == 1)) sites.push_back(i);
  }
  if (sites.empty()) return;
  const size_t site = sites[chance_.below(sites.size())];
  constexpr FaultKind kinds[] = {FaultKind::fibre_cut, FaultKind::node_failure,
                                 FaultKind::power_failure};
  strike_site({.at = agenda_.now(),
               .kind = Happening::fault,
               .place = plant_.sites()[site].id,
               .fault = kinds[number % 3],
               .spare = number % 4 != 0},
              site);
}

void World::plan_beats() {
  for (size_t i = 0; i < network_.beaters.size(); ++i)
    agenda_.in_s(static_cast<double>(5 + 7 * i), [this, i] { beat(i); });
}

void World::beat(size_t beater) {
  const Beater& source = network_.beaters[beater];
  peer_.beat(source);
  const bool falls_silent = chance_.happens(silence_share);
  const int64_t beats = falls_silent ? chance_.between(5, 10) : 1;
  agenda_.in_s(static_cast<double>(source.interval_s * beats), [this, beater] { beat(beater); });
}

// Chance strikes at the rate of the worst hour; what is too much for this hour is let pass.
void World::plan_chance_fault() {
  if (faults_per_s_ == 0)
    for (size_t kind = 0; kind < element_kinds; ++kind)
      faults_per_s_ += static_cast<double>(by_kind_[kind].size()) *
                       parameters_.faults_per_day[kind] * factor_max / seconds_a_day;
  if (faults_per_s_ <= 0) return;
  agenda_.in_s(chance_.exponential(1 / faults_per_s_), [this] {
    chance_fault();
    plan_chance_fault();
  });
}

void World::chance_fault() {
  double aim = chance_.unit() * faults_per_s_ * seconds_a_day / factor_max;
  size_t kind = 0;
  for (; kind + 1 < element_kinds; ++kind) {
    const double weight =
        static_cast<double>(by_kind_[kind].size()) * parameters_.faults_per_day[kind];
    if (aim < weight) break;
    aim -= weight;
  }
  if (by_kind_[kind].empty()) return;
  const Index element = by_kind_[kind][chance_.below(by_kind_[kind].size())];
  bool is_cold = false;
  const double factor = factor_on(plant_.node(element), is_cold);
  if (!chance_.happens(factor / factor_max) || plant_.is_hidden(element)) return;
  faults_.start({.element = element,
                 .severity = severity_of(static_cast<Kind>(kind), chance_),
                 .may_clear = true,
                 .backup_factor = is_cold ? parameters_.power.cold_battery_factor : 1});
}

void World::plan_noise() {
  const double per_s = static_cast<double>(plant_.size()) * noise_per_day / seconds_a_day;
  agenda_.in_s(chance_.exponential(1 / per_s), [this] {
    noise();
    plan_noise();
  });
}

void World::noise() {
  constexpr std::string_view conditions[] = {"thresholdCrossed", "temperatureUnacceptable",
                                             "timingProblem", "congestion"};
  const auto element = static_cast<Index>(chance_.below(plant_.size()));
  if (plant_.is_hidden(element)) return;
  const element::Element& source = plant_.element(element);
  Report report{.source = source.id,
                .condition = std::string(conditions[chance_.below(4)]),
                .interface = {},
                .severity = chance_.happens(0.4) ? Severity::minor : Severity::warning,
                .event_type = "qualityOfServiceAlarm",
                .specific_problem = {},
                .raised = true,
                .region = source.region,
                .at = agenda_.now()};
  if (chance_.happens(noise_unmapped_share)) {
    report.source = to_text(source.region) + "-NEW-" + std::to_string(chance_.below(1000));
    report.region = group_unit;  // what nobody knows goes to headquarters
  }
  if (book_.is_open(report)) return;
  book_.send(report);
  agenda_.in_s(chance_.log_normal(noise_median_s, 1), [this, report] {
    Report cleared = report;
    cleared.raised = false;
    cleared.at = agenda_.now();
    if (book_.is_open(cleared)) book_.send(cleared);
  });
}

bool World::covers(const std::string& place, const Node& node) const {
  if (place == node.site) return true;
  const auto region = parse_unit_code(place);
  return region && *region && is_within(node.element.region, *region);
}

double World::load_on(const Node& node) const {
  double load = 1;
  for (const Moment& moment : scenario_.timeline) {
    if (moment.at > agenda_.now()) break;
    const Instant ends = seconds_after(moment.at, static_cast<int64_t>(moment.hours * 3600));
    if (moment.kind == Happening::surge && agenda_.now() < ends && covers(moment.place, node))
      load = std::max(load, moment.load);
  }
  return load;
}

double World::weather_on(const Node& node, bool& is_cold) const {
  const Effects& effects = parameters_.effects;
  double factor = 1;
  for (const Moment& moment : scenario_.timeline) {
    if (moment.at > agenda_.now()) break;
    const Instant ends = seconds_after(moment.at, static_cast<int64_t>(moment.hours * 3600));
    if (moment.kind != Happening::weather || agenda_.now() >= ends || !covers(moment.place, node))
      continue;
    is_cold = is_cold || moment.weather != WeatherKind::rain;
    const double by_kind[] = {effects.rain_factor, effects.sleet_factor, effects.snow_factor};
    factor = std::max(factor, by_kind[static_cast<size_t>(moment.weather)]);
  }
  return factor;
}

// Load wears on what carries traffic, weather on cables and the grid.
double World::factor_on(const Node& node, bool& is_cold) const {
  const double weather = weather_on(node, is_cold);
  switch (node.element.kind) {
    case Kind::fibre:
    case Kind::power: return weather;
    case Kind::private_line:
    case Kind::other: return 1;
    default: break;
  }
  return natural_exp(parameters_.effects.load_exponent * natural_log(load_on(node)));
}

void World::strike(const Moment& moment) {
  const size_t site = plant_.find_site(moment.place);
  if (site < plant_.sites().size())
    strike_site(moment, site);
  else
    strike_region(moment, parse_unit_code(moment.place).value_or(group_unit));
}

bool World::start(Index element, const Moment& moment, bool holds) {
  bool is_cold = false;
  (void)weather_on(plant_.node(element), is_cold);
  return faults_.start({.element = element,
                        .severity = holds ? Severity::major : Severity::critical,
                        .repair_min = moment.repair_min,
                        .backup_factor = is_cold ? parameters_.power.cold_battery_factor : 1});
}

// What is nearest to the site and does to it what the row says: service lost, or held by what is
// spare. Where nothing is spare a fault that must not cost service is a major one; where one is not
// enough to lose service more follow.
void World::strike_site(const Moment& moment, size_t site) {
  std::vector<Index> open;
  for (const Index element : plant_.supports_of(site)) {
    const Kind kind = plant_.element(element).kind;
    const bool fits = moment.fault == FaultKind::node_failure
                          ? kind == Kind::transport_node || kind == Kind::base_station
                          : kind == kind_of(moment.fault, false);
    const bool is_near = plant_.node(element).site == plant_.sites()[site].id ||
                         plant_.element(element).region == plant_.sites()[site].region;
    if (fits && is_near && !faults_.is_live(element) && !plant_.is_hidden(element))
      open.push_back(element);
  }
  std::ranges::reverse(open);
  const auto outcome = [&](Index element) {
    const Condition before = plant_.own(element);
    (void)plant_.set_own(element, Condition::down);
    const Condition condition = plant_.site_condition(site);
    (void)plant_.set_own(element, before);
    return condition;
  };
  int64_t wanted = std::max<int64_t>(1, moment.scale);
  int64_t struck = 0;
  const Condition aim = moment.spare ? Condition::degraded : Condition::down;
  while (!open.empty() && struck < wanted) {
    auto chosen = std::ranges::find_if(open, [&](Index e) { return outcome(e) == aim; });
    const bool fits = chosen != open.end();
    if (!fits) chosen = open.begin();
    struck += start(*chosen, moment, moment.spare && !fits) ? 1 : 0;
    open.erase(chosen);
    const bool is_lost = plant_.site_condition(site) == Condition::down;
    if (struck == wanted && !moment.spare && !is_lost && wanted < moment.scale + extra_strikes_max)
      ++wanted;
  }
}

std::vector<Index> World::candidates(const Moment& moment, UnitCode region) const {
  std::vector<Index> found;
  const bool is_large = moment.scale == 1;
  for (Index i = 0; i < plant_.size(); ++i) {
    const Node& node = plant_.node(i);
    const bool is_shared = node.site.empty() || moment.fault == FaultKind::power_failure;
    if (node.element.kind == kind_of(moment.fault, is_large) && is_shared && !plant_.is_hidden(i) &&
        !faults_.is_live(i) && is_within(node.element.region, region))
      found.push_back(i);
  }
  return found;
}

size_t World::sites_down() const {
  size_t down = 0;
  for (size_t i = 0; i < plant_.sites().size(); ++i)
    down += plant_.site_condition(i) == Condition::down ? 1 : 0;
  return down;
}

// Many at once: the shared parts first, which stand first; blackouts fall where they fall. Where a
// spare holds, no more sites are down than before.
void World::strike_region(const Moment& moment, UnitCode region) {
  std::vector<Index> open = candidates(moment, region);
  std::vector<Index> struck;
  while (!open.empty() && static_cast<int64_t>(struck.size()) < moment.scale) {
    const size_t next = moment.fault == FaultKind::power_failure ? chance_.below(open.size()) : 0;
    const Index element = open[next];
    open.erase(open.begin() + static_cast<ptrdiff_t>(next));
    const bool has_battery = plant_.element(element).kind == Kind::power;
    if (moment.spare && !has_battery) {
      const size_t before = sites_down();
      (void)plant_.set_own(element, Condition::down);
      const bool costs = sites_down() > before;
      (void)plant_.set_own(element, Condition::normal);
      if (costs) continue;
    }
    if (start(element, moment, moment.spare && has_battery)) struck.push_back(element);
  }
  if (moment.kind != Happening::storm || struck.empty()) return;
  std::vector<Index> sources;
  for (const Index element : struck)
    for (const Index reached : plant_.reached_by(element, storm_sources_max))
      if (sources.size() < storm_sources_max) sources.push_back(reached);
  const int64_t alarms =
      moment.alarms > 0 ? moment.alarms : parameters_.effects.alarms_per_storm_60s;
  faults_.storm(struck.front(), sources, alarms);
}

Ledger World::ledger() const {
  return {.raises = book_.raises(),
          .clears = book_.clears(),
          .faults = faults_.started(),
          .open = book_.open()};
}

}  // namespace lifeline::rehearsal
