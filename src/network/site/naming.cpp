// SPDX-License-Identifier: Apache-2.0
#include "network/site/naming.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace lifeline::site {
namespace {

using Text = std::u32string;
using Letters = std::u32string_view;

// Ends of names and what they are, longer before shorter. A name may end in one of them only.
constexpr std::array<std::pair<Letters, Letters>, 22> types = {{
    {U"妇幼保健计划生育服务中心", U"妇幼"},
    {U"社区卫生服务中心", U"社区"},
    {U"中西医结合医院", U"中西医"},
    {U"妇幼保健服务中心", U"妇幼"},
    {U"社区服务中心", U"社区"},
    {U"卫生服务中心", U"社区"},
    {U"妇幼保健医院", U"妇幼"},
    {U"妇幼保健中心", U"妇幼"},
    {U"疾病预防控制中心", U"疾控"},
    {U"疾控中心", U"疾控"},
    {U"妇幼保健院", U"妇幼"},
    {U"中心卫生院", U"卫生院"},
    {U"卫生服务站", U"服务站"},
    {U"妇幼医院", U"妇幼"},
    {U"中医医院", U"中医"},
    {U"人民医院", U"人民"},
    {U"中心医院", U"中心"},
    {U"卫生院", U"卫生院"},
    {U"卫生所", U"卫生所"},
    {U"中医院", U"中医"},
    {U"总医院", U"总"},
    {U"医院", U"医院"},
}};

constexpr Letters numerals = U"〇一二三四五六七八九十0123456789";
constexpr Letters levels = U"省市区县州旗";
constexpr Letters bracket_open = U"([{（【〔［";
constexpr Letters bracket_close = U")]}）】〕］";

bool is_one_of(char32_t c, Letters set) { return set.find(c) != Letters::npos; }

// The code points of UTF-8; a byte that belongs to none stands for itself.
Text decoded(std::string_view bytes) {
  Text out;
  for (size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (size_t i = 1; i < length && at + i < bytes.size(); ++i)
      c = (c << 6) | (static_cast<unsigned char>(bytes[at + i]) & 0x3F);
    out += c;
    at += length;
  }
  return out;
}

Text cleaned(Letters text) {
  constexpr Letters left_out = U" \t\r\n　·•-—_.,;:、，。；：'\"“”‘’/";
  Text out;
  for (char32_t c : text) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    if (is_one_of(c, left_out) || is_one_of(c, bracket_open) || is_one_of(c, bracket_close))
      continue;
    out += c;
  }
  return out;
}

bool ends_like_a_name(Letters text) {
  constexpr std::array<Letters, 7> ends = {U"医院",   U"保健院", U"卫生院", U"防治院",
                                           U"防治所", U"中心",   U"卫生所"};
  return text.size() >= 4 &&
         std::ranges::any_of(ends, [&](Letters end) { return text.ends_with(end); });
}

// "后湖院区" → "后湖", "东院" → "东"; "" for what is no campus, and for the main one, which a list
// without campuses means.
Text campus_of(Letters text) {
  for (const Letters end : {Letters(U"院区"), Letters(U"分院"), Letters(U"院部"), Letters(U"院"),
                            Letters(U"区"), Letters(U"部")})
    if (text.ends_with(end) && text.size() > end.size()) {
      const Letters own = text.substr(0, text.size() - end.size());
      return own == U"主" || own == U"本" || own == U"总" ? Text() : Text(own);
    }
  return {};
}

// Cuts what stands in brackets out of the name.
std::vector<Text> take_brackets(Text& name) {
  std::vector<Text> inner;
  while (true) {
    const size_t open = name.find_first_of(bracket_open);
    if (open == Text::npos) return inner;
    size_t close = name.find_first_of(bracket_close, open);
    if (close == Text::npos) close = name.size();
    inner.push_back(cleaned(Letters(name).substr(open + 1, close - open - 1)));
    name.erase(open, close + 1 - open);
  }
}

// "太和医院武当山院区": the campus behind the hospital's own end.
void take_campus(Naming& naming, Text& rest) {
  for (const Letters end : {Letters(U"院区"), Letters(U"分院"), Letters(U"分部")}) {
    if (!Letters(rest).ends_with(end)) continue;
    const size_t own_end = rest.rfind(U'院', rest.size() - end.size() - 1);
    if (own_end == Text::npos || own_end == 0) return;
    if (!is_one_of(rest[own_end - 1], U"医健生")) return;
    naming.campus = rest.substr(own_end + 1, rest.size() - end.size() - own_end - 1);
    if (naming.campus.empty()) naming.campus = end;
    rest.erase(own_end + 1);
    return;
  }
}

void take_type(Naming& naming, Text& rest) {
  for (const auto& [end, type] : types) {
    if (!Letters(rest).ends_with(end)) continue;
    naming.type = type;
    rest.erase(rest.size() - end.size());
    return;
  }
}

int value_of(Letters digits) {
  int value = 0;
  for (const char32_t c : digits) {
    const auto at = static_cast<int>(numerals.find(c));
    const int digit = at <= 9 ? at : at - 11;  // 十 stands between the two rows of digits
    if (c == U'十')
      value = value == 0 ? 10 : value * 10;
    else
      value = value >= 10 && value % 10 == 0 && digits.find(U'十') != Letters::npos
                  ? value + digit
                  : value * 10 + digit;
    value = std::min(value, 1'000'000);
  }
  return value;
}

// "第三" anywhere, or numerals that end what is left ("二医院", whose type is off already).
void take_number(Naming& naming, Text& rest) {
  const auto run = [&](size_t from) {
    size_t end = from;
    while (end < rest.size() && is_one_of(rest[end], numerals)) ++end;
    return end - from;
  };
  const size_t ordinal = rest.find(U'第');
  if (ordinal != Text::npos && run(ordinal + 1) > 0) {
    const size_t length = run(ordinal + 1);
    naming.number = value_of(Letters(rest).substr(ordinal + 1, length));
    rest.erase(ordinal, length + 1);
    return;
  }
  size_t begin = rest.size();
  while (begin > 0 && is_one_of(rest[begin - 1], numerals)) --begin;
  if (begin == rest.size() || naming.type.empty()) return;
  naming.number = value_of(Letters(rest).substr(begin));
  rest.erase(begin);
}

// "华中科技大学同济医学院附属协和" → "协和"; a hospital known as somebody's own keeps the name.
void drop_affiliation(Text& rest) {
  for (const Letters end :
       {Letters(U"附属"), Letters(U"医学院"), Letters(U"大学"), Letters(U"学院")}) {
    const size_t at = rest.rfind(end);
    if (at == Text::npos || at == 0) continue;
    const Letters own = Letters(rest).substr(at + end.size());
    if (own.size() >= 2 && own != U"附属") rest.erase(0, at + end.size());
  }
}

// A place with its level at the start of the text, and how long it is.
std::optional<std::pair<Place, size_t>> leading_place(Letters text) {
  constexpr size_t name_max = 5;
  constexpr size_t autonomous_max = 12;  // 恩施土家族苗族自治州
  if (!text.empty() && is_one_of(text[0], U"省市区县"))
    return {{Place{.name = {}, .level = text[0]}, 1}};
  for (size_t length = 1; length <= autonomous_max && length < text.size(); ++length) {
    const Letters name = text.substr(0, length);
    // Of the names with one letter only counties ("房县") keep their level in front of others.
    if (!is_one_of(text[length], length == 1 ? Letters(U"县") : levels)) continue;
    const bool is_longer = length + 1 < text.size() && is_one_of(text[length + 1], levels);
    if (length == 1 && is_longer) continue;  // 辉县市
    const bool is_autonomous = name.ends_with(U"自治");
    if (length > name_max && !is_autonomous) return std::nullopt;
    const bool is_other = text[length] == U'区' && is_one_of(name.back(), U"社院校小");
    if (is_other) return std::nullopt;
    return {{Place{.name = Text(is_autonomous ? name.substr(0, 2) : name), .level = text[length]},
             length + 1}};
  }
  return std::nullopt;
}

void take_places(Naming& naming, Text& rest, const KnownPlaces& known) {
  while (!rest.empty()) {
    if (const auto place = leading_place(rest)) {
      // In "永丰县县人民医院" the second level says no more than the first.
      if (naming.places.empty() || !place->first.name.empty())
        naming.places.push_back(place->first);
      rest.erase(0, place->second);
      continue;
    }
    // "东方医院" is called so, wherever a city of that name lies.
    const auto is_start = [&](const Text& name) {
      return Letters(rest).starts_with(name) &&
             (rest != name || naming.type != U"医院" || naming.number > 0);
    };
    const auto bare = std::ranges::find_if(known, is_start);
    if (bare == known.end()) return;
    naming.places.push_back({.name = *bare, .level = 0});
    rest.erase(0, bare->size());
  }
}

// "鹿头镇" → "鹿头": a clinic's town is written with its level or without.
void drop_town_level(const Naming& naming, Text& rest) {
  if (naming.type != U"卫生院" && naming.type != U"社区" && naming.type != U"卫生所") return;
  for (const Letters end : {Letters(U"街道办事处"), Letters(U"办事处"), Letters(U"街道"),
                            Letters(U"社区"), Letters(U"镇"), Letters(U"乡"), Letters(U"街")})
    if (Letters(rest).ends_with(end) && rest.size() >= end.size() + 2) {
      rest.erase(rest.size() - end.size());
      return;
    }
}

Naming parse_one(const Text& name, Text campus, const KnownPlaces& known) {
  Naming naming;
  naming.whole = name;
  naming.campus = std::move(campus);
  Text rest = name;
  take_campus(naming, rest);
  take_type(naming, rest);
  take_number(naming, rest);
  Text own = rest;
  drop_affiliation(own);
  take_places(naming, own, known);
  const bool is_only_a_place = own.empty() || known.contains(own);
  if (is_only_a_place && own != rest && naming.number == 0) {
    naming.places.clear();  // 香港大学深圳医院: whose it is, is its name
    own = rest;
    take_places(naming, own, known);
  }
  rest = std::move(own);
  drop_town_level(naming, rest);
  naming.core = std::move(rest);
  return naming;
}

}  // namespace

Text cleaned(std::string_view text) { return cleaned(Letters(decoded(text))); }

void collect_places(std::string_view name, KnownPlaces& known) {
  Text text = decoded(name);
  take_brackets(text);
  text = cleaned(Letters(text));
  Letters rest = text;
  while (const auto place = leading_place(rest)) {
    if (!place->first.name.empty()) known.insert(place->first.name);
    rest.remove_prefix(place->second);
  }
}

std::vector<Naming> parse_name(std::string_view name, const KnownPlaces& known) {
  Text text = decoded(name);
  Text campus;
  std::vector<Text> aliases;
  for (Text& inner : take_brackets(text)) {
    if (ends_like_a_name(inner))
      aliases.push_back(std::move(inner));
    else if (Text found = campus_of(inner); !found.empty())
      campus = std::move(found);
  }
  std::vector<Naming> namings{parse_one(cleaned(Letters(text)), campus, known)};
  for (const Text& alias : aliases) {
    namings.push_back(parse_one(alias, campus, known));
    if (namings.back().places.empty()) namings.back().places = namings.front().places;
  }
  return namings;
}

size_t edit_distance(Letters a, Letters b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

bool are_within(Letters a, Letters b, size_t most) {
  const size_t shorter = std::min(a.size(), b.size());
  if (std::max(a.size(), b.size()) - shorter > most) return false;
  return edit_distance(a, b) <= most;
}

}  // namespace lifeline::site
