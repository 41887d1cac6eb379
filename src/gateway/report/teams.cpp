// SPDX-License-Identifier: Apache-2.0
// Teams: how many there are and of how many people, which were mobilised, and what they did: tasks,
// hours, results. The words are those of command/team/count.h; person-times (人次) are members on a
// task on a day, days by Beijing time. All is counted by kind as well.
#include <algorithm>

#include "base/limits.h"
#include "base/zone.h"
#include "command/team/count.h"
#include "command/team/view.h"
#include "gateway/report/section.h"

namespace lifeline::reports {
namespace {

using team::Kind;

constexpr Kind kinds[] = {Kind::commando, Kind::vanguard, Kind::volunteer};

class Teams final : public Section {
 public:
  Teams(Scope& scope, Ledger& ledger) : scope_(scope), ledger_(ledger) {}
  std::string_view noun() const override { return team::Noun::name; }
  uint64_t bit() const override { return team::Noun::bit; }

  void take(const Fact& fact) override {
    const std::string_view kind = fact.kind();
    if (kind == "Imported") return import(fact);
    if (kind == "Enlisted") return enlist(fact);
    if (kind == "Raised") return raise(fact);
    const auto found = teams_.find(text_of(fact.event, "id"));
    if (found == teams_.end()) return;
    Team& team = found->second;
    if (kind == "Changed") {
      if (const auto what = fact.event.at("what")) describe(team, *what);
    } else if (kind == "Joined") {
      join(fact, found->first, team);
    } else if (kind == "Left") {
      leave(fact, team);
    } else if (kind == "Mobilised") {
      mobilise(fact, found->first, team);
    } else {
      work(fact, found->first);
    }
  }

  void close(Lists&) override {
    for (auto& [id, task] : tasks_) judge(task);
    for (auto& [id, team] : teams_)
      if (scope_.holds(team.unit) && (!scope_.is_scenario() || team.is_concerned)) count(team);
    for (auto& [id, task] : tasks_)
      if (task.is_ours) count(task);
    for (const char* name : {"teams", "team_members", "team_person_times", "team_tasks_open"})
      set(name, false);
    for (const char* name : {"teams_mobilised", "team_tasks_ordered", "team_tasks_done",
                             "team_tasks_called_off", "team_hours"})
      set(name, true);
    set_results();
  }

 private:
  struct Team {
    UnitCode unit;
    Kind kind = Kind::commando;
    uint32_t raised = 0;
    std::map<uint64_t, uint32_t> members;  // by number: the fact that brought them in
    std::optional<uint32_t> mobilised;     // first in the time
    bool is_concerned = false;             // by the report's scenario
  };
  struct Task {
    std::string team;
    std::string order;
    uint32_t ordered = 0, begun = 0, ended = 0;
    bool is_ordered_now = false, is_ended_now = false;  // in the time
    bool is_done = false;
    size_t members = 0;
    team::Task times;  // begun_at and ended_at
    double hours = 0, results = 0;
    std::string result_unit;
    bool is_ours = false;
  };
  struct Counts {
    Facts all;
    std::map<Kind, Facts> as;
  };

  // What was counted of it is of the ground that it is on now.
  void describe(Team& team, const Json& what) {
    enum_from_text(text_of(what, "kind"), team.kind = Kind::commando);
    team.unit = unit_of(what, "unit");
    ledger_.place(team.raised, team.unit);
    for (const auto& [number, fact] : team.members) ledger_.place(fact, team.unit);
  }

  // A team is known from the event that raised it, and stays what it was when it is told again.
  Team& known(const Fact& fact, std::string_view id, const Json& json) {
    const auto [found, is_new] = teams_.try_emplace(std::string(id));
    Team& team = found->second;
    if (is_new) team.raised = ledger_.add(fact, {}, id);
    if (const auto what = json.at("what")) describe(team, *what);
    return team;
  }
  void raise(const Fact& fact) {
    const std::string_view id = text_of(fact.event, "id");
    join(fact, id, known(fact, id, fact.event));
  }
  void import(const Fact& fact) {
    const auto teams = fact.event.at("teams");
    if (!teams) return;
    auto each = [&](Json json) {
      known(fact, text_of(json, "id"), json);
      return true;
    };
    teams->each(each);
  }

  void put(Team& team, const Json& member, uint32_t brought) {
    const auto number = static_cast<uint64_t>(integer_of(member, "number"));
    if (text_of(member, "left_at").empty()) team.members.try_emplace(number, brought);
  }
  void join(const Fact& fact, std::string_view id, Team& team) {
    const auto members = fact.event.at("members");
    if (!members || members->size() == 0) return;
    const uint32_t brought = ledger_.add(fact, team.unit, id);
    auto each = [&](Json json) {
      put(team, json, brought);
      return true;
    };
    members->each(each);
  }
  // A file's members: one fact for each of its teams.
  void enlist(const Fact& fact) {
    const auto members = fact.event.at("members");
    if (!members) return;
    std::map<std::string, uint32_t, std::less<>> brought;
    auto each = [&](Json json) {
      const auto found = teams_.find(text_of(json, "team"));
      const auto member = json.at("member");
      if (found == teams_.end() || !member) return true;
      const auto [fact_of, is_new] = brought.try_emplace(found->first, 0);
      if (is_new) fact_of->second = ledger_.add(fact, found->second.unit, found->first);
      put(found->second, *member, fact_of->second);
      return true;
    };
    members->each(each);
  }
  static void leave(const Fact& fact, Team& team) {
    const auto members = fact.event.at("members");
    if (!members) return;
    auto each = [&](Json json) {
      team.members.erase(json.unsigned_integer().value_or(0));
      return true;
    };
    members->each(each);
  }

  void mobilise(const Fact& fact, std::string_view id, Team& team) {
    const bool counts = scope_.window().counts(fact);
    const auto [found, is_new] = tasks_.try_emplace(std::string(text_of(fact.event, "task")));
    if (!is_new) return;
    Task& task = found->second;
    task.team = id;
    task.order = text_of(fact.event, "order");
    task.ordered = ledger_.add(fact, team.unit, id);
    task.is_ordered_now = counts;
  }

  void work(const Fact& fact, std::string_view id) {
    const auto found = tasks_.find(text_of(fact.event, "task"));
    if (found == tasks_.end()) return;
    Task& task = found->second;
    const std::string_view kind = fact.kind();
    const UnitCode unit = teams_.at(task.team).unit;
    const Instant at = instant_of(fact.event, "at");
    if (kind == "Begun") {
      task.begun = ledger_.add(fact, unit, id);
      task.times.begun_at = at;
      if (const auto members = fact.event.at("members")) task.members = members->size();
      return;
    }
    if (kind != "Finished" && kind != "CalledOff") return;
    task.ended = ledger_.add(fact, unit, id);
    task.times.ended_at = at;
    task.is_ended_now = scope_.window().counts(fact);
    task.is_done = kind == "Finished";
    const auto outcome = fact.event.at("outcome");
    if (task.is_done && outcome) read_outcome(task, *outcome);
  }

  // Hours by member say who was really there.
  static void read_outcome(Task& task, const Json& outcome) {
    task.hours = number_of(outcome, "hours");
    task.results = number_of(outcome, "count");
    task.result_unit = text_of(outcome, "count_unit");
    const auto spent = outcome.at("hours_by_member");
    if (!spent || spent->size() == 0) return;
    task.members = 0;
    auto each = [&](Json json) {
      if (number_of(json, "hours") > 0) ++task.members;
      return true;
    };
    spent->each(each);
  }

  void judge(Task& task) {
    Team& team = teams_.at(task.team);
    task.is_ours = scope_.holds(team.unit) && scope_.has_order(task.order);
    if (!task.is_ours) return;
    ledger_.place(task.ordered, team.unit);
    if (task.times.begun_at) ledger_.place(task.begun, team.unit);
    if (task.times.ended_at) ledger_.place(task.ended, team.unit);
    team.is_concerned = true;
    if (task.is_ordered_now && !team.mobilised) team.mobilised = task.ordered;
  }

  void note(const std::string& name, const Team& team, uint32_t fact) {
    Counts& counts = counts_[name];
    counts.all.push_back(fact);
    counts.as[team.kind].push_back(fact);
  }
  // The same event as another fact, of what else it says.
  void note(const std::string& name, const Team& team, uint32_t fact, double amount) {
    if (amount <= 0) return;
    const uint32_t copy = ledger_.add_copy(ledger_, Counted(ledger_.fact(fact)));
    ledger_.set_amount(copy, amount);
    note(name, team, copy);
  }

  void count(const Team& team) {
    note("teams", team, team.raised);
    if (team.mobilised) note("teams_mobilised", team, *team.mobilised);
    std::map<uint32_t, uint64_t> present;  // by the fact that brought them in
    for (const auto& [number, fact] : team.members) ++present[fact];
    for (const auto& [fact, people] : present)
      note("team_members", team, fact, static_cast<double>(people));
  }

  void count(const Task& task) {
    const Team& team = teams_.at(task.team);
    const bool is_open = !task.times.ended_at;
    if (task.is_ordered_now) note("team_tasks_ordered", team, task.ordered);
    if (is_open) note("team_tasks_open", team, task.ordered);
    const Window& window = scope_.window();
    const uint64_t days = team::days_busy(task.times, {.from = window.from, .until = window.until},
                                          window.until, local_ahead_s / 60);
    if (days > 0)
      note("team_person_times", team, task.begun, static_cast<double>(days * task.members));
    if (is_open || !task.is_ended_now) return;
    note(task.is_done ? "team_tasks_done" : "team_tasks_called_off", team, task.ended);
    if (!task.is_done) return;
    note("team_hours", team, task.ended, task.hours);
    if (!task.result_unit.empty())
      note("team_results.of." + hex_of(task.result_unit), team, task.ended, task.results);
  }

  void set(const char* name, bool in_time) {
    Counts& counts = counts_[name];
    for (const Kind kind : kinds)
      ledger_.set(std::string(name) + "_" + std::string(enum_text(kind)),
                  std::move(counts.as[kind]));
    if (in_time)
      scope_.spread_in_time(ledger_, name, std::move(counts.all));
    else
      scope_.spread(ledger_, name, std::move(counts.all));
  }

  // The most of each that people counted, in whatever words; as many kinds as a page can hold.
  void set_results() {
    std::vector<std::pair<double, std::string>> largest;
    for (const auto& [name, counts] : counts_) {
      if (!name.starts_with("team_results.of.")) continue;
      double sum = 0;
      for (const uint32_t index : counts.all) sum += ledger_.fact(index).amount;
      largest.emplace_back(-sum, name);
    }
    std::ranges::sort(largest);
    if (largest.size() > limits::report_results_max) largest.resize(limits::report_results_max);
    for (const auto& [sum, name] : largest)
      scope_.spread_in_time(ledger_, name, std::move(counts_[name].all));
  }

  Scope& scope_;
  Ledger& ledger_;
  std::map<std::string, Team, std::less<>> teams_;
  std::map<std::string, Task, std::less<>> tasks_;
  std::map<std::string, Counts> counts_;
};

}  // namespace

std::unique_ptr<Section> make_teams(Scope& scope, Ledger& ledger) {
  return std::make_unique<Teams>(scope, ledger);
}

}  // namespace lifeline::reports
