// SPDX-License-Identifier: Apache-2.0
// Likely duplicates: two entries of the same county whose names share most of their pairs of
// neighbouring characters (Dice's coefficient over bigrams; L. R. Dice, Ecology 26, 1945), once the
// words that every hospital has ("医院", "市", "人民" …) weigh little.
#include <algorithm>
#include <string_view>

#include "network/site/view.h"

namespace lifeline::site {
namespace {

constexpr double likely = 0.75;

// One text per character of UTF-8; ASCII in lower case, brackets and spaces left out.
std::vector<std::string> characters(std::string_view name) {
  std::vector<std::string> out;
  for (size_t at = 0; at < name.size();) {
    const auto lead = static_cast<unsigned char>(name[at]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::string character(name.substr(at, length));
    at += length;
    if (length == 1) {
      if (character[0] >= 'A' && character[0] <= 'Z') character[0] += 'a' - 'A';
      if (!isalnum(static_cast<unsigned char>(character[0]))) continue;
    }
    if (character == "（" || character == "）" || character == "　") continue;
    out.push_back(std::move(character));
  }
  return out;
}

using Bigrams = std::map<std::string, double>;

Bigrams bigrams_of(const Site& site) {
  Bigrams bigrams;
  const auto letters = characters(site.name_zh.empty() ? site.name_en : site.name_zh);
  for (size_t i = 0; i + 1 < letters.size(); ++i) {
    const std::string pair = letters[i] + letters[i + 1];
    const bool is_usual = pair == "医院" || pair == "人民" || pair == "民医" || pair == "卫生" ||
                          pair == "生院" || pair == "中心";
    bigrams[pair] += is_usual ? 0.3 : 1.0;
  }
  return bigrams;
}

double similarity(const Bigrams& a, const Bigrams& b) {
  double shared = 0, total = 0;
  for (const auto& [pair, weight] : a) {
    total += weight;
    if (const auto other = b.find(pair); other != b.end()) shared += std::min(weight, other->second);
  }
  for (const auto& [pair, weight] : b) total += weight;
  return total > 0 ? 2 * shared / total : 0;
}

}  // namespace

std::vector<Likeness> likely_duplicates(const State& state) {
  std::map<UnitCode, std::vector<std::pair<const Site*, Bigrams>>> counties;
  for (const auto& [id, site] : state.sites)
    counties[site.region].emplace_back(&site, bigrams_of(site));
  std::vector<Likeness> found;
  for (const auto& [region, sites] : counties)
    for (size_t i = 0; i < sites.size(); ++i)
      for (size_t j = i + 1; j < sites.size(); ++j) {
        const double alike = similarity(sites[i].second, sites[j].second);
        const auto pair = std::minmax(sites[i].first->id, sites[j].first->id);
        if (alike < likely || state.decided.contains({pair.first, pair.second})) continue;
        found.push_back({.left = pair.first, .right = pair.second, .similarity = alike});
      }
  std::ranges::stable_sort(found, std::greater{}, &Likeness::similarity);
  return found;
}

}  // namespace lifeline::site
