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
      program.add_subcommand("import", "Import units, elements, sites, causes or measurements");
  importing->add_option("noun", import.noun, "units, elements, sites, causes or measurements")
      ->required()
      ->check(CLI::IsMember({"units", "elements", "sites", "causes", "measurements"}));
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

  CLI11_PARSE(program, count, words);
  if (program.got_subcommand("serve")) return app::serve(serve);
  if (*importing) return app::import_file(import);
  if (*replaying) return app::replay_log(replay);
  if (*rehearsing) return app::rehearse(rehearse);
  if (program.got_subcommand("storm")) return app::storm(storm);
  if (*learning) return app::learn_causes(causes);
  return app::play(play);
}
