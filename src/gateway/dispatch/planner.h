// SPDX-License-Identifier: Apache-2.0
// Makes the desks' plans on one thread beside them: when something that a plan depends on has
// changed, when a minute of theirs has passed, and when somebody asks. A first plan is brought back
// at once, a better one when there was time for it; a change that comes meanwhile ends the search.
//
// Concurrency: decided() on the desks' threads; ask(), replan() from any; all else on the
// planner's. It uses one core at most. Limits: limits::dispatch_refresh_s, dispatch_questions_max.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "command/dispatch/plan.h"
#include "desk/desks.h"
#include "gateway/dispatch/osrm.h"

namespace lifeline::dispatch {

struct PlannerOptions {
  double first_cpu_s = 0.05;    // for the plan that is brought back at once
  double much_new_cpu_s = 1.2;  // for that plan where much is new
  double cpu_s = 2;             // for a better one
  uint64_t seed = 1;
  Osrm osrm;  // no url: great circles
};

class Planner {
 public:
  explicit Planner(PlannerOptions options) : options_(std::move(options)) {}
  ~Planner() { stop(); }

  /// From now on the desks are planned for.
  void start(desk::Desks& desks);
  void stop();

  /// What a desk has decided, seen on its own thread.
  void decided(UnitCode desk, uint64_t nouns, const desk::Nouns& state);
  void replan(UnitCode desk);
  using Told = std::function<void(const Result<std::vector<Choice>>&)>;
  /// What the job would cost with each crew in the plan as it stands. Errors: those of choices();
  /// planner_must_keep_up.
  void ask(UnitCode desk, JobId job, Told told);
  void append_metrics(std::string& out) const;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Roads {
    routing::RoadTable great_circles = great_circle_table();
    std::vector<LonLat> places;  // of `travel`
    routing::Travel travel;
    TravelBy by = TravelBy::great_circle;
  };
  struct Ground {  // a desk's, of the thread alone; it does not move
    Scene scene;
    Roads roads;
    Asked asked;
    Compiled compiled;
    routing::Plan plan;
    std::vector<Proposal> told;  // whose reasons still hold
    Instant next;                // when it is to be made anew in any case, by the desks' clock
    Time not_before;             // and by this thread's
  };
  struct Question {
    UnitCode desk;
    JobId job;
    Told told;
  };
  struct Seen {
    uint64_t crews = 0, vehicles = 0, wishes = 0;

    friend bool operator==(const Seen&, const Seen&) = default;
  };

  /// Whether it is not what was seen of the desk last; any thread.
  bool saw(UnitCode desk, const desk::Nouns& state);
  void mark(UnitCode desk, Trigger trigger);
  bool is_wanted() const;
  void run();
  std::optional<std::pair<UnitCode, Trigger>> next(std::unique_lock<std::mutex>& lock);
  void answer(const Question& question);
  void make(UnitCode desk, Trigger trigger);
  void make_better(UnitCode desk, Ground& ground, Made made);
  Scene scene_of(UnitCode desk);
  void put_travel(Ground& ground, Made& made);
  void bring(UnitCode desk, Ground& ground, const Made& made);

  PlannerOptions options_;
  desk::Desks* desks_ = nullptr;
  std::map<UnitCode, Ground> grounds_;
  std::atomic<uint64_t> plans_ = 0, refusals_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<UnitCode, Seen> seen_;  // under the mutex, as are those below
  std::map<UnitCode, Trigger> wanted_;
  std::deque<Question> questions_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::dispatch
