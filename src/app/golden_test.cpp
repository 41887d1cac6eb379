// SPDX-License-Identifier: Apache-2.0
// Every event that a journal may hold has a line in tests/golden/events.jsonl, written as the
// journal writes it: ["noun.Type",{…}]. A line once published stays: what it says must be readable
// for good. A new type of event, or a new form of an old one, adds a line at the end.
#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "app/modules.h"
#include "base/json_read.h"
#include "command/account/view.h"
#include "command/attachment/view.h"
#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/incident/view.h"
#include "command/job/view.h"
#include "command/notice/view.h"
#include "command/order/view.h"
#include "command/order_template/view.h"
#include "command/person/view.h"
#include "command/report/view.h"
#include "command/roster/view.h"
#include "command/subscription/view.h"
#include "command/team/view.h"
#include "command/ticket/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "desk/following.h"
#include "network/alarm/view.h"
#include "network/alarm_task/view.h"
#include "network/cause/view.h"
#include "network/element/view.h"
#include "network/feed/view.h"
#include "network/mapping/view.h"
#include "network/outage/view.h"
#include "network/performance/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/silence/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::app {
namespace {

using Nouns =
    std::tuple<unit::Noun, account::Noun, incident::Noun, order::Noun, person::Noun, roster::Noun,
               attachment::Noun, order_template::Noun, team::Noun, vehicle::Noun, crew::Noun,
               notice::Noun, ticket::Noun, subscription::Noun, report::Noun, element::Noun,
               site::Noun, alarm::Noun, source::Noun, feed::Noun, planned_work::Noun,
               scenario::Noun, outage::Noun, performance::Noun, cause::Noun, silence::Noun,
               mapping::Noun, job::Noun, dispatch::Noun, alarm_task::Noun, desk::following::Noun>;

template <class F>
void for_each_noun(F visit) {
  boost::mp11::mp_for_each<Nouns>([&](auto noun) { visit(noun); });
}

template <class Noun, class F>
void for_each_event(F visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Noun::Event>>(
      [&]<class One>(std::type_identity<One>) { visit(One{}); });
}

// Gives every member a value that is not its usual one; the same each time.
struct Filler {
  int count = 0;

  template <class T>
  void fill(T& value) {
    ++count;
    if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else if constexpr (std::is_arithmetic_v<T>) {
      value = static_cast<T>(count);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = "词 " + std::to_string(count);
    } else if constexpr (std::is_same_v<T, Instant>) {
      value = seconds_after({1'579'744'800'000'000}, count);
    } else if constexpr (std::is_same_v<T, UnitCode>) {
      value.value = 420000 + static_cast<uint64_t>(count);
    } else if constexpr (json_detail::IsId<T>::value) {
      value = {420000, static_cast<uint64_t>(count)};
    } else if constexpr (DescribedEnum<T>) {
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto one) {
        if (one.value != T{}) value = one.value;
      });
    } else if constexpr (requires { value.has_value(); }) {
      fill(value.emplace());
    } else if constexpr (json_detail::Mapping<T>) {
      std::pair<typename T::key_type, typename T::mapped_type> member;
      fill(member.first);
      fill(member.second);
      value.insert(std::move(member));
    } else if constexpr (json_detail::Sequence<T>) {
      typename T::value_type item{};
      fill(item);
      value.insert(value.end(), std::move(item));
    } else {
      boost::mp11::mp_for_each<Members<T>>([&](auto member) { fill(value.*member.pointer); });
    }
  }
};

template <class Event>
std::string line_of(std::string_view noun, const Event& event) {
  std::string line = "[\"" + std::string(noun) + "." + std::string(type_name<Event>()) + "\",";
  write_json<Detail::sparse>(line, event);
  return line + "]";
}

std::vector<std::string> golden_lines() {
  std::ifstream file(std::string(LIFELINE_SOURCE_DIR) + "/tests/golden/events.jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// Reads a line and writes it again; or what is wrong with it.
std::string written_again(const std::string& line) {
  JsonDocument document;
  const auto json = document.parse(line);
  if (!json) return json.error().name;
  std::string_view type;
  std::optional<Json> content;
  auto half = [&](Json part) {
    if (type.empty())
      type = part.text();
    else
      content = part;
    return true;
  };
  json->each(half);
  std::string again = "noun_must_be_known";
  for_each_noun([&]<class Noun>(Noun) {
    if (!content || type.substr(0, type.find('.')) != Noun::name) return;
    typename Noun::Event event;
    const auto read = json_detail::read_variant(type.substr(type.find('.') + 1), *content, event,
                                                {}, Unknown::refused);
    if (!read)
      again = read.error().name + " " + read.error().field;
    else
      again = std::visit([](const auto& one) { return line_of(Noun::name, one); }, event);
  });
  return again;
}

}  // namespace

TEST_CASE("every stored event still reads and writes as it was") {
  const auto lines = golden_lines();
  CHECK(lines.size() >= 40);
  for (const std::string& line : lines) CHECK(written_again(line) == line);
}

TEST_CASE("every type of event has a golden line") {
  std::set<std::string> known;
  for (const std::string& line : golden_lines()) known.insert(line.substr(0, line.find(',')));
  for_each_noun([&]<class Noun>(Noun) {
    for_each_event<Noun>([&]<class Event>(Event event) {
      Filler().fill(event);
      const std::string line = line_of(Noun::name, event);
      CHECK_MESSAGE(known.contains(line.substr(0, line.find(','))),
                    "add to tests/golden/events.jsonl: ", line);
    });
  });
}

TEST_CASE("every member of every event stands in a golden line") {
  std::set<std::string> known;
  for (const std::string& line : golden_lines()) known.insert(line);
  for_each_noun([&]<class Noun>(Noun) {
    for_each_event<Noun>([&]<class Event>(Event event) {
      Filler().fill(event);
      const std::string line = line_of(Noun::name, event);
      CHECK_MESSAGE(known.contains(line), "add to tests/golden/events.jsonl: ", line);
    });
  });
}

TEST_CASE("every noun of a desk is among those whose events are golden") {
  std::set<std::string_view> named;
  std::set<uint64_t> bits;
  for_each_noun([&]<class Noun>(Noun) {
    named.insert(Noun::name);
    bits.insert(Noun::bit);
  });
  for (const auto& module : make_modules()) CHECK(named.contains(module->name()));
  CHECK(bits.size() == std::tuple_size_v<Nouns>);  // a bit is one noun's, for good
}

}  // namespace lifeline::app
