// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/queue.h"

#include <doctest/doctest.h>

namespace lifeline::door {
namespace {

alarm::Command raise_of(std::string source, alarm::Severity severity) {
  alarm::Raise raise;
  raise.source_name = std::move(source);
  raise.severity = severity;
  return raise;
}

alarm::Command clear_of(std::string source) {
  alarm::ReportClear clear;
  clear.source_name = std::move(source);
  return clear;
}

std::string sources(const std::vector<Waiting>& waiting) {
  std::string text;
  for (const auto& one : waiting)
    std::visit(
        [&]<class One>(const One& command) {
          if constexpr (requires { command.source_name; }) text += command.source_name;
        },
        one.command);
  return text;
}

// A bundle is only a name here: its inside is the intake's.
std::shared_ptr<Bundle> bundle_named(int& name) {
  return {reinterpret_cast<Bundle*>(&name), [](Bundle*) {}};
}

TEST_CASE("what waits leaves in the order in which it came") {
  Queue queue(10);
  queue.push({raise_of("a", alarm::Severity::minor), {}});
  queue.push({clear_of("b"), {}});
  queue.push({raise_of("c", alarm::Severity::critical), {}});
  CHECK(queue.size() == 3);
  CHECK(sources(queue.pop(2)) == "ab");
  CHECK(sources(queue.pop(2)) == "c");
  CHECK(queue.size() == 0);
}

TEST_CASE("where there is no room the newest of the least severe goes, and a clear never") {
  Queue queue(3);
  int first = 0, second = 0, third = 0;
  CHECK_FALSE(queue.push({raise_of("a", alarm::Severity::warning), bundle_named(first)}));
  CHECK_FALSE(queue.push({raise_of("b", alarm::Severity::warning), bundle_named(second)}));
  CHECK_FALSE(queue.push({clear_of("c"), {}}));
  const auto own = bundle_named(third);
  CHECK(queue.push({raise_of("d", alarm::Severity::warning), own}) == own);
  CHECK(queue.push({raise_of("e", alarm::Severity::major), {}}) == bundle_named(second));
  CHECK(queue.push({clear_of("f"), {}}) == bundle_named(first));
  CHECK_FALSE(queue.push({raise_of("g", alarm::Severity::critical), {}}));
  CHECK(queue.size() == 3);
  CHECK_FALSE(queue.push({clear_of("h"), {}}));
  CHECK(sources(queue.pop(10)) == "cfgh");
  CHECK_FALSE(queue.push({raise_of("i", alarm::Severity::warning), {}}));
  CHECK(sources(queue.pop(10)) == "i");
}

}  // namespace
}  // namespace lifeline::door
