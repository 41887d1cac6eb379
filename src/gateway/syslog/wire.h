// SPDX-License-Identifier: Apache-2.0
// Syslog messages: RFC 5424, section 6, and RFC 3164 lines as far as they are still sent.
//
//   <165>1 2003-10-11T22:14:15.003Z host app proc msgid [id name="value"…]… text      RFC 5424
//   <13>Oct 11 22:14:15 host tag[proc]: text                                          RFC 3164
//
// "-" (nil) reads as "". A time of RFC 3164 has neither year nor zone and is not taken; such a line
// may lack time and host. Texts are views into the message; a value keeps its escapes until
// value_of(). The text of the message is any bytes, what is structured is UTF-8.
// Limits: syslog_message_bytes_max, syslog_params_max, and the lengths of section 6.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lifeline::syslog {

struct Param {
  std::string_view name;
  std::string_view raw;  // with its escapes
};

struct Element {
  std::string_view id;
  size_t first = 0;  // of its parameters in Message::params
  size_t count = 0;
};

struct Message {
  int facility = 0;
  int severity = 0;
  bool is_bsd = false;  // RFC 3164
  Instant at;           // zero: it does not say
  std::string_view host;
  std::string_view app;
  std::string_view proc;
  std::string_view id;
  std::string_view text;  // without the byte order mark
  std::vector<Element> elements;
  std::vector<Param> params;

  const Element* element(std::string_view wanted) const;
  /// The first of that name, or null.
  const Param* param(const Element& element, std::string_view wanted) const;
};

/// RFC 5424, 6.3.3: '"', '\' and ']' may stand behind a '\'.
std::string value_of(const Param& param);

/// Fills the message anew. Errors: message_must_be_short, priority_must_be_given,
/// version_must_be_1, timestamp_must_be_well_formed, host_must_be_well_formed, …,
/// structured_data_must_be_well_formed, parameters_must_be_fewer, value_must_be_utf8.
Result<void> read_message(std::string_view bytes, Message& message);

/// As RFC 5424, whatever it came as.
std::string print_message(const Message& message);

}  // namespace lifeline::syslog
