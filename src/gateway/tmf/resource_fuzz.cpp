// SPDX-License-Identifier: Apache-2.0
// Whatever body and query come: a refusal has a name, and what is taken is taken again as it is.
#include <cstdint>

#include "base/check.h"
#include "base/json_text.h"
#include "gateway/http/wire.h"
#include "gateway/tmf/query.h"
#include "gateway/tmf/trouble_ticket.h"

namespace {

using namespace lifeline;

void check_body(std::string_view body, bool is_patch) {
  static const auto resource = tmf::trouble_ticket();
  const auto values = tmf::posted_values(*resource, body, is_patch);
  if (!values) {
    LIFELINE_CHECK(!values.error().name.empty(), "a refusal must have a name");
    return;
  }
  std::string again = "{";
  for (const auto& [name, json] : *values) {
    LIFELINE_CHECK(checked_json(json).has_value(), "a value must be JSON by itself");
    if (again.size() > 1) again += ',';
    again += json_quoted(name) + ":" + json;
  }
  again += '}';
  const auto same = tmf::posted_values(*resource, again, is_patch);
  LIFELINE_CHECK(same && *same == *values, "what was taken must be taken again");
  LIFELINE_CHECK(checked_json(merged_json(again, again)).has_value(), "a merge must be JSON");
}

void check_query(std::string_view text, std::string_view json) {
  const auto target = http::parse_target("/?" + std::string(text));
  if (!target) return;
  const auto query = tmf::parse_query(target->query);
  if (!query) return;
  const auto value = checked_json(json);
  for (const auto& test : query->tests) (void)test.holds(value ? *value : std::string());
  for (const auto& by : query->sort) (void)tmf::key_of(value ? *value : std::string(), by.path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t line = text.find('\n');
  check_body(text, false);
  check_body(text, true);
  check_query(text.substr(0, line), line == std::string_view::npos ? text : text.substr(line + 1));
  return 0;
}
