// SPDX-License-Identifier: Apache-2.0
#include "command/notice/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "gateway/notify/api.h"
#include "gateway/notify/encode.h"
#include "gateway/notify/map.h"

namespace lifeline::notify {

/// A channel with how its notices went; its secret only as whether there is one.
struct ChannelRow {
  ChannelId id;
  Kind kind = Kind::email;
  UnitCode unit;
  std::string unit_name_zh;
  std::string unit_name_en;
  std::string label;
  std::string address;
  std::vector<notice::About> about;
  Priority priority_min = Priority::normal;
  bool is_signed = false;
  bool paused = false;
  std::string problem;  // why nothing leaves at all, as a refusal's name
  uint64_t waiting = 0;
  uint64_t sent = 0;
  uint64_t refused = 0;
  uint64_t in_doubt = 0;
  uint64_t given_up = 0;
  uint64_t shed = 0;
};
LIFELINE_STRUCT(ChannelRow, id, kind, unit, unit_name_zh, unit_name_en, label, address, about,
                priority_min, is_signed, paused, problem, waiting, sent, refused, in_doubt,
                given_up, shed)

struct ChannelBody {
  Kind kind = Kind::email;
  UnitCode unit;  // none: the caller's
  std::string address;
  std::vector<notice::About> about;
  Priority priority_min = Priority::normal;
  std::string label;
  std::string secret;
  std::string reason;
};
LIFELINE_STRUCT(ChannelBody, kind, unit, address, about, priority_min, label, secret, reason)

struct ChangeBody {
  std::string address;
  std::vector<notice::About> about;
  Priority priority_min = Priority::normal;
  std::string label;
  std::string secret;  // "" leaves it as it is
  std::string reason;
};
LIFELINE_STRUCT(ChangeBody, address, about, priority_min, label, secret, reason)

namespace {

using desk::Desks;
using desk::Nouns;
using desk::Reply;
using desk::Requested;

constexpr const char* no_channel = "channel_must_exist";
constexpr size_t test_key_bytes = 8;
const std::string path = "/api/v1/channels";

using AllCounts = std::map<ChannelId, Counts>;

ChannelRow row_of(const notice::Channel& channel, const Nouns& nouns, const AllCounts& counts,
                  bool has_mail) {
  ChannelRow row{.id = channel.id,
                 .kind = channel.kind,
                 .unit = channel.unit,
                 .label = channel.wish.label,
                 .address = channel.wish.address,
                 .about = channel.wish.about,
                 .priority_min = channel.wish.priority_min,
                 .is_signed = !channel.secret.empty(),
                 .paused = channel.paused};
  const auto& units = nouns.get<unit::State>().units;
  if (const auto unit = units.find(channel.unit); unit != units.end()) {
    row.unit_name_zh = unit->second.name_zh;
    row.unit_name_en = unit->second.name_en;
  }
  if (channel.kind == Kind::email && !has_mail) row.problem = "mail_server_must_be_set";
  const auto found = counts.find(channel.id);
  if (found == counts.end()) return row;
  const Counts& of = found->second;
  row.waiting = count_of(of, State::waiting) + count_of(of, State::handing_over);
  row.sent = count_of(of, State::sent);
  row.refused = count_of(of, State::refused);
  row.in_doubt = count_of(of, State::in_doubt);
  row.given_up = count_of(of, State::given_up);
  row.shed = count_of(of, State::shed);
  return row;
}

desk::Response channel_response(Notices& notices, int status, ChannelId id, const Nouns& nouns) {
  const auto& channels = nouns.get<notice::State>().channels;
  const auto found = channels.find(id);
  if (found == channels.end()) return desk::problem(not_found(no_channel, "id").value());
  const ChannelRow row =
      row_of(found->second, nouns, notices.store().counts(), !notices.options().mail.url.empty());
  if (status == 201) return desk::created_response(path + "/" + to_text(id), to_json(row));
  return desk::row_response(status, row);
}

void list_channels(Notices& notices, const Requested& request, Desks& desks, Reply reply) {
  auto selection =
      desk::listing::select(*request, desk::listing::row_type<ChannelRow>(), "unit,id");
  if (!selection) return reply(desk::problem(selection.error()));
  struct Round {
    desk::listing::Selection selection;
    AllCounts counts;
    bool has_mail = false;
    std::vector<desk::listing::Part> parts;
  };
  auto round = std::make_shared<Round>();
  round->selection = std::move(*selection);
  round->counts = notices.store().counts();
  round->has_mail = !notices.options().mail.url.empty();
  round->parts.resize(desks.plan().desks().size());
  const auto look = [round, caller = request->caller](size_t index, UnitCode, const Nouns& nouns) {
    unit::Reach reach(nouns, caller);
    desk::listing::Best best(round->selection, round->selection.offset + round->selection.limit);
    for (const auto& [id, channel] : nouns.get<notice::State>().channels) {
      if (!reach.holds(channel.unit)) continue;
      auto row =
          std::make_shared<ChannelRow>(row_of(channel, nouns, round->counts, round->has_mail));
      if (best.admits(row.get())) best.keep({.row = row.get(), .owner = row});
    }
    round->parts[index] = {.rows = best.take(), .total = best.admitted()};
  };
  const auto combine = [round] {
    return desk::listing::page_of(round->selection, std::move(round->parts), "channels");
  };
  desks.read_each(look, combine, std::move(reply));
}

/// A command on a channel, and the secrets that it makes and ends.
struct Work {
  Notices& notices;
  Requested request;
  Desks& desks;
  Reply reply;
  UnitCode desk;
  std::string secret;                                            // as given
  std::function<notice::Command(const std::string& name)> make;  // of the secret kept
  std::string why;
  std::string ended;  // name of the secret that nobody needs once this is done
  int status = 200;
};

void submit(const std::shared_ptr<Work>& work, const std::string& name) {
  auto intent = desk::intent_of(*work->request, work->make(name), work->why);
  if (!intent) {
    work->notices.secrets().forget(name);
    return work->reply(desk::problem(intent.error()));
  }
  const auto is_done = std::make_shared<bool>(false);
  const auto answer = [work, is_done](const desk::Outcome& outcome, const Nouns& nouns) {
    if (!outcome.repeated && !outcome.each.front())
      return desk::problem(outcome.each.front().error());
    *is_done = !outcome.repeated;
    const auto id = parse_id<notice::Tag>(outcome.subject).value_or(ChannelId{});
    return channel_response(work->notices, work->status, id, nouns);
  };
  // What the command did not come to need goes, and so does what it replaced.
  work->desks.submit(work->desk, std::move(*intent), answer,
                     [work, is_done, name](desk::Response response) {
                       work->notices.secrets().forget(*is_done ? work->ended : name);
                       work->reply(std::move(response));
                     });
}

// The secret is on disk before the event that names it.
void keep_and_submit(const std::shared_ptr<Work>& work) {
  if (work->secret.empty()) return submit(work, {});
  const bool taken = work->notices.give([work] {
    const auto name = work->notices.secrets().keep(work->secret);
    if (!name) return work->reply(desk::problem(name.error()));
    submit(work, *name);
  });
  if (!taken) work->reply(desk::problem(unavailable("notices_must_keep_up").value()));
}

std::string secret_of(const Notices& notices, ChannelId id) {
  const auto directory = notices.board().directory();
  const auto found = directory->find(id);
  return found == directory->end() ? "" : found->second.secret;
}

void add(Notices& notices, Requested request, Desks& desks, Reply reply) {
  auto body = desk::body_of<ChannelBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const UnitCode unit = body->unit ? body->unit : request->caller.unit;
  const auto make = [body = *body, unit](const std::string& name) {
    return notice::Command(notice::AddChannel{.kind = body.kind,
                                              .unit = unit,
                                              .wish = {.address = body.address,
                                                       .about = body.about,
                                                       .priority_min = body.priority_min,
                                                       .label = body.label},
                                              .secret = name});
  };
  keep_and_submit(std::make_shared<Work>(Work{.notices = notices,
                                              .request = std::move(request),
                                              .desks = desks,
                                              .reply = std::move(reply),
                                              .desk = desks.plan().desk_of(unit),
                                              .secret = body->secret,
                                              .make = make,
                                              .why = body->reason,
                                              .ended = {},
                                              .status = 201}));
}

void change(Notices& notices, Requested request, Desks& desks, Reply reply) {
  const auto id = desk::known_id<ChannelId>(desks, request->path_value("id"), no_channel);
  if (!id) return reply(desk::problem(id.error()));
  auto body = desk::body_of<ChangeBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto make = [body = *body, id = *id](const std::string& name) {
    return notice::Command(notice::ChangeChannel{.id = id,
                                                 .wish = {.address = body.address,
                                                          .about = body.about,
                                                          .priority_min = body.priority_min,
                                                          .label = body.label},
                                                 .secret = name});
  };
  keep_and_submit(
      std::make_shared<Work>(Work{.notices = notices,
                                  .request = std::move(request),
                                  .desks = desks,
                                  .reply = std::move(reply),
                                  .desk = {id->desk},
                                  .secret = body->secret,
                                  .make = make,
                                  .why = body->reason,
                                  .ended = body->secret.empty() ? "" : secret_of(notices, *id)}));
}

void drop(Notices& notices, const Requested& request, Desks& desks, Reply reply) {
  const auto id = desk::known_id<ChannelId>(desks, request->path_value("id"), no_channel);
  if (!id) return reply(desk::problem(id.error()));
  auto body = desk::body_of<desk::ReasonBody>(*request);
  if (!body) return reply(desk::problem(body.error()));
  const auto forget = [&notices, ended = secret_of(notices, *id),
                       reply = std::move(reply)](desk::Response response) {
    if (response.status == 204) notices.secrets().forget(ended);
    reply(std::move(response));
  };
  const auto gone = [](const desk::RowKey&, const Nouns&) {
    return desk::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
  };
  desk::submit(desks, {id->desk},
               desk::intent_of(*request, notice::Command(notice::DropChannel{*id}), body->reason),
               gone, forget);
}

// A notice that nothing happened for; whoever commands the channel's unit may have one.
void test(Notices& notices, const Requested& request, Desks& desks, Reply reply) {
  const auto id = desk::known_id<ChannelId>(desks, request->path_value("id"), no_channel);
  if (!id) return reply(desk::problem(id.error()));
  const auto repeated = desk::idempotency_id(*request);
  if (!repeated) return reply(desk::problem(repeated.error()));
  // A request that comes again is the same test.
  const std::string which = repeated->empty()
                                ? random_hex(test_key_bytes)
                                : to_hex(hmac_sha256("test", *repeated)).substr(0, 16);
  const auto channel = std::make_shared<notice::Channel>();
  const auto look = [channel, id = *id, caller = request->caller](const Nouns& nouns) {
    const auto& channels = nouns.get<notice::State>().channels;
    const auto found = channels.find(id);
    unit::Reach reach(nouns, caller);
    if (found == channels.end() || !reach.holds(found->second.unit))
      return desk::problem(not_found(no_channel, "id").value());
    if (found->second.paused) return desk::problem(conflict("channel_must_be_running").value());
    *channel = found->second;
    return desk::Response{};
  };
  const auto send = [&notices, channel, which, reply](desk::Response seen) {
    if (seen.status != 200) return reply(std::move(seen));
    const bool taken = notices.give([&notices, channel, which, reply] {
      const Times now = notices.board().now();
      const std::string key = "test-" + which + "-" + to_text(channel->id);
      const auto made = notices.store().add_test(
          test_draft(*channel, key, now.instant, notices.options().public_url), now);
      if (!made) return reply(desk::problem(made.error()));
      notices.wake_senders();
      const auto notice = notices.store().find(*made);
      if (!notice) return reply(desk::problem(notice.error()));
      reply(desk::row_response(202, notice->value_or(Notice{})));
    });
    if (!taken) reply(desk::problem(unavailable("notices_must_keep_up").value()));
  };
  desks.read({id->desk}, look, send);
}

template <class Command>
desk::Handler pause_handler(Notices& notices) {
  return desk::act_handler<ChannelId, desk::ReasonBody>(
      no_channel,
      [](ChannelId id, const desk::ReasonBody&) { return notice::Command(Command{id}); },
      [&notices](ChannelId id, const Nouns& nouns) {
        return channel_response(notices, 200, id, nouns);
      });
}

desk::Route route(std::string verb, std::string operation, std::string summary,
                  desk::Handler handler) {
  return {.method = "POST",
          .path = path + "/{id}/" + std::move(verb),
          .operation = std::move(operation),
          .tag = "channel",
          .summary = std::move(summary),
          .role = desk::Role::commander,
          .handler = std::move(handler),
          .body_schema = json_schema<desk::ReasonBody>(),
          .answer_schema = json_schema<ChannelRow>()};
}

}  // namespace

desk::Routes channel_routes(Notices& notices) {
  desk::Routes routes;
  routes.push_back(
      {.method = "GET",
       .path = path,
       .operation = "list_channels",
       .tag = "channel",
       .summary = "Channels for notices, and how their notices went",
       .role = desk::Role::commander,
       .handler = bound(notices, list_channels),
       .parameters = desk::listing::parameters_of(desk::listing::row_type<ChannelRow>()),
       .answer_schema = json_schema<std::vector<ChannelRow>>()});
  const auto one = [&notices](ChannelId id, const desk::Actor& caller,
                              const Nouns& nouns) -> std::optional<desk::Response> {
    const auto& channels = nouns.get<notice::State>().channels;
    const auto found = channels.find(id);
    if (found == channels.end() || !unit::Reach(nouns, caller).holds(found->second.unit))
      return std::nullopt;
    return channel_response(notices, 200, id, nouns);
  };
  routes.push_back({.method = "GET",
                    .path = path + "/{id}",
                    .operation = "get_channel",
                    .tag = "channel",
                    .summary = "A channel and how its notices went",
                    .role = desk::Role::commander,
                    .handler = desk::one_handler<ChannelId>(no_channel, one),
                    .answer_schema = json_schema<ChannelRow>()});
  routes.push_back({.method = "POST",
                    .path = path,
                    .operation = "add_channel",
                    .tag = "channel",
                    .summary = "Tells an address of orders on a unit's ground",
                    .role = desk::Role::commander,
                    .handler = bound(notices, add),
                    .body_schema = json_schema<ChannelBody>(),
                    .answer_schema = json_schema<ChannelRow>()});
  routes.push_back(route("change", "change_channel", "Tells another address, or of other things",
                         bound(notices, change)));
  routes.back().body_schema = json_schema<ChangeBody>();
  routes.push_back(route("pause", "pause_channel", "Nothing is told until it is resumed",
                         pause_handler<notice::PauseChannel>(notices)));
  routes.push_back(route("resume", "resume_channel", "What happens from now on is told again",
                         pause_handler<notice::ResumeChannel>(notices)));
  routes.push_back(route("drop", "drop_channel", "The channel is no more", bound(notices, drop)));
  routes.back().answer_schema.clear();
  routes.push_back(route("test", "test_channel", "Sends a notice that says that it is a test",
                         bound(notices, test)));
  routes.back().body_schema.clear();
  routes.back().answer_schema = json_schema<Notice>();
  return routes;
}

}  // namespace lifeline::notify
