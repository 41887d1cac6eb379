// SPDX-License-Identifier: Apache-2.0
// Whatever an order says, its e-mail has exactly the headers that Lifeline writes, in short lines
// of ASCII, and no line that ends the message.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "gateway/notify/mail_wire.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lifeline;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto part = [&](size_t i) { return std::string(text.substr(i * size / 4, size / 4)); };
  notify::Told told{.id = "420000-1-420000-1",
                    .type = size % 2 == 0 ? "order.issued" : part(0),
                    .at = {1'579'752'000'000'000},
                    .reason = part(1),
                    .order = {.subject_zh = part(2), .subject_en = part(3)}};
  const std::string mail = notify::print_mail({.from = "a@b.example", .to = "c@d.example"}, told);
  const size_t end = mail.find("\r\n\r\n");
  LIFELINE_CHECK(end != std::string::npos, "an e-mail must have headers and a body");
  size_t fields = 0;
  for (const std::string_view line : split(std::string_view(mail).substr(0, end + 2), '\n')) {
    if (line.empty()) continue;
    LIFELINE_CHECK(line.back() == '\r' && line.size() <= 100, "a line must be short");
    for (const char c : line.substr(0, line.size() - 1))
      LIFELINE_CHECK(c >= ' ' && c <= '~', "a header must be printable ASCII");
    if (line.front() != ' ') ++fields;
  }
  LIFELINE_CHECK(fields == 9, "an e-mail must have Lifeline's headers only");
  LIFELINE_CHECK(mail.find("\r\n.") == std::string::npos, "no line may begin with a dot");
  return 0;
}
