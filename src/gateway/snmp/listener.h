// SPDX-License-Identifier: Apache-2.0
// The door of SNMP notifications: one UDP socket, read on a thread of its own.
//
//   datagram ─▶ wire ─▶ who may tell? ─▶ rules ─▶ intake ─ durable ─▶ an
//   inform's response
//
// A trap is gone when it is not taken: what the system had no room for is
// counted as lost, what a desk is too slow for is shed by severity. An inform
// is answered once it is durable; sent again meanwhile it is waited for, sent
// again later it is answered at once. Concurrency: open, start and stop from
// one thread. Limits: snmp_informs_waiting_max, snmp_informs_remembered,
// udp_buffer_bytes.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "gateway/door/bell.h"
#include "gateway/door/datagrams.h"
#include "gateway/door/intake.h"
#include "gateway/snmp/options.h"

namespace lifeline::snmp {

class Listener {
 public:
  struct Parts {
    door::Intake& intake;
    std::shared_ptr<door::Door> door;
    const Clock& clock;
  };
  Listener(Setting setting, std::unique_ptr<Wire> wire, Parts parts);
  ~Listener();

  /// "127.0.0.1:1162". Errors: address_must_be_numeric, address_must_be_free.
  Result<void> open(const std::string& address);
  void start();
  void stop();

 private:
  // Informs that are durable, until the thread answers them; answers may come
  // after the end.
  struct Durable;

  void run();
  bool receive();
  void hear(std::string_view bytes, const std::string& peer);
  void take_inform(Notification notification, std::vector<alarm::Command> reports,
                   const std::string& peer);
  Result<void> must_be_known(const Notification& notification) const;
  void answer_informs();
  void send_answers();

  Setting setting_;
  std::shared_ptr<const Rules> rules_;  // of this turn
  std::unique_ptr<Wire> wire_;
  Parts parts_;
  door::Datagrams datagrams_;
  std::shared_ptr<door::Bell> bell_ = std::make_shared<door::Bell>();
  std::shared_ptr<Durable> durable_;
  std::unordered_map<uint64_t, bool> informs_;  // by delivery: whether they are durable
  std::deque<uint64_t> informs_in_order_;       // oldest first
  std::vector<alarm::Command> batch_;           // of traps, of one turn
  std::thread thread_;
};

}  // namespace lifeline::snmp
