// SPDX-License-Identifier: Apache-2.0
#include "gateway/dispatch/planner.h"

#include <ctime>
#include <future>
#include <utility>

#include "base/clock.h"
#include "base/limits.h"
#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/job/view.h"
#include "command/vehicle/view.h"

namespace lifeline::dispatch {
namespace {

constexpr auto look_again = std::chrono::seconds(1);
constexpr double worth_telling = 0.001;  // of the cost: a better plan is brought from there on

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

}  // namespace

void Planner::start(desk::Desks& desks) {
  desks_ = &desks;
  for (const UnitCode desk : desks.plan().desks()) wanted_[desk] = Trigger::start;
  thread_ = std::thread([this] { run(); });
}

void Planner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Planner::mark(UnitCode desk, Trigger trigger) {
  {
    const std::lock_guard lock(mutex_);
    wanted_[desk] = trigger;
  }
  wake_.notify_one();
}

void Planner::replan(UnitCode desk) { mark(desk, Trigger::asked); }

bool Planner::saw(UnitCode desk, const desk::Nouns& state) {
  const Seen now{.crews = state.get<crew::View>().changes,
                 .vehicles = state.get<vehicle::View>().changes,
                 .wishes = state.get<View>().wishes};
  const std::lock_guard lock(mutex_);
  return std::exchange(seen_[desk], now) != now;
}

void Planner::decided(UnitCode desk, uint64_t nouns, const desk::Nouns& state) {
  constexpr uint64_t crews = crew::Noun::bit, vehicles = vehicle::Noun::bit;
  const bool is_job = (nouns & job::Noun::bit) != 0;
  if (!is_job && (nouns & (crews | vehicles | Noun::bit)) == 0) return;
  if (is_job || saw(desk, state)) mark(desk, Trigger::change);
}

void Planner::ask(UnitCode desk, JobId job, Told told) {
  bool is_taken = false;
  {
    const std::lock_guard lock(mutex_);
    is_taken = !stopping_ && questions_.size() < limits::dispatch_questions_max;
    if (is_taken) questions_.push_back({.desk = desk, .job = job, .told = told});
  }
  if (!is_taken) return told(unavailable("planner_must_keep_up", "too much is asked at once"));
  wake_.notify_one();
}

// Whether a search for something better has to end.
bool Planner::is_wanted() const {
  const std::lock_guard lock(mutex_);
  return stopping_ || !wanted_.empty() || !questions_.empty();
}

std::optional<std::pair<UnitCode, Trigger>> Planner::next(std::unique_lock<std::mutex>& lock) {
  if (!wanted_.empty()) {
    const auto first = *wanted_.begin();
    wanted_.erase(wanted_.begin());
    return first;
  }
  const Instant now = desks_->now();
  bool has_any = false;
  for (const auto& [desk, ground] : grounds_) {
    if (ground.scene.jobs.empty()) continue;
    if (ground.next <= now && ground.not_before <= steady_now())
      return std::pair(desk, Trigger::time);
    has_any = true;
  }
  // The desks' clock may be a scenario's, which is faster than this thread's.
  if (has_any)
    wake_.wait_for(lock, look_again);
  else
    wake_.wait(lock);
  return std::nullopt;
}

void Planner::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!questions_.empty()) {
      const Question question = std::move(questions_.front());
      questions_.pop_front();
      lock.unlock();
      answer(question);
      lock.lock();
      continue;
    }
    const auto wanted = next(lock);
    if (!wanted) continue;
    lock.unlock();
    make(wanted->first, wanted->second);
    lock.lock();
  }
}

void Planner::answer(const Question& question) {
  const auto ground = grounds_.find(question.desk);
  if (ground == grounds_.end())
    return question.told(conflict("job_must_be_planned", "id", to_text(question.job)));
  const Ground& known = ground->second;
  question.told(choices(known.scene, known.asked, known.plan, question.job));
}

// The answer comes from the writer's thread: this one waits for it.
Scene Planner::scene_of(UnitCode desk) {
  const auto scene = std::make_shared<std::promise<Scene>>();
  auto told = scene->get_future();
  const auto copy = std::make_shared<Scene>();
  const auto look_at = [this, desk, copy, now = desks_->now()](const desk::Nouns& nouns) {
    saw(desk, nouns);  // what comes from now on is new
    *copy = look(nouns, now);
    return desk::Response{};
  };
  desks_->read(desk, look_at,
               [scene, copy](const desk::Response&) { scene->set_value(std::move(*copy)); });
  return told.get();
}

void Planner::put_travel(Ground& ground, Made& made) {
  Roads& roads = ground.roads;
  Asked& asked = ground.asked;
  if (asked.places != roads.places) {
    roads.places = asked.places;
    roads.by = TravelBy::great_circle;
    if (!options_.osrm.url.empty()) {
      if (auto table = osrm_travel(options_.osrm, roads.places)) {
        roads.travel = std::move(*table);
        roads.by = TravelBy::osrm;
      } else {
        made.problem = table.error().name;
      }
    }
    if (roads.by == TravelBy::great_circle)
      roads.travel = roads.great_circles.travel(positions_of(roads.places));
    if (!made.problem.empty()) roads.places.clear();  // asked again next time
  }
  made.travel_by = roads.by;
  asked.problem.travel = roads.travel;
  close_roads(asked, asked.problem.travel);
}

void Planner::bring(UnitCode desk, Ground& ground, const Made& made) {
  Propose plan = proposed(ground.asked, ground.compiled, ground.plan, made, ground.told);
  ground.told = plan.proposals;
  const auto done = std::make_shared<std::promise<void>>();
  auto brought = done->get_future();
  ++plans_;
  const auto answer = [this](const desk::Outcome& outcome, const desk::Nouns&) {
    if (!outcome.each.empty() && !outcome.each.front()) ++refusals_;
    return desk::Response{};
  };
  desks_->submit(desk, desk::intent(desk::system_actor(), Command(std::move(plan))), answer,
                 [done](const desk::Response&) { done->set_value(); });
  brought.get();
}

void Planner::make(UnitCode desk, Trigger trigger) {
  Ground& ground = grounds_[desk];
  const double begun = cpu_seconds();
  const bool had_jobs = !ground.scene.jobs.empty();
  ground.scene = scene_of(desk);
  ground.next = seconds_after(ground.scene.now, limits::dispatch_refresh_s);
  ground.not_before = steady_now() + look_again;
  const Scene& scene = ground.scene;
  Made made{.trigger = trigger, .began_at = scene.now, .made_at = {}};
  const bool has_nothing = scene.jobs.empty() && scene.proposals.empty();
  if (has_nothing && !had_jobs && trigger != Trigger::asked) return;
  ground.compiled.reset();
  ground.asked = dispatch::ask(scene);
  ground.plan = {};
  if (!ground.asked.slots.empty()) {
    put_travel(ground, made);
    const double cpu_s =
        has_much_new(ground.asked) ? options_.much_new_cpu_s : options_.first_cpu_s;
    auto plan =
        planned(ground.asked, ground.compiled,
                {.budget = {.cpu_seconds = cpu_s, .clock = cpu_seconds}, .seed = options_.seed});
    if (plan) {
      ground.plan = std::move(*plan);
    } else {  // the hopeless are told all the same
      made.problem = plan.error().name;
      ground.asked.slots.clear();
    }
  }
  made.made_at = desks_->now();
  made.cpu_s = cpu_seconds() - begun;
  // What changed is told at once; with time, or asked for, every reason is looked at again.
  if (trigger != Trigger::change) ground.told.clear();
  bring(desk, ground, made);
  if (!ground.asked.slots.empty()) make_better(desk, ground, made);
}

void Planner::make_better(UnitCode desk, Ground& ground, Made made) {
  const double begun = cpu_seconds();
  const routing::Settings settings{.budget = {.cpu_seconds = options_.cpu_s,
                                              .clock = cpu_seconds,
                                              .stop = [this] { return is_wanted(); }},
                                   .seed = options_.seed + 1};
  ground.asked.present = ground.plan;
  auto plan = planned(ground.asked, ground.compiled, settings);
  if (!plan || plan->cost > ground.plan.cost * (1 - worth_telling)) return;
  ground.plan = std::move(*plan);
  made.made_at = desks_->now();
  made.cpu_s += cpu_seconds() - begun;
  if (!is_wanted()) ground.told.clear();
  bring(desk, ground, made);
}

void Planner::append_metrics(std::string& out) const {
  out += "# TYPE lifeline_plans_total counter\nlifeline_plans_total " + std::to_string(plans_) +
         "\n# TYPE lifeline_plans_refused_total counter\nlifeline_plans_refused_total " +
         std::to_string(refusals_) + "\n";
}

}  // namespace lifeline::dispatch
