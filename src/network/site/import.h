// SPDX-License-Identifier: Apache-2.0
// Key sites from a file: id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,
// address,services. A site goes to the desk of its region and lives on elements of that desk.
//
//   services = need *(";" need)      need = kind [":" element *("|" element)]
//   kind     = 5g / 4g / voice / private_line / video / power     each at most once
#pragma once

#include "desk/import.h"
#include "network/site/model.h"

namespace lifeline::site {

/// Errors: field_must_be_a_known_word, service_must_be_given_once.
Result<std::vector<ServiceNeed>> parse_services(std::string_view text);

/// What is wrong with sites to import, and how many are new: unit_must_be_known,
/// element_must_be_known, unit_must_be_within_reach.
desk::Checked check(const State& state, const std::vector<Site>& sites, const desk::Nouns& nouns,
                    const desk::Actor& who);

/// POST /api/v1/sites/import
desk::Route import_route();

}  // namespace lifeline::site
