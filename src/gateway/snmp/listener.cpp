// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/listener.h"

#include <poll.h>

#include "base/limits.h"

namespace lifeline::snmp {
namespace {

constexpr size_t datagrams_at_once = 64;
constexpr size_t datagram_bytes_max = 65'536;
constexpr door::Millis turn_wait{500}, busy_wait{10};  // for a datagram, for room

}  // namespace

struct Listener::Durable {
  std::mutex mutex;
  std::vector<std::pair<uint64_t, std::shared_ptr<void>>> informs;  // delivery, token or none
};

Listener::Listener(Setting setting, std::unique_ptr<Wire> wire, Parts parts)
    : setting_(std::move(setting)),
      wire_(std::move(wire)),
      parts_(std::move(parts)),
      datagrams_(datagram_bytes_max, datagrams_at_once),
      durable_(std::make_shared<Durable>()) {}

Listener::~Listener() { stop(); }

Result<void> Listener::open(const std::string& address) {
  if (auto opened = datagrams_.open(address); !opened) return opened;
  parts_.door->set_address(datagrams_.address());
  return {};
}

void Listener::start() {
  if (datagrams_.socket() < 0) return;
  parts_.door->set_state(door::DoorState::listening);
  thread_ = std::thread([this] { run(); });
}

void Listener::stop() {
  bell_->end();
  if (!thread_.joinable()) return;
  thread_.join();
  parts_.door->set_state(door::DoorState::closed);
}

void Listener::run() {
  while (!bell_->is_over()) {
    const bool is_full = parts_.intake.is_full();
    pollfd waiting[] = {{.fd = bell_->fd(), .events = POLLIN, .revents = 0},
                        {.fd = datagrams_.socket(), .events = POLLIN, .revents = 0}};
    poll(waiting, is_full ? 1 : 2, static_cast<int>((is_full ? busy_wait : turn_wait).count()));
    bell_->hush();
    for (bool has_more = !is_full; has_more && !bell_->is_over();) {
      has_more = receive() && !parts_.intake.is_full();
      if (!batch_.empty()) parts_.intake.take(std::exchange(batch_, {}), parts_.door);
      answer_informs();
      send_answers();
    }
  }
}

bool Listener::receive() {
  rules_ = setting_.rules->get();
  auto visit = [this](const door::Datagram& datagram) {
    parts_.door->hear();
    hear(datagram.bytes, std::string(datagram.peer));
    return true;
  };
  const bool has_more = datagrams_.receive(visit);
  if (const uint64_t lost = datagrams_.take_lost(); lost > 0) parts_.door->lose(lost);
  return has_more;
}

Result<void> Listener::must_be_known(const Notification& notification) const {
  if (notification.version == Version::v3 || setting_.communities.contains(notification.who))
    return {};
  return invalid("community_must_be_known");
}

void Listener::hear(std::string_view bytes, const std::string& peer) {
  auto heard = wire_->hear(bytes, peer);
  if (!heard) return parts_.door->refuse(heard.error(), door::host_text(peer), {});
  if (!*heard) return parts_.door->pass_over();
  Notification& notification = **heard;
  if (auto known = must_be_known(notification); !known)
    return parts_.door->refuse(known.error(), door::host_text(peer), notification.trap);
  const std::string address = door::host_text(peer);
  auto command = rules_->command_of(notification, address, parts_.clock.now());
  if (!command) parts_.door->refuse(command.error(), address, notification.trap);
  std::vector<alarm::Command> reports;
  if (command && *command) reports.push_back(std::move(**command));
  if (command && !*command) parts_.door->pass_over();
  if (notification.token) return take_inform(std::move(notification), std::move(reports), peer);
  for (alarm::Command& report : reports) batch_.push_back(std::move(report));
}

// What no rule wants is answered all the same: sending it again changes
// nothing.
void Listener::take_inform(Notification notification, std::vector<alarm::Command> reports,
                           const std::string& peer) {
  if (reports.empty()) return wire_->confirm(notification.token);
  const uint64_t delivery = delivery_of(notification, peer);
  if (const auto known = informs_.find(delivery); known != informs_.end()) {
    parts_.door->pass_over();
    if (known->second) wire_->confirm(notification.token);
    return;
  }
  if (informs_in_order_.size() >= limits::snmp_informs_remembered) {
    informs_.erase(informs_in_order_.front());
    informs_in_order_.pop_front();
  }
  informs_.emplace(delivery, false);
  informs_in_order_.push_back(delivery);
  auto done = [durable = durable_, bell = bell_, delivery,
               token = std::move(notification.token)](const door::Settled& settled) {
    {
      const std::lock_guard lock(durable->mutex);
      durable->informs.emplace_back(delivery, settled.shed > 0 ? nullptr : token);
    }
    bell->ring();
  };
  parts_.intake.take(std::move(reports), parts_.door, std::move(done));
}

// What was shed is forgotten, so that it is taken when it is sent again.
void Listener::answer_informs() {
  std::vector<std::pair<uint64_t, std::shared_ptr<void>>> informs;
  {
    const std::lock_guard lock(durable_->mutex);
    informs.swap(durable_->informs);
  }
  for (const auto& [delivery, token] : informs) {
    const auto known = informs_.find(delivery);
    if (token) wire_->confirm(token);
    if (known == informs_.end()) continue;
    if (token)
      known->second = true;
    else
      informs_.erase(known);
  }
}

void Listener::send_answers() {
  for (const Datagram& each : wire_->to_send()) datagrams_.send(each.bytes, each.peer);
}

}  // namespace lifeline::snmp
