// SPDX-License-Identifier: Apache-2.0
// Many positions in one request, of whatever moves: each goes to the desk that owns what it is of,
// those of one desk are one command, and those that are wrong are named and left out.
//
//   struct Moving {
//     using Command = crew::Command;
//     static constexpr const char* missing = "crew_must_exist";
//     static bool is_own(const std::string& id, const Nouns&);
//     static Result<void> check(const Seen&, const Nouns&, const Actor&);
//     static Command command(std::vector<Seen>);
//     static const NewestFixes& newest(const Nouns&);
//   };
//
// Limits: limits::positions_max in one request, limits::import_refusals_max named.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/limits.h"
#include "desk/exchange.h"
#include "desk/positions.h"
#include "desk/present.h"

namespace lifeline::desk {

struct PositionsBody {
  std::vector<Seen> positions;
};
LIFELINE_STRUCT(PositionsBody, positions)

struct PositionBody {
  LonLat place;
  Instant at;  // none: now
  std::string reason;
};
LIFELINE_STRUCT(PositionBody, place, at, reason)

struct RefusedPosition {
  std::string id;
  std::string name;
  std::string detail;
};
LIFELINE_STRUCT(RefusedPosition, id, name, detail)

struct PositionsTaken {
  uint64_t taken = 0;
  std::vector<RefusedPosition> refused;
  uint64_t refused_total = 0;

  void refuse(const std::string& id, const Error& error) {
    if (++refused_total <= limits::import_refusals_max)
      refused.push_back({.id = id, .name = error.name, .detail = error.detail});
  }
};
LIFELINE_STRUCT(PositionsTaken, taken, refused, refused_total)

namespace position_detail {

/// The positions of one desk; touched by its thread only.
struct Share {
  std::vector<Seen> right;
  std::vector<bool> known;  // of all that were given
  PositionsTaken result;
};

struct Work {
  std::shared_ptr<const Request> request;
  std::vector<Seen> given;
  std::string id;  // of the intents
  std::vector<Share> shares;
  std::atomic<size_t> left = 0;
  std::atomic<bool> is_failed = false;
  Response failure;  // of the first desk that failed
  Reply reply;

  explicit Work(Reply answer) : reply(std::move(answer)) {}

  template <class Moving>
  void look(Share& share, const Nouns& nouns) const {
    share.known.resize(given.size());
    for (size_t i = 0; i < given.size(); ++i) {
      share.known[i] = Moving::is_own(given[i].id, nouns);
      if (!share.known[i]) continue;
      Seen seen = given[i];
      if (!seen.at) seen.at = nouns.get<Present>().now;
      if (auto right = Moving::check(seen, nouns, request->caller); !right)
        share.result.refuse(seen.id, right.error());
      else
        share.right.push_back(std::move(seen));
    }
    share.result.taken = share.right.size();
  }
  PositionsTaken summed_up(const char* missing) const {
    PositionsTaken sum;
    for (const Share& share : shares) {
      sum.taken += share.result.taken;
      sum.refused_total += share.result.refused_total;
      sum.refused.insert(sum.refused.end(), share.result.refused.begin(),
                         share.result.refused.end());
    }
    for (size_t i = 0; i < given.size(); ++i)
      if (std::ranges::none_of(shares, [i](const Share& share) { return share.known[i]; }))
        sum.refuse(given[i].id, not_found(missing, "id").value());
    if (sum.refused.size() > limits::import_refusals_max)
      sum.refused.resize(limits::import_refusals_max);
    return sum;
  }
  void take(Response response, const char* missing) {
    if (response.status >= 300 && !is_failed.exchange(true)) failure = std::move(response);
    if (--left > 0) return;
    reply(is_failed ? std::move(failure) : json_response(200, to_json(summed_up(missing))));
  }
};

template <class Moving>
void submit(const std::shared_ptr<Work>& work, Desks& desks) {
  for (const Share& share : work->shares) work->left += share.right.empty() ? 0 : 1;
  ++work->left;  // this look at them
  for (size_t i = 0; i < work->shares.size(); ++i) {
    const auto& right = work->shares[i].right;
    if (right.empty()) continue;
    const auto decided = [work, i](const Outcome& outcome, const Nouns& nouns) {
      if (!outcome.repeated && !outcome.each.empty() && !outcome.each[0] &&
          outcome.each[0].error().code != Code::invalid)
        return problem(outcome.each[0].error());
      for (const Seen& seen : work->shares[i].right) Moving::newest(nouns).take(seen);
      return Response{};
    };
    desks.submit(desks.plan().desks()[i],
                 intent(work->request->caller, Moving::command(right), work->id), decided,
                 [work](Response response) { work->take(std::move(response), Moving::missing); });
  }
  work->take(Response{}, Moving::missing);
}

}  // namespace position_detail

/// Answers POST of many positions.
template <class Moving>
Handler positions_handler() {
  return [](Requested request, Desks& desks, Reply reply) {
    auto body = body_of<PositionsBody>(*request);
    if (!body) return reply(problem(body.error()));
    if (body->positions.empty())
      return reply(problem(invalid("positions_must_be_given", "positions").value()));
    if (body->positions.size() > limits::positions_max)
      return reply(problem(invalid("positions_must_be_fewer", "positions").value()));
    auto id = idempotency_id(*request);
    if (!id) return reply(problem(id.error()));
    const auto work = std::make_shared<position_detail::Work>(std::move(reply));
    work->request = std::move(request);
    work->given = std::move(body->positions);
    work->id = std::move(*id);
    work->shares.resize(desks.plan().desks().size());
    desks.read_each([work](size_t index, UnitCode,
                           const Nouns& nouns) { work->look<Moving>(work->shares[index], nouns); },
                    [] { return Response{}; },
                    [work, &desks](const Response& response) {
                      if (response.status >= 300) return work->reply(response);
                      position_detail::submit<Moving>(work, desks);
                    });
  };
}

}  // namespace lifeline::desk
