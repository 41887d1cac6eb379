// SPDX-License-Identifier: Apache-2.0
#include "desk/listing.h"

#include <algorithm>
#include <span>

#include <doctest/doctest.h>

namespace lifeline::desk {
namespace {

enum class Weight { light, middling, heavy };
LIFELINE_ENUM(Weight, light, middling, heavy)

struct CrateTag {};

struct Crate {
  Id<CrateTag> id;
  std::string name;
  Weight weight = Weight::light;
  UnitCode unit;
  Instant at;
  int64_t size = 0;
  double price = 0;
  bool sealed = false;
  std::vector<std::string> tags;
  uint64_t found = 0;  // derived: ten times the size
};
LIFELINE_STRUCT(Crate, id, name, weight, unit, at, size, price, sealed, tags, found)

std::vector<Crate>& store() {
  static std::vector<Crate> crates;
  return crates;
}

struct LastingList {
  using Row = Crate;
  static constexpr std::string_view sort = "-size";
  static constexpr bool lasting = true;
  static constexpr std::array<std::string_view, 1> derived{"found"};

  static void complete(Row& row, const Nouns&) { row.found = static_cast<uint64_t>(row.size) * 10; }
  template <class Show>
  static void each(const Nouns&, const Actor&, Show show) {
    for (const Crate& crate : store()) show(crate);
  }
};

struct LazyList {
  using Row = Crate;
  static constexpr std::string_view sort = "-size";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const Nouns&, const Actor&, Show show) {
    for (Crate crate : store()) show(std::move(crate));
  }
};

Crate crate(uint64_t serial, std::string name, int64_t size, Weight weight = Weight::light) {
  return {.id = {420000, serial},
          .name = std::move(name),
          .weight = weight,
          .unit = {420106},
          .at = {size * 1'000'000},
          .size = size,
          .price = 0.5,
          .sealed = size % 2 == 0};
}

void fill() {
  store() = {crate(3, "rice", 30, Weight::heavy), crate(1, "Masks", 10),
             crate(4, "gowns, blue", 30, Weight::middling), crate(2, "\"salt\"", 20)};
}

Request asking(std::vector<std::pair<std::string, std::string>> query) {
  return {.method = "GET", .path = "/api/v1/crates", .query = std::move(query)};
}

Result<listing::Selection> select_crates(const Request& request) {
  return listing::select(request, listing::row_type<Crate>(), "-size");
}

template <class L>
listing::Part best_crates(const listing::Selection& selection) {
  return listing::best_rows(listing::list_type<L>(), selection, Nouns{}, Actor{});
}

template <class L = LastingList>
Response answer(const Request& request) {
  const auto selection = select_crates(request);
  if (!selection) return problem(selection.error());
  return listing::page_of(*selection, {best_crates<L>(*selection)}, "crates");
}

/// The serials of the rows answered, in their order: "3 4 2".
template <class L = LastingList>
std::string serials(std::vector<std::pair<std::string, std::string>> query) {
  query.emplace_back("fields", "id");
  const std::string body = answer<L>(asking(std::move(query))).body;
  std::string out;
  for (size_t at = body.find("420000-"); at != std::string::npos;
       at = body.find("420000-", at + 1)) {
    if (!out.empty()) out += ' ';
    out += body[at + 7];
  }
  return out;
}

/// "name field" of the refusal.
std::string refusal(std::vector<std::pair<std::string, std::string>> query) {
  const auto selection = select_crates(asking(std::move(query)));
  return selection ? "none" : selection.error().name + " " + selection.error().field;
}

std::string_view header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "absent";
}

TEST_CASE("a list comes in its usual order, equals by id") {
  fill();
  CHECK(serials({}) == "3 4 2 1");
  CHECK(serials<LazyList>({}) == "3 4 2 1");
}

TEST_CASE("a list is sorted as asked, each key up or down") {
  fill();
  CHECK(serials({{"sort", "size"}}) == "1 2 3 4");
  CHECK(serials({{"sort", "-size,-name"}}) == "3 4 2 1");
  CHECK(serials({{"sort", "-size,name"}}) == "4 3 2 1");
  CHECK(serials({{"sort", "weight,-id"}}) == "2 1 4 3");
}

TEST_CASE("pages follow each other without gap or overlap") {
  fill();
  CHECK(serials({{"limit", "2"}}) == "3 4");
  CHECK(serials({{"limit", "2"}, {"offset", "2"}}) == "2 1");
  CHECK(serials({{"limit", "2"}, {"offset", "3"}}) == "1");
  CHECK(serials({{"limit", "2"}, {"offset", "9"}}).empty());
  const Response none = answer(asking({{"limit", "0"}}));
  CHECK(none.body == "[]");
  CHECK(header(none, "X-Total-Count") == "4");
  CHECK(header(none, "X-Result-Count") == "0");
}

TEST_CASE("each kind of attribute can be a condition") {
  fill();
  CHECK(serials({{"id", "420000-4"}}) == "4");
  CHECK(serials({{"name", "rice"}}) == "3");
  CHECK(serials({{"weight", "light"}}) == "2 1");
  CHECK(serials({{"unit", "420107"}}).empty());
  CHECK(serials({{"at", "1970-01-01T00:00:10Z"}}) == "1");
  CHECK(serials({{"price.gt", "0.4"}, {"size", "20"}}) == "2");
  CHECK(serials({{"sealed", "false"}}).empty());
}

TEST_CASE("conditions are or within one attribute and and between attributes") {
  fill();
  CHECK(serials({{"weight", "heavy,middling"}}) == "3 4");
  CHECK(serials({{"weight", "heavy"}, {"weight", "middling"}}) == "3 4");
  CHECK(serials({{"weight", "heavy,middling"}, {"name", "rice,Masks"}}) == "3");
}

TEST_CASE("operators compare, words by their rank") {
  fill();
  CHECK(serials({{"size.gt", "20"}}) == "3 4");
  CHECK(serials({{"size.gte", "20"}}) == "3 4 2");
  CHECK(serials({{"size.lt", "20"}}) == "1");
  CHECK(serials({{"size.lte", "20"}}) == "2 1");
  CHECK(serials({{"size.ne", "30"}}) == "2 1");
  CHECK(serials({{"name.ne", "rice,Masks"}}) == "4 2");
  CHECK(serials({{"weight.gte", "middling"}}) == "3 4");
  CHECK(serials({{"at.gte", "1970-01-01T08:00:20+08:00"}, {"size.lt", "30"}}) == "2");
}

TEST_CASE("words are sought in any text, in any case") {
  fill();
  CHECK(serials({{"q", "mask"}}) == "1");
  CHECK(serials({{"q", "BLUE"}}) == "4");
  CHECK(serials({{"q", "absent"}}).empty());
}

TEST_CASE("a derived attribute can be shown, sorted by and asked for") {
  fill();
  CHECK(answer(asking({{"fields", "found"}, {"limit", "1"}})).body ==
        R"([{"id":"420000-3","found":300}])");
  CHECK(serials({{"found", "200"}}) == "2");
  CHECK(serials({{"sort", "found"}}) == "1 2 3 4");
}

TEST_CASE("fields are the key and those that were named") {
  fill();
  CHECK(answer(asking({{"fields", "name,id,sealed"}, {"limit", "1"}})).body ==
        R"([{"id":"420000-3","name":"rice","sealed":true}])");
  CHECK(answer(asking({{"fields", "tags"}, {"limit", "1"}})).body ==
        R"([{"id":"420000-3","tags":[]}])");
}

TEST_CASE("a list can be a CSV file") {
  fill();
  Request request = asking({{"fields", "name,weight"}, {"sort", "-id"}});
  const std::string expected =
      "id,name,weight\r\n420000-4,\"gowns, blue\",middling\r\n420000-3,rice,heavy\r\n"
      "420000-2,\"\"\"salt\"\"\",light\r\n420000-1,Masks,light\r\n";
  request.headers.emplace_back("accept", "text/csv");
  const Response by_header = answer(request);
  CHECK(by_header.body == expected);
  CHECK(by_header.content_type == "text/csv; charset=utf-8");
  CHECK(header(by_header, "Content-Disposition") == "attachment; filename=\"crates.csv\"");
  CHECK(header(by_header, "X-Total-Count") == "4");
  request.query.emplace_back("format", "json");
  CHECK(answer(request).content_type == "application/json");
  request.headers.clear();
  request.query.back().second = "csv";
  CHECK(answer(request).body == expected);
}

TEST_CASE("what a list cannot be asked is refused, by name and field") {
  CHECK(refusal({{"offset", "x"}}) == "offset_must_be_a_number offset");
  CHECK(refusal({{"offset", "-1"}}) == "offset_must_be_a_number offset");
  CHECK(refusal({{"offset", "1000001"}}) == "offset_must_be_in_range offset");
  CHECK(refusal({{"limit", ""}}) == "limit_must_be_a_number limit");
  CHECK(refusal({{"limit", "1001"}}) == "limit_must_be_in_range limit");
  CHECK(refusal({{"sort", "colour"}}) == "attribute_must_be_known sort");
  CHECK(refusal({{"sort", "tags"}}) == "attribute_must_be_known sort");
  CHECK(refusal({{"sort", "id,id,id,id,id,id,id,id,id"}}) == "sort_keys_must_be_fewer sort");
  CHECK(refusal({{"fields", "name,colour"}}) == "attribute_must_be_known fields");
  CHECK(refusal({{"colour", "red"}}) == "attribute_must_be_known colour");
  CHECK(refusal({{"tags", "red"}}) == "attribute_must_be_known tags");
  CHECK(refusal({{"size.about", "3"}}) == "attribute_must_be_known size.about");
  CHECK(refusal({{"size", "many"}}) == "value_must_be_well_formed size");
  CHECK(refusal({{"size.gte", "1,2"}}) == "value_must_be_well_formed size.gte");
  CHECK(refusal({{"weight", "heavy,huge"}}) == "value_must_be_well_formed weight");
  CHECK(refusal({{"sealed", "yes"}}) == "value_must_be_well_formed sealed");
  CHECK(refusal({{"at.gt", "noon"}}) == "value_must_be_well_formed at.gt");
  CHECK(refusal({{"id", "17"}}) == "value_must_be_well_formed id");
  CHECK(refusal({{"format", "xml"}}) == "format_must_be_json_or_csv format");
  CHECK(refusal({{"q", std::string(limits::name_bytes_max + 1, 'x')}}) == "text_must_be_short q");
}

TEST_CASE("a request has a bounded number of conditions and values") {
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 33; ++i) many.emplace_back("size.gt", std::to_string(i));
  CHECK(refusal(many) == "conditions_must_be_fewer size.gt");
  std::string values = "1";
  for (int i = 0; i < 1000; ++i) values += ",1";
  CHECK(refusal({{"size", values}}) == "values_must_be_fewer size");
}

TEST_CASE("the desks' parts make one list") {
  fill();
  const auto selection = select_crates(asking({{"limit", "2"}, {"offset", "1"}}));
  REQUIRE(selection);
  const auto kept = [](const Crate& crate) { return listing::Kept{.row = &crate, .owner = {}}; };
  const Response page =
      listing::page_of(*selection,
                       {{.rows = {kept(store()[0]), kept(store()[1])}, .total = 2},
                        {.rows = {kept(store()[2]), kept(store()[3])}, .total = 2}},
                       "crates");
  CHECK(header(page, "X-Total-Count") == "4");
  CHECK(header(page, "X-Result-Count") == "2");
  CHECK(page.body.find("gowns") < page.body.find("salt"));
  CHECK(page.body.find("\"rice\"") == std::string::npos);
}

// Every page of a list of many rows, against the whole list sorted in the plain way.
TEST_CASE("the best rows are those that sorting everything would give") {
  store().clear();
  uint64_t mixed = 1;
  for (uint64_t serial = 1; serial <= 1000; ++serial) {
    mixed = mixed * 6364136223846793005u + 1442695040888963407u;
    store().push_back(crate(serial, "c", static_cast<int64_t>((mixed >> 33) % 50)));
  }
  std::vector<Crate> sorted = store();
  std::ranges::sort(sorted, [](const Crate& a, const Crate& b) {
    return std::pair(-a.size, a.id) < std::pair(-b.size, b.id);
  });
  for (const size_t offset : {0u, 1u, 63u, 64u, 500u, 990u}) {
    const auto selection =
        select_crates(asking({{"limit", "7"}, {"offset", std::to_string(offset)}}));
    REQUIRE(selection);
    for (const listing::Part& part :
         {best_crates<LastingList>(*selection), best_crates<LazyList>(*selection)}) {
      const auto same = [](const listing::Kept& a, const Crate& b) {
        return static_cast<const Crate*>(a.row)->id == b.id;
      };
      REQUIRE(part.rows.size() == std::min<size_t>(offset + 7, 1000));
      CHECK(std::ranges::equal(part.rows, std::span(sorted).first(part.rows.size()), same));
      CHECK(part.total == 1000);
    }
  }
}

TEST_CASE("a list tells what it can be asked") {
  const auto parameters = listing::parameters_of(listing::row_type<Crate>());
  const auto said_of = [&](std::string_view name) {
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? std::string("absent") : found->summary;
  };
  CHECK(said_of("weight") == "one of light, middling, heavy");
  CHECK(said_of("sealed") == "true or false");
  CHECK(said_of("tags") == "absent");
  CHECK(said_of("limit").find("1000") != std::string::npos);
}

}  // namespace
}  // namespace lifeline::desk
