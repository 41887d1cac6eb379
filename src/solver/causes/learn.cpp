// SPDX-License-Identifier: Apache-2.0
#include "solver/causes/learn.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <tuple>

#include "base/limits.h"
#include "solver/causes/excitation.h"
#include "solver/causes/history.h"

namespace lifeline::causes {
namespace {

struct Choice {
  double gain = 0;
  uint32_t source = 0;
};

// One effect's model, with the gain of each source that it does not have.
class Candidates {
 public:
  Candidates(const History& history, uint32_t mark, uint32_t own)
      : model_(history, mark, own), gains_(history.exposures.size(), 0.0) {
    for (uint32_t source = 0; source < gains_.size(); ++source)
      if (source != own) gains_[source] = model_.gain_of(source);
  }

  /// The best source that is allowed and worth its price.
  template <class Allowed>
  std::optional<Choice> best(Allowed&& allowed) const {
    std::optional<Choice> best;
    for (uint32_t source = 0; source < gains_.size(); ++source)
      if (gains_[source] > (best ? best->gain : 0.0) && allowed(source))
        best = Choice{gains_[source], source};
    return best;
  }

  template <class Allowed>
  void add(uint32_t chosen, Allowed&& allowed) {
    model_.add(chosen);
    gains_[chosen] = 0;
    for (uint32_t source = 0; source < gains_.size(); ++source)
      if (!has(source)) gains_[source] = allowed(source) ? model_.gain_of(source) : 0;
  }

  /// Takes out, worst first, what is no longer worth its price.
  void prune() {
    while (model_.sources().size() > 1) {
      Choice worst{.gain = 0, .source = model_.sources()[0]};
      for (const uint32_t source : std::span(model_.sources()).subspan(1)) {
        const double worth = model_.worth_of(source);
        if (worth < worst.gain) worst = {worth, source};
      }
      if (worst.source == model_.sources()[0]) return;
      model_.remove(worst.source);
    }
  }

  const Excitation& model() const { return model_; }

 private:
  bool has(uint32_t source) const {
    return std::ranges::find(model_.sources(), source) != model_.sources().end();
  }

  Excitation model_;
  std::vector<double> gains_;
};

// Who is reached from whom along the edges so far.
class Order {
 public:
  explicit Order(uint32_t marks) : reaches_(marks, std::vector<bool>(marks, false)) {
    for (uint32_t mark = 0; mark < marks; ++mark) reaches_[mark][mark] = true;
  }
  bool allows(uint32_t cause, uint32_t effect) const { return !reaches_[effect][cause]; }
  void add(uint32_t cause, uint32_t effect) {
    if (reaches_[cause][effect]) return;
    for (auto& reached : reaches_) {
      if (!reached[cause]) continue;
      for (size_t mark = 0; mark < reached.size(); ++mark)
        if (reaches_[effect][mark]) reached[mark] = true;
    }
  }

 private:
  std::vector<std::vector<bool>> reaches_;
};

std::vector<Edge> choose(const History& history, const Ground& ground) {
  const uint32_t distances = ground.distances();
  std::vector<std::optional<Candidates>> effects(ground.marks);
  for (uint32_t mark = 0; mark < ground.marks; ++mark)
    if (history.effects[mark].rows() > 0) effects[mark].emplace(history, mark, mark * distances);
  Order order(ground.marks);
  const auto allowed_for = [&](uint32_t effect) {
    return [&order, distances, effect](uint32_t source) {
      return source / distances == effect || order.allows(source / distances, effect);
    };
  };
  for (;;) {
    std::optional<Choice> choice;
    uint32_t effect = 0;
    for (uint32_t mark = 0; mark < ground.marks; ++mark) {
      if (!effects[mark]) continue;
      const auto best = effects[mark]->best(allowed_for(mark));
      if (best && (!choice || best->gain > choice->gain)) choice = best, effect = mark;
    }
    if (!choice) break;
    if (choice->source / distances != effect) order.add(choice->source / distances, effect);
    effects[effect]->add(choice->source, allowed_for(effect));
  }
  std::vector<Edge> edges;
  for (uint32_t mark = 0; mark < ground.marks; ++mark) {
    if (!effects[mark]) continue;
    effects[mark]->prune();
    const Excitation& model = effects[mark]->model();
    std::vector<uint32_t> sources = model.sources();
    std::ranges::sort(sources);
    for (const uint32_t source : sources) {
      const uint32_t cause = source / distances;
      if (cause == mark) continue;
      const double share = model.share_of(source), gain = model.worth_of(source);
      if (!edges.empty() && edges.back().cause == cause && edges.back().effect == mark) {
        edges.back().score = std::min(1.0, edges.back().score + share);
        edges.back().gain_nats += gain;
      } else {
        edges.push_back({.cause = cause, .effect = mark, .score = share, .gain_nats = gain});
      }
    }
  }
  std::ranges::sort(
      edges, {}, [](const Edge& edge) { return std::tuple(-edge.score, edge.cause, edge.effect); });
  return edges;
}

Result<void> check_lags(const Options& options) {
  const auto& lags_s = options.lags_s;
  if (lags_s.size() < 2 || lags_s[0] != 0 ||
      std::ranges::adjacent_find(lags_s, std::ranges::greater_equal{}) != lags_s.end())
    return invalid("lags_must_rise_from_zero", "lags_s");
  return {};
}

}  // namespace

Result<Topology> learn_links(const Log& log, const Options& options) {
  if (const auto checked = check_lags(options); !checked) return tl::unexpected(checked.error());
  if (log.devices > limits::causes_linked_devices_max)
    return invalid(
        "devices_must_be_fewer", {},
        "links are learned of at most " + std::to_string(limits::causes_linked_devices_max));
  std::vector<Happening> happenings;
  happenings.reserve(log.alarms.size());
  for (const Alarm& alarm : log.alarms)
    happenings.push_back({.at_s = alarm.start_s, .mark = alarm.device, .place = 0});
  const Ground ground{
      .marks = log.devices, .places = 1, .neighbours = {}, .lags_s = options.lags_s};
  const History history = look_back(happenings, ground);
  Topology links{.neighbours = std::vector<std::vector<uint32_t>>(log.devices)};
  const auto always = [](uint32_t) { return true; };
  for (uint32_t device = 0; device < log.devices; ++device) {
    if (history.effects[device].rows() == 0) continue;
    Candidates candidates(history, device, device);
    while (const auto choice = candidates.best(always)) candidates.add(choice->source, always);
    candidates.prune();
    for (const uint32_t other : std::span(candidates.model().sources()).subspan(1)) {
      links.neighbours[device].push_back(other);
      links.neighbours[other].push_back(device);
    }
  }
  for (auto& neighbours : links.neighbours) {
    std::ranges::sort(neighbours);
    neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  }
  return links;
}

Result<std::vector<Edge>> learn_causes(const Log& log, const Topology* topology,
                                       const Options& options) {
  if (const auto checked = check_lags(options); !checked) return tl::unexpected(checked.error());
  if (topology && topology->neighbours.size() < log.devices)
    return invalid("devices_must_be_in_the_topology", "device_id",
                   "device " + std::to_string(log.devices - 1) + ", but the topology has " +
                       std::to_string(topology->neighbours.size()) + " devices");
  Topology learned;
  if (!topology && options.learns_links && log.devices <= limits::causes_linked_devices_max) {
    auto links = learn_links(log, options);
    if (!links) return tl::unexpected(links.error());
    learned = std::move(*links);
    topology = &learned;
  }
  Ground ground{
      .marks = log.types, .places = log.devices, .neighbours = {}, .lags_s = options.lags_s};
  if (topology) {
    ground.neighbours = topology->neighbours;
    ground.places = static_cast<uint32_t>(topology->neighbours.size());
  }
  std::vector<Happening> happenings;
  happenings.reserve(log.alarms.size());
  for (const Alarm& alarm : log.alarms)
    happenings.push_back({.at_s = alarm.start_s, .mark = alarm.type, .place = alarm.device});
  return choose(look_back(happenings, ground), ground);
}

}  // namespace lifeline::causes
