// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/mail_wire.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "base/text.h"
#include "gateway/notify/encode.h"
#include "gateway/notify/phrases.h"

namespace lifeline::notify {
namespace {

// Of UTF-8 in one encoded word: 52 of base64 and 12 around, so that with "Subject: " before it a
// line has no more than the 76 characters of RFC 2047.
constexpr size_t word_bytes_max = 39;
constexpr size_t body_line_chars = 76;
constexpr size_t plain_subject_chars_max = 60;  // a longer one is folded as encoded words

bool is_plain(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~') return false;
  return text.find("=?") == std::string_view::npos;
}

std::string without_controls(std::string_view text) {
  std::string clean(text);
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  return clean;
}

// How many bytes of the text make whole characters and no more than `most` bytes.
size_t whole_characters(std::string_view text, size_t most) {
  if (text.size() <= most) return text.size();
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end == 0 ? most : end;
}

void append_body(std::string& out, std::string_view text) {
  const std::string encoded = base64(text);
  for (size_t at = 0; at < encoded.size(); at += body_line_chars)
    out.append(encoded, at, body_line_chars).append("\r\n");
}

// Only what may stand in a Message-ID: keys are digits, letters, dots and dashes by construction.
std::string message_id(std::string_view key, std::string_view from) {
  const size_t at = from.find('@');
  return "<" + std::string(key) + "@" +
         std::string(at == std::string_view::npos ? "lifeline" : from.substr(at + 1)) + ">";
}

}  // namespace

std::string header_text(std::string_view raw) {
  const std::string text = without_controls(raw);
  if (is_plain(text) && text.size() <= plain_subject_chars_max) return text;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t count = whole_characters(rest, word_bytes_max);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base64(rest.substr(0, count)) + "?=";
    rest.remove_prefix(count);
  }
  return out;
}

std::string mail_date(Instant at) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = at.us / 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %d %02d:%02d:%02d +0000",
                days[static_cast<size_t>(parts.tm_wday)], parts.tm_mday,
                months[static_cast<size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min, parts.tm_sec);
  return text;
}

std::string print_mail(const Envelope& envelope, const Told& told) {
  std::string out;
  out += "Date: " + mail_date(told.at) + "\r\n";
  out += "From: Lifeline <" + envelope.from + ">\r\n";
  out += "To: <" + envelope.to + ">\r\n";
  out += "Subject: " + header_text(subject_of(told)) + "\r\n";
  out += "Message-ID: " + message_id(told.id, envelope.from) + "\r\n";
  out += "Auto-Submitted: auto-generated\r\n";
  out += told.order.priority == Priority::urgent ? "Importance: high\r\nX-Priority: 1\r\n" : "";
  out +=
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  append_body(out, text_of(told));
  return out;
}

}  // namespace lifeline::notify
