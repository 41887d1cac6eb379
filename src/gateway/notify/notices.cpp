// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/notices.h"

#include "base/limits.h"

namespace lifeline::notify {

Result<void> check(const Options& options) {
  if (auto mail = check(options.mail); !mail) return mail;
  if (options.public_url.empty()) return {};
  const auto url = notice::must_be_url(options.public_url);
  if (!url || options.public_url.ends_with('/'))
    return invalid("public_url_must_be_well_formed", "public-url", "https://host, without a slash");
  return {};
}

Notices::Notices(std::unique_ptr<Store> store, const Places& places, Options options,
                 const Clock& desks)
    : options_(std::move(options)),
      board_(desks),
      store_(std::move(store)),
      secrets_(places.secrets),
      mail_(*store_, board_, options_.mail),
      webhooks_(*store_, board_, secrets_, options_.allows_private) {}

Notices::~Notices() { stop(); }

Result<std::unique_ptr<Notices>> Notices::open(const Places& places, Options options,
                                               const Clock& desks) {
  if (auto right = check(options); !right) return tl::unexpected(right.error());
  const Board clocks(desks);
  auto store = Store::open(places.store, clocks.now());
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<Notices>(
      new Notices(std::move(*store), places, std::move(options), desks));
}

Result<void> Notices::begin(journal::Journal& journal, desk::Desks& desks) {
  std::set<std::string> named;
  for (const auto& [id, channel] : *board_.directory()) named.insert(channel.secret);
  secrets_.forget_all_but(named);
  follower_.emplace(Follower::Parts{.journal = journal,
                                    .desks = desks,
                                    .store = *store_,
                                    .board = board_,
                                    .how = {.plan = desks.plan(),
                                            .public_url = options_.public_url,
                                            .tells_people = !options_.mail.url.empty()},
                                    .added = [this] { wake_senders(); },
                                    .chores = [this] { do_chores(); }});
  return follower_->begin();
}

void Notices::start() {
  worker_ = std::thread([this] { work(); });
  mail_.start();
  webhooks_.start();
  follower_->start();
}

void Notices::stop() {
  if (follower_) follower_->stop();
  mail_.stop();
  webhooks_.stop();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (worker_.joinable()) worker_.join();
}

void Notices::renew(UnitCode desk, const notice::State& state) {
  board_.renew(desk, state);
  wake_senders();
}

void Notices::decided(UnitCode desk) {
  if (follower_) follower_->wake(desk);
}

void Notices::wake_senders() {
  mail_.wake();
  webhooks_.wake();
}

bool Notices::give(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= limits::notice_jobs_max) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_all();
  return true;
}

void Notices::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

// What has waited too long, or for a channel that is no more, is given up.
void Notices::do_chores() {
  const Times now = board_.now();
  (void)store_->expire(now);
  const auto directory = board_.directory();
  for (const auto& [id, counts] : store_->counts())
    if (id && count_of(counts, State::waiting) > 0 && !directory->contains(id))
      (void)store_->give_up(id, "its channel was dropped", now);
}

void Notices::append_metrics(std::string& out) const {
  uint64_t waiting = 0, handing_over = 0;
  for (const auto& [id, counts] : store_->counts()) {
    waiting += count_of(counts, State::waiting);
    handing_over += count_of(counts, State::handing_over);
  }
  out += "# TYPE lifeline_notices_waiting gauge\nlifeline_notices_waiting " +
         std::to_string(waiting) + "\n";
  out += "# TYPE lifeline_notices_handing_over gauge\nlifeline_notices_handing_over " +
         std::to_string(handing_over) + "\n";
  out += "# TYPE lifeline_notices_total counter\n";
  const Counts ended = store_->ended();
  for (const State state :
       {State::sent, State::refused, State::in_doubt, State::given_up, State::shed})
    out += "lifeline_notices_total{state=\"" + std::string(enum_text(state)) + "\"} " +
           std::to_string(count_of(ended, state)) + "\n";
  out += "# TYPE lifeline_notices_failures_total counter\nlifeline_notices_failures_total " +
         std::to_string(follower_ ? follower_->failures() : 0) + "\n";
}

}  // namespace lifeline::notify
