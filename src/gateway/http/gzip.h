// SPDX-License-Identifier: Apache-2.0
// The gzip content coding (RFC 1952), by zlib.
#pragma once

#include <string>
#include <string_view>

namespace lifeline::http {

/// Level 1 (fast) to 9 (small); "" when zlib has no memory for it.
std::string gzip(std::string_view text, int level);

/// Whether a body of that type shrinks: text, JSON, XML, scripts, SVG.
bool is_compressible(std::string_view content_type);

}  // namespace lifeline::http
