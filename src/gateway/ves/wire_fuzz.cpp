// SPDX-License-Identifier: Apache-2.0
// Whatever body is taken reads equal after it was printed.
#include <cstdint>

#include "base/check.h"
#include "base/json_read.h"
#include "gateway/ves/wire.h"

namespace {

using lifeline::ves::Shape;

void check(std::string_view body, Shape shape) {
  lifeline::JsonDocument document;
  std::vector<lifeline::ves::Event> events;
  const auto result = lifeline::ves::read_events(document, body, shape, events);
  if (!result) {
    LIFELINE_CHECK(!result.error().name.empty(), "a refusal must have a name");
    return;
  }
  const std::string once = lifeline::ves::print_events(events, shape);
  lifeline::JsonDocument again;
  std::vector<lifeline::ves::Event> same;
  LIFELINE_CHECK(lifeline::ves::read_events(again, once, shape, same),
                 "what is printed must be taken");
  LIFELINE_CHECK(lifeline::ves::print_events(same, shape) == once, "it must read the same");
  LIFELINE_CHECK(same.size() == events.size(), "no event may be lost");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check(body, Shape::event);
  check(body, Shape::event_list);
  return 0;
}
