// SPDX-License-Identifier: Apache-2.0
// Whatever frame, message or alarm is taken reads equal after it was printed.
#include <cstdint>

#include "base/check.h"
#include "gateway/omc/wire.h"

namespace {

using namespace lifeline::omc;

void check_message(std::string_view body) {
  const auto message = read_message(body);
  if (!message) return;
  const std::string once = print_message(*message);
  const auto again = read_message(once);
  LIFELINE_CHECK(again && print_message(*again) == once, "a message must read the same");
}

void check_alarm(std::string_view body) {
  lifeline::JsonDocument document;
  const auto fields = read_alarm(document, body);
  if (!fields) return;
  const auto again = read_alarm(document, print_alarm(*fields));
  LIFELINE_CHECK(again && *again == *fields, "an alarm must read the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_message(bytes);
  check_alarm(bytes);
  while (!bytes.empty()) {
    const auto frame = read_frame(bytes);
    if (!frame || !*frame) break;
    std::string printed;
    append_frame(printed, **frame);
    LIFELINE_CHECK(printed == bytes.substr(0, size_of(**frame)), "a frame must read the same");
    check_message((*frame)->body);
    check_alarm((*frame)->body);
    bytes.remove_prefix(size_of(**frame));
  }
  return 0;
}
