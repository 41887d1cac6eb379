// SPDX-License-Identifier: Apache-2.0
// One event as the journal has it: who, when, why, what. Whoever answers for the desk's unit sees
// all of its events, others those that name a unit of their ground or are about what lies there.
// Hashes of passwords and tokens are never shown, events of accounts to administrators alone, phone
// numbers masked below commander.
#include "base/json_write.h"
#include "base/text.h"
#include "command/incident/view.h"
#include "command/order/view.h"
#include "command/team/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/record.h"
#include "gateway/report/api.h"
#include "network/alarm/view.h"
#include "network/site/view.h"

namespace lifeline::reports {

/// As the answer begins; its last member, "event", is the event's own JSON.
struct EventHead {
  UnitCode desk;
  uint64_t position = 0;
  Instant at;
  std::string who;
  std::string why;
  std::string type;
  std::string subject;
  std::string link;  // the console's page of the subject
};
LIFELINE_STRUCT(EventHead, desk, position, at, who, why, type, subject, link)

namespace {

using desk::Desks;
using desk::Reply;
using desk::Requested;
using desk::Role;

void write_shown(std::string& out, const Json& json, Role role);

void write_member(std::string& out, std::string_view key, const Json& value, Role role) {
  if (key.ends_with("phone") && value.is_text() && role < Role::commander)
    return append_json_text(out, masked_phone(value.text()));
  write_shown(out, value, role);
}

void write_object(std::string& out, const Json& json, Role role) {
  out += '{';
  bool is_first = true;
  auto member = [&](std::string_view key, Json value) {
    if (key.ends_with("_hash")) return true;
    if (!is_first) out += ',';
    is_first = false;
    append_json_text(out, key);
    out += ':';
    write_member(out, key, value, role);
    return true;
  };
  json.each_member(member);
  out += '}';
}

void write_shown(std::string& out, const Json& json, Role role) {
  switch (json.kind()) {
    case JsonKind::null: out += "null"; return;
    case JsonKind::boolean: out += json.boolean() ? "true" : "false"; return;
    case JsonKind::integer: out += std::to_string(json.integer().value_or(0)); return;
    case JsonKind::unsigned_integer:
      out += std::to_string(json.unsigned_integer().value_or(0));
      return;
    case JsonKind::number: append_json_number(out, json.number().value_or(0)); return;
    case JsonKind::text: append_json_text(out, json.text()); return;
    case JsonKind::object: return write_object(out, json, role);
    case JsonKind::array: break;
  }
  out += '[';
  bool is_first = true;
  auto item = [&](Json one) {
    if (!is_first) out += ',';
    is_first = false;
    write_shown(out, one, role);
    return true;
  };
  json.each(item);
  out += ']';
}

// The units that an event names as its own.
void collect_units(const Json& event, std::vector<UnitCode>& units) {
  for (const std::string_view key : {"unit", "region", "issuer", "to"})
    if (const UnitCode unit = unit_of(event, key)) units.push_back(unit);
  const auto recipients = event.at("recipients");
  if (!recipients) return;
  auto each = [&](Json one) {
    const UnitCode unit =
        one.is_text() ? parse_unit_code(one.text()).value_or(UnitCode{}) : unit_of(one, "unit");
    if (unit) units.push_back(unit);
    return true;
  };
  recipients->each(each);
}

// And those of what it is about, as the desk knows it now.
struct Subject {
  const desk::Nouns& nouns;
  std::string_view noun;
  const std::string& id;
  std::vector<UnitCode>& units;

  void collect() const {
    if (noun == "site") from(nouns.get<site::State>().sites, id);
    if (noun == "team") from(nouns.get<team::State>().teams, id);
    if (const auto known = parse_id<alarm::Tag>(id); known && noun == "alarm")
      from(nouns.get<alarm::State>().open, *known);
    if (const auto known = parse_id<incident::Tag>(id); known && noun == "incident")
      from(nouns.get<incident::State>().open, *known);
    if (const auto known = parse_id<order::Tag>(id); known && noun == "order")
      from(nouns.get<order::State>().orders, *known);
  }

 private:
  template <class Map, class Id>
  void from(const Map& map, const Id& key) const {
    const auto found = map.find(key);
    if (found == map.end()) return;
    const auto& what = found->second;
    if constexpr (requires { what.recipients; })
      for (const auto& one : what.recipients) units.push_back(one.unit);
    else if constexpr (requires { what.what.unit; })
      units.push_back(what.what.unit);
    else
      units.push_back(what.unit);
    if constexpr (requires { what.region; }) units.push_back(what.region);
  }
};

struct Shown {
  bool is_found = false;
  std::string body;
  std::string type;
  std::string subject;
  std::vector<UnitCode> units;
};

Result<void> read_event(journal::Journal& journal, const EventHead& where, Role role,
                        Shown& shown) {
  Result<void> failed;
  auto batch = [&](const journal::Batch& one) {
    if (where.position < one.first || where.position > one.last()) return false;
    uint64_t position = one.first;
    JsonDocument document;
    auto event = [&](const desk::RecordHead& head, std::string_view type, Json json) {
      if (position++ != where.position) return true;
      const std::string_view subject = text_of(json, "id");
      EventHead row{.desk = where.desk,
                    .position = where.position,
                    .at = head.at,
                    .who = std::string(head.who),
                    .why = std::string(head.why),
                    .type = std::string(type),
                    .subject = std::string(subject),
                    .link = page_of_subject(type, subject)};
      shown.body = to_json(row);
      shown.body.pop_back();
      shown.body += ",\"event\":";
      write_shown(shown.body, json, role);
      shown.body += '}';
      shown.type = type;
      shown.subject = subject;
      collect_units(json, shown.units);
      if (const auto what = json.at("what")) collect_units(*what, shown.units);
      shown.is_found = true;
      return false;
    };
    if (const auto read = desk::read_record(document, one.payload, event); !read)
      failed = tl::unexpected(read.error());
    return false;
  };
  if (auto read = journal.read(where.desk, where.position, journal::all_nouns, batch); !read)
    return read;
  return failed;
}

bool may_see(const Shown& shown, UnitCode desk, const desk::Actor& caller,
             const desk::Nouns& nouns) {
  if (shown.type.starts_with("account.") && caller.role < Role::administrator) return false;
  unit::Reach reach(nouns, caller);
  if (reach.holds(desk)) return true;
  for (const UnitCode unit : shown.units)
    if (reach.holds(unit)) return true;
  return false;
}

constexpr const char* no_event = "event_must_exist";

Result<EventHead> place_of(const desk::Request& request, const Desks& desks) {
  const auto desk = parse_unit_code(request.path_value("desk"));
  const std::string_view text = request.path_value("position");
  EventHead where;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), where.position);
  const bool is_number = error == std::errc{} && rest == text.data() + text.size();
  if (!desk || !*desk || !is_number || where.position == 0) return not_found(no_event, "position");
  for (const UnitCode known : desks.plan().desks())
    if (known == *desk) where.desk = known;
  if (!where.desk) return not_found(no_event, "desk");
  return where;
}

void show_event(Library& library, const Requested& request, Desks& desks, const Reply& reply) {
  const auto where = place_of(*request, desks);
  if (!where) return reply(desk::problem(where.error()));
  const bool is_taken =
      library.work([request, &desks, reply, where = *where](journal::Journal& journal) {
        const auto shown = std::make_shared<Shown>();
        if (auto read = read_event(journal, where, request->caller.role, *shown); !read)
          return reply(desk::problem(read.error()));
        const auto look = [request, shown, desk = where.desk](const desk::Nouns& nouns) {
          const std::string_view type = shown->type;
          Subject{nouns, type.substr(0, type.find('.')), shown->subject, shown->units}.collect();
          if (!shown->is_found || !may_see(*shown, desk, request->caller, nouns))
            return desk::problem(not_found(no_event, "position").value());
          return desk::json_response(200, shown->body);
        };
        desks.read(where.desk, look, reply);
      });
  if (!is_taken)
    reply(desk::problem(
        unavailable("reports_must_be_kept_up_with", "too many reports are asked for").value()));
}

}  // namespace

std::string page_of_subject(std::string_view type, std::string_view subject) {
  if (subject.empty()) return {};
  const std::string noun(type.substr(0, type.find('.')));
  for (const std::string_view known : {"alarm", "incident", "order", "site", "team"})
    if (noun == known) return "/" + noun + "s?open=" + noun + ":" + std::string(subject);
  return {};
}

desk::Route event_route(Library& library) {
  return {.method = "GET",
          .path = "/api/v1/events/{desk}/{position}",
          .operation = "get_event",
          .tag = "report",
          .summary = "One event as the journal has it: who, when, why, what",
          .handler = [&library](Requested request, Desks& desks,
                                Reply reply) { show_event(library, request, desks, reply); },
          .answer_schema = "{\"allOf\":[" + json_schema<EventHead>() +
                           ",{\"type\":\"object\",\"properties\":{\"event\":{\"type\":"
                           "\"object\"}}}]}"};
}

}  // namespace lifeline::reports
