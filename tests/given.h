// SPDX-License-Identifier: Apache-2.0
// Given these events, when this command comes, then these events or that refusal:
//
//   Given given;                                        // Hubei's desk and a small tree of units
//   given(alarm::Raised{…}, alarm::Acknowledged{…});    // evolved, folded and overheard
//   CHECK(given.as(commander).when<alarm::Noun>(alarm::Clear{…}) == events(alarm::Cleared{…}));
//   CHECK(given.when<alarm::Noun>(alarm::Clear{…}) == "reason_must_be_given");
//
// Nothing is decided but the one command: reactions belong to the tests of whole desks.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "base/json_write.h"
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
#include "desk/module.h"
#include "network/alarm/view.h"
#include "network/cause/view.h"
#include "network/element/view.h"
#include "network/feed/view.h"
#include "network/outage/view.h"
#include "network/performance/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::tests {

inline constexpr UnitCode hubei{420000}, wuhan{420100}, wuchang{420106}, hankou{420103},
    yichang{420500}, hunan{430000};
inline constexpr Instant noon{1'579'752'000'000'000};  // 2020-01-23T04:00:00Z, noon in Wuhan

inline unit::Unit unit_named(UnitCode code, std::string name, unit::Level level, UnitCode parent) {
  return {.code = code,
          .name_zh = name,
          .name_en = name,
          .level = level,
          .parent = parent,
          .duty_name = "duty room",
          .duty_phone = "+861000000001"};
}

inline unit::Imported small_tree() {
  using unit::Level;
  return {.units = {unit_named(group_unit, "group", Level::group, {}),
                    unit_named(hubei, "Hubei", Level::province, group_unit),
                    unit_named(wuhan, "Wuhan", Level::city, hubei),
                    unit_named(wuchang, "Wuchang", Level::county, wuhan),
                    unit_named(hankou, "Hankou", Level::county, wuhan),
                    unit_named(yichang, "Yichang", Level::city, hubei),
                    unit_named(hunan, "Hunan", Level::province, group_unit)}};
}

inline desk::Actor person(desk::Role role, UnitCode unit) {
  return {.name = std::string(enum_text(role)), .role = role, .unit = unit};
}

/// Events as the journal has them.
template <class Event>
std::string events_text(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) {
    if (!text.empty()) text += '\n';
    write_json<Detail::sparse>(text, event);
  }
  return text;
}

template <class... Event>
std::string events(const Event&... event) {
  std::string text;
  const auto add = [&]<class One>(const One& one) {
    if (!text.empty()) text += '\n';
    write_json<Detail::sparse>(text, std::variant<One>(one));
  };
  (add(event), ...);
  return text;
}

template <class Noun>
struct Part {
  typename Noun::State state{};
  typename Noun::View view{};
  typename desk::SettingsOf<Noun>::type settings{};
};

template <class One, class Variant>
struct IsOneOf : std::false_type {};
template <class One, class... Others>
struct IsOneOf<One, std::variant<Others...>> : std::disjunction<std::is_same<One, Others>...> {};

class Given {
 public:
  explicit Given(UnitCode desk = hubei) : desk_(desk), plan_({group_unit, hubei}) {
    std::apply([&](auto&... part) { (put(part), ...); }, parts_);
    (*this)(small_tree());
  }
  Given(const Given&) = delete;  // the nouns point into it
  Given& operator=(const Given&) = delete;

  template <class... Event>
  Given& operator()(const Event&... event) {
    (happen(event), ...);
    return *this;
  }
  Given& as(desk::Role role, UnitCode unit) {
    who_ = person(role, unit);
    return *this;
  }
  Given& as_system() {
    who_ = desk::system_actor();
    return *this;
  }
  Given& by(desk::Actor who) {
    who_ = std::move(who);
    return *this;
  }
  Given& at(Instant now) {
    now_ = now;
    return *this;
  }

  /// The events, or the name of the refusal.
  template <class Noun, class Command>
  std::string when(Command command) {
    const auto answer = decided<Noun>(std::move(command));
    return answer ? events_text(*answer) : answer.error().name;
  }
  /// The field that the refusal blames.
  template <class Noun, class Command>
  std::string blamed(Command command) {
    const auto answer = decided<Noun>(std::move(command));
    return answer ? "nothing" : answer.error().field;
  }

  desk::Context context() const {
    return {.now = now_, .desk = desk_, .who = who_, .nouns = nouns_, .plan = plan_};
  }
  const desk::Nouns& nouns() const { return nouns_; }
  template <class Noun>
  Part<Noun>& part() {
    return std::get<Part<Noun>>(parts_);
  }

  /// One event of any noun, with the row that it makes.
  template <class Event>
  void happen(const Event& event) {
    const desk::Stamp stamp{
        .desk = desk_, .position = ++position_, .at = now_, .who = who_.name, .why = {}};
    std::apply([&](auto&... part) { (evolve_own(part, event, stamp), ...); }, parts_);
    std::apply([&](auto&... part) { (overhear(part, event, stamp), ...); }, parts_);
  }

 private:
  template <class Noun>
  void put(Part<Noun>& part) {
    nouns_.put(part.state);
    nouns_.put(part.view);
    if constexpr (requires { typename Noun::Settings; }) nouns_.put(part.settings);
  }
  template <class Noun, class Command>
  Result<std::vector<typename Noun::Event>> decided(Command command) {
    return decide(part<Noun>().state, typename Noun::Command(std::move(command)), context());
  }
  template <class Noun, class Event>
  static void evolve_own(Part<Noun>& part, const Event& event, const desk::Stamp& stamp) {
    if constexpr (IsOneOf<Event, typename Noun::Event>::value) {
      const typename Noun::Event any(event);
      evolve(part.state, any);
      part.view.fold(any, stamp);
    }
  }
  template <class Noun, class Event>
  static void overhear(Part<Noun>& part, const Event& event, const desk::Stamp& stamp) {
    if constexpr (requires { typename Noun::View::Overhears; }) {
      [&]<class... Other>(std::tuple<Other...>*) {
        const auto tell = [&]<class One>(std::type_identity<One>) {
          if constexpr (IsOneOf<Event, One>::value) part.view.fold(One(event), stamp);
        };
        (tell(std::type_identity<Other>{}), ...);
      }(static_cast<typename Noun::View::Overhears*>(nullptr));
    }
  }

  UnitCode desk_;
  desk::Plan plan_;
  desk::Actor who_ = person(desk::Role::commander, hubei);
  Instant now_ = noon;
  uint64_t position_ = 0;
  desk::Nouns nouns_;
  std::tuple<Part<unit::Noun>, Part<incident::Noun>, Part<order::Noun>, Part<person::Noun>,
             Part<roster::Noun>, Part<attachment::Noun>, Part<order_template::Noun>,
             Part<team::Noun>, Part<vehicle::Noun>, Part<crew::Noun>, Part<notice::Noun>,
             Part<ticket::Noun>, Part<subscription::Noun>, Part<report::Noun>, Part<element::Noun>,
             Part<site::Noun>, Part<alarm::Noun>, Part<source::Noun>, Part<feed::Noun>,
             Part<planned_work::Noun>, Part<scenario::Noun>, Part<outage::Noun>,
             Part<performance::Noun>, Part<cause::Noun>, Part<job::Noun>, Part<dispatch::Noun>>
      parts_;
};

}  // namespace lifeline::tests
