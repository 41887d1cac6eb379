// SPDX-License-Identifier: Apache-2.0
#include "desk/import.h"

#include <array>
#include <map>
#include <variant>

#include "desk/import_fixture_test.h"

// A noun of its own: boxes, which may stand on another box of the same desk.
namespace lifeline::box {

enum class Colour { red, green };
LIFELINE_ENUM(Colour, red, green)

struct Box {
  std::string id;
  std::string label;
  Colour colour = Colour::red;
  UnitCode region;
  std::string phone;
  double latitude_deg = 0;
  int weight = 0;
  std::string stands_on;

  friend bool operator==(const Box&, const Box&) = default;
};
LIFELINE_STRUCT(Box, id, label, colour, region, phone, latitude_deg, weight, stands_on)

struct Import {
  std::vector<Box> boxes;
};
using Command = std::variant<Import>;
struct Imported {
  std::vector<Box> boxes;
};
LIFELINE_STRUCT(Imported, boxes)
using Event = std::variant<Imported>;
struct State {
  std::map<std::string, Box> boxes;
};
LIFELINE_STRUCT(State, boxes)
struct View {
  int unused = 0;
  void fold(const Event&, const desk::Stamp&) {}
};
LIFELINE_STRUCT(View, unused)

Result<std::vector<Event>> decide(const State&, const Command& command, const desk::Context&) {
  const Import& c = std::get<Import>(command);
  for (const Box& box : c.boxes)
    if (box.label == "late") return conflict("box_must_come_in_time");
  return std::vector<Event>{Imported{.boxes = c.boxes}};
}
void evolve(State& state, const Event& event) {
  for (const Box& box : std::get<Imported>(event).boxes) state.boxes[box.id] = box;
}
desk::RowKey touches(const Event&) { return {}; }

struct Noun {
  using State = box::State;
  using Command = box::Command;
  using Event = box::Event;
  using View = box::View;
  static constexpr std::string_view name = "box";
  static constexpr uint64_t bit = uint64_t{1} << 20;
};

struct Importing {
  using Row = Box;
  using Command = box::Command;
  static constexpr std::string_view noun = "box";
  static constexpr std::string_view path = "/api/v1/boxs/import";
  static constexpr std::array<std::string_view, 8> columns = {
      "id", "label", "colour", "region", "phone", "latitude_deg", "weight", "stands_on"};
  static constexpr std::string_view ground_column = "region";

  static Box read(desk::RowFields& fields) {
    return {.id = fields.id("id"),
            .label = fields.name("label"),
            .colour = fields.word<Colour>("colour"),
            .region = fields.code("region"),
            .phone = fields.phone("phone"),
            .latitude_deg = fields.latitude_deg("latitude_deg"),
            .weight = fields.integer("weight", 1, 9),
            .stands_on = fields.text("stands_on")};
  }
  static std::string id(const Box& box) { return box.id; }
  static UnitCode desk_of(const Box& box, const desk::Plan& plan) {
    return plan.desk_of(box.region);
  }
  static desk::Checked check(const std::vector<Box>& boxes, const desk::Nouns& nouns,
                             const desk::Actor&) {
    const State& state = nouns.get<State>();
    std::map<std::string, Box> after = state.boxes;
    for (const Box& box : boxes) after[box.id] = box;
    desk::Checked checked;
    for (size_t row = 0; row < boxes.size(); ++row) {
      const auto known = state.boxes.find(boxes[row].id);
      ++(known == state.boxes.end()    ? checked.added
         : known->second == boxes[row] ? checked.unchanged
                                       : checked.changed);
      const std::string& on = boxes[row].stands_on;
      if (!after.contains(on) && on != "floor")
        checked.findings.push_back(
            {.row = row, .error = invalid("ground_must_be_known", "stands_on").value()});
      if (boxes[row].label.empty())
        checked.findings.push_back(
            {.row = row, .error = invalid("label_must_be_read", "label").value()});
    }
    return checked;
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    return nouns.get<State>().boxes.contains(id);
  }
  static Command command(std::vector<Box> boxes) { return Import{.boxes = std::move(boxes)}; }
};

}  // namespace lifeline::box

namespace lifeline::desk {
namespace {

constexpr UnitCode hubei{420000}, hunan{430000};
const std::string header = "id,label,colour,region,phone,latitude_deg,weight,stands_on\n";
const std::string good = "A,first,red,420106,+8627000000,30.5,1,floor\n";

DesksInPlace boxes() {
  return DesksInPlace({group_unit, hubei, hunan}, [] {
    std::vector<std::unique_ptr<Module>> modules;
    modules.push_back(std::make_unique<ModuleOf<box::Noun>>());
    return modules;
  });
}

const box::State& state(const DesksInPlace& desks, UnitCode desk) {
  return desks.nouns(desk).get<box::State>();
}

Imported import(DesksInPlace& desks, std::string body) {
  return imported(import_route<box::Importing>(), desks, std::move(body));
}

TEST_CASE("rows go to the desk of their region, one append each") {
  auto desks = boxes();
  const auto done = import(desks, header + good +
                                      "B,second,green,430100,,28.2,2,floor\n"
                                      "C,third,green,420000,,30,3,A\n");
  CHECK(done.status == 200);
  CHECK(done.report.rows == 3);
  CHECK(done.report.added == 3);
  CHECK(desks.appends == 2);
  CHECK(state(desks, hubei).boxes.size() == 2);
  CHECK(state(desks, hunan).boxes.contains("B"));
  CHECK(state(desks, group_unit).boxes.empty());
}

TEST_CASE("the same file again changes nothing, and one changed row is one change") {
  auto desks = boxes();
  import(desks, header + good);
  const auto again = import(desks, header + good);
  CHECK(again.report.unchanged == 1);
  CHECK(again.report.added + again.report.changed == 0);
  CHECK(desks.appends == 1);
  const auto other = import(desks, header + "A,renamed,red,420106,,30.5,1,floor\n");
  CHECK(other.report.changed == 1);
  CHECK(state(desks, hubei).boxes.at("A").label == "renamed");
}

TEST_CASE("a check says what an import would do and does nothing") {
  auto desks = boxes();
  Request request{.query = {{"check", "true"}}, .body = header + good};
  const auto checked = imported(import_route<box::Importing>(), desks, request);
  CHECK(checked.status == 200);
  CHECK(checked.report.added == 1);
  CHECK(desks.appends == 0);
  CHECK(state(desks, hubei).boxes.empty());
}

TEST_CASE("one refused row keeps all the others out") {
  auto desks = boxes();
  const auto refused = import(desks, header + good + "B,second,blue,430100,,28.2,2,floor\n");
  CHECK(refused.status == 400);
  CHECK(refused.refusals() == "3 colour field_must_be_a_known_word\n");
  CHECK(refused.report.refused[0].detail == "one of red, green; got \"blue\"");
  CHECK(refused.report.refused_total == 1);
  CHECK(desks.appends == 0);
}

TEST_CASE("all that is wrong is told in one report, by line") {
  auto desks = boxes();
  const auto refused = import(desks, header +
                                         "A,,red,420106,12345,95,0,nowhere\n"
                                         "B,two\n"
                                         "B|C,x,green,42010,+0123,north,ten,floor\n"
                                         "D,\"two\nlines\",red,420106,,30,1,floor\n"
                                         "E,e\"e,red,420106,,30,1,floor\n"
                                         "F,f,red,420106,,30,1,elsewhere\n");
  CHECK(refused.report.rows == 6);
  CHECK(refused.refusals() ==
        "2 label field_must_be_given\n"
        "2 phone phone_must_be_e164\n"
        "2 latitude_deg degrees_must_be_on_earth\n"
        "2 weight number_must_be_in_range\n"
        "2 stands_on ground_must_be_known\n"
        "3  fields_must_be_as_many_as_columns\n"
        "4 id id_must_not_have_separators\n"
        "4 region code_must_have_6_9_or_12_digits\n"
        "4 phone phone_must_be_e164\n"
        "4 latitude_deg degrees_must_be_decimal\n"
        "4 weight number_must_be_in_range\n"
        "5 label field_must_be_one_line\n"
        "7  quote_must_open_a_field\n"
        "8 stands_on ground_must_be_known\n");
}

TEST_CASE("a field that could not be read is not refused twice") {
  auto desks = boxes();
  const auto refused = import(desks, header + "A,,red,420106,,30,1,floor\n");
  CHECK(refused.refusals() == "2 label field_must_be_given\n");
}

TEST_CASE("columns stand in any order and case, spaces and empty rows count for nothing") {
  auto desks = boxes();
  const auto done = import(desks,
                           "\xEF\xBB\xBFStands_On, ID ,Weight,label,colour,REGION,phone,"
                           "latitude_deg\r\n\r\nfloor, A ,1, first ,red, 420106 ,,30.5\r\n"
                           ",,,,,,,\r\n");
  CHECK(done.status == 200);
  CHECK(done.report.rows == 1);
  CHECK(state(desks, hubei).boxes.at("A").label == "first");
}

TEST_CASE("a header must have the columns, each once, and no others") {
  auto desks = boxes();
  CHECK(import(desks, "id,label,colour,region,phone,latitude_deg,weight,size,id\n").refusals() ==
        "1 size column_must_be_known\n"
        "1 id column_must_not_be_repeated\n"
        "1 stands_on column_must_be_given\n");
  CHECK(import(desks, "id;label;colour\n").refusals() == "1  separator_must_be_a_comma\n");
  CHECK(import(desks, "").report.refused_total == 8);
  CHECK(import(desks, header).status == 200);
}

TEST_CASE("an id stands in a file once") {
  auto desks = boxes();
  const auto refused = import(desks, header + good + "\n" + good);
  CHECK(refused.refusals() == "4 id row_must_not_be_repeated\n");
  CHECK(refused.report.refused[0].detail == "A stands on line 2");
}

TEST_CASE("a row keeps to the desk that knows it") {
  auto desks = boxes();
  import(desks, header + good);
  const auto moved = import(desks, header + "A,first,red,430100,,30.5,1,floor\n");
  CHECK(moved.status == 400);
  CHECK(moved.refusals() == "2 region region_must_be_of_the_same_desk\n");
  CHECK(moved.report.refused[0].detail == "the id is known on desk 420000");
  CHECK(import(desks, header + "A,first,red,420200,,30.5,1,floor\n").status == 200);
}

TEST_CASE("a long list of refusals is cut, and all are counted") {
  auto desks = boxes();
  std::string body = header;
  for (size_t i = 0; i < limits::import_refusals_max + 10; ++i) body += "A,b\n";
  const auto refused = import(desks, body);
  CHECK(refused.report.refused.size() == limits::import_refusals_max);
  CHECK(refused.report.refused_total == limits::import_refusals_max + 10);
  CHECK(refused.report.refused.front().line == 2);
}

TEST_CASE("GB18030 is read as such, named or not, and bad bytes are refused with their place") {
  auto desks = boxes();
  const std::string row = "A,\xD2\xBD\xD4\xBA,red,420106,,30.5,1,floor\n";
  CHECK(import(desks, header + row).status == 200);
  CHECK(state(desks, hubei).boxes.at("A").label == "医院");
  const auto named = [&](std::string type, std::string body) {
    Request request{.content_type = std::move(type), .body = std::move(body)};
    return imported(import_route<box::Importing>(), desks, request);
  };
  CHECK(named("text/csv; charset=\"GBK\"", header + row).report.unchanged == 1);
  CHECK(named("text/csv;charset=utf-8", header + "A,\xFF").problem == "text_must_be_well_encoded");
  CHECK(named("text/csv;charset=latin1", header).problem == "charset_must_be_known");
}

TEST_CASE("what a desk refuses after the check is answered as its problem") {
  auto desks = boxes();
  const auto late = import(desks, header + "A,late,red,420106,,30.5,1,floor\n");
  CHECK(late.status == 409);
  CHECK(late.problem == "box_must_come_in_time");
}

TEST_CASE("a repeated key gets the first answer and appends nothing") {
  auto desks = boxes();
  Request request{.headers = {{"idempotency-key", "once"}}, .body = header + good};
  CHECK(imported(import_route<box::Importing>(), desks, request).status == 200);
  request.body = header + "A,other,red,420106,,30.5,1,floor\n";
  CHECK(imported(import_route<box::Importing>(), desks, request).status == 200);
  CHECK(desks.appends == 1);
  CHECK(state(desks, hubei).boxes.at("A").label == "first");
}

TEST_CASE("coordinates that look exchanged are told so") {
  auto desks = boxes();
  const auto refused = import(desks, header + "A,first,red,420106,,114.3,1,floor\n");
  CHECK(refused.report.refused[0].detail ==
        "from -90 to 90; got \"114.3\": are the two exchanged?");
}

TEST_CASE("a long value is shown cut, between letters") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "医";
  const std::string shown = RowFields::quoted(text);
  CHECK(shown == "got \"" + text.substr(0, 60) + "…\"");
  CHECK(RowFields::quoted("x" + text) == "got \"x" + text.substr(0, 57) + "…\"");
}

TEST_CASE("an import is an administrator's, of CSV, and its body may be large") {
  const Route route = import_route<box::Importing>();
  CHECK(route.role == Role::administrator);
  CHECK(route.body_type == "text/csv");
  CHECK(route.body_bytes_max == limits::import_body_bytes_max);
}

}  // namespace
}  // namespace lifeline::desk
