// SPDX-License-Identifier: Apache-2.0
// The Alertmanager door: Prometheus, Grafana and amtool post alerts to it as to an Alertmanager,
// and an Alertmanager sends its webhooks. An answer of 200 says that the alarms are durable.
//
// Operation: alerts wait for the desks in an intake of their own; each second those whose end has
// passed are cleared. Silences are headquarters' and are renewed here as soon as they are decided.
// Concurrency: any thread. Limits: alertmanager_*, silences_max.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "desk/route.h"
#include "gateway/alertmanager/alerts.h"
#include "gateway/alertmanager/matcher.h"
#include "gateway/door/intake.h"

namespace lifeline::alertmanager {

struct Options {
  int resolve_timeout_s = limits::resolve_timeout_s;
};

/// The one receiver that there is.
inline constexpr std::string_view receiver = "lifeline";

class Entrance {
 public:
  Entrance(const Options& options, const door::SourceDirectory& directory, door::Doors& doors,
           const Clock& clock);
  ~Entrance() { stop(); }

  /// Takes over the open alarms that a server before this one raised.
  void take_over(Identity identity, std::string_view additional_text, Instant began_at);
  void start(desk::Desks& desks);
  void stop();
  void renew(const silence::State& silences);

  /// Answers when what was posted is durable.
  void post(const desk::Request& request, bool is_webhook, desk::Reply reply);
  /// The ids of the active silences that an alert's labels fit.
  std::vector<std::string> silenced_by(const Labels& labels, Instant now) const;
  const Alerts& alerts() const { return alerts_; }
  const Options& options() const { return options_; }
  Instant now() const { return clock_.now(); }
  Instant started_at() const { return started_at_; }

 private:
  struct Prepared {
    silence::Silence silence;
    Matchings matchings;
  };
  void keep_time();

  Options options_;
  const Clock& clock_;
  Instant started_at_;
  Alerts alerts_;
  std::shared_ptr<door::Door> posts_, webhooks_, ends_;
  door::Intake intake_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Prepared> silences_;  // under the mutex, as is what follows
  bool stopping_ = false;
  std::thread thread_;
};

/// Alertmanager's own paths, and the webhook's.
desk::Routes routes(Entrance& entrance);
/// Refusals under Alertmanager's own paths are a JSON text, as it has them.
std::vector<desk::Dialect> dialects();

}  // namespace lifeline::alertmanager
