// SPDX-License-Identifier: Apache-2.0
// A notice as an e-mail: RFC 5322 headers, RFC 2047 words in the subject, one text/plain body in
// UTF-8 carried as base64 (RFC 2045 6.8), so that every line is short ASCII whatever was written in
// an order. Nothing that comes from a person can begin a header: control characters become spaces,
// what is not ASCII is encoded, and the addresses were checked (command/notice/address.cpp).
#pragma once

#include <string>
#include <string_view>

#include "gateway/notify/told.h"

namespace lifeline::notify {

struct Envelope {
  std::string from;
  std::string to;
};

/// Lines end in CRLF; the final dot is the transport's.
std::string print_mail(const Envelope& envelope, const Told& told);

/// "Thu, 23 Jan 2020 04:00:00 +0000": RFC 5322 3.3.
std::string mail_date(Instant at);
/// The text as it may stand in a header: short ASCII as it is, else as encoded words of at most 75
/// characters, each of whole UTF-8 characters.
std::string header_text(std::string_view text);

}  // namespace lifeline::notify
