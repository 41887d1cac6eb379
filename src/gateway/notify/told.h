// SPDX-License-Identifier: Apache-2.0
// A notice: what is told of one event to one channel or person, and how far that has come.
//
//   waiting ──▶ handing over ──▶ sent | refused | in doubt | given up
//      ▲              │              "in doubt": the peer may have it or not; an e-mail stays there
//      └── later ─────┘              until a person sends it again, a webhook is asked again
//      └──▶ shed                     the peer's queue was full and this was the least in it
//
// Its key (desk-position-channel or -person) is the same however often it is handed over.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "command/notice/model.h"
#include "command/report/model.h"

namespace lifeline::notify {

using notice::ChannelId;
using notice::Kind;
using order::OrderId;
using order::Priority;

enum class State { waiting, handing_over, sent, refused, in_doubt, given_up, shed };
LIFELINE_ENUM(State, waiting, handing_over, sent, refused, in_doubt, given_up, shed)
inline constexpr size_t states = 7;

inline constexpr std::string_view mail_queue = "mail";
inline constexpr std::string_view test_type = "test";
inline constexpr std::string_view report_type = "report.released";

/// What a notice says of its order.
struct OrderTold {
  OrderId id;
  std::string subject_zh;
  std::string subject_en;
  Priority priority = Priority::normal;
  UnitCode issuer;
  std::string issuer_name_zh;
  std::string issuer_name_en;
  Instant issued_at;
  Instant acknowledge_by;
  Instant finish_by;
  std::vector<UnitCode> units;  // on the channel's ground, limits::notice_units_max of them
  uint64_t units_total = 0;     // on the channel's ground
};
LIFELINE_STRUCT(OrderTold, id, subject_zh, subject_en, priority, issuer, issuer_name_zh,
                issuer_name_en, issued_at, acknowledge_by, finish_by, units, units_total)

/// What a notice says of a released report: enough to fetch it, and to know it again.
struct ReportTold {
  report::ReportId id;
  uint64_t number = 0;
  UnitCode unit;
  std::string unit_name_zh;
  std::string unit_name_en;
  std::string scenario;
  Instant from;
  Instant cut_off;
  std::string digest;
};
LIFELINE_STRUCT(ReportTold, id, number, unit, unit_name_zh, unit_name_en, scenario, from, cut_off,
                digest)

/// The body of a webhook, and what an e-mail is written from. Members without a value are left out.
struct Told {
  std::string id;    // the notice's key
  std::string type;  // "order.issued", …, "report.released", "test"
  Instant at;        // when it happened
  UnitCode desk;     // where, and
  uint64_t position = 0;
  UnitCode unit;  // whose channel this is
  UnitCode by;    // the unit that declined, finished or missed a deadline
  UnitCode to;    // the unit that it was escalated to
  order::Missed missed = order::Missed::nothing;
  std::string reason;  // of a recall or of declining
  std::string url;     // the order or the report in the console
  OrderTold order;
  ReportTold report;  // instead
};
LIFELINE_STRUCT(Told, id, type, at, desk, position, unit, by, to, missed, reason, url, order,
                report)

/// A notice that does not exist yet.
struct Draft {
  Kind kind = Kind::email;
  ChannelId channel;    // or
  std::string person;   // whom an order names, and
  std::string address;  // where; of a channel it is looked up when the notice leaves
  Told told;
};

/// A notice as it is kept and listed.
struct Notice {
  uint64_t id = 0;
  State state = State::waiting;
  Kind kind = Kind::email;
  ChannelId channel;
  std::string person;  // whom the order names, instead of a channel
  UnitCode unit;
  std::string type;
  OrderId order;
  std::string subject_zh;
  std::string subject_en;
  Priority priority = Priority::normal;
  Instant at;
  uint64_t attempts = 0;
  std::string answer;  // the peer's last words, or why there were none
  bool may_have_arrived = false;
  Instant changed_at;
  std::string key;
};
LIFELINE_STRUCT(Notice, id, state, kind, channel, person, unit, type, order, subject_zh, subject_en,
                priority, at, attempts, answer, may_have_arrived, changed_at, key)

/// A notice that is about to be handed over.
struct Parcel {
  uint64_t id = 0;
  std::string key;
  ChannelId channel;
  std::string address;  // of a person
  std::string body;     // Told as JSON
  uint64_t attempts = 0;
  int64_t made_ms = 0;
  bool may_have_arrived = false;
};

/// How an attempt went.
enum class Ending {
  sent,       // the peer took it
  refused,    // the peer will never take it
  later,      // the peer did not take it now
  unknown,    // the peer may have taken it
  untouched,  // nothing was tried
  cancelled,  // its channel is gone
};
struct Settled {
  Parcel parcel;
  Ending ending = Ending::untouched;
  std::string answer;
};

/// How many notices are in each state.
using Counts = std::array<uint64_t, states>;
inline uint64_t count_of(const Counts& counts, State state) {
  return counts[static_cast<size_t>(state)];
}

/// The channels of all desks as the senders see them.
using Directory = std::map<ChannelId, notice::Channel>;

}  // namespace lifeline::notify
