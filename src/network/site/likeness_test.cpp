// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "network/site/naming.h"
#include "network/site/view.h"

namespace lifeline::site {
namespace {

Site site(std::string id, std::string name, UnitCode region = {420106}, std::string address = {}) {
  return {.id = std::move(id),
          .name_zh = std::move(name),
          .name_en = {},
          .region = region,
          .unit = {420100},
          .address = std::move(address),
          .services = {}};
}

std::vector<Likeness> pairs_of(const std::vector<Site>& sites) {
  State state;
  for (const Site& one : sites) state.sites[one.id] = one;
  return likely_duplicates(state);
}

bool are_paired(std::string_view left, std::string_view right) {
  return pairs_of({site("A", std::string(left)), site("B", std::string(right))}).size() == 1;
}

TEST_CASE("the same name in one county is a likely duplicate") {
  const auto pairs = pairs_of({site("B", "青川市第一医院"), site("A", "青川市第一医院")});
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].left == "A");
  CHECK(pairs[0].right == "B");
  CHECK(pairs[0].similarity == 1);
}

TEST_CASE("a place that is left out, or its level, makes no difference") {
  CHECK(are_paired("青川市云山医院", "云山医院"));
  CHECK(are_paired("青川市白石区人民医院", "白石区人民医院"));
  CHECK(are_paired("青川市妇幼保健院", "市妇幼保健院"));
  CHECK(pairs_of({site("A", "青川市云山医院"), site("B", "青川云山医院")}).size() == 1);
  CHECK(are_paired("白石人民医院", "白石区人民医院"));
  CHECK(are_paired("江县人民医院", "人民医院"));
  CHECK(are_paired("木里藏族自治县人民医院", "木里县人民医院"));
}

TEST_CASE("a number is a number however it is written") {
  CHECK(are_paired("青川市第一医院", "青川一医院"));
  CHECK(are_paired("青川市第二人民医院", "青川市二医院"));
  CHECK(are_paired("青川市第十二医院", "青川市第12医院"));
  CHECK(are_paired("省第３人民医院", "省第三人民医院"));
}

TEST_CASE("different numbers are different hospitals") {
  CHECK_FALSE(are_paired("青川市第一医院", "青川市第二医院"));
  CHECK_FALSE(are_paired("青川市人民医院", "青川市第二人民医院"));
  CHECK_FALSE(are_paired("青川市第二医院", "青川市第十二医院"));
}

TEST_CASE("two ways to write a kind are one, different kinds are not") {
  CHECK(are_paired("青川市中医院", "青川市中医医院"));
  CHECK(are_paired("青川县医院", "青川县人民医院"));
  CHECK_FALSE(are_paired("青川市人民医院", "青川市中医院"));
  CHECK_FALSE(are_paired("青川市中心医院", "青川市中医医院"));
  CHECK_FALSE(are_paired("青川市中医医院", "青川市中西医结合医院"));
  CHECK_FALSE(are_paired("白石区人民医院", "白石区惠民医院"));
  CHECK_FALSE(are_paired("青川市医院", "青川市云山医院"));
}

TEST_CASE("campuses of one hospital are different sites") {
  CHECK_FALSE(are_paired("青川大学云山医院（东院区）", "青川大学云山医院（西院区）"));
  CHECK_FALSE(are_paired("青川市云山医院", "青川市云山医院（东院）"));
  CHECK_FALSE(are_paired("青川市第一医院", "青川市第一医院河口分院"));
  CHECK_FALSE(are_paired("青川市第一医院分院", "青川市第一医院"));
  CHECK(are_paired("青川市云山医院（东院区）", "青川市云山医院东院区"));
  CHECK(are_paired("青川市云山医院（本部）", "青川市云山医院"));
  CHECK(are_paired("青川市云山医院（主院区）", "青川市云山医院（总院）"));
}

TEST_CASE("the level of a place tells two hospitals apart") {
  CHECK_FALSE(are_paired("青川市妇幼保健院", "青川区妇幼保健院"));
  CHECK_FALSE(are_paired("平州中心医院", "平市中心医院"));
  CHECK_FALSE(are_paired("青川市人民医院", "白石区人民医院"));
  CHECK_FALSE(are_paired("永山县县人民医院", "永河县人民医院"));
  CHECK_FALSE(are_paired("卫江市人民医院", "江县市人民医院"));
}

TEST_CASE("one typing error in a name that is long enough is forgiven") {
  CHECK(are_paired("青川职业技术学院附属医院", "青川执业技术学院附属医院"));
  CHECK(are_paired("青川市金云潭医院", "青川市金云谭医院"));
  CHECK(are_paired("白石区妇幼保建院", "白石区妇幼保健院"));
  CHECK(are_paired("鹿台镇卫生园", "鹿台镇卫生院"));
}

TEST_CASE("towns whose names differ in one of two letters are different") {
  CHECK_FALSE(are_paired("青川市王集镇中心卫生院", "青川市郑集镇中心卫生院"));
  CHECK_FALSE(are_paired("胡市镇卫生院", "彭市镇卫生院"));
  CHECK_FALSE(are_paired("鹿台镇卫生院", "鹿台镇公友卫生院"));
  CHECK_FALSE(are_paired("云山镇东河街社区卫生服务中心", "云山镇西河街社区卫生服务中心"));
  CHECK_FALSE(are_paired("青川县中坤农场医院", "青川县中建农场医院"));
}

TEST_CASE("the level of a clinic's town may be left out") {
  CHECK(are_paired("青川市王集镇中心卫生院", "青川市王集卫生院"));
  CHECK(are_paired("白石区河口街道社区卫生服务中心", "河口社区卫生服务中心"));
}

TEST_CASE("an affiliation may be left out unless it is the name") {
  CHECK(pairs_of({site("A", "青川科技大学云山医学院附属协和医院"), site("B", "青川协和医院"),
                  site("C", "青川市第一医院")})
            .size() == 1);
  CHECK_FALSE(are_paired("青川大学附属医院", "云山大学附属医院"));
  CHECK_FALSE(are_paired("青川大学第一附属医院", "云山大学第一附属医院"));
  CHECK_FALSE(are_paired("青川市人民医院", "青川大学人民医院"));
}

TEST_CASE("an alias in brackets counts as a name") {
  CHECK(are_paired("青川市云山医院（青川市传染病医院）", "青川市传染病医院"));
  CHECK_FALSE(are_paired("青川市云山医院（青川市传染病医院）", "青川市河口医院"));
}

TEST_CASE("at the same address two letters may be wrong") {
  const std::string address = "白石区解放路100号";
  CHECK(pairs_of({site("A", "青川市昔仁医院", {420106}, address),
                  site("B", "青川市普仁医院", {420106}, "白石区 解放路１００号")})
            .size() == 1);
  CHECK(pairs_of({site("A", "青川市昔仁医院", {420106}, address),
                  site("B", "青川市普仁医院", {420106}, "白石区解放路101号")})
            .empty());
}

TEST_CASE("counties of one city share only names with the same place") {
  const UnitCode county{420106}, other{420107}, city{420100}, elsewhere{420602};
  const auto paired = [](std::string name, UnitCode left, UnitCode right) {
    return !pairs_of({site("A", name, left), site("B", name, right)}).empty();
  };
  CHECK(paired("青川市第一医院", county, other));
  CHECK(paired("人民医院", county, county));
  CHECK_FALSE(paired("人民医院", county, other));
  CHECK_FALSE(paired("人民医院", county, city));
  CHECK(pairs_of({site("A", "区人民医院", city), site("B", "白石区人民医院", city)}).empty());
  CHECK_FALSE(paired("城关镇卫生院", county, other));
  CHECK(paired("城关镇卫生院", county, city));
  CHECK_FALSE(paired("青川市第一医院", county, elsewhere));
  CHECK_FALSE(paired("城关镇卫生院", {429004}, {429005}));
  CHECK(paired("城关镇卫生院", {420106901}, county));
}

TEST_CASE("a pair that a person has decided is not shown again") {
  State state;
  for (const char* id : {"A", "B", "C"}) state.sites[id] = site(id, "青川市第一医院");
  CHECK(likely_duplicates(state).size() == 3);
  state.decided[{"A", "C"}] = false;
  state.decided[{"B", "C"}] = true;
  CHECK(likely_duplicates(state).size() == 1);
}

TEST_CASE("names that say nothing and bytes that are no text are taken calmly") {
  for (const char* name :
       {"市", "第", "（", "医院", "）（", "\xFF\xFE\xE5", "第一", "十", "分院"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_name(name, {}).empty());
    (void)pairs_of({site("A", name), site("B", "青川市第一医院"), site("C", name)});
  }
}

TEST_CASE("the parts of a name are told apart") {
  const auto naming = parse_name("襄阳市老河口市第一人民医院江山分院", {}).front();
  CHECK(naming.places ==
        std::vector<Place>{{.name = U"襄阳", .level = U'市'}, {.name = U"老河口", .level = U'市'}});
  CHECK(naming.number == 1);
  CHECK(naming.core.empty());
  CHECK(naming.type == U"人民");
  CHECK(naming.campus == U"江山");
}

}  // namespace
}  // namespace lifeline::site
