// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/mail_sender.h"

#include <algorithm>

#include "base/json_read.h"
#include "base/limits.h"
#include "gateway/notify/mail_wire.h"

namespace lifeline::notify {
namespace {

constexpr int64_t mail_idle_ms = 60'000;

std::set<ChannelId> paused(const Directory& directory) {
  std::set<ChannelId> ids;
  for (const auto& [id, channel] : directory)
    if (channel.paused && channel.kind == Kind::email) ids.insert(id);
  return ids;
}

}  // namespace

MailSender::MailSender(Store& store, const Board& board, const MailOptions& options)
    : store_(store), board_(board), options_(options), peer_(options) {}
MailSender::~MailSender() { stop(); }

void MailSender::start() {
  if (!options_.url.empty()) thread_ = std::thread([this] { run(); });
}

void MailSender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  peer_.abandon();
  if (thread_.joinable()) thread_.join();
}

void MailSender::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

// False when it is time to end.
bool MailSender::rest(int64_t ms) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::milliseconds(ms), [&] { return stopping_ || woken_; });
  woken_ = false;
  return !stopping_;
}

void MailSender::run() {
  for (;;) {
    turn();
    const int64_t now_ms = board_.now().ms;
    const auto next = store_.next_due_ms(std::string(mail_queue));
    int64_t wait_ms = next ? mail_idle_ms : store_failed_ms;
    if (next && *next) wait_ms = std::clamp<int64_t>(**next - now_ms, 0, mail_idle_ms);
    // What is due and was not sent belongs to a channel that is paused.
    if (wait_ms == 0) wait_ms = store_failed_ms;
    if (failures_ == 0) {
      if (!rest(wait_ms)) return;
      continue;
    }
    const int64_t until_ms = now_ms + wait_ms_after(failures_);
    for (int64_t left_ms = until_ms - now_ms; left_ms > 0; left_ms = until_ms - board_.now().ms)
      if (!rest(left_ms)) return;
  }
}

// Sends what is due until nothing is, or the server fails.
void MailSender::turn() {
  for (;;) {
    const auto directory = board_.directory();
    const auto parcels = store_.due(std::string(mail_queue), limits::notices_taken_max,
                                    paused(*directory), board_.now());
    if (!parcels || parcels->empty()) return;
    for (const Parcel& parcel : *parcels) {
      {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
      }
      bool server_failed = false;
      const Settled settled = send(parcel, *directory, server_failed);
      if (!store_.turn({&settled, 1}, {}, board_.now())) return;
      failures_ = server_failed ? failures_ + 1 : 0;
      if (server_failed) return;
    }
  }
}

Settled MailSender::send(const Parcel& parcel, const Directory& directory, bool& server_failed) {
  Settled settled{.parcel = parcel, .answer = {}};
  const auto channel = directory.find(parcel.channel);
  if (parcel.address.empty() && channel == directory.end()) {
    settled.ending = Ending::cancelled;
    settled.answer = "its channel was dropped";
    return settled;
  }
  const std::string& to = parcel.address.empty() ? channel->second.wish.address : parcel.address;
  if (const auto formed = notice::must_be_email(to); !formed) {
    settled.ending = Ending::refused;
    settled.answer = formed.error().name;
    return settled;
  }
  const auto told = from_json<Told>(parcel.body);
  if (!told) {
    settled.ending = Ending::refused;
    settled.answer = told.error().name;
    return settled;
  }
  const std::string message = print_mail({.from = options_.from, .to = to}, *told);
  Attempt attempt =
      peer_.send(to, message, [&] { return store_.mark_handing_over(parcel, board_.now()); });
  server_failed = attempt.is_about_server && attempt.ending != Ending::sent;
  settled.ending = attempt.ending;
  settled.answer = std::move(attempt.answer);
  return settled;
}

}  // namespace lifeline::notify
