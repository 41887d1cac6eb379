// SPDX-License-Identifier: Apache-2.0
// What the Chinese name of a hospital or clinic says, so that two spellings of one can be told from
// the names of two:
//
//   襄阳市｜老河口市｜第一｜人民医院｜江山分院   青川科技大学附属｜协和｜医院｜（西院）
//   place   place   number type    campus   affiliation   core  type  campus
//
// A name in brackets that ends like a hospital's is an alias. What is left when all parts are known
// is the core, "" for a hospital that is known by its place and number alone.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lifeline::site {

struct Place {
  std::u32string name;  // "武汉"; "" where only the level is named
  char32_t level = 0;   // 省 市 区 县 州 旗; 0 where it is left out

  friend bool operator==(const Place&, const Place&) = default;
};

struct Naming {
  std::u32string whole;  // cleaned: no brackets, no spaces, lower case
  std::vector<Place> places;
  int number = 0;  // 第一 and 一 are 1; 0 for none
  std::u32string core;
  std::u32string type;  // "" for none known
  std::u32string campus;
};

/// Names of places that others wear with their level ("武汉市…"), so that the same can be found
/// where it is left out ("武汉龙阳医院").
using KnownPlaces = std::set<std::u32string>;
void collect_places(std::string_view name, KnownPlaces& known);

/// The name itself and its alias, if it has one. Never empty; takes any bytes.
std::vector<Naming> parse_name(std::string_view name, const KnownPlaces& known);

/// The text without spaces and punctuation, full-width letters narrow, in lower case.
std::u32string cleaned(std::string_view text);

/// Whether the two differ in no more than `most` letters put in, left out or exchanged.
bool are_within(std::u32string_view a, std::u32string_view b, size_t most);
size_t edit_distance(std::u32string_view a, std::u32string_view b);

}  // namespace lifeline::site
