// SPDX-License-Identifier: Apache-2.0
// `lifeline serve`: one server from its data folder to its open door.
#pragma once

#include <string>

#include "base/limits.h"
#include "gateway/alertmanager/door.h"
#include "gateway/dispatch/planner.h"
#include "gateway/notify/notices.h"
#include "gateway/syslog/session.h"

namespace lifeline::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  int port = 8080;
  std::string data = "data";
  std::string web;       // the console's files, "" for none
  std::string scenario;  // a scenario's folder: its clock, its desks
  double speed = 0;      // of the scenario's clock; 0: as the scenario says
  std::string desks;     // codes, comma-separated; "" for the scenario's or one for all
  std::string forward;   // where measurements are sent on to by remote write, "" for nowhere
  int order_hold_s = limits::order_hold_s;  // from a hit to the incident's order
  notify::Options notices;                  // what leaves to tell of orders
  std::string mail_password_file;           // "" for none
  std::string hub_callbacks = "none";       // any, none, or hosts that notifications may go to
  dispatch::PlannerOptions planner;         // of crews' routes
  syslog::Options syslog;                   // its listeners
  alertmanager::Options alertmanager;
  std::string snmp_address;     // of notifications, "" for no door
  std::string snmp_rules_file;  // who may tell, and what it means
  std::string omc_file;         // which OMCs are read; "" for none
  bool play = false;            // a simulated world plays the scenario into this server
};

/// Serves until SIGINT or SIGTERM. Answers the exit code: 0, or as sysexits.h has them
/// (64 usage, 66 no scenario, 69 address taken, 73 data folder unusable, 74 journal failed).
int serve(const ServeOptions& options);

}  // namespace lifeline::app
