// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "gateway/notify/api.h"

namespace lifeline::notify {
namespace {

using desk::Desks;
using desk::Nouns;
using desk::Reply;
using desk::Requested;

constexpr const char* no_notice = "notice_must_exist";

desk::Response too_busy() { return desk::problem(unavailable("notices_must_keep_up").value()); }

// One page of those of these units.
desk::Response page(Store& store, const desk::listing::Selection& selection,
                    const std::set<UnitCode>& units) {
  desk::listing::Best best(selection, selection.offset + selection.limit);
  const auto read = store.each([&](Notice& notice) {
    if (!units.contains(notice.unit) || !best.admits(&notice)) return true;
    auto kept = std::make_shared<Notice>(std::move(notice));
    best.keep({.row = kept.get(), .owner = kept});
    return true;
  });
  if (!read) return desk::problem(read.error());
  std::vector<desk::listing::Part> parts(1);
  parts[0].rows = best.take();
  parts[0].total = best.admitted();
  return desk::listing::page_of(selection, std::move(parts), "notices");
}

void list_notices(Notices& notices, const Requested& request, Desks& desks, const Reply& reply) {
  auto selection = desk::listing::select(*request, desk::listing::row_type<Notice>(), "-id");
  if (!selection) return reply(desk::problem(selection.error()));
  struct Round {
    desk::listing::Selection selection;
    std::set<UnitCode> units;
  };
  auto round = std::make_shared<Round>();
  round->selection = std::move(*selection);
  round->units = notices.store().units();
  const auto look = [round, caller = request->caller](const Nouns& nouns) {
    unit::Reach reach(nouns, caller);
    std::erase_if(round->units, [&](UnitCode unit) { return !reach.holds(unit); });
    return desk::Response{};
  };
  const auto go_on = [&notices, round, reply](desk::Response seen) {
    if (seen.status != 200) return reply(std::move(seen));
    const auto job = [&notices, round, reply] {
      reply(page(notices.store(), round->selection, round->units));
    };
    if (!notices.give(job)) reply(too_busy());
  };
  desks.read(group_unit, look, go_on);
}

// Finds a notice within the caller's reach and goes on with it on the notices' thread.
void with_notice(Notices& notices, const Requested& request, Desks& desks, const Reply& reply,
                 std::function<desk::Response(const Notice&)> then) {
  uint64_t id = 0;
  const auto text = request->path_value("id");
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size())
    return reply(desk::problem(not_found(no_notice, "id").value()));
  const auto find = [&notices, &desks, id, caller = request->caller, reply,
                     then = std::move(then)] {
    const auto found = notices.store().find(id);
    if (!found) return reply(desk::problem(found.error()));
    if (!*found) return reply(desk::problem(not_found(no_notice, "id").value()));
    const auto look = [unit = (*found)->unit, caller](const Nouns& nouns) {
      if (unit::Reach(nouns, caller).holds(unit)) return desk::Response{};
      return desk::problem(not_found(no_notice, "id").value());
    };
    desks.read(group_unit, look, [&notices, reply, then, notice = **found](desk::Response seen) {
      if (seen.status != 200) return reply(std::move(seen));
      if (!notices.give([reply, then, notice] { reply(then(notice)); })) reply(too_busy());
    });
  };
  if (!notices.give(find)) reply(too_busy());
}

void get(Notices& notices, const Requested& request, Desks& desks, const Reply& reply) {
  with_notice(notices, request, desks, reply,
              [](const Notice& notice) { return desk::row_response(200, notice); });
}

void send_again(Notices& notices, const Requested& request, Desks& desks, const Reply& reply) {
  with_notice(notices, request, desks, reply, [&notices](const Notice& notice) {
    const auto again = notices.store().send_again(notice.id, notices.board().now());
    if (!again) return desk::problem(again.error());
    notices.wake_senders();
    return desk::row_response(200, *again);
  });
}

}  // namespace

desk::Routes channel_routes(Notices& notices);  // channel_api.cpp

desk::Routes routes(Notices& notices) {
  desk::Routes routes = channel_routes(notices);
  routes.push_back({.method = "GET",
                    .path = "/api/v1/notices",
                    .operation = "list_notices",
                    .tag = "notice",
                    .summary = "What was told to whom, and what became of it",
                    .role = desk::Role::commander,
                    .handler = bound(notices, list_notices),
                    .parameters = desk::listing::parameters_of(desk::listing::row_type<Notice>()),
                    .answer_schema = json_schema<std::vector<Notice>>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/notices/{id}",
                    .operation = "get_notice",
                    .tag = "notice",
                    .summary = "A notice and its peer's last words",
                    .role = desk::Role::commander,
                    .handler = bound(notices, get),
                    .answer_schema = json_schema<Notice>()});
  routes.push_back({.method = "POST",
                    .path = "/api/v1/notices/{id}/send_again",
                    .operation = "send_notice_again",
                    .tag = "notice",
                    .summary = "Sends again what is in doubt, was refused or given up",
                    .role = desk::Role::commander,
                    .handler = bound(notices, send_again),
                    .answer_schema = json_schema<Notice>()});
  return routes;
}

}  // namespace lifeline::notify
