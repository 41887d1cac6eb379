// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"

#include <array>
#include <cerrno>
#include <memory>

#include <iconv.h>

#include "base/text.h"

namespace lifeline {
namespace {

Refusal badly_encoded(std::string_view encoding, size_t offset, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string detail = "not " + std::string(encoding) + " at byte " + std::to_string(offset);
  if (offset < bytes.size()) {
    const auto byte = static_cast<unsigned char>(bytes[offset]);
    detail += std::string(" (0x") + digits[byte >> 4] + digits[byte & 15] + ")";
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    detail += ": the file is UTF-16, save it as CSV UTF-8";
  return invalid("text_must_be_well_encoded", {}, std::move(detail));
}

// Of a well-formed text: its lead bytes tell letters from U+0100 to U+07FF (0xC4 to 0xDF) from the
// rest of what takes two bytes (Latin, 0xC2 and 0xC3), and from all that takes more.
bool is_utf8_by_accident(std::string_view text) {
  bool has_letters = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xE0) return false;
    has_letters = has_letters || byte >= 0xC4;
  }
  return has_letters;
}

Result<std::string> from_gb18030(std::string_view bytes) {
  const iconv_t opened = iconv_open("UTF-8", "GB18030");
  if (opened == reinterpret_cast<iconv_t>(-1))
    return unavailable("encoding_must_be_installed", "iconv does not know GB18030");
  const std::unique_ptr<void, int (*)(void*)> closed_later(opened, iconv_close);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  std::array<char, 16384> piece;
  char* from = const_cast<char*>(bytes.data());  // iconv's old signature; it does not write there
  size_t left = bytes.size();
  while (left > 0) {
    char* to = piece.data();
    size_t room = piece.size();
    const bool is_done = iconv(opened, &from, &left, &to, &room) != static_cast<size_t>(-1);
    const int why = errno;
    out.append(piece.data(), to);
    if (!is_done && why != E2BIG) return badly_encoded("GB18030", bytes.size() - left, bytes);
  }
  return out;
}

}  // namespace

Result<Encoding> encoding_of(std::string_view charset) {
  const std::string name = lowercase(trimmed(charset));
  if (name.empty() || name == "auto") return Encoding::automatic;
  if (name == "utf-8" || name == "utf8") return Encoding::utf8;
  if (name == "gb18030" || name == "gbk" || name == "gb2312") return Encoding::gb18030;
  return invalid("charset_must_be_known", "charset", "one of utf-8, gb18030, auto");
}

Result<std::string> to_utf8(std::string bytes, Encoding encoding) {
  if (encoding == Encoding::gb18030) return from_gb18030(bytes);
  const size_t bad = utf8_prefix(bytes);
  if (bad < bytes.size()) {
    if (encoding == Encoding::utf8) return badly_encoded("UTF-8", bad, bytes);
    return from_gb18030(bytes);
  }
  if (encoding == Encoding::automatic && is_utf8_by_accident(bytes))
    if (auto converted = from_gb18030(bytes)) return converted;
  return bytes;
}

}  // namespace lifeline
