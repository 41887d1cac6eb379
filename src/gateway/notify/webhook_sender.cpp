// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/webhook_sender.h"

#include <algorithm>

#include "base/limits.h"
#include "gateway/notify/webhook_wire.h"

namespace lifeline::notify {
namespace {

constexpr int64_t write_every_ms = 20;  // what has ended is written down together
constexpr int webhook_idle_ms = 10'000;
constexpr int64_t stop_grace_ms = 2'000;

}  // namespace

WebhookSender::WebhookSender(Store& store, const Board& board, Secrets& secrets,
                             bool allows_private)
    : store_(store), board_(board), secrets_(secrets), peer_(allows_private) {}
WebhookSender::~WebhookSender() { stop(); }

void WebhookSender::start() {
  thread_ = std::thread([this] { run(); });
}

void WebhookSender::stop() {
  stopping_ = true;
  peer_.wake();
  if (thread_.joinable()) thread_.join();
}

void WebhookSender::wake() {
  woken_ = true;
  peer_.wake();
}

void WebhookSender::settle(Parcel parcel, Ending ending, std::string answer) {
  settled_.push_back({.parcel = std::move(parcel), .ending = ending, .answer = std::move(answer)});
}

void WebhookSender::run() {
  while (!stopping_) {
    if (woken_.exchange(false))
      for (auto& [id, line] : lines_) line.due_ms = 0;
    const auto directory = board_.directory();
    take_and_settle(*directory);
    begin(*directory);
    end(peer_.go_on(wait_ms(*directory)));
  }
  const int64_t until_ms = board_.now().ms + stop_grace_ms;
  while (!under_way_.empty() && board_.now().ms < until_ms) end(peer_.go_on(100));
  end(peer_.abandon());
  for (auto& [id, line] : lines_)
    for (Parcel& parcel : line.taken) settle(std::move(parcel), Ending::untouched, {});
  (void)store_.turn(settled_, {}, board_.now());  // what fails is settled by the next open
}

// Takes more for the webhooks that have room and do not rest, and writes down what has ended.
void WebhookSender::take_and_settle(const Directory& directory) {
  const Times now = board_.now();
  std::vector<Want> wants;
  for (const auto& [id, channel] : directory) {
    if (channel.kind != Kind::webhook || channel.paused) continue;
    Line& line = lines_[id];
    if (!line.taken.empty() || now.ms < line.rests_until_ms || now.ms < line.due_ms) continue;
    if (line.failures > 0 && line.under_way > 0) continue;
    const std::string queue = queue_of(Kind::webhook, id);
    if (store_.waiting(queue) <= line.under_way) continue;
    wants.push_back({.queue = queue, .count = line.failures > 0 ? 1 : limits::notices_taken_max});
  }
  const bool writes = settled_.size() >= limits::notices_taken_max ||
                      (!settled_.empty() && now.ms - written_at_ms_ >= write_every_ms);
  if (wants.empty() && !writes) return;
  auto taken = store_.turn(settled_, wants, now);
  if (!taken) {  // what has ended stays here until it can be written down
    for (const Want& want : wants)
      lines_[parse_id<notice::Tag>(want.queue).value_or(ChannelId{})].rests_until_ms =
          now.ms + store_failed_ms;
    written_at_ms_ = now.ms + store_failed_ms;
    return;
  }
  settled_.clear();
  written_at_ms_ = now.ms;
  for (Parcel& parcel : *taken) {
    const ChannelId id = parcel.channel;
    lines_[id].taken.push_back(std::move(parcel));
  }
  for (const Want& want : wants) {
    Line& line = lines_[parse_id<notice::Tag>(want.queue).value_or(ChannelId{})];
    if (!line.taken.empty()) continue;
    const auto next = store_.next_due_ms(want.queue);
    line.due_ms = next && *next ? **next : now.ms + webhook_idle_ms;
  }
}

void WebhookSender::begin(const Directory& directory) {
  const int64_t now_ms = board_.now().ms;
  for (auto& [id, line] : lines_) {
    const auto channel = directory.find(id);
    const bool is_gone = channel == directory.end();
    const bool rests = now_ms < line.rests_until_ms || (!is_gone && channel->second.paused);
    if (is_gone || rests) {
      for (Parcel& parcel : line.taken)
        settle(std::move(parcel), is_gone ? Ending::cancelled : Ending::untouched,
               is_gone ? "its channel was dropped" : "");
      line.taken.clear();
      continue;
    }
    const size_t at_once = line.failures > 0 ? 1 : limits::notices_in_flight_max;
    while (!line.taken.empty() && line.under_way < at_once) begin_one(channel->second, line);
  }
  std::erase_if(lines_, [&](const auto& one) {
    return !directory.contains(one.first) && one.second.under_way == 0;
  });
}

void WebhookSender::begin_one(const notice::Channel& channel, Line& line) {
  Parcel parcel = std::move(line.taken.front());
  line.taken.pop_front();
  std::string key;
  if (!channel.secret.empty()) {
    auto found = secrets_.key(channel.secret);
    if (!found) {
      line.rests_until_ms = board_.now().ms + wait_ms_after(++line.failures);
      return settle(std::move(parcel), Ending::later, found.error().name);
    }
    key = std::move(*found);
  }
  Post post{.id = parcel.id,
            .url = channel.wish.address,
            .headers = webhook_headers(parcel.key, board_.now().ms / 1000, parcel.body, key),
            .body = parcel.body};
  const uint64_t id = parcel.id;
  under_way_.emplace(id, std::move(parcel));
  ++line.under_way;
  peer_.begin(std::move(post));
}

void WebhookSender::end(std::vector<Posted> ended) {
  const int64_t now_ms = board_.now().ms;
  for (Posted& posted : ended) {
    const auto found = under_way_.find(posted.id);
    Line& line = lines_[found->second.channel];
    --line.under_way;
    const bool failed = posted.ending == Ending::later || posted.ending == Ending::unknown;
    line.failures = failed ? line.failures + 1 : 0;
    if (failed) {
      const int64_t asked_ms = posted.retry_after_s * 1000;
      line.rests_until_ms = now_ms + std::clamp<int64_t>(asked_ms, wait_ms_after(line.failures),
                                                         limits::notice_wait_ms_max);
    }
    settle(std::move(found->second), posted.ending, std::move(posted.answer));
    under_way_.erase(found);
  }
}

// Until when nothing has to be done unless something happens.
int WebhookSender::wait_ms(const Directory& directory) {
  const int64_t now_ms = board_.now().ms;
  int64_t wait_ms = settled_.empty() ? webhook_idle_ms : write_every_ms;
  for (const auto& [id, line] : lines_) {
    const auto channel = directory.find(id);
    if (channel == directory.end() || channel->second.paused) continue;
    if (store_.waiting(queue_of(Kind::webhook, id)) <= line.under_way) continue;
    const int64_t next_ms = std::max(line.rests_until_ms, line.due_ms);
    wait_ms = std::min(wait_ms, std::max<int64_t>(next_ms - now_ms, 1));
  }
  return static_cast<int>(wait_ms);
}

}  // namespace lifeline::notify
