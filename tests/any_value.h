// SPDX-License-Identifier: Apache-2.0
// Described values and event histories made of a list of numbers, which RapidCheck draws and
// shrinks. Ids, names and times come from small pools, so that events meet; many of them name what
// is not there. What must hold of every noun is below.
#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "base/json_read.h"
#include "desk/noun.h"

namespace lifeline::tests {

class Chooser {
 public:
  explicit Chooser(std::vector<uint32_t> numbers) : numbers_(std::move(numbers)) {}
  bool is_empty() const { return at_ >= numbers_.size(); }
  /// From 0 to limit - 1; 0 when the numbers are used up.
  uint32_t below(uint32_t limit) { return is_empty() ? 0 : numbers_[at_++] % limit; }

 private:
  std::vector<uint32_t> numbers_;
  size_t at_ = 0;
};

template <class T>
T any_value(Chooser& chooser);

template <class... T>
void choose(Chooser& chooser, std::variant<T...>& value) {
  uint32_t left = chooser.below(sizeof...(T));
  ((left-- == 0 ? void(value = any_value<T>(chooser)) : void()), ...);
}

template <class T>
T any_value(Chooser& chooser) {
  T value{};
  if constexpr (std::is_same_v<T, bool>) {
    value = chooser.below(2) == 1;
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(chooser.below(4));
  } else if constexpr (std::is_floating_point_v<T>) {
    value = static_cast<T>(chooser.below(9)) / 4;
  } else if constexpr (std::is_same_v<T, std::string>) {
    static const std::vector<std::string> texts{"", "A", "B", "C", "420000-1", "420000-2", "医院"};
    value = texts[chooser.below(static_cast<uint32_t>(texts.size()))];
  } else if constexpr (std::is_same_v<T, Instant>) {
    value = {static_cast<int64_t>(chooser.below(6)) * 1'000'000};
  } else if constexpr (std::is_same_v<T, UnitCode>) {
    constexpr uint64_t codes[]{0, 100000, 420000, 420100, 420106, 430000};
    value = {codes[chooser.below(6)]};
  } else if constexpr (json_detail::IsId<T>::value) {
    value = {.desk = chooser.below(4) == 3 ? 100000u : 420000u, .serial = 1 + chooser.below(3)};
  } else if constexpr (DescribedEnum<T>) {
    using All = boost::describe::describe_enumerators<T>;
    uint32_t left = chooser.below(boost::mp11::mp_size<All>::value);
    boost::mp11::mp_for_each<All>([&](auto d) {
      if (left-- == 0) value = d.value;
    });
  } else if constexpr (IsVariant<T>::value) {
    choose(chooser, value);
  } else if constexpr (requires { value.has_value(); }) {
    if (chooser.below(2) == 1) value = any_value<typename T::value_type>(chooser);
  } else if constexpr (json_detail::Mapping<T>) {
    for (uint32_t left = chooser.below(3); left > 0; --left)
      value[any_value<typename T::key_type>(chooser)] = any_value<typename T::mapped_type>(chooser);
  } else if constexpr (json_detail::Sequence<T>) {
    for (uint32_t left = chooser.below(3); left > 0; --left)
      value.insert(value.end(), any_value<typename T::value_type>(chooser));
  } else {
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      using Member = std::remove_cvref_t<decltype(value.*member.pointer)>;
      value.*member.pointer = any_value<Member>(chooser);
    });
  }
  return value;
}

template <class T>
std::string sparse_text(const T& value) {
  std::string text;
  write_json<Detail::sparse>(text, value);
  return text;
}

template <class T>
T reread(const std::string& text) {
  auto read = from_json<T>(text, Unknown::refused);
  RC_ASSERT(read.has_value());
  if constexpr (requires { read->reindex(); }) read->reindex();
  return std::move(*read);
}

/// An unordered map's items come in an order of its own: compare texts as sets of characters would
/// be too weak, so items are compared one by one through their keys.
template <class T>
bool same_value(const T& a, const T& b) {
  if constexpr (json_detail::Mapping<T>) {
    if (a.size() != b.size()) return false;
    for (const auto& [key, item] : a) {
      const auto other = b.find(key);
      if (other == b.end() || !same_value(item, other->second)) return false;
    }
    return true;
  } else if constexpr (Described<T> && !DescribedEnum<T>) {
    bool same = true;
    boost::mp11::mp_for_each<Members<T>>(
        [&](auto member) { same = same && same_value(a.*member.pointer, b.*member.pointer); });
    return same;
  } else {
    return sparse_text(a) == sparse_text(b);
  }
}

template <class Event>
std::vector<Event> any_history(const std::vector<uint32_t>& numbers) {
  Chooser chooser(numbers);
  std::vector<Event> history;
  while (!chooser.is_empty()) history.push_back(any_value<Event>(chooser));
  return history;
}

/// Any events in any order are taken, whatever they name; each event, and the state and view that
/// come of them, are the same after JSON. `also` checks what else must hold of state and view.
/// `is_possible` leaves out what no decider writes, such as a second birth under one id.
template <class Noun, class Also, class Possible>
bool holds_for_any_history(Also also, Possible is_possible) {
  using Event = typename Noun::Event;
  return rc::check([&](const std::vector<uint32_t>& numbers) {
    typename Noun::State state;
    typename Noun::View view;
    uint64_t position = 0;
    for (const Event& event : any_history<Event>(numbers)) {
      const std::string text = sparse_text(event);
      RC_ASSERT(sparse_text(reread<Event>(text)) == text);
      if (!is_possible(state, event)) continue;
      evolve(state, event);
      view.fold(event, desk::Stamp{.desk = {420000},
                                   .position = ++position,
                                   .at = {static_cast<int64_t>(position) * 1'000'000},
                                   .who = "w",
                                   .why = {}});
    }
    const auto state_again = reread<typename Noun::State>(sparse_text(state));
    const auto view_again = reread<typename Noun::View>(sparse_text(view));
    RC_ASSERT(same_value(state, state_again));
    RC_ASSERT(same_value(view, view_again));
    also(state, state_again, view, view_again);
  });
}
template <class Noun, class Also>
bool holds_for_any_history(Also also) {
  return holds_for_any_history<Noun>(also, [](const auto&, const auto&) { return true; });
}

}  // namespace lifeline::tests
