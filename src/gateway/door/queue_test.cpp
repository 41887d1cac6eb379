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
  int names[6] = {};
  CHECK_FALSE(queue.push({raise_of("a", alarm::Severity::warning), bundle_named(names[0])}));
  CHECK_FALSE(queue.push({raise_of("b", alarm::Severity::warning), bundle_named(names[1])}));
  CHECK_FALSE(queue.push({clear_of("c"), bundle_named(names[2])}));
  const auto own = bundle_named(names[3]);
  CHECK(queue.push({raise_of("d", alarm::Severity::warning), own}) == own);
  const auto shed_by = [&](alarm::Command command, int& name) {
    return queue.push({std::move(command), bundle_named(name)}).get();
  };
  const auto named = [](int& name) { return bundle_named(name).get(); };
  CHECK(shed_by(raise_of("e", alarm::Severity::major), names[4]) == named(names[1]));
  CHECK(shed_by(clear_of("f"), names[2]) == named(names[0]));
  CHECK(shed_by(raise_of("g", alarm::Severity::critical), names[5]) == named(names[4]));
  CHECK(shed_by(clear_of("h"), names[2]) == named(names[5]));
  CHECK(queue.size() == 3);
  CHECK(shed_by(clear_of("i"), names[2]) == nullptr);
  CHECK(queue.size() == 4);
  CHECK(sources(queue.pop(10)) == "cfhi");
  CHECK(shed_by(raise_of("j", alarm::Severity::warning), names[0]) == nullptr);
  CHECK(sources(queue.pop(10)) == "j");
}

}  // namespace
}  // namespace lifeline::door
