// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/wire.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"

namespace lifeline::http {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Refusal malformed_target(std::string_view why) {
  return invalid("target_must_be_well_formed", "target", std::string(why));
}

// Appends the text with its escapes undone; false for an escape that is none.
bool append_decoded(std::string& out, std::string_view text, bool plus_is_space) {
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    out += c;
  }
  return true;
}

bool is_whole_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_utf8(text);
}

Result<void> read_path(std::string_view raw, Target& target) {
  target.path.reserve(raw.size());
  while (!raw.empty()) {
    target.path += '/';
    raw.remove_prefix(1);
    const size_t end = std::min(raw.find('/'), raw.size());
    const size_t begin = target.path.size();
    if (!append_decoded(target.path, raw.substr(0, end), false))
      return malformed_target("an escape is % and two hexadecimal digits");
    if (target.segment_count < limits::http_path_segments_max)
      target.segments[target.segment_count] = {
          .begin = static_cast<uint16_t>(begin),
          .size = static_cast<uint16_t>(target.path.size() - begin)};
    ++target.segment_count;
    raw.remove_prefix(end);
  }
  if (!is_whole_text(target.path)) return malformed_target("the path must be UTF-8 without NUL");
  return {};
}

Result<void> read_query(std::string_view raw, desk::Pairs& query) {
  while (!raw.empty()) {
    const size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    if (query.size() == limits::http_query_pairs_max)
      return malformed_target("too many query parameters");
    const size_t equals = std::min(pair.find('='), pair.size());
    auto& [name, value] = query.emplace_back();
    const bool decoded =
        append_decoded(name, pair.substr(0, equals), true) &&
        append_decoded(value, pair.substr(std::min(equals + 1, pair.size())), true);
    if (!decoded) return malformed_target("an escape is % and two hexadecimal digits");
    if (!is_whole_text(name) || !is_whole_text(value))
      return malformed_target("the query must be UTF-8 without NUL");
  }
  return {};
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<uint8_t>(c);
    out += '%';
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
  }
}

// RFC 4648 section 4; padding may be missing. False for anything else.
bool decode_base64(std::string_view text, std::string& out) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (text.ends_with('=')) text.remove_suffix(1);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return count < 6;
}

// A list item's name and whether its quality is above 0: "gzip;q=0.5" (RFC 9110 section 12.4.2).
bool is_wanted(std::string_view parameters) {
  const size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return true;
  const std::string_view quality = trimmed(parameters.substr(at + 2));
  return quality.find_first_of("123456789") != std::string_view::npos;
}

std::string_view header_of(const desk::Pairs& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  const size_t scheme = text.find("://");
  if (!text.starts_with('/') && scheme != std::string_view::npos) {
    text.remove_prefix(scheme + 3);
    const size_t authority_end = text.find_first_of("/?");
    text.remove_prefix(std::min(authority_end, text.size()));
    if (text.empty()) text = "/";
  }
  if (!text.starts_with('/')) return malformed_target("a path begins with /");
  if (text.size() > UINT16_MAX || text.find('#') != std::string_view::npos)
    return malformed_target("a fragment is not sent");
  const size_t question = std::min(text.find('?'), text.size());
  Target target;
  if (auto path = read_path(text.substr(0, question), target); !path)
    return tl::unexpected(path.error());
  const std::string_view rest = text.substr(std::min(question + 1, text.size()));
  if (auto query = read_query(rest, target.query); !query) return tl::unexpected(query.error());
  return target;
}

std::string print_target(const Target& target) {
  std::string out;
  if (target.segment_count <= limits::http_path_segments_max) {
    for (size_t i = 0; i < target.segment_count; ++i) {
      out += '/';
      append_encoded(out, target.segment(i));
    }
  } else {
    for (const std::string_view part : split(std::string_view(target.path).substr(1), '/')) {
      out += '/';
      append_encoded(out, part);
    }
  }
  char mark = '?';
  for (const auto& [name, value] : target.query) {
    out += mark;
    mark = '&';
    append_encoded(out, name);
    out += '=';
    append_encoded(out, value);
  }
  return out;
}

std::string_view cookie_value(std::string_view cookie_header, std::string_view name) {
  while (!cookie_header.empty()) {
    const size_t end = std::min(cookie_header.find(';'), cookie_header.size());
    const std::string_view cookie = trimmed(cookie_header.substr(0, end));
    cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
    if (cookie.size() > name.size() && cookie[name.size()] == '=' && cookie.starts_with(name))
      return cookie.substr(name.size() + 1);
  }
  return {};
}

Credentials parse_authorization(std::string_view header) {
  using Scheme = Credentials::Scheme;
  Credentials found;
  header = trimmed(header);
  if (header.empty()) return found;
  const size_t space = std::min(header.find(' '), header.size());
  const std::string_view scheme = header.substr(0, space);
  const std::string_view rest = trimmed(header.substr(space));
  found.scheme = Scheme::malformed;
  if (rest.empty()) return found;
  if (same_word(scheme, "bearer")) {
    found.scheme = Scheme::bearer;
    found.token = rest;
  } else if (same_word(scheme, "basic")) {
    std::string pair;
    if (!decode_base64(rest, pair) || !is_whole_text(pair)) return found;
    const size_t colon = pair.find(':');
    if (colon == std::string::npos) return found;
    found.scheme = Scheme::basic;
    found.name = pair.substr(0, colon);
    found.password = pair.substr(colon + 1);
  }
  return found;
}

Codings accepted_codings(std::string_view accept_encoding) {
  Codings codings;
  while (!accept_encoding.empty()) {
    const size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const size_t parameters = std::min(item.find(';'), item.size());
    const std::string_view name = trimmed(item.substr(0, parameters));
    const bool wanted = is_wanted(item.substr(parameters));
    if (same_word(name, "gzip")) codings.gzip = wanted;
    if (same_word(name, "br")) codings.brotli = wanted;
  }
  return codings;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match) == "*") return !etag.empty();
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  while (!if_none_match.empty()) {
    const size_t open = if_none_match.find('"');
    if (open == std::string_view::npos) return false;
    const size_t close = if_none_match.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    if (if_none_match.substr(open, close - open + 1) == etag) return true;
    if_none_match.remove_prefix(close + 1);
  }
  return false;
}

bool from_same_site(const desk::Pairs& headers) {
  const std::string_view site = header_of(headers, "sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  std::string_view origin = header_of(headers, "origin");
  const size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  origin.remove_prefix(scheme + 3);
  return same_word(origin, header_of(headers, "host"));
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::string http_date(int64_t unix_s) {
  constexpr const char* days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = to_rfc3339({.us = unix_s * 1'000'000});  // "2020-01-23T02:00:00…"
  if (text.size() < 19) return {};
  const std::string_view all = text;
  std::string out = days[static_cast<size_t>(unix_s / 86400 % 7)];
  out.append(", ").append(all.substr(8, 2)).append(" ");
  out.append(months[(all[5] - '0') * 10 + (all[6] - '0') - 1]).append(" ");
  return out.append(all.substr(0, 4)).append(" ").append(all.substr(11, 8)).append(" GMT");
}

Result<std::vector<PatternPart>> parse_pattern(std::string_view pattern) {
  const auto malformed = [&] {
    return invalid("pattern_must_be_well_formed", "path", std::string(pattern));
  };
  if (!pattern.starts_with('/')) return malformed();
  std::vector<PatternPart> parts;
  for (const std::string_view part : split(pattern.substr(1), '/')) {
    const bool is_name = part.starts_with('{') && part.ends_with('}');
    const std::string_view text = is_name ? part.substr(1, part.size() - 2) : part;
    if (text.find_first_of("{}?#%") != std::string_view::npos || (is_name && text.empty()))
      return malformed();
    parts.push_back({.text = std::string(text), .is_name = is_name});
  }
  if (parts.size() > limits::http_path_segments_max) return malformed();
  return parts;
}

}  // namespace lifeline::http
