// SPDX-License-Identifier: Apache-2.0
// Matchers of labels: name="value", name!="value", name=~"regex", name!~"regex". A regular
// expression must fit the whole value; a label that is not there has the value "".
// Limits: text_bytes_max of an expression; one that takes too long fits nothing.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "gateway/alertmanager/labels.h"
#include "network/silence/model.h"

namespace lifeline::alertmanager {

class Matching {
 public:
  /// Errors: matcher_must_be_well_formed, regex_must_be_well_formed.
  static Result<Matching> of(silence::Matcher matcher);
  /// As it stands in a filter.
  static Result<Matching> read(std::string_view text);

  bool fits(const Labels& labels) const { return fits_value(label(labels, matcher_.name)); }
  bool fits_value(std::string_view value) const;
  const silence::Matcher& matcher() const { return matcher_; }

 private:
  struct Expression;
  silence::Matcher matcher_;
  std::shared_ptr<const Expression> expression_;  // of a regular expression
};
using Matchings = std::vector<Matching>;

Result<Matchings> matchings_of(const std::vector<silence::Matcher>& matchers);
bool all_fit(const Matchings& matchings, const Labels& labels);

}  // namespace lifeline::alertmanager
