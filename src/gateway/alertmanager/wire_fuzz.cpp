// SPDX-License-Identifier: Apache-2.0
// Whatever alerts are taken read equal after they were printed; no body breaks a reader.
#include <cstdint>

#include "base/check.h"
#include "gateway/alertmanager/matcher.h"
#include "gateway/alertmanager/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace alertmanager = lifeline::alertmanager;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto read = alertmanager::read_alerts(body);
  if (read) {
    const std::string once = alertmanager::print_alerts(read->alerts);
    const auto again = alertmanager::read_alerts(once);
    LIFELINE_CHECK(again.has_value() && again->refused == 0, "what is printed must be taken");
    LIFELINE_CHECK(alertmanager::print_alerts(again->alerts) == once, "it must read the same");
  } else {
    LIFELINE_CHECK(!read.error().name.empty(), "a refusal must have a name");
  }
  static_cast<void>(alertmanager::read_webhook(body));
  static_cast<void>(alertmanager::read_silence(body));
  if (const auto matching = alertmanager::Matching::read(body.substr(0, 40)))
    static_cast<void>(matching->fits_value("instance-1"));
  return 0;
}
