// SPDX-License-Identifier: Apache-2.0
// The command line. Each subcommand says what it needs and hands over.
#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/serve.h"

namespace {

using namespace lifeline;

void add_order_hold(CLI::App* command, int& order_hold_s) {
  command
      ->add_option("--order-hold-s", order_hold_s,
                   "Seconds from a hit site to the incident's order; 0: at once")
      ->check(CLI::Range(0, limits::order_hold_s_max))
      ->capture_default_str();
}

void add_notices(CLI::App* serve, app::ServeOptions& options) {
  notify::Options& notices = options.notices;
  serve->add_option("--smtp", notices.mail.url,
                    "Mail server for notices: smtp://user@host:587 or smtps://host");
  serve->add_option("--smtp-password-file", options.mail_password_file,
                    "File with the password of the mail server's user");
  const std::map<std::string, notify::Tls> words{{"offered", notify::Tls::offered},
                                                 {"demanded", notify::Tls::demanded},
                                                 {"none", notify::Tls::none}};
  serve
      ->add_option("--smtp-tls", notices.mail.tls,
                   "offered: where the mail server offers it, and always with a password; "
                   "demanded; none")
      ->transform(CLI::CheckedTransformer(words));
  serve->add_option("--smtp-ca", notices.mail.authorities,
                    "File of certificates that the mail server's is checked against");
  serve->add_option("--mail-from", notices.mail.from, "Sender of notices by e-mail");
  serve->add_option("--public-url", notices.public_url,
                    "Where people find the console: https://lifeline.example");
  serve->add_flag("--notify-private", notices.allows_private,
                  "Let webhooks be on loopback and private networks");
}

void add_planner(CLI::App* serve, dispatch::PlannerOptions& options) {
  serve
      ->add_option("--plan-cpu-s", options.cpu_s,
                   "CPU seconds to better a plan of crews' routes in, after each change")
      ->check(CLI::Range(0.0, 600.0))
      ->capture_default_str();
  serve->add_option("--osrm", options.osrm.url,
                    "OSRM server for travel by road: http://host:5000; else great circles");
  serve
      ->add_option("--osrm-places-max", options.osrm.places_max,
                   "Places of one request to it: its --max-table-size")
      ->check(CLI::Range(2, 10'000))
      ->capture_default_str();
}

void add_syslog(CLI::App* serve, syslog::Options& options) {
  serve->add_option("--syslog-udp", options.udp,
                    "Take syslog by UDP at [host:]port; the loopback without a host");
  serve->add_option("--syslog-tcp", options.tcp, "Take syslog by TCP at [host:]port");
  serve->add_option("--syslog-tls", options.tls, "Take syslog by TLS at [host:]port");
  serve->add_option("--syslog-tls-certificate", options.certificate,
                    "PEM file with the certificate of --syslog-tls and its chain");
  serve->add_option("--syslog-tls-key", options.key, "PEM file with its key");
  serve->add_option("--syslog-tls-ca", options.authorities,
                    "PEM file of authorities: clients must show a certificate of theirs");
  serve->add_option("--syslog-rules", options.rules,
                    "JSON file that says which messages are alarms beside structured ones");
}

void add_serve(CLI::App& program, app::ServeOptions& options) {
  CLI::App* serve = program.add_subcommand("serve", "Serve desks, doors and the console");
  serve->add_option("--address", options.address, "Numeric address to listen on")
      ->capture_default_str();
  serve->add_option("--port", options.port, "Port to listen on, 0 for any")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  serve->add_option("--data", options.data, "Data folder")->capture_default_str();
  serve->add_option("--web", options.web, "Folder of the console's files");
  serve->add_option("--desks", options.desks,
                    "Codes of provinces with a desk of their own: 420000,440000");
  serve->add_option("--scenario", options.scenario, "Scenario whose clock and desks to run");
  serve->add_option("--speed", options.speed, "How fast the scenario's clock runs");
  add_order_hold(serve, options.order_hold_s);
  serve->add_option("--forward-measurements", options.forward,
                    "Send measurements on: http://host:9090/api/v1/write");
  add_notices(serve, options);
  add_planner(serve, options.planner);
  add_syslog(serve, options.syslog);
  serve
      ->add_option("--resolve-timeout-s", options.alertmanager.resolve_timeout_s,
                   "Seconds after which an alert that says no end and is not told again is over")
      ->check(CLI::Range(1, limits::resolve_timeout_s_max))
      ->capture_default_str();
  serve
      ->add_option("--hub-callbacks", options.hub_callbacks,
                   "Where notifications of TM Forum APIs may be sent: any, none or host[:port],…")
      ->capture_default_str();
  serve->add_option("--omc", options.omc_file,
                    "JSON file of the element managers whose alarm sockets are read");
  serve->add_option("--snmp", options.snmp_address,
                    "Listen for SNMP traps and informs: 127.0.0.1:1162");
  serve->add_option("--snmp-rules", options.snmp_rules_file,
                    "JSON file: communities, users and what notifications mean");
  serve->add_flag("--play", options.play, "Play the scenario's simulated world into the server");
}

void add_storm(CLI::App& program, app::StormOptions& options) {
  CLI::App* storm = program.add_subcommand(
      "storm", "Play storms of known consequence; print how much of it was named");
  storm->add_option("--provinces", options.provinces, "Provinces, each with a desk")
      ->check(CLI::Range(1, 31))
      ->capture_default_str();
  storm->add_option("--stations", options.stations, "Base stations of ten cells")
      ->check(CLI::Range(40, 1'000'000))
      ->capture_default_str();
  storm->add_option("--sites", options.sites, "Key sites")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  storm->add_option("--faults", options.faults, "Faults of a storm")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  storm->add_option("--rounds", options.rounds, "Storms, one after another")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  storm->add_option("--lost", options.lost, "Share of the reports that are lost")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_order_hold(storm, options.order_hold_s);
  storm->add_option("--seed", options.seed, "Seed of everything that is chance")
      ->capture_default_str();
  storm->add_flag("--json", options.json, "Score as JSON");
  storm->add_option("--out", options.out,
                    "Folder: write the network and one storm as files, play none");
}

CLI::App* add_causes(CLI::App& program, app::CausesOptions& options) {
  CLI::App* learning =
      program.add_subcommand("causes", "Learn from an alarm log which types cause which");
  auto* sources = learning->add_option_group("alarms");
  sources->add_option("log", options.log, "CSV file of alarms, numbered or as Lifeline lists them");
  sources->add_option("--from-journal", options.data,
                      "Data folder whose journal tells of the alarms; a server may run on it");
  sources->require_option(1);
  learning
      ->add_option("--device", options.device,
                   "Where alarms must be together: on a source_name or in a region")
      ->check(CLI::IsMember({"source_name", "region"}))
      ->capture_default_str();
  learning->add_option("--topology", options.topology, "CSV matrix of connected, numbered devices");
  learning->add_option("--out", options.out, "CSV file for the edges: cause,effect,score");
  return learning;
}

CLI::App* add_solve(CLI::App& program, app::SolveOptions& options) {
  CLI::App* solving = program.add_subcommand("solve", "Assign and order the jobs of a file");
  solving->add_option("file", options.file, "File of a routing problem")->required();
  solving->add_option("--format", options.format, "What the file is written in")
      ->check(CLI::IsMember({"solomon", "lilim", "vrplib", "trsp", "day"}))
      ->capture_default_str();
  solving
      ->add_option("--objective", options.objective,
                   "What is made small; without it what the format's best results are told in")
      ->check(CLI::IsMember({"distance", "vehicles", "duration", "dispatch"}));
  solving->add_option("--cpu-seconds", options.cpu_seconds, "CPU time to take")
      ->check(CLI::Range(0.01, 86'400.0))
      ->capture_default_str();
  solving->add_option("--iterations", options.iterations,
                      "Turns to take instead: equal seeds then give equal plans");
  solving->add_option("--seed", options.seed, "Seed of everything that is chance")
      ->capture_default_str();
  solving->add_option("--out", options.out, "JSON file for the plan");
  solving->add_flag("--explain", options.explain,
                    "Tell of each job why it is where it is, and the second best");
  return solving;
}

void add_peer(CLI::App* command, app::PeerOptions& peer) {
  command->add_option("--to", peer.url, "http://host:port of the server")->required();
  command->add_option("--token", peer.token, "Bearer token, else from LIFELINE_TOKEN")
      ->envname("LIFELINE_TOKEN");
}

}  // namespace

int main(int count, char** words) {
  CLI::App program("Lifeline keeps networks, services and people supplied in an emergency.",
                   "lifeline");
  program.set_version_flag("--version", "lifeline " LIFELINE_VERSION);
  program.require_subcommand(1);
  app::ServeOptions serve;
  app::ImportOptions import;
  app::ReplayOptions replay;
  app::RehearseOptions rehearse;
  app::PlayOptions play;
  add_serve(program, serve);

  CLI::App* importing =
      program.add_subcommand("import",
                             "Import units, people, elements, sites, causes, teams, team_members, "
                             "vehicles, crews or measurements");
  importing
      ->add_option("noun", import.noun,
                   "units, people, elements, sites, causes, teams, team_members, vehicles, crews "
                   "or measurements")
      ->required()
      ->check(CLI::IsMember({"units", "people", "elements", "sites", "causes", "teams",
                             "team_members", "vehicles", "crews", "measurements"}));
  importing->add_option("file", import.file, "CSV file")->required();
  importing->add_flag("--check", import.check_only, "Only check, import nothing");
  add_peer(importing, import.peer);

  CLI::App* replaying = program.add_subcommand("replay", "Send an alarm log as VES events");
  replaying->add_option("file", replay.file, "CSV file of alarms")->required();
  replaying->add_option("--speed", replay.speed, "Times real time; 0: as fast as it goes");
  replaying->add_option("--batch", replay.batch, "Events in a request")->capture_default_str();
  replaying->add_option("--from-row", replay.from_row,
                        "Row to begin with, in the order of time, from 1");
  replaying->add_option("--state", replay.state, "File that keeps how far it got");
  replaying->add_flag("--json", replay.json, "Report as JSON");
  add_peer(replaying, replay.peer);

  CLI::App* rehearsing =
      program.add_subcommand("rehearse", "Run a scenario as fast as the machine goes");
  rehearsing->add_option("scenario", rehearse.scenario, "Scenario folder")->required();
  rehearsing->add_option("--seed", rehearse.seed, "Seed of everything that is chance");
  rehearsing->add_flag("--json", rehearse.json, "Summary as JSON");

  CLI::App* playing = program.add_subcommand("play", "Play a scenario's world into a server");
  playing->add_option("scenario", play.scenario, "Scenario folder")->required();
  add_peer(playing, play.peer);

  app::StormOptions storm;
  add_storm(program, storm);
  app::CausesOptions causes;
  CLI::App* learning = add_causes(program, causes);

  app::SolveOptions solve;
  CLI::App* solving = add_solve(program, solve);

  CLI11_PARSE(program, count, words);
  if (program.got_subcommand("serve")) return app::serve(serve);
  if (*importing) return app::import_file(import);
  if (*replaying) return app::replay_log(replay);
  if (*rehearsing) return app::rehearse(rehearse);
  if (program.got_subcommand("storm")) return app::storm(storm);
  if (*learning) return app::learn_causes(causes);
  if (*solving) return app::solve(solve);
  return app::play(play);
}
