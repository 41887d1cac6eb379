// SPDX-License-Identifier: Apache-2.0
// Likely duplicates. Two names are of one site when what they say does not contradict and their
// cores are equal, or differ by one typing error. Nearly all names of hospitals in a county look
// alike, so how many letters they share says little: "第一医院" and "第二医院" share most and are
// never one.
//
//   may differ   place left out, with or without level (武汉龙阳医院, 武汉市龙阳医院), 第一 / 一,
//                中医院 / 中医医院, 医院 / 人民医院, town's level, affiliation, an alias in brackets,
//                one letter of a core of three and more or of the kind, two at the same address
//   may not      number, campus, level of the place (荆州市, 荆州区), kind (人民, 中医, 妇幼 …)
//
// Compared are sites of one county, or of a county and the city that it lies in; in two counties of
// a city only names with the same place and no typing error. Cost: the pairs within a city.
#include <algorithm>
#include <string_view>

#include "network/site/naming.h"
#include "network/site/view.h"

namespace lifeline::site {
namespace {

using Text = std::u32string;

// A core shorter than this is too short to tell a typing error from another name.
constexpr size_t typed_core_min = 3;
// Letters that never are a typing error of each other.
constexpr std::u32string_view telling = U"〇一二三四五六七八九十东西南北中上下左右前后新老大小";

struct Known {
  const Site* site = nullptr;
  std::vector<Naming> namings;
  Text address;  // cleaned, "" if it has no number
};

bool agree(const Place& a, const Place& b) {
  if (a.level != 0 && b.level != 0 && a.level != b.level) return false;
  return a.name.empty() || b.name.empty() || a.name.ends_with(b.name) || b.name.ends_with(a.name);
}

bool places_agree(const Naming& a, const Naming& b) {
  return a.places.empty() || b.places.empty() || agree(a.places.back(), b.places.back());
}

bool types_agree(const Naming& a, const Naming& b) {
  const auto is_plain = [](const Text& type) { return type == U"医院" || type == U"人民"; };
  return a.type == b.type || (a.core.empty() && is_plain(a.type) && is_plain(b.type));
}

bool has_telling_difference(std::u32string_view a, std::u32string_view b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const auto tells = [](std::u32string_view text) {
    return text.find_first_of(telling) != std::u32string_view::npos;
  };
  return tells(a) || tells(b);
}

// Without the word that many cores of a county end in.
std::u32string_view own_part(std::u32string_view core) {
  for (const std::u32string_view word : {U"农场", U"林场"})
    if (core.ends_with(word)) core.remove_suffix(word.size());
  return core;
}

bool is_typing_error(const Text& a, const Text& b) {
  return std::min(own_part(a).size(), own_part(b).size()) >= typed_core_min &&
         are_within(a, b, 1) && !has_telling_difference(a, b);
}

// "妇幼保建院": one of two names ends like no hospital's, and is one letter from one that does.
bool is_type_misspelt(const Naming& a, const Naming& b) {
  constexpr size_t name_min = 5;  // letters, or one of them says too little
  return a.type.empty() != b.type.empty() && a.whole.size() >= name_min &&
         are_within(a.whole, b.whole, 1) && !has_telling_difference(a.whole, b.whole);
}

enum class Match { none, misspelt, same };

Match match_of(const Naming& a, const Naming& b) {
  if (a.campus != b.campus) return Match::none;
  if (is_type_misspelt(a, b)) return Match::misspelt;
  if (a.number != b.number || !types_agree(a, b) || !places_agree(a, b)) return Match::none;
  if (a.core == b.core) return Match::same;
  return !a.type.empty() && is_typing_error(a.core, b.core) ? Match::misspelt : Match::none;
}

bool encloses(UnitCode outer, UnitCode inner) {
  for (UnitCode code = inner; code; code = enclosing(code))
    if (code == outer) return true;
  return false;
}

// The prefecture; a county that a province rules directly (429004) is one by itself.
UnitCode city_of(UnitCode region) {
  uint64_t code = region.value;
  while (code > 999'999) code /= 1000;
  const uint64_t city = code - code % 100;
  return {city % 10'000 == 9'000 ? code : city};
}

// "人民医院" and "县人民医院" are those of their own county and no other.
bool is_nameless(const Naming& naming) {
  return naming.core.empty() && (naming.places.empty() || naming.places.back().name.empty());
}

bool are_placed(const Naming& a, UnitCode left, const Naming& b, UnitCode right) {
  if (!is_nameless(a) && !is_nameless(b)) return true;
  const bool is_county = city_of(left) != left || left.value % 100 != 0;
  return left == right && (is_county || a.whole == b.whole);
}

bool are_alike(const Known& a, const Known& b) {
  const UnitCode left = a.site->region, right = b.site->region;
  const bool is_near = encloses(left, right) || encloses(right, left);
  const bool has_same_address = !a.address.empty() && a.address == b.address;
  for (const Naming& x : a.namings)
    for (const Naming& y : b.namings) {
      const Match match = match_of(x, y);
      if (is_near && match != Match::none && are_placed(x, left, y, right)) return true;
      if (match == Match::same && !x.places.empty() && x.places == y.places) return true;
      if (has_same_address && x.campus == y.campus && x.number == y.number && types_agree(x, y) &&
          are_within(x.whole, y.whole, 2))
        return true;
    }
  return false;
}

// How much of the longer name stands in the other, as it is shown to a person.
double similarity(const Known& a, const Known& b) {
  double best = 0;
  for (const Naming& x : a.namings)
    for (const Naming& y : b.namings) {
      const auto longer = static_cast<double>(std::max(x.whole.size(), y.whole.size()));
      if (longer == 0) continue;
      const auto distance = static_cast<double>(edit_distance(x.whole, y.whole));
      best = std::max(best, 1 - distance / longer);
    }
  return best;
}

Text address_of(const Site& site) {
  Text address = cleaned(site.address);
  const bool has_number = address.find_first_of(U"0123456789") != Text::npos;
  return has_number ? address : Text();
}

std::vector<Known> parsed(const std::vector<const Site*>& sites) {
  KnownPlaces places;
  for (const Site* site : sites) collect_places(site->name_zh, places);
  std::vector<Known> known;
  known.reserve(sites.size());
  for (const Site* site : sites)
    known.push_back(
        {.site = site, .namings = parse_name(site->name_zh, places), .address = address_of(*site)});
  return known;
}

}  // namespace

std::vector<Likeness> likely_duplicates(const State& state) {
  std::map<UnitCode, std::vector<const Site*>> cities;
  for (const auto& [id, site] : state.sites)
    if (!site.name_zh.empty()) cities[city_of(site.region)].push_back(&site);
  std::vector<Likeness> found;
  for (const auto& [city, sites] : cities) {
    const auto known = parsed(sites);
    for (size_t i = 0; i < known.size(); ++i)
      for (size_t j = i + 1; j < known.size(); ++j) {
        if (!are_alike(known[i], known[j])) continue;
        const auto pair = std::minmax(known[i].site->id, known[j].site->id);
        if (state.decided.contains({pair.first, pair.second})) continue;
        found.push_back({.left = pair.first,
                         .right = pair.second,
                         .similarity = similarity(known[i], known[j])});
      }
  }
  std::ranges::stable_sort(found, std::greater{}, &Likeness::similarity);
  return found;
}

}  // namespace lifeline::site
