// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/rounds.h"

#include <algorithm>
#include <future>

#include <fmt/format.h>

namespace lifeline::omc {
namespace {

constexpr Millis busy_wait{100};

}  // namespace

// What desks answered, until the thread hears it; a reply may come when nobody listens any more.
struct Rounds::Answers {
  std::mutex mutex;
  std::vector<std::pair<size_t, bool>> given;  // share, and whether it is on disk
};

Rounds::Rounds(std::string feed, Parts parts)
    : feed_(std::move(feed)), parts_(std::move(parts)), answers_(std::make_shared<Answers>()) {}

std::optional<feed::Feed> Rounds::places() {
  std::mutex mutex;
  std::map<UnitCode, feed::Feed> known;
  std::promise<void> looked;
  parts_.desks.read_each(
      [&](size_t, UnitCode desk, const desk::Nouns& nouns) {
        const auto& feeds = nouns.get<feed::State>().feeds;
        const auto found = feeds.find(feed_);
        if (found == feeds.end()) return;
        const std::lock_guard lock(mutex);
        known[desk] = found->second;
      },
      [] { return desk::json_response(200, {}); },
      [&](const desk::Response&) { looked.set_value(); });
  looked.get_future().wait();
  for (const auto& [desk, feed] : known) places_[desk] = feed.mark;
  if (!known.contains(group_unit)) return std::nullopt;
  feed::Feed place = known[group_unit];
  for (const auto& [desk, feed] : known) {
    place.latest = std::max(place.latest, feed.latest);
    if (feed.mark.count > place.mark.count) place.mark = {.count = feed.mark.count, .sequence = 0};
  }
  return place;
}

void Rounds::begin(std::vector<Numbered> round) {
  round_ = std::move(round);
  const feed::Mark first = round_.front().mark, last = round_.back().mark;
  std::map<UnitCode, Share> shares;
  shares[group_unit] = {.desk = group_unit, .alarms = {}, .to = last};
  {
    const door::SourceDirectory::Look look(parts_.directory);
    for (size_t i = 0; i < round_.size(); ++i) {
      const Numbered& alarm = round_[i];
      if (!alarm.told.command) continue;
      const UnitCode desk = look.desk_of(alarm.told.source);
      const auto place = places_.find(desk);
      if (place != places_.end() && alarm.mark <= place->second) {
        parts_.door->pass_over();
        continue;
      }
      Share& share = shares[desk];
      share.desk = desk;
      share.to = last;
      share.alarms.push_back(i);
    }
  }
  Share headquarters = std::move(shares[group_unit]);
  shares.erase(group_unit);
  // The very first round: where it began is known before any desk has taken of it.
  if (!places_.contains(group_unit) && first.sequence > 0)
    turns_.push_back({Share{.desk = group_unit,
                            .alarms = {},
                            .to = {.count = first.count, .sequence = first.sequence - 1}}});
  Turn others;
  for (auto& [desk, share] : shares) others.push_back(std::move(share));
  if (!others.empty()) turns_.push_back(std::move(others));
  turns_.push_back({std::move(headquarters)});
}

void Rounds::submit(size_t index, Time now) {
  Share& share = turns_.front()[index];
  share.phase = Share::Phase::under_way;
  share.again_at = now + busy_wait;
  desk::Intent intent{.who = desk::system_actor(),
                      .id = fmt::format("omc:{}:{}-{}:{}", feed_, share.to.count, share.to.sequence,
                                        to_text(share.desk)),
                      .why = {},
                      .commands = {}};
  for (const size_t i : share.alarms) intent.commands.add(*round_[i].told.command);
  intent.commands.add<feed::Command>(
      feed::Advance{.name = feed_, .to = share.to, .latest = round_.back().latest});
  auto answer = [door = parts_.door](const desk::Outcome& outcome, const desk::Nouns&) {
    for (const auto& each : outcome.each)
      if (!each) door->refuse(each.error().name, 1);
    return desk::json_response(200, {});
  };
  auto reply = [answers = answers_, bell = parts_.bell, index](const desk::Response& response) {
    {
      const std::lock_guard lock(answers->mutex);
      answers->given.emplace_back(index, response.status == 200);
    }
    bell->ring();
  };
  parts_.desks.submit(share.desk, std::move(intent), std::move(answer), std::move(reply));
}

void Rounds::hear_answers(Time now) {
  std::vector<std::pair<size_t, bool>> given;
  {
    const std::lock_guard lock(answers_->mutex);
    given.swap(answers_->given);
  }
  for (const auto& [index, is_durable] : given) {
    Share& share = turns_.front()[index];
    share.phase = is_durable ? Share::Phase::done : Share::Phase::waiting;
    share.again_at = now + busy_wait;
    if (!is_durable) continue;
    places_[share.desk] = std::max(places_[share.desk], share.to);
    parts_.door->take(share.alarms.size());
  }
}

void Rounds::step(Time now) {
  hear_answers(now);
  while (!turns_.empty()) {
    Turn& turn = turns_.front();
    for (size_t i = 0; i < turn.size(); ++i)
      if (turn[i].phase == Share::Phase::waiting && turn[i].again_at <= now) submit(i, now);
    const auto is_done = [](const Share& share) { return share.phase == Share::Phase::done; };
    if (!std::ranges::all_of(turn, is_done)) return;
    turns_.erase(turns_.begin());
  }
}

}  // namespace lifeline::omc
