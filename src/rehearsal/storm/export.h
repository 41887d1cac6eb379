// SPDX-License-Identifier: Apache-2.0
// A generated network and a storm as files: units.csv, elements.csv and sites.csv to import, and
// storm.csv with one report a line in the order of arrival:
//
//   at_ms,reported_ms,source,condition,severity,raised     milliseconds from the storm's beginning
//
// and truth.csv, what,id,state: the roots, and every site as it is at the storm's height.
#pragma once

#include <string>

#include "base/result.h"
#include "rehearsal/storm/country.h"
#include "rehearsal/storm/storm.h"

namespace lifeline::rehearsal {

/// Into a folder that is there; source of the refusal: the file.
Result<void> write_country(const Country& country, const std::string& folder);
Result<void> write_storm(Plant& plant, const Storm& storm, Instant begin,
                         const std::string& folder);

}  // namespace lifeline::rehearsal
