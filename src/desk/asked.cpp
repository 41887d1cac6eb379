// SPDX-License-Identifier: Apache-2.0
#include "desk/asked.h"

#include <charconv>

namespace lifeline::desk {

Result<int64_t> zone_minutes_of(const Request& request) {
  constexpr int64_t most = 14 * 60;
  const std::string_view text = request.query_value("zone_minutes");
  int64_t minutes = usual_zone_minutes;
  if (text.empty()) return minutes;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, minutes);
  if (error != std::errc{} || rest != end || minutes < -most || minutes > most)
    return invalid("value_must_be_well_formed", "zone_minutes",
                   "minutes ahead of UTC, at most 840 either way");
  return minutes;
}

Result<Span> span_of(const Request& request) {
  const auto unit = parse_unit_code(request.query_value("unit"));
  if (!unit) return invalid("value_must_be_well_formed", "unit", "a code of GB/T 2260");
  const auto zone = zone_minutes_of(request);
  if (!zone) return tl::unexpected(zone.error());
  const auto from = parse_rfc3339(request.query_value("from"));
  const auto until = parse_rfc3339(request.query_value("until"));
  if (!from) return invalid("value_must_be_well_formed", "from", "RFC 3339");
  if (!until) return invalid("value_must_be_well_formed", "until", "RFC 3339");
  return Span{.unit = *unit ? *unit : request.caller.unit,
              .from = *from,
              .until = *until,
              .zone_minutes = *zone};
}

}  // namespace lifeline::desk
