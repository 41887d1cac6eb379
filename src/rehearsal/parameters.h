// SPDX-License-Identifier: Apache-2.0
// The TOML files of a scenario, read behind this door: the parser's header costs seconds a file.
#pragma once

#include <string>
#include <string_view>

#include "rehearsal/scenario.h"

namespace lifeline::rehearsal {

/// What scenario.toml says.
struct Header {
  Scenario scenario;  // without what the files hold
  std::string units_file;
  std::string sites_file;
  std::string timeline_file;
  std::string network_file;
};

/// `file` is named in refusals. Errors: scenario_must_be_well_formed.
Result<Header> read_header(std::string_view text, std::string_view file);
/// Keys that are missing keep their defaults; keys that nobody reads are left alone.
Result<Parameters> read_parameters(std::string_view text, std::string_view file);

}  // namespace lifeline::rehearsal
