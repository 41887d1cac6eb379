// SPDX-License-Identifier: Apache-2.0
// Whatever text is taken as a notification reads equal after it was printed.
#include <cstdint>

#include "base/check.h"
#include "gateway/snmp/pasted_wire.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace snmp = lifeline::snmp;
  const auto read = snmp::read_pasted({reinterpret_cast<const char*>(data), size});
  if (!read) {
    LIFELINE_CHECK(!read.error().name.empty(), "a refusal must have a name");
    return 0;
  }
  LIFELINE_CHECK(!read->notification.trap.empty(), "a notification must have a name");
  const std::string once = snmp::print_pasted(read->notification);
  const auto again = snmp::read_pasted(once);
  LIFELINE_CHECK(again.has_value(), "what is printed must be taken");
  LIFELINE_CHECK(again->notification.varbinds == read->notification.varbinds &&
                     again->notification.trap == read->notification.trap &&
                     again->notification.up_time == read->notification.up_time,
                 "it must read the same");
  return 0;
}
