// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <array>

namespace lifeline {
namespace {

// Days since 1970-01-01 of a proleptic Gregorian date, and back (H. Hinnant, chrono-Compatible
// Low-Level Date Algorithms).
int64_t days_from_civil(int64_t y, unsigned m, unsigned d) {
  y -= m <= 2;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const auto yoe = static_cast<unsigned>(y - era * 400);
  const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<int64_t>(doe) - 719468;
}

struct Civil {
  int64_t year;
  unsigned month;
  unsigned day;
};

Civil civil_from_days(int64_t z) {
  z += 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<int64_t>(yoe) + era * 400 + (month <= 2), month,
          doy - (153 * mp + 2) / 5 + 1};
}

constexpr int64_t year_0000_s = -62'167'219'200;  // what four digits of a year can say
constexpr int64_t year_10000_s = 253'402'300'800;

void put_digits(char* at, uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

std::optional<int64_t> take_digits(std::string_view& text, size_t width) {
  if (text.size() < width) return std::nullopt;
  int64_t value = 0;
  for (size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char wanted, char also = 0) {
  if (text.empty() || (text[0] != wanted && (also == 0 || text[0] != also))) return false;
  text.remove_prefix(1);
  return true;
}

// "", ".5", ".123456789" → microseconds.
std::optional<int64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int64_t value = 0;
  size_t digits = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits)
    if (digits < 6) value = value * 10 + (text[0] - '0');
  if (digits == 0 || digits > 9) return std::nullopt;
  for (size_t i = digits; i < 6; ++i) value *= 10;
  return value;
}

std::optional<int64_t> take_offset_s(std::string_view& text) {
  if (take(text, 'Z', 'z')) return 0;
  const bool minus = !text.empty() && text[0] == '-';
  if (!take(text, '+', '-')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const int64_t seconds = *hour * 3600 + *minute * 60;
  return minus ? -seconds : seconds;
}

}  // namespace

void append_rfc3339(std::string& out, Instant t) {
  if (!t) return;
  int64_t days = t.us / 86'400'000'000;
  int64_t rest = t.us % 86'400'000'000;
  if (rest < 0) rest += 86'400'000'000, --days;
  const Civil date = civil_from_days(days);
  std::array<char, 27> text = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':',
                               '0', '0', ':', '0', '0', '.', '0', '0', '0', '0', '0', '0', 'Z'};
  const auto u = static_cast<uint64_t>(rest);
  put_digits(&text[0], static_cast<uint64_t>(date.year), 4);
  put_digits(&text[5], date.month, 2);
  put_digits(&text[8], date.day, 2);
  put_digits(&text[11], u / 3'600'000'000, 2);
  put_digits(&text[14], u / 60'000'000 % 60, 2);
  put_digits(&text[17], u / 1'000'000 % 60, 2);
  put_digits(&text[20], u % 1'000'000, 6);
  out.append(text.data(), text.size());
}

std::string to_rfc3339(Instant t) {
  std::string text;
  append_rfc3339(text, t);
  return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.empty()) return Instant{};
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || !take(text, 'T', ' ')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset_s = take_offset_s(text);
  if (!offset_s || !text.empty()) return std::nullopt;
  const bool in_range = *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31 && *hour <= 23 &&
                        *minute <= 59 && *second <= 60;
  if (!in_range) return std::nullopt;
  const int64_t days =
      days_from_civil(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
  const Civil back = civil_from_days(days);
  if (back.month != static_cast<unsigned>(*month)) return std::nullopt;  // 31 April
  const int64_t seconds = days * 86400 + *hour * 3600 + *minute * 60 + *second - *offset_s;
  if (seconds < year_0000_s || seconds >= year_10000_s) return std::nullopt;
  return Instant{seconds * 1'000'000 + *fraction};
}

}  // namespace lifeline
