// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/matcher.h"

#include <algorithm>

#include <boost/regex.hpp>

#include "base/json_text.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::alertmanager {

struct Matching::Expression {
  boost::regex regex;
};

namespace {

// The value of a filter, quoted or bare.
Result<std::string> value_of(std::string_view text) {
  if (!text.starts_with('"')) return std::string(text);
  const auto checked = checked_json(text);
  if (!checked || checked->size() < 2) return invalid("matcher_must_be_well_formed", "filter");
  return json_text_of(*checked);
}

}  // namespace

Result<Matching> Matching::of(silence::Matcher matcher) {
  Matching made;
  if (matcher.name.empty() || matcher.value.size() > limits::text_bytes_max)
    return invalid("matcher_must_be_well_formed", "matchers");
  if (matcher.is_regex) {
    // The library speaks of what is wrong by exception only.
    try {
      made.expression_ = std::make_shared<const Expression>(
          Expression{boost::regex(matcher.value, boost::regex::perl | boost::regex::optimize)});
    } catch (const std::exception& wrong) {
      return invalid("regex_must_be_well_formed", "matchers", wrong.what());
    }
  }
  made.matcher_ = std::move(matcher);
  return made;
}

Result<Matching> Matching::read(std::string_view text) {
  const size_t name_end = text.find_first_of("=!");
  if (name_end == std::string_view::npos || name_end + 1 >= text.size())
    return invalid("matcher_must_be_well_formed", "filter", std::string(text));
  const std::string_view name = trimmed(text.substr(0, name_end));
  const std::string_view mark = text.substr(name_end, 2);
  const bool is_regex = mark == "=~" || mark == "!~";
  const bool is_short = mark.front() == '=' && !is_regex;
  if (mark.front() == '!' && mark != "!=" && mark != "!~")
    return invalid("matcher_must_be_well_formed", "filter", std::string(text));
  auto value = value_of(trimmed(text.substr(name_end + (is_short ? 1 : 2))));
  if (!value) return tl::unexpected(value.error());
  return of({.name = std::string(name),
             .value = std::move(*value),
             .is_regex = is_regex,
             .is_equal = mark.front() == '='});
}

bool Matching::fits_value(std::string_view value) const {
  if (!expression_) return (value == matcher_.value) == matcher_.is_equal;
  try {
    const bool fits = boost::regex_match(value.begin(), value.end(), expression_->regex);
    return fits == matcher_.is_equal;
  } catch (const std::exception&) {
    return false;
  }
}

Result<Matchings> matchings_of(const std::vector<silence::Matcher>& matchers) {
  Matchings made;
  for (const silence::Matcher& matcher : matchers) {
    auto one = Matching::of(matcher);
    if (!one) return tl::unexpected(one.error());
    made.push_back(std::move(*one));
  }
  return made;
}

bool all_fit(const Matchings& matchings, const Labels& labels) {
  return std::ranges::all_of(matchings,
                             [&](const Matching& matching) { return matching.fits(labels); });
}

}  // namespace lifeline::alertmanager
