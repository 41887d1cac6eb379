// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/door.h"

#include "base/json_write.h"

namespace lifeline::alertmanager {
namespace {

constexpr auto second = std::chrono::seconds(1);

desk::Response done() {
  return {.status = 200, .content_type = "application/json", .body = {}, .headers = {}};
}

// What a request comes to: what was wrong with some of it, and what the desks had no room for.
desk::Response answer_of(size_t refused, const Error& first, uint64_t shed) {
  if (shed > 0) return desk::problem(unavailable("desk_must_keep_up", "alerts were shed").value());
  if (refused > 0) return desk::problem(first);
  return done();
}

}  // namespace

Entrance::Entrance(const Options& options, const door::SourceDirectory& directory,
                   door::Doors& doors, const Clock& clock)
    : options_(options),
      clock_(clock),
      started_at_(clock.now()),
      alerts_(directory),
      posts_(doors.open({.name = "alertmanager", .kind = "alertmanager", .address = "/api/v2"})),
      webhooks_(doors.open({.name = "alertmanager-webhook",
                            .kind = "alertmanager",
                            .address = "/api/v1/alertmanager/webhook"})),
      ends_(std::make_shared<door::Door>(
          door::DoorSign{.name = "alertmanager", .kind = "alertmanager", .address = {}}, clock)),
      intake_("alertmanager", directory) {}

void Entrance::take_over(Identity identity, std::string_view additional_text, Instant began_at) {
  auto posted = posted_of(additional_text);
  if (!posted) return;
  posted->starts_at = began_at;
  alerts_.take_over(std::move(*posted), std::move(identity),
                    seconds_after(clock_.now(), options_.resolve_timeout_s));
}

void Entrance::start(desk::Desks& desks) {
  intake_.start(desks);
  for (const auto& door : {posts_, webhooks_}) door->set_state(door::DoorState::listening);
  thread_ = std::thread([this] { keep_time(); });
}

void Entrance::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  intake_.stop();
}

void Entrance::keep_time() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, second, [this] { return stopping_; })) {
    lock.unlock();
    const auto change = std::make_shared<Change>(alerts_.expire(clock_.now()));
    if (!change->commands.empty())
      intake_.take(std::move(change->commands), ends_,
                   [this, change](const door::Settled&) { alerts_.settle(*change); });
    lock.lock();
  }
}

void Entrance::renew(const silence::State& silences) {
  std::map<std::string, Prepared> prepared;
  for (const auto& [id, silence] : silences.silences)
    if (auto matchings = matchings_of(silence.matchers))
      prepared[id] = {.silence = silence, .matchings = std::move(*matchings)};
  const std::lock_guard lock(mutex_);
  silences_ = std::move(prepared);
}

std::vector<std::string> Entrance::silenced_by(const Labels& labels, Instant now) const {
  std::vector<std::string> ids;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, prepared] : silences_)
    if (silence::phase_of(prepared.silence, now) == silence::Phase::active &&
        all_fit(prepared.matchings, labels))
      ids.push_back(id);
  return ids;
}

void Entrance::post(const desk::Request& request, bool is_webhook, desk::Reply reply) {
  const auto& door = is_webhook ? webhooks_ : posts_;
  if (!intake_.has_room())
    return reply(desk::problem(unavailable("desk_must_keep_up", "too much waits").value()));
  auto read = is_webhook ? read_webhook(request.body) : read_alerts(request.body);
  if (!read) {
    door->hear();
    door->refuse(read.error(), request.caller.name, request.body);
    return reply(desk::problem(read.error()));
  }
  if (const size_t heard = read->alerts.size() + read->refused; heard > 0) door->hear(heard);
  if (read->refused > 0) {
    door->refuse(read->first, request.caller.name, request.body);
    if (read->refused > 1) door->refuse(read->first.name, read->refused - 1);
  }
  const size_t came = read->alerts.size();
  const Lasts lasts{.now = clock_.now(),
                    .resolve_timeout_s = options_.resolve_timeout_s,
                    .is_webhook = is_webhook};
  const auto change = std::make_shared<Change>(alerts_.take(std::move(read->alerts), lasts));
  const size_t news = change->commands.size();
  if (change->refused > 0) door->refuse("firing_alerts_must_be_fewer", change->refused);
  if (came > news + change->refused) door->take(came - news - change->refused);
  const Error first =
      change->refused > 0 ? unavailable("firing_alerts_must_be_fewer").value() : read->first;
  const size_t refused = read->refused + change->refused;
  if (news == 0) return reply(answer_of(refused, first, 0));
  intake_.take(std::move(change->commands), door,
               [this, change, refused, first, reply](const door::Settled& settled) {
                 if (settled.shed == 0) alerts_.settle(*change);
                 reply(answer_of(refused, first, settled.shed));
               });
}

}  // namespace lifeline::alertmanager
