// SPDX-License-Identifier: Apache-2.0
// Whatever message is taken reads equal after it was printed, and a stream gives the same messages
// however it is cut.
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "gateway/syslog/framing.h"
#include "gateway/syslog/wire.h"

namespace {

using lifeline::syslog::Framing;
using lifeline::syslog::Message;

void check_message(std::string_view bytes) {
  Message message;
  if (const auto read = lifeline::syslog::read_message(bytes, message); !read) {
    LIFELINE_CHECK(!read.error().name.empty(), "a refusal must have a name");
    return;
  }
  if (message.is_bsd) return;
  const std::string once = lifeline::syslog::print_message(message);
  if (once.size() > bytes.size()) return;  // a nil or a time may be written longer than it came
  Message again;
  LIFELINE_CHECK(lifeline::syslog::read_message(once, again).has_value(),
                 "what is printed must be taken");
  LIFELINE_CHECK(lifeline::syslog::print_message(again) == once, "it must read the same");
}

std::vector<std::string> messages(std::string_view bytes, size_t piece) {
  Framing framing;
  std::vector<std::string> found;
  const auto taken = [&](std::string_view message) { found.emplace_back(message); };
  const auto refused = [&](const lifeline::Error& why, std::string_view) {
    LIFELINE_CHECK(!why.name.empty(), "a refusal must have a name");
  };
  while (!bytes.empty()) {
    if (!framing.feed(bytes.substr(0, piece), taken, refused)) return found;
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  framing.end(refused);
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_message(bytes);
  const auto whole = messages(bytes, bytes.size());
  LIFELINE_CHECK(messages(bytes, 1) == whole, "a stream may be cut anywhere");
  for (const std::string& message : whole) check_message(message);
  return 0;
}
