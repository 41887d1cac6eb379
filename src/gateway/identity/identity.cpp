// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/identity.h"

#include "base/limits.h"
#include "gateway/identity/password.h"

namespace lifeline::identity {
namespace {

constexpr auto verified_for = std::chrono::minutes(5);
constexpr auto failures_within = std::chrono::minutes(1);
constexpr size_t remembered_max = 10'000;  // names and passwords, then all are forgotten
constexpr size_t waiting_max = 256;        // passwords to verify or hash: some five seconds of work

desk::Actor actor_of(const account::Account& account) {
  return {.name = account.name, .role = account.role, .unit = account.unit};
}

Refusal unknown() { return refuse(Code::unauthenticated, "password_must_match"); }

// Verified when there is no such account, so that the answer takes as long as when there is.
const std::string& nobodys_hash() {
  static const std::string hash = *hash_password("nobody's password");
  return hash;
}

}  // namespace

Accounts::Accounts(const Clock& clock)
    : clock_(clock),
      salt_(random_token()),
      state_(std::make_shared<account::State>()),
      thread_([this] { work(); }) {}

Accounts::~Accounts() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Accounts::renew(const account::State& state) {
  auto copy = std::make_shared<const account::State>(state);
  const std::lock_guard lock(mutex_);
  state_ = std::move(copy);
}

std::shared_ptr<const account::State> Accounts::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

Result<desk::Actor> Accounts::by_token(std::string_view token) {
  const auto accounts = state();
  const auto found = accounts->tokens.find(sha256_hex(token));
  if (found == accounts->tokens.end()) return refuse(Code::unauthenticated, "token_must_be_valid");
  const account::Token& known = found->second;
  if (known.expires_at && known.expires_at <= clock_.now())
    return refuse(Code::unauthenticated, "token_must_not_be_expired");
  const auto owner = accounts->accounts.find(known.name);
  if (owner == accounts->accounts.end() || owner->second.disabled)
    return refuse(Code::unauthenticated, "token_must_be_valid");
  return actor_of(owner->second);
}

void Accounts::by_password(std::string name, std::string password,
                           std::function<void(Result<desk::Actor>)> answer) {
  const std::string key = sha256_hex(salt_ + name + '\n' + password);
  const auto accounts = state();
  const auto account = accounts->accounts.find(name);
  if (account != accounts->accounts.end() && !account->second.disabled) {
    bool is_verified = false;
    {
      const std::lock_guard lock(mutex_);
      const auto known = verified_.find(key);
      is_verified = known != verified_.end() && known->second.until > steady_now() &&
                    known->second.password_hash == account->second.password_hash;
    }
    if (is_verified) return answer(actor_of(account->second));
  }
  const bool taken = give_work([this, name = std::move(name), password = std::move(password),
                                answer] { answer(verify(name, password)); });
  if (!taken) answer(too_many("attempts_must_be_fewer"));
}

Result<desk::Actor> Accounts::verify(const std::string& name, const std::string& password) {
  if (auto calm = must_not_be_guessing(name); !calm) return tl::unexpected(calm.error());
  const auto accounts = state();
  const auto account = accounts->accounts.find(name);
  const bool exists = account != accounts->accounts.end() && !account->second.disabled;
  const std::string& hash = exists ? account->second.password_hash : nobodys_hash();
  const bool matches = verify_password(password, hash) && exists;
  const std::lock_guard lock(mutex_);
  if (failures_.size() > remembered_max) failures_.clear();
  if (verified_.size() > remembered_max) verified_.clear();
  if (!matches) {
    Failures& failures = failures_[name];
    if (failures.count++ == 0) failures.since = steady_now();
    return unknown();
  }
  failures_.erase(name);
  verified_[sha256_hex(salt_ + name + '\n' + password)] = {.password_hash = hash,
                                                           .until = steady_now() + verified_for};
  return actor_of(account->second);
}

Result<void> Accounts::must_not_be_guessing(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto known = failures_.find(name);
  if (known == failures_.end()) return {};
  if (steady_now() - known->second.since > failures_within) {
    failures_.erase(known);
    return {};
  }
  if (known->second.count >= limits::login_failures_max) return too_many("attempts_must_be_fewer");
  return {};
}

void Accounts::hash(std::string password, std::function<void(Result<std::string>)> answer) {
  const bool taken =
      give_work([password = std::move(password), answer] { answer(hash_password(password)); });
  if (!taken) answer(too_many("attempts_must_be_fewer"));
}

bool Accounts::give_work(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (work_.size() >= waiting_max) return false;
    work_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Accounts::work() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !work_.empty(); });
      if (stopping_) return;
      job = std::move(work_.front());
      work_.pop_front();
    }
    job();
  }
}

}  // namespace lifeline::identity
