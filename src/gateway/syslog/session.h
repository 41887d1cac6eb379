// SPDX-License-Identifier: Apache-2.0
// The syslog door: UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425), on one thread.
//
//   bytes ─▶ message ─▶ rules ─▶ the intake of the doors ─▶ desks
//
// Operation: each listener is a door of its own. A stream is read on only while few of its alarms
// wait to be durable, so a peer that floods is slowed down; datagrams that find no room are lost in
// the system's buffer and counted. A message that is refused costs nobody else anything.
// Concurrency: open, start and stop from one thread. Limits: syslog_*.
#pragma once

#include <memory>
#include <string>

#include "gateway/door/intake.h"
#include "gateway/door/live.h"
#include "gateway/syslog/map.h"

namespace lifeline::syslog {

/// Addresses are "5514", "127.0.0.1:5514" or "[::]:5514"; without a host it is 127.0.0.1. "" for a
/// listener that is not wanted.
struct Options {
  std::string udp;
  std::string tcp;
  std::string tls;
  std::string certificate;  // PEM files, for TLS
  std::string key;
  std::string authorities;  // that sign the clients' certificates; "" asks for none
  std::string rules;        // a file, "" for none
};

using LiveRules = std::shared_ptr<const door::Live<Rules>>;

class Listeners {
 public:
  /// Errors: address_must_be_numeric, address_must_be_free, certificate_must_be_given,
  /// certificate_must_be_readable.
  static Result<std::unique_ptr<Listeners>> open(const Options& options, LiveRules rules,
                                                 door::Doors& doors, door::Intake& intake);
  ~Listeners();

  void start();
  void stop();

 private:
  struct Inside;
  explicit Listeners(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::syslog
