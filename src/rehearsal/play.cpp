// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/play.h"

#include <memory>

#include "base/json_read.h"
#include "rehearsal/world.h"

namespace lifeline::rehearsal {

struct ServerClock {
  Instant now;
  double speed = 1;
  bool rehearsal = false;
  std::string scenario;
};
LIFELINE_STRUCT(ServerClock, now, speed, rehearsal, scenario)

namespace {

constexpr int no_scenario = 66;  // sysexits.h
constexpr int no_server = 69;
constexpr int wrong_server = 76;

class Player {
 public:
  Player(const PlayOptions& options, Scenario scenario, const Ask& ask, const Wait& wait)
      : options_(options), scenario_(std::move(scenario)), ask_(ask), wait_(wait) {}

  int run(std::ostream& out) {
    if (const int failed = reach(out)) return failed;
    if (is_over_) return 0;
    prepare();
    out << "playing " << scenario_.name << " from " << to_rfc3339(clock_.now) << ", "
        << clock_.speed << " times as fast" << std::endl;
    while (!is_over_ && clock_.now < scenario_.ends) {
      const auto played = tick();
      if (!note(played, out)) return no_server;
      if (!wait_(options_.tick)) break;
    }
    out << "played until " << to_rfc3339(clock_.now) << ": " << peer_->sent() << " requests, "
        << peer_->late() << " too late, " << peer_->refused() << " refused, " << peer_->lost()
        << " reports lost" << std::endl;
    return 0;
  }

 private:
  Result<void> read_clock() {
    const auto answer =
        ask_({.method = "GET", .target = "/api/v1/clock", .content_type = {}, .body = {}});
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200)
      return unavailable("server_must_answer",
                         "the clock answered " + std::to_string(answer->status));
    auto clock = from_json<ServerClock>(answer->body, Unknown::ignored);
    if (!clock) return tl::unexpected(clock.error());
    clock_ = *clock;
    return {};
  }

  // Until the server answers all that has to be known before the world begins.
  int reach(std::ostream& out) {
    while (true) {
      auto reached = read_clock();
      if (reached && (!clock_.rehearsal || clock_.now < scenario_.starts)) {
        out << "the server must run the scenario's clock (serve --scenario)" << std::endl;
        return wrong_server;
      }
      if (reached && !network_) {
        network_ = std::make_unique<Network>(build_network(scenario_, scenario_.parameters.seed));
        peer_ = std::make_unique<HttpPeer>(ask_, "r" + std::to_string(clock_.now.us));
      }
      if (reached) reached = peer_->learn();
      if (reached) {
        auto open = peer_->open_alarms();
        if (open)
          open_ = std::move(*open);
        else
          reached = tl::unexpected(open.error());
      }
      if (!note(reached, out)) return no_server;
      if (reached) return 0;
      if (!wait_(options_.tick)) {
        is_over_ = true;
        return 0;
      }
    }
  }

  // Another run must not repeat the chances of the first, but the network must be the same.
  void prepare() {
    LeftToPeople left = options_.left;
    left.seed = scenario_.parameters.seed;
    const bool is_first = open_.empty() && clock_.now < seconds_after(scenario_.starts, 3600);
    const Instant start = is_first ? scenario_.starts : clock_.now;
    if (!is_first) scenario_.parameters.seed ^= static_cast<uint64_t>(start.us);
    world_ = std::make_unique<World>(scenario_, *network_,
                                     WorldOptions{.start = start, .left = left}, *peer_);
    world_->begin();
    for (const Report& report : open_) world_->adopt(report);
  }

  // The world catches up with the server's clock, then the server hears of it.
  Result<void> tick() {
    if (auto read = read_clock(); !read) return read;
    if (ticks_++ % options_.look_every_ticks == 0)
      if (auto looked = peer_->look(); !looked) return looked;
    world_->run_until(std::min(clock_.now, scenario_.ends));
    return peer_->flush();
  }

  // Says when the server goes out of reach and when it is back; false when it has been too long.
  bool note(const Result<void>& result, std::ostream& out) {
    if (!result && failures_++ == 0)
      out << "waiting for the server: " << result.error().name << ' ' << result.error().detail
          << std::endl;
    if (result && std::exchange(failures_, 0) > 0) out << "the server answers" << std::endl;
    if (peer_ && peer_->refused() > 0 && !has_told_) {
      has_told_ = true;
      out << "refused: " << peer_->refusal() << std::endl;
    }
    return failures_ <= options_.outage_ticks_max;
  }

  const PlayOptions& options_;
  Scenario scenario_;
  const Ask& ask_;
  const Wait& wait_;
  ServerClock clock_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<HttpPeer> peer_;
  std::unique_ptr<World> world_;
  std::vector<Report> open_;
  int64_t ticks_ = 0;
  int64_t failures_ = 0;
  bool is_over_ = false;
  bool has_told_ = false;
};

}  // namespace

int play(const PlayOptions& options, const Ask& ask, const Wait& wait, std::ostream& out) {
  auto scenario = load_scenario(options.folder);
  if (!scenario) {
    out << scenario.error().name << ": " << scenario.error().detail << scenario.error().field
        << '\n';
    return no_scenario;
  }
  return Player(options, std::move(*scenario), ask, wait).run(out);
}

}  // namespace lifeline::rehearsal
