// SPDX-License-Identifier: Apache-2.0
// Labels as Prometheus has them: names and values, and what tells one alert from another.
//
// Two alerts are the same when their labels are equal. The fingerprint only finds them quickly: it
// is FNV-1a over the sorted pairs, as in Prometheus, so that people read the same number in both;
// whoever finds one compares the labels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lifeline::alertmanager {

/// Sorted by name, each name once, no value empty.
using Labels = std::vector<std::pair<std::string, std::string>>;

uint64_t fingerprint_of(const Labels& labels);
/// 16 hex digits.
std::string fingerprint_text(uint64_t fingerprint);
/// "" for a label that is not there.
std::string_view label(const Labels& labels, std::string_view name);

/// Sorts, drops what is empty, and looks at the names. Errors: labels_must_be_given,
/// labels_must_be_fewer, label_must_be_named_once, label_name_must_be_well_formed,
/// label_must_be_short.
Result<void> set_in_order(Labels& labels);

}  // namespace lifeline::alertmanager
