// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/hub.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <future>
#include <optional>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json_read.h"
#include "gateway/http/client.h"
#include "gateway/tmf/callback.h"

namespace lifeline::tmf {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto first_wait = milliseconds(100);
constexpr auto keep_interval = milliseconds(250);
constexpr size_t taken_max = 64;  // notifications in one go

struct KeptCursor {
  SubscriptionId id;
  Positions had;
};
LIFELINE_STRUCT(KeptCursor, id, had)

bool may_retry(int status) {
  return status == 0 || status == 408 || status == 429 || status >= 500;
}

// Whole or not at all.
bool write_file(const std::string& path, std::string_view content) {
  const std::string draft = path + ".new";
  const int file = ::open(draft.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const ssize_t written = ::write(file, content.data(), content.size());
  ::close(file);
  return written == static_cast<ssize_t>(content.size()) &&
         std::rename(draft.c_str(), path.c_str()) == 0;
}

}  // namespace

struct Hub::Subscriber {
  Subscriber(const subscription::Subscribed& of, std::shared_ptr<const Resource> its_resource,
             Positions had)
      : what(of),
        resource(std::move(its_resource)),
        actor{.name = of.owner, .role = desk::Role::operator_, .unit = of.unit},
        tests(tests_of(of.query).value_or(std::vector<Test>{})),
        backlog(std::move(had)) {}

  const subscription::Subscribed what;
  const std::shared_ptr<const Resource> resource;
  const desk::Actor actor;
  const std::vector<Test> tests;
  // Guarded by the hub's mutex:
  Backlog backlog;
  Standing standing;
  bool ended = false;
  bool nudged = false;
  std::condition_variable wake;
  // Of its own thread:
  std::optional<http::Client> client;
  std::thread thread;
};

Hub::Hub(Resources resources, std::string cursor_file)
    : resources_(std::move(resources)), cursor_file_(std::move(cursor_file)) {
  const auto text = read_file(cursor_file_);
  if (!text) return;
  const auto cursors = from_json<std::vector<KeptCursor>>(*text, Unknown::ignored);
  if (!cursors) return;
  for (const KeptCursor& cursor : *cursors) kept_[cursor.id] = cursor.had;
}

Hub::~Hub() { stop(); }

void Hub::renew(const subscription::State& state) {
  const std::lock_guard lock(mutex_);
  for (auto known = subscribers_.begin(); known != subscribers_.end();) {
    if (state.subscriptions.contains(known->first)) {
      ++known;
      continue;
    }
    known->second->ended = true;
    known->second->wake.notify_all();
    ended_.push_back(std::move(known->second));
    known = subscribers_.erase(known);
  }
  for (const auto& subscription : state.subscriptions) {
    const auto& id = subscription.first;
    const auto& what = subscription.second;
    if (subscribers_.contains(id)) continue;
    const auto resource =
        std::ranges::find_if(resources_, [&](const auto& one) { return one->api == what.api; });
    if (resource == resources_.end()) continue;
    const auto kept = kept_.find(id);
    auto subscriber = std::make_shared<Subscriber>(what, *resource,
                                                   kept == kept_.end() ? what.from : kept->second);
    subscribers_[id] = subscriber;
    if (running_) launch(subscriber);
  }
  count_ = subscribers_.size();
}

void Hub::launch(const Shared& subscriber) {
  subscriber->thread = std::thread([this, subscriber] { run(*subscriber); });
}

void Hub::replayed(const journal::Batch* batch, const desk::Nouns& nouns) {
  if (batch != nullptr) return decided(*batch, nouns);
  const auto& state = nouns.get<subscription::State>();
  if (!state.subscriptions.empty()) renew(state);
}

void Hub::decided(const journal::Batch& batch, const desk::Nouns& nouns) {
  if ((batch.nouns & subscription::Noun::bit) != 0) renew(nouns.get<subscription::State>());
  if (count_ == 0) return;
  std::vector<Shared> wanting;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, subscriber] : subscribers_)
      if (subscriber->backlog.wants(batch)) wanting.push_back(subscriber);
  }
  std::map<const Resource*, std::vector<Rendered>> rendered;
  for (const Shared& subscriber : wanting) {
    const auto [of_resource, is_new] = rendered.try_emplace(subscriber->resource.get());
    if (is_new) of_resource->second = render(*subscriber->resource, batch, nouns);
    auto told = told_to(*subscriber, batch, nouns, of_resource->second);
    const std::lock_guard lock(mutex_);
    subscriber->backlog.offer(batch, std::move(told));
  }
}

std::vector<Notification> Hub::told_to(const Subscriber& subscriber, const journal::Batch& batch,
                                       const desk::Nouns& nouns,
                                       const std::vector<Rendered>& rendered) const {
  std::vector<Notification> told;
  for (const Rendered& one : rendered) {
    std::string body = body_for(one, subscriber.actor, nouns);
    if (!body.empty() && is_asked(subscriber.tests, *one.of, body))
      told.push_back({.desk = batch.desk,
                      .batch = batch.last(),
                      .is_last = false,
                      .body = based(std::move(body), subscriber.what.base)});
  }
  if (!told.empty()) told.back().is_last = true;
  return told;
}

void Hub::durable(const std::vector<journal::Batch>& batches) {
  const std::lock_guard lock(mutex_);
  for (const auto& batch : batches) {
    uint64_t& position = durable_[batch.desk];
    position = std::max(position, batch.last());
    for (const auto& [id, subscriber] : subscribers_)
      subscriber->backlog.note_durable(batch.desk, batch.last());
  }
  for (const auto& [id, subscriber] : subscribers_) subscriber->wake.notify_all();
}

void Hub::start(desk::Desks& desks, journal::Journal& journal) {
  const std::lock_guard lock(mutex_);
  desks_ = &desks;
  journal_ = &journal;
  for (const UnitCode desk : desks.plan().desks())
    if (const auto head = journal.head(desk)) durable_[desk] = head->position;
  running_ = true;
  for (const auto& [id, subscriber] : subscribers_) {
    subscriber->backlog.end_at(durable_);
    launch(subscriber);
  }
  keeper_ = std::thread([this] { keep_cursors(); });
}

void Hub::stop() {
  std::vector<Shared> all;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_.exchange(true)) return;
    running_ = false;
    all = ended_;
    for (const auto& [id, subscriber] : subscribers_) all.push_back(subscriber);
    for (const Shared& subscriber : all) subscriber->wake.notify_all();
    keeper_wake_.notify_all();
  }
  for (const Shared& subscriber : all)
    if (subscriber->thread.joinable()) subscriber->thread.join();
  if (keeper_.joinable()) keeper_.join();
  if (desks_ != nullptr) write_cursors();
}

// False when it is time to end.
bool Hub::wait(Subscriber& subscriber, milliseconds time) {
  std::unique_lock lock(mutex_);
  subscriber.wake.wait_for(lock, time,
                           [&] { return stopping_ || subscriber.ended || subscriber.nudged; });
  subscriber.nudged = false;
  return !stopping_ && !subscriber.ended;
}

void Hub::run(Subscriber& subscriber) {
  for (;;) {
    std::vector<Waiting> taken;
    std::optional<Gap> gap;
    {
      std::unique_lock lock(mutex_);
      subscriber.wake.wait(lock, [&] {
        if (stopping_ || subscriber.ended) return true;
        gap = subscriber.backlog.gap(durable_);
        if (!gap) taken = subscriber.backlog.take(durable_, taken_max);
        return gap || !taken.empty();
      });
      if (stopping_ || subscriber.ended) return;
    }
    if (gap) read_gap(subscriber, *gap);
    for (const Waiting& waiting : taken) {
      if (!deliver(subscriber, waiting->body)) return;
      const std::lock_guard lock(mutex_);
      subscriber.backlog.had(*waiting);
    }
  }
}

namespace {

// The status of the listener's answer; 0 for none, with the reason.
int post(std::optional<http::Client>& client, const Callback& callback, const std::string& body,
         std::string& why) {
  if (!client) {
    auto connected = http::Client::connect(callback.server, {}, seconds(limits::hub_answer_wait_s));
    if (!connected) {
      why = connected.error().name + ": " + connected.error().detail;
      return 0;
    }
    client.emplace(std::move(*connected));
  }
  const auto answer = client->request({.method = "POST",
                                       .target = callback.target,
                                       .content_type = "application/json",
                                       .body = body,
                                       .headers = {{"User-Agent", "lifeline/" LIFELINE_VERSION}}});
  if (answer) {
    why = "HTTP " + std::to_string(answer->status);
    return answer->status;
  }
  why = answer.error().name + ": " + answer.error().detail;
  client.reset();
  return 0;
}

}  // namespace

// Until the listener takes or refuses it. False when it is time to end.
bool Hub::deliver(Subscriber& subscriber, const std::string& body) {
  const Callback callback = parse_callback(subscriber.what.callback).value_or(Callback{});
  const auto began = steady_now();
  auto pause = first_wait;
  for (;;) {
    std::string why;
    const int status = post(subscriber.client, callback, body, why);
    const bool is_parked = steady_now() - began >= seconds(limits::hub_park_after_s);
    {
      const std::lock_guard lock(mutex_);
      Standing& standing = subscriber.standing;
      if (!may_retry(status)) {
        ++(status / 100 == 2 ? standing.delivered : standing.refused);
        standing.state = "delivering";
        standing.failing_since = {};
        if (status / 100 != 2) standing.last_error = why;
        return !stopping_ && !subscriber.ended;
      }
      standing.state = is_parked ? "parked" : "waiting";
      standing.last_error = why;
      if (!standing.failing_since) standing.failing_since = desks_->now();
    }
    if (!wait(subscriber, is_parked ? milliseconds(seconds(limits::hub_parked_wait_s)) : pause))
      return false;
    pause = std::min(pause * 2, milliseconds(limits::hub_wait_ms_max));
  }
}

void Hub::read_gap(Subscriber& subscriber, const Gap& gap) {
  std::vector<journal::Batch> batches;
  auto visit = [&](const journal::Batch& batch) {
    if (batch.first > gap.to) return false;
    batches.push_back(batch);
    return batches.size() < limits::hub_read_batches_max;
  };
  const bool was_read =
      journal_->read(gap.desk, gap.from, subscriber.resource->told_nouns, visit).has_value();
  std::vector<std::vector<Notification>> told;
  if (!was_read || !render_now(subscriber, batches, told)) {
    wait(subscriber, first_wait);
    return;
  }
  for (size_t i = 0; i < batches.size(); ++i) {
    for (const Notification& notification : told[i])
      if (!deliver(subscriber, notification.body)) return;
    const std::lock_guard lock(mutex_);
    subscriber.backlog.had_up_to(gap.desk, batches[i].last());
  }
  if (batches.size() == limits::hub_read_batches_max) return;
  const std::lock_guard lock(mutex_);
  subscriber.backlog.had_up_to(gap.desk, gap.to);
}

// On the desk's thread, with what it has now.
bool Hub::render_now(Subscriber& subscriber, const std::vector<journal::Batch>& batches,
                     std::vector<std::vector<Notification>>& told) {
  told.resize(batches.size());
  if (batches.empty()) return true;
  struct Work {
    std::vector<journal::Batch> batches;
    std::vector<std::vector<Notification>> told;
    std::promise<int> done;
  };
  auto work = std::make_shared<Work>();
  work->batches = batches;
  auto done = work->done.get_future();
  const auto& subscribed = subscriber;
  desks_->read(
      batches.front().desk,
      [this, work, &subscribed](const desk::Nouns& nouns) {
        for (const auto& batch : work->batches)
          work->told.push_back(
              told_to(subscribed, batch, nouns, render(*subscribed.resource, batch, nouns)));
        return desk::Response{};
      },
      [work](const desk::Response& response) { work->done.set_value(response.status); });
  if (done.get() != 200) return false;
  told = std::move(work->told);
  return true;
}

Standing Hub::standing(SubscriptionId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = subscribers_.find(id);
  if (found == subscribers_.end()) return {};
  Standing standing = found->second->standing;
  standing.waiting = found->second->backlog.waiting();
  return standing;
}

void Hub::nudge(SubscriptionId id) {
  const std::lock_guard lock(mutex_);
  const auto found = subscribers_.find(id);
  if (found == subscribers_.end()) return;
  found->second->nudged = true;
  found->second->wake.notify_all();
}

void Hub::append_metrics(std::string& out) const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, uint64_t> states{{"delivering", 0}, {"waiting", 0}, {"parked", 0}};
  uint64_t delivered = 0, refused = 0, waiting = 0;
  for (const auto& [id, subscriber] : subscribers_) {
    ++states[subscriber->standing.state];
    delivered += subscriber->standing.delivered;
    refused += subscriber->standing.refused;
    waiting += subscriber->backlog.waiting();
  }
  out += "# TYPE lifeline_hub_subscriptions gauge\n";
  for (const auto& [state, count] : states)
    out += "lifeline_hub_subscriptions{state=\"" + state + "\"} " + std::to_string(count) + "\n";
  const auto add = [&](const char* name, const char* kind, uint64_t value) {
    out += std::string("# TYPE ") + name + " " + kind + "\n" + name + " " + std::to_string(value) +
           "\n";
  };
  add("lifeline_hub_delivered_total", "counter", delivered);
  add("lifeline_hub_refused_total", "counter", refused);
  add("lifeline_hub_waiting", "gauge", waiting);
}

void Hub::keep_cursors() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      keeper_wake_.wait_for(lock, keep_interval, [&] { return stopping_.load(); });
      if (stopping_) return;
    }
    write_cursors();
  }
}

void Hub::write_cursors() {
  std::vector<KeptCursor> cursors;
  std::vector<Shared> ended;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, subscriber] : subscribers_)
      cursors.push_back({.id = id, .had = subscriber->backlog.cursor()});
    if (!stopping_) ended.swap(ended_);
  }
  for (const Shared& subscriber : ended)
    if (subscriber->thread.joinable()) subscriber->thread.join();
  const std::string text = to_json(cursors);
  // A file that cannot be written costs notifications that come again, nothing else.
  if (text != written_) write_file(cursor_file_, text);
  written_ = text;
}

}  // namespace lifeline::tmf
