// SPDX-License-Identifier: Apache-2.0
// A subscription of a TM Forum API's hub (TMF630): notifications go to its callback, from the
// moment of its registration on. On headquarters' desk, for all desks. How far each has come is no
// event: it stands beside the journal, and losing it sends some notifications again.
//
//   subscribed ──▶ unsubscribed
//
// Limits: limits::subscriptions_max.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "desk/noun.h"

namespace lifeline::subscription {

struct Tag {};
using SubscriptionId = Id<Tag>;

struct Subscribe {
  std::string api;                    // "/tmf-api/troubleTicket/v4"
  std::string callback;               // "http://host:port/path"
  std::string query;                  // which notifications; "" for all
  std::string base;                   // how the subscriber calls this server: "http://host:port"
  std::map<UnitCode, uint64_t> from;  // where each desk's journal was
};
struct Unsubscribe {
  SubscriptionId id;
  std::string api;
};
using Command = std::variant<Subscribe, Unsubscribe>;

struct Subscribed {
  SubscriptionId id;
  std::string api;
  std::string callback;
  std::string query;
  std::string base;
  std::string owner;  // the account, which hears what its unit may see
  UnitCode unit;
  std::map<UnitCode, uint64_t> from;  // what desks made after these positions is told
};
LIFELINE_STRUCT(Subscribed, id, api, callback, query, base, owner, unit, from)
struct Unsubscribed {
  SubscriptionId id;
};
LIFELINE_STRUCT(Unsubscribed, id)
using Event = std::variant<Subscribed, Unsubscribed>;

struct State {
  uint64_t serial = 0;
  std::map<SubscriptionId, Subscribed> subscriptions;
};
LIFELINE_STRUCT(State, serial, subscriptions)

Result<std::vector<Event>> decide(const State& state, const Command& command,
                                  const desk::Context& at);
void evolve(State& state, const Event& event);
desk::RowKey touches(const Event& event);

}  // namespace lifeline::subscription
