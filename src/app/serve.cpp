// SPDX-License-Identifier: Apache-2.0
#include "app/serve.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/data_folder.h"
#include "app/exit_codes.h"
#include "app/modules.h"
#include "app/picture.h"
#include "app/player.h"
#include "app/routes.h"
#include "app/system_api.h"
#include "base/file.h"
#include "base/text.h"
#include "command/account/view.h"
#include "command/notice/view.h"
#include "command/order/view.h"
#include "desk/host.h"
#include "gateway/attachments/api.h"
#include "gateway/dispatch/api.h"
#include "gateway/door/api.h"
#include "gateway/door/directory.h"
#include "gateway/http/server.h"
#include "gateway/identity/api.h"
#include "gateway/identity/password.h"
#include "gateway/mapping/api.h"
#include "gateway/measurements/api.h"
#include "gateway/notify/api.h"
#include "gateway/omc/peers.h"
#include "gateway/report/api.h"
#include "gateway/snmp/listener.h"
#include "gateway/tmf/answer.h"
#include "gateway/tmf/apis.h"
#include "gateway/ves/answer.h"
#include "journal/sqlite.h"
#include "network/alarm/view.h"
#include "network/element/view.h"
#include "network/mapping/view.h"
#include "network/performance/view.h"
#include "network/scenario/view.h"
#include "network/silence/view.h"
#include "rehearsal/scenario.h"

namespace lifeline::app {
namespace {

constexpr auto stop_deadline = std::chrono::seconds(5);

int complain(const Error& error, int code) {
  std::fprintf(stderr, "lifeline: %s: %s%s%s\n", error.name.c_str(), error.detail.c_str(),
               error.field.empty() ? "" : " at ", error.field.c_str());
  return code;
}

bool is_input(Code code) { return code == Code::invalid || code == Code::not_found; }

// The journal can no longer be written: nothing that was answered is lost, nothing more is taken.
void end_at_once(const Error& error) {
  std::fprintf(stderr,
               "lifeline: %s: %s\n"
               "lifeline: the process ends; everything that was answered is in the journal\n",
               error.name.c_str(), error.detail.c_str());
  std::_Exit(exit_io);
}

// Blocks the signals that end a server, so that they are taken where serve() waits for them.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

Result<desk::Plan> plan_of(const std::string& desks) {
  std::vector<UnitCode> codes{group_unit};
  for (const std::string_view part : split(desks, ',')) {
    const auto code = parse_unit_code(trimmed(part));
    if (!code) return invalid("desk_must_be_a_unit_code", "desks", std::string(part));
    if (*code && *code != group_unit) codes.push_back(*code);
  }
  // A desk hears headquarters only: what lies within another would not hear that.
  for (const UnitCode desk : codes)
    for (UnitCode around = enclosing(desk); around && around != group_unit;
         around = enclosing(around))
      if (std::ranges::find(codes, around) != codes.end())
        return invalid("desks_must_not_enclose_each_other", "desks",
                       to_text(desk) + " lies within " + to_text(around));
  return desk::Plan(std::move(codes));
}

// Measurements: their store and all that works on it. Ends before what it works with.
struct Measuring {
  std::unique_ptr<measurements::Store> store;
  std::optional<measurements::Sentry> sentry;
  std::optional<measurements::Planner> planner;
  std::optional<measurements::Forwarder> forwarder;
  std::optional<measurements::Intake> intake;
  std::mutex mutex;
  std::map<UnitCode, measurements::Factors> factors;  // by desk; under the mutex

  void tighten(UnitCode desk, measurements::Factors stricter) {
    const std::lock_guard lock(mutex);
    factors[desk] = std::move(stricter);
    measurements::Factors all;
    for (const auto& [of, some] : factors) all.insert(some.begin(), some.end());
    sentry->set_factors(std::move(all));
  }

  measurements::Parts parts(const door::SourceDirectory& sources) {
    return {.intake = *intake, .directory = sources, .forwarder = *forwarder};
  }
};

// What a server is made of, in the order in which it is built.
struct Parts {
  ~Parts() {
    if (told) told->stop();  // before the desks that it asks
  }

  std::unique_ptr<DataFolder> folder;
  std::unique_ptr<journal::Journal> journal;
  Setting setting;
  std::optional<Clock> clock;
  std::unique_ptr<identity::Accounts> accounts;
  door::SourceDirectory sources;
  std::map<UnitCode, std::atomic<size_t>> sources_known;  // elements of each desk in it
  ves::Counters ves_counters;
  std::optional<door::Doors> doors;
  mappings::Book mappings;
  std::optional<desk::LiveHub> hub;
  tmf::Resources tmf_apis = tmf::apis(sources);
  std::unique_ptr<tmf::Hub> told;  // those who subscribed to a TM Forum API
  Measuring measuring;
  std::optional<attachments::Clerk> clerk;
  std::unique_ptr<notify::Notices> notices;
  std::optional<reports::Library> reports;
  std::optional<dispatch::Planner> planner;
  std::optional<alertmanager::Entrance> alerts;
  std::unique_ptr<syslog::Listeners> syslog;
  std::optional<door::Intake> syslog_intake;  // ends before the listeners that it answers
  std::unique_ptr<desk::Host> host;
  std::unique_ptr<omc::Peers> omcs;
  std::optional<door::Intake> snmp_intake;
  std::unique_ptr<snmp::Listener> snmp;
  std::unique_ptr<http::Server> server;
};

// Copies what other threads ask for, as soon as it is decided.
void publish(Parts& parts, uint64_t nouns, UnitCode desk, const desk::Nouns& state) {
  if ((nouns & account::Noun::bit) != 0 && desk == group_unit)
    parts.accounts->renew(state.get<account::State>());
  if ((nouns & performance::Noun::bit) != 0 && desk == group_unit && parts.measuring.sentry)
    parts.measuring.sentry->set_thresholds(state.get<performance::State>());
  if ((nouns & scenario::Noun::bit) != 0 && parts.measuring.sentry)
    parts.measuring.tighten(desk, scenario::factors(state.get<scenario::State>()));
  if ((nouns & notice::Noun::bit) != 0 && parts.notices)
    parts.notices->renew(desk, state.get<notice::State>());
  if ((nouns & silence::Noun::bit) != 0 && desk == group_unit && parts.alerts)
    parts.alerts->renew(state.get<silence::State>());
  if ((nouns & mapping::Noun::bit) != 0 && desk == group_unit)
    parts.mappings.renew(state.get<mapping::State>());
  if ((nouns & order::Noun::bit) != 0 && parts.notices) parts.notices->decided(desk);
  if (parts.planner) parts.planner->decided(desk, nouns, state);
  const auto& elements = state.get<element::State>().elements;
  if ((nouns & element::Noun::bit) == 0 || elements.size() == parts.sources_known[desk]) return;
  std::vector<std::string> names;
  names.reserve(elements.size());
  for (const auto& [name, element] : elements) names.push_back(name);
  parts.sources.add(names, desk);
  parts.sources_known[desk] = names.size();
}

desk::HostOptions host_options(Parts& parts, const desk::Plan& plan,
                               const incident::Settings& settings) {
  return {.plan = plan,
          .snapshot_folder = parts.folder->snapshots(),
          .make = [plan, settings](UnitCode id) { return make_desk(id, plan, settings); },
          .render = render_tick,
          .decided =
              [&parts](const journal::Batch& batch, const desk::Nouns& nouns) {
                publish(parts, batch.nouns, batch.desk, nouns);
                parts.told->decided(batch, nouns);
              },
          .replayed = [&parts](const journal::Batch* batch,
                               const desk::Nouns& nouns) { parts.told->replayed(batch, nouns); },
          .durable = [&parts](const auto& batches) { parts.told->durable(batches); },
          .failed = end_at_once};
}

// Submits and waits for the answer: only before the door opens.
desk::Response ask(desk::Host& host, desk::Intent intent) {
  // Shared: the answer may be taken before the writer's thread is done with the promise.
  const auto promise = std::make_shared<std::promise<desk::Response>>();
  auto answer = promise->get_future();
  host.submit(
      group_unit, std::move(intent),
      [](const desk::Outcome& outcome, const desk::Nouns&) {
        if (!outcome.each.empty() && !outcome.each[0])
          return desk::problem(outcome.each[0].error());
        return desk::json_response(200, {});
      },
      [promise](desk::Response response) { promise->set_value(std::move(response)); });
  return answer.get();
}

// A data folder without accounts gets an administrator; what opens the door is printed and kept
// where only the owner can read it.
Result<void> make_first_account(Parts& parts) {
  const auto& accounts = parts.host->restored(group_unit).nouns().get<account::State>().accounts;
  if (!accounts.empty()) return {};
  const std::string password = identity::random_password();
  const std::string token = identity::random_token();
  auto hash = identity::hash_password(password);
  if (!hash) return tl::unexpected(hash.error());
  desk::Intent intent{.who = desk::system_actor(), .id = {}, .why = "first start", .commands = {}};
  intent.commands.add<account::Command>(account::Create{.name = "admin",
                                                        .display_name = "Administrator",
                                                        .role = desk::Role::administrator,
                                                        .unit = group_unit,
                                                        .password_hash = *hash});
  intent.commands.add<account::Command>(
      account::IssueToken{.name = "admin",
                          .token_hash = identity::sha256_hex(token),
                          .label = "first log-in",
                          .expires_at = {}});
  const auto written =
      write_secret(parts.folder->first_log_in(),
                   "user: admin\npassword: " + password + "\ntoken: " + token + "\n");
  if (!written) return written;
  if (ask(*parts.host, std::move(intent)).status != 200)
    return internal("first_account_must_be_creatable");
  return {};
}

Result<void> open_journal(Parts& parts, const ServeOptions& options) {
  auto folder = DataFolder::open(options.data);
  if (!folder) return tl::unexpected(folder.error());
  parts.folder = std::move(*folder);
  auto journal = journal::open_sqlite(parts.folder->journal());
  if (!journal) return tl::unexpected(journal.error());
  parts.journal = std::move(*journal);
  return {};
}

// The clock is the machine's, or the scenario's: from its start, or from where the journal ends.
Result<void> build_desks(Parts& parts, const ServeOptions& options) {
  std::string desks = options.desks;
  Instant starts;
  double speed = options.speed;
  if (!options.scenario.empty()) {
    auto scenario = rehearsal::load_scenario(options.scenario);
    if (!scenario) return tl::unexpected(scenario.error());
    parts.setting = {.scenario = scenario->name, .zone = scenario->zone};
    starts = scenario->starts;
    if (speed <= 0) speed = scenario->speed;
    if (desks.empty())
      for (const UnitCode desk : scenario->desks) desks += "," + to_text(desk);
  }
  const auto plan = plan_of(desks);
  if (!plan) return tl::unexpected(plan.error());
  parts.clock.emplace();
  parts.doors.emplace(*parts.clock);
  parts.ves_counters.open(*parts.doors);
  parts.hub.emplace(write_picture);
  parts.told = std::make_unique<tmf::Hub>(parts.tmf_apis, parts.folder->hub());
  parts.host = std::make_unique<desk::Host>(
      host_options(parts, *plan, {.order_hold_s = options.order_hold_s}), *parts.journal,
      *parts.clock, *parts.hub);
  if (auto restored = parts.host->restore(); !restored) return restored;
  if (starts) parts.clock.emplace(std::max(starts, parts.host->last_at()), speed);
  parts.accounts = std::make_unique<identity::Accounts>(*parts.clock);
  parts.alerts.emplace(options.alertmanager, parts.sources, *parts.doors, *parts.clock);
  for (const UnitCode desk : plan->desks())
    publish(parts, journal::all_nouns, desk, parts.host->restored(desk).nouns());
  return {};
}

// Alarms that measurements raised before the last end are theirs to clear.
Result<void> take_over_alarms(Parts& parts) {
  for (const UnitCode desk : parts.host->plan().desks())
    for (const auto& [id, alarm] : parts.host->restored(desk).nouns().get<alarm::State>().open) {
      const auto cause = performance::cause_of(alarm.condition);
      if (!cause) continue;
      const auto number = parts.measuring.store->numbers_of({alarm.source_name});
      if (!number) return tl::unexpected(number.error());
      parts.measuring.sentry->take_over(number->front(), cause->second, cause->first,
                                        alarm.severity);
    }
  return {};
}

Result<void> open_measurements(Parts& parts, const ServeOptions& options) {
  auto store = measurements::Store::open(parts.folder->measurements());
  if (!store) return tl::unexpected(store.error());
  Measuring& measuring = parts.measuring;
  measuring.store = std::move(*store);
  measuring.sentry.emplace(*measuring.store, parts.sources);
  measuring.planner.emplace(*measuring.store);
  measuring.forwarder.emplace(*measuring.store, options.forward);
  measuring.intake.emplace(*measuring.store, *measuring.sentry, *measuring.planner, *parts.clock);
  measuring.sentry->set_thresholds(
      parts.host->restored(group_unit).nouns().get<performance::State>());
  for (const UnitCode desk : parts.host->plan().desks())
    publish(parts, scenario::Noun::bit, desk, parts.host->restored(desk).nouns());
  return take_over_alarms(parts);
}

Result<void> open_omcs(Parts& parts, const ServeOptions& options) {
  omc::Setting setting;
  if (!options.omc_file.empty()) {
    auto read = omc::read_setting(options.omc_file);
    if (!read) return tl::unexpected(read.error());
    setting = std::move(*read);
  }
  parts.mappings.add_omcs(setting, *parts.doors);
  parts.omcs = std::make_unique<omc::Peers>(std::move(setting.sources));
  return {};
}

// The library of SNMP reads and writes what it keeps before any other thread is there.
Result<void> open_snmp(Parts& parts, const ServeOptions& options) {
  const bool has_file = !options.snmp_address.empty() && !options.snmp_rules_file.empty();
  auto setting = has_file ? snmp::read_setting(options.snmp_rules_file) : snmp::setting_of("{}");
  if (!setting) return tl::unexpected(setting.error());
  if (options.snmp_address.empty()) {
    parts.mappings.add("snmp", mappings::of_snmp(*setting), {});
    return {};
  }
  const auto door =
      parts.doors->open({.name = "snmp", .kind = "snmp", .address = options.snmp_address});
  parts.mappings.add("snmp", mappings::of_snmp(*setting), {door});
  auto wire = snmp::Wire::open(parts.folder->snmp(), setting->users);
  if (!wire) return tl::unexpected(wire.error());
  parts.snmp_intake.emplace("snmp", parts.sources);
  parts.snmp = std::make_unique<snmp::Listener>(
      std::move(*setting), std::move(*wire),
      snmp::Listener::Parts{.intake = *parts.snmp_intake, .door = door, .clock = *parts.clock});
  return parts.snmp->open(options.snmp_address);
}

// A photo that a crash took from its event is not kept.
Result<void> open_attachments(Parts& parts) {
  auto store = attachments::Store::open(parts.folder->attachments());
  if (!store) return tl::unexpected(store.error());
  (*store)->sweep([&host = *parts.host](const std::string& id) {
    return std::ranges::any_of(host.plan().desks(), [&](UnitCode desk) {
      return host.restored(desk).nouns().get<attachment::State>().attachments.contains(id);
    });
  });
  parts.clerk.emplace(std::move(*store));
  return {};
}

// From here on the journals are followed: before the desks decide anything.
Result<void> open_notices(Parts& parts, const ServeOptions& options) {
  notify::Options wanted = options.notices;
  if (!options.mail_password_file.empty()) {
    const auto password = read_file(options.mail_password_file);
    if (!password) return tl::unexpected(password.error());
    wanted.mail.password = trimmed(*password);
  }
  auto notices =
      notify::Notices::open({.store = parts.folder->notices(), .secrets = parts.folder->secrets()},
                            std::move(wanted), *parts.clock);
  if (!notices) return tl::unexpected(notices.error());
  parts.notices = std::move(*notices);
  for (const UnitCode desk : parts.host->plan().desks())
    publish(parts, notice::Noun::bit, desk, parts.host->restored(desk).nouns());
  return parts.notices->begin(*parts.journal, *parts.host);
}

// Alerts that were firing before the last end are over unless they are told again.
void take_over_alerts(Parts& parts) {
  for (const UnitCode desk : parts.host->plan().desks()) {
    const desk::Nouns& nouns = parts.host->restored(desk).nouns();
    const auto& rows = nouns.get<alarm::View>().rows;
    for (const auto& [id, alarm] : nouns.get<alarm::State>().open)
      if (const auto row = rows.find(id); row != rows.end())
        parts.alerts->take_over({.source = alarm.source_name,
                                 .condition = alarm.condition,
                                 .interface = alarm.interface},
                                row->second.additional_text, row->second.reported_at);
  }
}

Result<void> open_syslog(Parts& parts, const syslog::Options& options) {
  syslog::Rules rules;
  std::string file;
  if (!options.rules.empty()) {
    auto text = read_file(options.rules);
    if (!text) return tl::unexpected(text.error());
    auto read = syslog::Rules::read(*text);
    if (!read) return tl::unexpected(read.error());
    rules = std::move(*read);
    file = std::move(*text);
  }
  const auto live = std::make_shared<door::Live<syslog::Rules>>(std::move(rules));
  auto mapped = mappings::of_syslog(std::move(file), live);
  if (options.udp.empty() && options.tcp.empty() && options.tls.empty()) {
    parts.mappings.add("syslog", std::move(mapped), {});
    return {};
  }
  parts.syslog_intake.emplace("syslog", parts.sources);
  auto listeners = syslog::Listeners::open(options, live, *parts.doors, *parts.syslog_intake);
  if (!listeners) return tl::unexpected(listeners.error());
  parts.syslog = std::move(*listeners);
  parts.mappings.add("syslog", std::move(mapped), parts.doors->of_kind("syslog"));
  parts.syslog_intake->start(*parts.host);
  parts.syslog->start();
  return {};
}

Result<void> open_door(Parts& parts, const ServeOptions& options) {
  http::Options door{.address = options.address, .port = static_cast<uint16_t>(options.port)};
  door.dialects = {ves::dialect(), tmf::dialect()};
  for (const auto& dialect : alertmanager::dialects()) door.dialects.push_back(dialect);
  door.add_metrics = [&parts](std::string& out) {
    parts.ves_counters.append_metrics(out);
    parts.doors->append_metrics(out);
    out += "# TYPE lifeline_desk_queue gauge\nlifeline_desk_queue " +
           std::to_string(parts.host->queued()) + "\n";
    out += "# TYPE lifeline_live_subscribers gauge\nlifeline_live_subscribers " +
           std::to_string(parts.hub->subscribers()) + "\n";
    measurements::append_metrics(out, parts.measuring.parts(parts.sources));
    parts.notices->append_metrics(out);
    parts.told->append_metrics(out);
    parts.planner->append_metrics(out);
  };
  auto callbacks = tmf::AllowedCallbacks::parse(options.hub_callbacks);
  if (!callbacks) return tl::unexpected(callbacks.error());
  const measurements::Parts measured = parts.measuring.parts(parts.sources);
  desk::Routes routes = all_routes(parts.sources, parts.ves_counters,
                                   [&intake = measured.intake](auto readings, auto done) {
                                     intake.accept(std::move(readings), std::move(done));
                                   });
  for (auto& route : measurements::routes(measured)) routes.push_back(std::move(route));
  for (auto& route : attachments::routes(*parts.clerk)) routes.push_back(std::move(route));
  for (auto& route : door::routes(*parts.doors)) routes.push_back(std::move(route));
  for (auto& route : mappings::routes(parts.mappings, parts.sources))
    routes.push_back(std::move(route));
  for (auto& route : alertmanager::routes(*parts.alerts)) routes.push_back(std::move(route));
  for (auto& route : notify::routes(*parts.notices)) routes.push_back(std::move(route));
  for (auto& route : reports::routes(*parts.reports)) routes.push_back(std::move(route));
  for (auto& route : dispatch::planner_routes(*parts.planner)) routes.push_back(std::move(route));
  for (auto& route : system_routes(*parts.clock, parts.setting)) routes.push_back(std::move(route));
  for (auto& route : tmf::api_routes(parts.tmf_apis, *parts.journal, *parts.told, *callbacks))
    routes.push_back(std::move(route));
  for (auto& route : identity::routes(*parts.accounts, *parts.clock))
    routes.push_back(std::move(route));
  parts.server = std::make_unique<http::Server>(std::move(door), std::move(routes), *parts.host,
                                                *parts.hub, *parts.accounts);
  if (!options.web.empty()) {
    auto files = http::StaticFiles::load(options.web);
    if (!files) return tl::unexpected(files.error());
    parts.server->serve_files(std::move(*files));
  }
  return parts.server->start();
}

void stop_doors(Parts& parts) {
  parts.alerts->stop();
  if (parts.syslog) parts.syslog->stop();
  if (parts.syslog_intake) parts.syslog_intake->stop();
  parts.omcs->stop();
  if (!parts.snmp) return;
  parts.snmp->stop();
  parts.snmp_intake->stop();
}

std::string url_of(const ServeOptions& options, uint16_t port) {
  const bool is_v6 = options.address.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + options.address + "]" : options.address;
  return "http://" + host + ":" + std::to_string(port);
}

// Says how to get in: a line each, "name: value".
std::string announce(const Parts& parts, const ServeOptions& options) {
  std::string token;
  std::printf("address: %s\n", url_of(options, parts.server->port()).c_str());
  if (std::FILE* secrets = std::fopen(parts.folder->first_log_in().c_str(), "r")) {
    char line[512];
    while (std::fgets(line, sizeof line, secrets) != nullptr) {
      std::fputs(line, stdout);
      const std::string_view text = trimmed(line);
      if (text.starts_with("token: ")) token = text.substr(7);
    }
    std::fclose(secrets);
  }
  std::fflush(stdout);
  return token;
}

}  // namespace

int serve(const ServeOptions& options) {
  const sigset_t signals = block_end_signals();
  umask(0077);  // what this process writes is for its owner
  const auto begun = steady_now();
  Parts parts;
  if (auto opened = open_journal(parts, options); !opened)
    return complain(opened.error(), exit_cannot_create);
  if (auto built = build_desks(parts, options); !built)
    return complain(built.error(), is_input(built.error().code) ? exit_no_input : exit_io);
  if (auto opened = open_measurements(parts, options); !opened)
    return complain(opened.error(), exit_cannot_create);
  if (auto opened = open_attachments(parts); !opened)
    return complain(opened.error(), exit_cannot_create);
  if (auto opened = open_notices(parts, options); !opened)
    return complain(opened.error(),
                    is_input(opened.error().code) ? exit_no_input : exit_cannot_create);
  if (auto opened = open_omcs(parts, options); !opened)
    return complain(opened.error(), exit_no_input);
  if (auto opened = open_snmp(parts, options); !opened)
    return complain(opened.error(),
                    is_input(opened.error().code) ? exit_no_input : exit_unavailable);
  parts.reports.emplace(*parts.journal, parts.host->plan());
  parts.planner.emplace(options.planner);
  take_over_alerts(parts);
  parts.host->run();
  parts.alerts->start(*parts.host);
  parts.notices->start();
  parts.told->start(*parts.host, *parts.journal);
  parts.measuring.forwarder->start();
  parts.planner->start(*parts.host);
  parts.measuring.intake->start(*parts.host, [&parts](std::span<const measurements::Sample> heard) {
    parts.measuring.forwarder->hear(heard);
  });
  if (auto made = make_first_account(parts); !made)
    return complain(made.error(), exit_cannot_create);
  if (auto opened = open_syslog(parts, options.syslog); !opened)
    return complain(opened.error(),
                    is_input(opened.error().code) ? exit_no_input : exit_unavailable);
  if (auto door = open_door(parts, options); !door) return complain(door.error(), exit_unavailable);
  parts.omcs->start(*parts.host, parts.sources, *parts.doors);
  if (parts.snmp) {
    parts.snmp_intake->start(*parts.host);
    parts.snmp->start();
  }
  const auto took = std::chrono::duration<double>(steady_now() - begun).count();
  std::printf("ready: %.2f s\n", took);
  const std::string token = announce(parts, options);
  std::optional<Player> player;
  if (options.play) player.emplace(options.scenario, url_of(options, parts.server->port()), token);
  int signal = 0;
  sigwait(&signals, &signal);
  std::fprintf(stderr, "lifeline: ends\n");
  player.reset();
  parts.server->stop(stop_deadline);
  stop_doors(parts);
  parts.clerk->stop();
  parts.notices->stop();
  parts.reports->stop();
  parts.planner->stop();
  parts.measuring.intake->stop();
  parts.measuring.forwarder->stop();
  parts.told->stop();
  parts.host->stop();
  return 0;
}

}  // namespace lifeline::app
