// SPDX-License-Identifier: Apache-2.0
// The texts inside an HTTP message: request targets (RFC 9112 section 3.2, RFC 3986), cookies
// (RFC 6265), credentials (RFC 7617, RFC 6750), content codings and entity tags (RFC 9110 sections
// 12.5.3 and 13.1.2), dates. Pure: texts in, values out. Framing is in reader.h.
//
//   target = "/" segment *( "/" segment ) [ "?" name "=" value *( "&" name "=" value ) ]
//
// Limits: limits::http_path_segments_max, limits::http_query_pairs_max; the length of all is
// bounded by the header's limit.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "desk/route.h"

namespace lifeline::http {

struct Target {
  struct Segment {
    uint16_t begin = 0;
    uint16_t size = 0;
  };

  std::string path;  // decoded
  desk::Pairs query;
  std::array<Segment, limits::http_path_segments_max> segments{};  // of the path
  size_t segment_count = 0;  // more than fit when there are more

  /// Decoded; a "/" in it was written %2F.
  std::string_view segment(size_t index) const {
    return std::string_view(path).substr(segments[index].begin, segments[index].size);
  }
};

/// Takes the origin form and the absolute form. Escapes are undone once, "+" in the query is a
/// space. Errors: target_must_be_well_formed (an escape that is none, NUL, bytes that are not
/// UTF-8, "#", too many query pairs).
Result<Target> parse_target(std::string_view text);
std::string print_target(const Target& target);

/// The value of the first cookie of that name, or "".
std::string_view cookie_value(std::string_view cookie_header, std::string_view name);

struct Credentials {
  enum class Scheme { none, bearer, basic, malformed };
  Scheme scheme = Scheme::none;
  std::string token;
  std::string name;
  std::string password;
};
Credentials parse_authorization(std::string_view header);

struct Codings {
  bool gzip = false;
  bool brotli = false;
};
/// What Accept-Encoding allows; a quality of 0 forbids.
Codings accepted_codings(std::string_view accept_encoding);

/// If-None-Match against an entity tag as sent ("\"abc\""); the comparison is weak.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

/// Whether a browser says that the request was made by one of our own pages: Sec-Fetch-Site when
/// it is there, else the host of Origin against Host.
bool from_same_site(const desk::Pairs& headers);

bool same_word(std::string_view a, std::string_view b);  // ASCII letters of any case

/// "Thu, 23 Jan 2020 02:00:00 GMT" of seconds since 1970.
std::string http_date(int64_t unix_s);

/// A part of a route's path: "{name}" or a literal.
struct PatternPart {
  std::string text;
  bool is_name = false;
};
/// "/api/v1/orders/{id}" in parts. Errors: pattern_must_be_well_formed.
Result<std::vector<PatternPart>> parse_pattern(std::string_view pattern);

}  // namespace lifeline::http
