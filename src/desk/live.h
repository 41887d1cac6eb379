// SPDX-License-Identifier: Apache-2.0
// The live stream's hub: desks give it what changed, gateways subscribe. A message is
//
//   event: change | caught_up | reset
//   id: 100000.12-420000.4567                 the journal positions it brings the reader to
//   data: {"position":…,"picture":{…},"sites":[…],"incidents":[…],"orders":[…],"alarms":[…],
//          "alarms_more":0}                   and any other list that has rows, see app/live_rows.h
//
// Operation: at most one message a subscriber per limits::live_tick_ms. Rows are those of the
// subscriber's ground. Concurrency: any thread. Limits: live_connections_max subscribers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"

namespace lifeline::desk {

class Live {
 public:
  virtual ~Live() = default;

  /// Takes one whole server-sent event (ending in an empty line). Called from any thread, one call
  /// at a time; answers false when the subscriber is gone or cannot take more.
  using Deliver = std::function<bool(std::shared_ptr<const std::string>)>;

  /// `since` is a position as in `id:`; "" means from now on. Unsubscribes when the handle goes;
  /// a delivery that has begun by then ends after it.
  virtual Result<std::shared_ptr<void>> subscribe(const Actor& caller, std::string_view since,
                                                  Deliver deliver) = 0;
};

/// Who a bearer token, a session cookie or a name and password belong to. Any thread.
class Identity {
 public:
  virtual ~Identity() = default;
  virtual Result<Actor> by_token(std::string_view token) = 0;
  /// Verifies with Argon2id on a worker thread; the answer comes from there. Remembers a success
  /// for a few minutes, so that Basic authentication on every request stays cheap.
  virtual void by_password(std::string name, std::string password,
                           std::function<void(Result<Actor>)> answer) = 0;
};

}  // namespace lifeline::desk
