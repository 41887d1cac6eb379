// SPDX-License-Identifier: Apache-2.0
// Identity from the accounts of headquarters' desk: a copy that every thread may ask, renewed when
// an account changes, and a thread of its own for the slow work of verifying passwords.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "command/account/model.h"
#include "desk/live.h"

namespace lifeline::identity {

class Accounts final : public desk::Identity {
 public:
  explicit Accounts(const Clock& clock);
  ~Accounts() override;

  /// The accounts as they are now; from headquarters' desk.
  void renew(const account::State& state);

  Result<desk::Actor> by_token(std::string_view token) override;
  void by_password(std::string name, std::string password,
                   std::function<void(Result<desk::Actor>)> answer) override;
  /// Hashes on the same thread.
  void hash(std::string password, std::function<void(Result<std::string>)> answer);

 private:
  struct Verified {
    std::string password_hash;
    std::chrono::steady_clock::time_point until;
  };
  struct Failures {
    int count = 0;
    std::chrono::steady_clock::time_point since;
  };
  std::shared_ptr<const account::State> state() const;
  Result<desk::Actor> verify(const std::string& name, const std::string& password);
  Result<void> must_not_be_guessing(const std::string& name);
  /// False when too much waits.
  bool give_work(std::function<void()> job);
  void work();

  const Clock& clock_;
  const std::string salt_;  // of the keys of verified_, for the life of the process
  mutable std::mutex mutex_;
  std::shared_ptr<const account::State> state_;
  std::map<std::string, Verified> verified_;
  std::map<std::string, Failures> failures_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> work_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::identity
