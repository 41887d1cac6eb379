// SPDX-License-Identifier: Apache-2.0
// Time in UTC, microseconds since 1970-01-01T00:00:00Z without leap seconds. Zero means "not yet".
// Texts are RFC 3339 with microseconds and Z; any offset is read. No clock is read here.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lifeline {

struct Instant {
  int64_t us = 0;

  friend auto operator<=>(const Instant&, const Instant&) = default;
  explicit operator bool() const { return us != 0; }
  friend Instant operator+(Instant t, std::chrono::microseconds d) { return {t.us + d.count()}; }
  friend Instant operator-(Instant t, std::chrono::microseconds d) { return {t.us - d.count()}; }
  friend std::chrono::microseconds operator-(Instant a, Instant b) {
    return std::chrono::microseconds(a.us - b.us);
  }
};

inline Instant seconds_after(Instant t, int64_t seconds) { return {t.us + seconds * 1'000'000}; }

/// Appends "2020-01-23T02:00:00.000000Z"; a zero instant appends nothing.
void append_rfc3339(std::string& out, Instant t);
std::string to_rfc3339(Instant t);

/// Reads RFC 3339 with any offset and up to nine decimals (cut to microseconds); "" is zero.
/// In UTC the year stays within 0000 and 9999, or it is nothing.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace lifeline
