// SPDX-License-Identifier: Apache-2.0
#include "command/crew/api.h"

#include "command/crew/view.h"
#include "command/person/view.h"
#include "command/unit/view.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "desk/moving_routes.h"

namespace lifeline::crew {
namespace {

constexpr const char* missing = "crew_must_exist";

struct CrewList {
  using Row = crew::Row;
  static constexpr std::string_view sort = "id";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    unit::Reach reach(nouns, caller);
    for (const auto& [id, crew] : nouns.get<State>().crews)
      if (!crew.copy && reach.holds(crew.what.unit)) show(row_of(crew, nouns, caller));
  }
};

struct MemberRow {
  std::string person;
  std::string name_zh;
  std::string name_en;
  bool absent = false;
};
LIFELINE_STRUCT(MemberRow, person, name_zh, name_en, absent)

/// What one crew's page has beyond the row.
struct More {
  std::vector<MemberRow> members;
  std::vector<Certificate> certificates;
  std::vector<std::string> tools;
  Parts parts;
  std::vector<Shift> shifts;
  LonLat base;
  std::string vehicle_name_zh;
  std::string vehicle_name_en;
};
LIFELINE_STRUCT(More, members, certificates, tools, parts, shifts, base, vehicle_name_zh,
                vehicle_name_en)

const Crew* own_crew(std::string_view id, const desk::Nouns& nouns) {
  const Crew* crew = find(nouns.get<State>(), id);
  return crew != nullptr && !crew->copy ? crew : nullptr;
}

desk::Response page_of(const Crew& crew, const desk::Actor& caller, const desk::Nouns& nouns) {
  const Instant now = nouns.get<desk::Present>().now;
  const auto& people = nouns.get<person::State>();
  More more{.members = {},
            .certificates = crew.what.certificates,
            .tools = crew.what.tools,
            .parts = crew.parts,
            .shifts = crew.shifts,
            .base = crew.what.base,
            .vehicle_name_zh = {},
            .vehicle_name_en = {}};
  for (const std::string& id : crew.what.members) {
    MemberRow member{.person = id, .name_zh = {}, .name_en = {}};
    if (const person::Person* person = person::find(people, id)) {
      member.name_zh = person->name_zh;
      member.name_en = person->name_en;
      member.absent = person::is_absent(*person, now);
    }
    more.members.push_back(std::move(member));
  }
  if (const auto* vehicle = vehicle::find(nouns.get<vehicle::State>(), crew.what.vehicle)) {
    more.vehicle_name_zh = vehicle->what.name_zh;
    more.vehicle_name_en = vehicle->what.name_en;
  }
  return desk::json_response(200, desk::joined_json(row_of(crew, nouns, caller), more));
}

void show_one(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  const auto find = [request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const Crew* crew = own_crew(request->path_value("id"), nouns);
    if (crew == nullptr) return std::nullopt;
    if (!unit::Reach(nouns, request->caller).holds(crew->what.unit) &&
        !is_member(*crew, request->caller, nouns))
      return std::nullopt;
    return page_of(*crew, request->caller, nouns);
  };
  desk::find_on_any(desks, find, not_found(missing, "id").value(), std::move(reply));
}

struct EntryBody {
  std::string id;
  std::string name_zh;
  std::string name_en;
  UnitCode unit;                     // none: the caller's
  std::vector<std::string> members;  // staff numbers
  uint64_t size = 0;                 // how many, when it is not known who
  std::vector<std::string> skills;
  std::vector<Certificate> certificates;
  std::string phone;
  LonLat base;
  std::vector<std::string> tools;
  Parts parts;
  std::string vehicle;
  std::string reason;
};
LIFELINE_STRUCT(EntryBody, id, name_zh, name_en, unit, members, size, skills, certificates, phone,
                base, tools, parts, vehicle, reason)

Entry entry_of(const EntryBody& body) {
  return {.id = body.id,
          .name_zh = body.name_zh,
          .name_en = body.name_en,
          .unit = body.unit,
          .members = body.members,
          .size = body.size,
          .skills = body.skills,
          .certificates = body.certificates,
          .phone = body.phone,
          .base = body.base,
          .tools = body.tools,
          .parts = body.parts,
          .vehicle = body.vehicle};
}

struct ShiftsBody {
  std::vector<Shift> shifts;
  std::string reason;
};
LIFELINE_STRUCT(ShiftsBody, shifts, reason)

struct WatchBody {
  int64_t interval_s = 0;  // 0: the crew is watched no more
  std::string reason;
};
LIFELINE_STRUCT(WatchBody, interval_s, reason)

struct PartsBody {
  Parts parts;
  std::string reason;
};
LIFELINE_STRUCT(PartsBody, parts, reason)

struct Moving {
  using Command = crew::Command;
  using EntryBody = crew::EntryBody;
  static constexpr const char* path = "/api/v1/crews";
  static constexpr const char* tag = "crew";
  static constexpr const char* missing = crew::missing;
  static constexpr const char* must_be_new = "crew_must_be_new";

  static bool is_own(const std::string& id, const desk::Nouns& nouns) {
    return own_crew(id, nouns) != nullptr;
  }
  static Result<void> check(const Seen& seen, const desk::Nouns& nouns, const desk::Actor& who) {
    const Crew& crew = *own_crew(seen.id, nouns);
    if (!is_member(crew, who, nouns)) {
      if (who.role < desk::Role::operator_) return forbidden("role_must_suffice");
      if (!unit::Reach(nouns, who).holds(crew.what.unit))
        return forbidden("unit_must_be_within_reach");
    }
    return desk::must_be_plausible(seen, crew.what.base, nouns.get<desk::Present>().now);
  }
  static Command command(std::vector<Seen> positions) {
    return ReportPositions{.positions = std::move(positions)};
  }
  static const desk::NewestFixes& newest(const desk::Nouns& nouns) { return nouns.get<Newest>(); }
  static Command created(const EntryBody& body) { return Create{.crew = entry_of(body)}; }
  static desk::Response page(const std::string& id, const desk::Actor& who,
                             const desk::Nouns& nouns) {
    const Crew* crew = own_crew(id, nouns);
    if (crew == nullptr) return desk::problem(not_found(missing, "id").value());
    return page_of(*crew, who, nouns);
  }
  static std::string answer_schema() { return desk::joined_schema<Row, More>(); }
};

using CrewId = const std::string&;

void add_changes(desk::Routes& routes) {
  routes.push_back(desk::action<Moving, EntryBody>(
      "change", "change_crew", "Says anew what the crew is", [](CrewId id, const EntryBody& body) {
        Entry entry = entry_of(body);
        entry.id = id;
        return Change{.crew = std::move(entry)};
      }));
  routes.push_back(desk::action<Moving, desk::PositionBody>(
      "position", "report_crew_position", "Where the crew is",
      [](CrewId id, const desk::PositionBody& body) {
        return ReportPositions{.positions = {{.id = id, .place = body.place, .at = body.at}}};
      }));
  routes.push_back(desk::action<Moving, ShiftsBody>(
      "shifts", "plan_crew_shifts", "All shifts of the crew that are not over, with their breaks",
      [](CrewId id, const ShiftsBody& body) {
        return PlanShifts{.id = id, .shifts = body.shifts};
      }));
  routes.push_back(desk::action<Moving, PartsBody>(
      "stock", "stock_crew", "The crew takes parts on",
      [](CrewId id, const PartsBody& body) { return Stock{.id = id, .parts = body.parts}; }));
  routes.push_back(desk::action<Moving, PartsBody>(
      "spend", "spend_crew_parts", "The crew has used parts",
      [](CrewId id, const PartsBody& body) { return Spend{.id = id, .parts = body.parts}; }));
}

void add_watch(desk::Routes& routes) {
  routes.push_back(desk::action<Moving, WatchBody>(
      "watch", "watch_crew", "How often the crew must check in; 0 ends it",
      [](CrewId id, const WatchBody& body) {
        return SetWatch{.id = id, .interval_s = body.interval_s};
      }));
  routes.push_back(desk::action<Moving, desk::ReasonBody>(
      "check_in", "check_in_crew", "The crew is well",
      [](CrewId id, const desk::ReasonBody&) { return CheckIn{.id = id}; }));
  desk::Route remove = desk::action<Moving, desk::ReasonBody>(
      "remove", "remove_crew", "The crew is no more", [](CrewId id, const desk::ReasonBody& body) {
        return Remove{.id = id, .reason = body.reason};
      });
  remove.answer_schema.clear();  // 204
  routes.push_back(std::move(remove));
}

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<CrewList>(
      "/api/v1/crews", "list_crews", "crew",
      "Crews of the caller's units: on duty or not, where they are, whether they checked in"));
  routes.push_back({.method = "POST",
                    .path = "/api/v1/crews",
                    .operation = "create_crew",
                    .tag = "crew",
                    .summary = "A crew of a unit",
                    .role = desk::Role::operator_,
                    .handler = desk::creating<Moving>(),
                    .body_schema = json_schema<EntryBody>(),
                    .answer_schema = desk::joined_schema<Row, More>()});
  routes.push_back({.method = "GET",
                    .path = "/api/v1/crews/{id}",
                    .operation = "get_crew",
                    .tag = "crew",
                    .summary = "A crew, its members, certificates, tools, parts and shifts",
                    .handler = show_one,
                    .answer_schema = desk::joined_schema<Row, More>()});
  add_changes(routes);
  add_watch(routes);
  routes.push_back({.method = "POST",
                    .path = "/api/v1/crew_positions",
                    .operation = "report_crew_positions",
                    .tag = "crew",
                    .summary = "Where many crews are; what is wrong is named and left out",
                    .role = desk::Role::viewer,
                    .handler = desk::positions_handler<Moving>(),
                    .body_schema = json_schema<desk::PositionsBody>(),
                    .answer_schema = json_schema<desk::PositionsTaken>()});
  return routes;
}

}  // namespace lifeline::crew
