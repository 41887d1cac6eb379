// SPDX-License-Identifier: Apache-2.0
// The alarms that the journal of a data folder tells of, whether or not a server runs on it: the
// file is opened to be read only, and a server that writes to it does not wait.
#pragma once

#include <string>
#include <vector>

#include "solver/causes/named_log.h"

namespace lifeline::app {

/// Every alarm that was raised on any desk, with its clear; of more than limits::import_rows_max
/// the newest. Errors: journal_must_be_readable, record_must_be_whole.
Result<std::vector<causes::NamedAlarm>> alarms_of_journal(const std::string& folder,
                                                          causes::Device device);

}  // namespace lifeline::app
