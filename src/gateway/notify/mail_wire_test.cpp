// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/mail_wire.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "gateway/notify/encode.h"
#include "gateway/notify/phrases.h"

namespace lifeline::notify {
namespace {

Told told() {
  return {.id = "420000-17-420000-3",
          .type = "order.issued",
          .at = {1'579'752'000'000'000},  // 2020-01-23T04:00:00Z
          .desk = {420000},
          .position = 17,
          .unit = {420000},
          .url = "https://lifeline.example/orders?open=order:420000-1",
          .order = {.id = {420000, 1},
                    .subject_zh = "抢修光缆",
                    .subject_en = "Repair the fibre",
                    .priority = Priority::urgent,
                    .issuer = {100000},
                    .issuer_name_zh = "集团",
                    .issuer_name_en = "Group",
                    .issued_at = {1'579'752'000'000'000},
                    .acknowledge_by = {1'579'752'900'000'000},
                    .finish_by = {1'579'759'200'000'000},
                    .units = {{420106}},
                    .units_total = 3}};
}
const Envelope envelope{.from = "lifeline@operator.example", .to = "duty@wuhan.example"};

// The headers by themselves, and the text that the body carries.
std::string headers_of(const std::string& mail) {
  return mail.substr(0, mail.find("\r\n\r\n") + 2);
}
std::string body_of(const std::string& mail) {
  std::string encoded = mail.substr(mail.find("\r\n\r\n") + 4);
  std::erase_if(encoded, [](char c) { return c == '\r' || c == '\n'; });
  return from_base64(encoded).value_or("not base64");
}

TEST_CASE("an e-mail is short lines of ASCII that end in CRLF, whatever an order says") {
  Told any = told();
  for (const char* words :
       {"抢修", "Repair", "a\r\nBcc: thief@evil.example", "a\r\n.\r\nMAIL FROM:<x@y>", "a\nb\rc",
        "=?UTF-8?B?QUJD?=", "\xf0\x9f\x9a\x91\xf0\x9f\x9a\x91", "\t\x01\x7f", "."}) {
    any.order.subject_zh = words;
    any.reason = words;
    const std::string mail = print_mail(envelope, any);
    CHECK(mail.ends_with("\r\n"));
    size_t fields = 0;
    const std::string headers = headers_of(mail), body = mail.substr(headers.size());
    for (const std::string_view line : split(headers, '\n')) {
      if (line.empty()) continue;
      CHECK(line.ends_with('\r'));
      CHECK(line.size() <= 77);
      for (const char c : line.substr(0, line.size() - 1)) CHECK((c >= ' ' && c <= '~'));
      if (line[0] != ' ') ++fields;
    }
    CHECK(fields == 11);
    for (const std::string_view line : split(body, '\n')) CHECK(line.size() <= 77);
  }
}

TEST_CASE("an e-mail is known by the notice's key, and dated by the desk") {
  const std::string headers = headers_of(print_mail(envelope, told()));
  CHECK(headers.find("Message-ID: <420000-17-420000-3@operator.example>\r\n") != std::string::npos);
  CHECK(headers.find("Date: Thu, 23 Jan 2020 04:00:00 +0000\r\n") != std::string::npos);
  CHECK(headers.find("To: <duty@wuhan.example>\r\n") != std::string::npos);
  CHECK(headers.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
}

TEST_CASE("a long subject is folded between whole characters") {
  std::string long_subject;
  for (int i = 0; i < 40; ++i) long_subject += "抢修";
  const std::string text = header_text("a" + long_subject);
  std::string decoded;
  for (std::string_view word : split(text, '\n')) {
    word = trimmed(word);
    CHECK(word.size() <= 75);
    REQUIRE(word.starts_with("=?UTF-8?B?"));
    const auto part = from_base64(word.substr(10, word.size() - 12));
    REQUIRE(part);
    CHECK(is_utf8(*part));
    decoded += *part;
  }
  CHECK(decoded == "a" + long_subject);
  CHECK(header_text("plain words") == "plain words");
}

TEST_CASE("a person reads what happened, until when and where, in both languages") {
  CHECK(subject_of(told()) ==
        "[Lifeline 特急 / urgent] 新指令 / New order 420000-1: 抢修光缆 / Repair the fibre");
  const std::string body = body_of(print_mail(envelope, told()));
  for (const char* words :
       {"确认时限 / Acknowledge by: 2020-01-23 12:15 (北京时间 / Beijing time)\r\n",
        "完成时限 / Finish by: 2020-01-23 14:00", "下发单位 / Issued by: 集团 / Group (100000)",
        "接收单位 / For: 420106 + 2\r\n", "打开 / Open: https://lifeline.example/orders"})
    CHECK_MESSAGE(body.find(words) != std::string::npos, words);
  Told test{.id = "test-1", .type = std::string(test_type), .at = {1'579'752'000'000'000}};
  CHECK(subject_of(test) == "[Lifeline] 测试通知 / Test notice");
  CHECK(body_of(print_mail(envelope, test)).find("缓急") == std::string::npos);
}

}  // namespace
}  // namespace lifeline::notify
