// SPDX-License-Identifier: Apache-2.0
#include "desk/host.h"

#include <algorithm>

#include "base/limits.h"
#include "desk/runner.h"

namespace lifeline::desk {

Host::Host(HostOptions options, journal::Journal& journal, const Clock& clock, LiveHub& hub)
    : options_(std::move(options)), journal_(journal), clock_(clock), hub_(hub) {
  hub_.on_catch_up([this](Positions since, auto give, auto done) {
    catch_up(std::move(since), std::move(give), std::move(done));
  });
}

Host::~Host() { stop(); }

Result<void> Host::restore() {
  for (const UnitCode id : options_.plan.desks()) {
    auto desk =
        desk::restore(id, journal_, options_.snapshot_folder, options_.make, options_.replayed);
    if (!desk) return tl::unexpected(desk.error());
    if (options_.replayed) options_.replayed(nullptr, (*desk)->nouns());
    runners_.push_back(std::make_unique<Runner>(*this, std::move(*desk)));
  }
  return {};
}

void Host::run() {
  writer_ = std::make_unique<Writer>(
      journal_, [this](const std::vector<journal::Batch>& batches) { durable(batches); },
      options_.failed);
  worker_ = std::thread([this] { work(); });
  for (const auto& runner : runners_) runner->start();
  for (const auto& runner : runners_)
    for (const UnitCode other : options_.plan.desks())
      if (Plan::follows(runner->desk().id(), other))
        runner->post([other](Runner& r) { r.follow(other); }, true);
}

void Host::stop() {
  for (const auto& runner : runners_) runner->stop();
  if (writer_) writer_->stop();
  {
    const std::lock_guard lock(work_mutex_);
    work_stopping_ = true;
  }
  work_wake_.notify_one();
  if (worker_.joinable()) worker_.join();
}

Runner* Host::runner_of(UnitCode desk) const {
  for (const auto& runner : runners_)
    if (runner->desk().id() == desk) return runner.get();
  return nullptr;
}

const Desk& Host::restored(UnitCode desk) const { return runner_of(desk)->desk(); }

Instant Host::last_at() const {
  Instant last;
  for (const auto& runner : runners_) last = std::max(last, runner->desk().last_at());
  return last;
}

size_t Host::queued() const {
  size_t queued = 0;
  for (const auto& runner : runners_) queued += runner->queued();
  return queued;
}

namespace {

Response busy() {
  return problem(Error{Code::unavailable, "desk_must_keep_up", "too much waits for it", {}});
}

}  // namespace

void Host::submit(UnitCode desk, Intent intent, Answer answer, Reply reply) {
  struct Call {
    Intent intent;
    Answer answer;
    Reply reply;
    Response response;
  };
  auto call =
      std::make_shared<Call>(Call{std::move(intent), std::move(answer), std::move(reply), {}});
  Runner* runner = runner_of(options_.plan.desk_of(desk));
  const bool taken = runner->post([call](Runner& r) {
    r.decide(
        call->intent,
        [call](const Outcome& outcome, const Nouns& nouns) {
          call->response = call->answer(outcome, nouns);
        },
        [call] { call->reply(std::move(call->response)); });
  });
  if (!taken) call->reply(busy());
}

void Host::read(UnitCode desk, Look look, Reply reply) {
  Runner* runner = runner_of(options_.plan.desk_of(desk));
  const bool taken = runner->post([this, look = std::move(look), reply](Runner& r) {
    auto response = std::make_shared<Response>(look(r.desk().nouns()));
    writer_->after([reply, response] { reply(std::move(*response)); });
  });
  if (!taken) reply(busy());
}

void Host::read_each(std::function<void(size_t, UnitCode, const Nouns&)> look,
                     std::function<Response()> combine, Reply reply) {
  struct Call {
    std::function<void(size_t, UnitCode, const Nouns&)> look;
    std::function<Response()> combine;
    Reply reply;
    std::atomic<size_t> missing;
    std::atomic<bool> refused = false;
  };
  auto call = std::make_shared<Call>();
  call->look = std::move(look);
  call->combine = std::move(combine);
  call->reply = std::move(reply);
  call->missing = runners_.size();
  const auto arrived = [call] {
    if (--call->missing == 0) call->reply(call->refused ? busy() : call->combine());
  };
  for (size_t i = 0; i < runners_.size(); ++i) {
    const bool taken = runners_[i]->post([this, call, arrived, i](Runner& r) {
      call->look(i, r.desk().id(), r.desk().nouns());
      writer_->after(arrived);
    });
    if (taken) continue;
    call->refused = true;
    arrived();
  }
}

void Host::durable(const std::vector<journal::Batch>& batches) {
  if (options_.durable) options_.durable(batches);
  std::map<UnitCode, uint64_t> nouns;
  for (const auto& batch : batches) nouns[batch.desk] |= batch.nouns;
  for (const auto& [desk, bits] : nouns)
    for (const auto& runner : runners_) {
      if (Plan::follows(runner->desk().id(), desk) && (bits & runner->heard_nouns) != 0)
        runner->post([other = desk](Runner& r) { r.follow(other); }, true);
    }
}

void Host::work() {
  while (true) {
    std::vector<std::function<void()>> taken;
    {
      std::unique_lock lock(work_mutex_);
      work_wake_.wait(lock, [this] { return work_stopping_ || !work_.empty(); });
      if (work_stopping_) return;
      std::swap(taken, work_);
    }
    for (const auto& job : taken) job();
  }
}

void Host::give_work(std::function<void()> job) {
  {
    const std::lock_guard lock(work_mutex_);
    work_.push_back(std::move(job));
  }
  work_wake_.notify_one();
}

void Host::take_due_snapshots() {
  if (options_.snapshot_folder.empty()) return;
  give_work([this] {
    for (const auto& runner : runners_) {
      if (!runner->snapshot_wanted) continue;
      const auto position =
          take_snapshot(runner->desk().id(), journal_, options_.snapshot_folder, options_.make);
      // A snapshot that cannot be written costs the next restart some seconds, nothing else.
      if (position) runner->snapshot_position = *position;
      runner->snapshot_wanted = false;
    }
  });
}

void Host::catch_up(Positions since, std::function<void(const LiveTick&)> give,
                    std::function<void(bool)> done) {
  give_work([this, since = std::move(since), give = std::move(give), done = std::move(done)] {
    bool found = true;
    std::map<Runner*, Touched> touched;
    for (const auto& runner : runners_) {
      const auto from = since.find(runner->desk().id());
      const auto head = journal_.head(runner->desk().id());
      found = found && head && from != since.end() && from->second <= head->position;
      if (!found) break;
      size_t batches = 0;
      auto visit = [&](const journal::Batch& batch) {
        found = runner->desk().list_touched(batch, touched[runner.get()]).has_value();
        return found && ++batches < limits::live_resume_batches_max;
      };
      const auto read =
          journal_.read(runner->desk().id(), from->second + 1, journal::all_nouns, visit);
      found = found && read && batches < limits::live_resume_batches_max;
    }
    if (!found || touched.empty()) return done(found);
    auto missing = std::make_shared<std::atomic<size_t>>(touched.size());
    for (auto& [runner, rows] : touched)
      runner->post(
          [this, rows = std::move(rows), give, done, missing](Runner& r) {
            auto tick = std::make_shared<LiveTick>(r.render(rows));
            writer_->after([give, done, missing, tick] {
              give(*tick);
              if (--*missing == 0) done(true);
            });
          },
          true);
  });
}

}  // namespace lifeline::desk
