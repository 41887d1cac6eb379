// SPDX-License-Identifier: Apache-2.0
// The API described from its own route table: OpenAPI 3.1 for programs, one page without scripts
// for people. Schemas are the routes' own JSON texts. Pure.
#pragma once

#include <string>

#include "desk/route.h"

namespace lifeline::http {

std::string openapi_json(const desk::Routes& routes);
std::string openapi_page(const desk::Routes& routes);

}  // namespace lifeline::http
