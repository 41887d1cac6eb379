// SPDX-License-Identifier: Apache-2.0
// A noun as a desk holds it: its state and view, and the noun's functions behind one interface.
#pragma once

#include <functional>
#include <set>
#include <tuple>

#include "base/json_read.h"
#include "desk/noun.h"
#include "desk/record.h"

namespace lifeline::desk {

/// What a command's events are handed to, in order: encoded, told to other views, reacted to.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual Stamp next_stamp() = 0;
  virtual RecordWriter& record() = 0;
  virtual void tell(size_t event_slot, const void* event, const Stamp& stamp) = 0;
  virtual Commands& reactions() = 0;
  virtual void touched(uint64_t noun_bit, const RowKey& row) = 0;
};

class Module {
 public:
  virtual ~Module() = default;
  virtual std::string_view name() const = 0;
  virtual uint64_t bit() const = 0;
  virtual size_t command_slot() const = 0;
  virtual void enlist(Nouns& nouns) const = 0;
  /// Decides, and if it is not refused makes the events so. Answers the first row touched.
  virtual Result<RowKey> handle(const void* command, const Context& at, Sink& sink) = 0;
  /// Makes a recorded event so again.
  virtual Result<RowKey> replay(std::string_view type, Json event, Sink& sink) = 0;
  /// Tells the sink which rows a recorded event touched, and nothing else.
  virtual void touch(std::string_view type, Json event, Sink& sink) const = 0;
  virtual void overhear(size_t event_slot, const void* event, const Stamp& stamp) = 0;
  virtual bool hears() const = 0;
  virtual Result<void> hear(std::string_view type, Json event, const Heard& heard,
                            const Context& at, Commands& out) const = 0;
  virtual std::optional<Instant> due() const = 0;
  virtual void expire(Instant now, Commands& out) const = 0;
  virtual void save(std::string& out) const = 0;
  virtual Result<void> load(Json state, Json view) = 0;
};

/// Reaches a noun's own free functions by argument-dependent look-up, from where no member
/// hides them.
namespace reach {

template <class Event>
concept Hearing = requires(const Event& event, const Heard& heard, const Context& at,
                           Commands& out) {
  hear(event, heard, at, out);
};
template <class Event>
void tell(const Event& event, const Heard& heard, const Context& at, Commands& out) {
  hear(event, heard, at, out);
}

/// An event that changes many rows names them beside touches(), which then answers "":
/// std::vector<RowKey> touches_each(const Event&).
template <class Event>
void touch(const Event& event, const RowKey& row, uint64_t noun_bit, Sink& sink) {
  if (!row.empty()) return sink.touched(noun_bit, row);
  if constexpr (requires { touches_each(event); })
    for (const RowKey& each : touches_each(event)) sink.touched(noun_bit, each);
}

template <class State>
concept Timed = requires(const State& state, Instant now, Commands& out) {
  due(state);
  expire(state, now, out);
};
template <class State>
std::optional<Instant> earliest(const State& state) {
  return due(state);
}
template <class State>
void pass(const State& state, Instant now, Commands& out) {
  expire(state, now, out);
}

}  // namespace reach

/// A reaction that crosses guarantees is wired by the application: event → commands.
template <class Event>
using Reaction = std::function<void(const Event&, const Context&, Commands&)>;

/// What of a noun may be configured; nothing of most.
struct NoSettings {};
template <class Noun>
struct SettingsOf {
  using type = NoSettings;
};
template <class Noun>
requires requires { typename Noun::Settings; }
struct SettingsOf<Noun> {
  using type = typename Noun::Settings;
};

template <class Noun>
class ModuleOf final : public Module {
 public:
  using State = typename Noun::State;
  using Command = typename Noun::Command;
  using Event = typename Noun::Event;
  using View = typename Noun::View;
  using Settings = typename SettingsOf<Noun>::type;

  explicit ModuleOf(std::vector<Reaction<Event>> reactions = {})
      : reactions_(std::move(reactions)) {}
  explicit ModuleOf(const Settings& settings) requires(!std::is_same_v<Settings, NoSettings>)
      : settings_(settings) {}

  std::string_view name() const override { return Noun::name; }
  uint64_t bit() const override { return Noun::bit; }
  size_t command_slot() const override { return type_slot<Command>(); }
  void enlist(Nouns& nouns) const override {
    nouns.put(state_);
    nouns.put(view_);
    if constexpr (!std::is_same_v<Settings, NoSettings>) nouns.put(settings_);
  }

  Result<RowKey> handle(const void* command, const Context& at, Sink& sink) override {
    Result<std::vector<Event>> events = decide(state_, *static_cast<const Command*>(command), at);
    if (!events) return tl::unexpected(std::move(events.error()));
    RowKey first;
    for (const Event& event : *events) {
      const Stamp stamp = sink.next_stamp();
      std::visit(
          [&]<class One>(const One& one) {
            write_json<Detail::sparse>(sink.record().open_event(Noun::name, type_name<One>()), one);
            sink.record().close_event();
          },
          event);
      RowKey row = make_so(event, stamp, sink);
      if (first.empty()) first = std::move(row);
      if constexpr (requires { react(event, at, sink.reactions()); })
        react(event, at, sink.reactions());
      for (const auto& reaction : reactions_) reaction(event, at, sink.reactions());
    }
    return first;
  }

  Result<RowKey> replay(std::string_view type, Json json, Sink& sink) override {
    Event event;
    auto read = json_detail::read_variant(type, json, event, {}, Unknown::ignored);
    if (!read) return tl::unexpected(std::move(read.error()));
    return make_so(event, sink.next_stamp(), sink);
  }

  void touch(std::string_view type, Json json, Sink& sink) const override {
    Event event;
    if (!json_detail::read_variant(type, json, event, {}, Unknown::ignored)) return;
    reach::touch(event, touches(event), Noun::bit, sink);
  }

  void overhear([[maybe_unused]] size_t event_slot, [[maybe_unused]] const void* event,
                [[maybe_unused]] const Stamp& stamp) override {
    if constexpr (requires { typename View::Overhears; }) {
      [&]<class... Other>(std::tuple<Other...>*) {
        ((event_slot == type_slot<Other>() ? view_.fold(*static_cast<const Other*>(event), stamp)
                                           : void()),
         ...);
      }(static_cast<typename View::Overhears*>(nullptr));
    }
  }

  bool hears() const override { return reach::Hearing<Event>; }
  Result<void> hear([[maybe_unused]] std::string_view type, [[maybe_unused]] Json json,
                    [[maybe_unused]] const Heard& heard, [[maybe_unused]] const Context& at,
                    [[maybe_unused]] Commands& out) const override {
    if constexpr (reach::Hearing<Event>) {
      Event event;
      auto read = json_detail::read_variant(type, json, event, {}, Unknown::ignored);
      if (!read) return read;
      reach::tell(event, heard, at, out);
    }
    return {};
  }

  std::optional<Instant> due() const override {
    if constexpr (reach::Timed<State>)
      return reach::earliest(state_);
    else
      return std::nullopt;
  }
  void expire([[maybe_unused]] Instant now, [[maybe_unused]] Commands& out) const override {
    if constexpr (reach::Timed<State>) reach::pass(state_, now, out);
  }

  void save(std::string& out) const override {
    out += "{\"state\":";
    write_json<Detail::sparse>(out, state_);
    out += ",\"view\":";
    write_json<Detail::sparse>(out, view_);
    out += '}';
  }
  Result<void> load(Json state, Json view) override {
    state_ = State{};
    view_ = View{};
    if (auto read = read_json(state, state_); !read) return read;
    if (auto read = read_json(view, view_); !read) return read;
    if constexpr (requires { state_.reindex(); }) state_.reindex();
    if constexpr (requires { view_.reindex(); }) view_.reindex();
    return {};
  }

 private:
  RowKey make_so(const Event& event, const Stamp& stamp, Sink& sink) {
    evolve(state_, event);
    view_.fold(event, stamp);
    sink.tell(type_slot<Event>(), &event, stamp);
    RowKey row = touches(event);
    reach::touch(event, row, Noun::bit, sink);
    return row;
  }

  State state_{};
  View view_{};
  Settings settings_{};
  std::vector<Reaction<Event>> reactions_;
};

}  // namespace lifeline::desk
