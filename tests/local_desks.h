// SPDX-License-Identifier: Apache-2.0
// Whole desks with all their nouns, on the caller's thread and without a journal behind them: what
// they append is kept in memory, and they hear each other when told to. Requests go to the very
// handlers that the server has.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/modules.h"
#include "base/text.h"
#include "desk/desk.h"
#include "desk/desks.h"
#include "tests/given.h"

namespace lifeline::tests {

class LocalDesks final : public desk::Desks {
 public:
  explicit LocalDesks(std::vector<UnitCode> desks = {group_unit, hubei},
                      const incident::Settings& settings = {})
      : plan_(desks) {
    for (const UnitCode id : plan_.desks()) desks_[id] = app::make_desk(id, plan_, settings);
    act(group_unit, unit::Command(unit::Import{.units = small_tree().units}));
    hear_all();
  }

  const desk::Plan& plan() const override { return plan_; }
  Instant now() const override { return now_; }
  void set_now(Instant now) { now_ = now; }
  desk::Desk& desk(UnitCode id) { return *desks_.at(id); }
  const std::vector<journal::Batch>& journal(UnitCode id) { return journals_[id]; }

  void submit(UnitCode id, desk::Intent intent, desk::Answer answer, desk::Reply reply) override {
    reply(answer(append(id, intent), desk(id).nouns()));
  }
  void read(UnitCode id, desk::Look look, desk::Reply reply) override {
    desk(id).note_time(now_);
    reply(look(desk(id).nouns()));
  }
  void read_each(std::function<void(size_t, UnitCode, const desk::Nouns&)> look,
                 std::function<desk::Response()> combine, desk::Reply reply) override {
    for (size_t i = 0; i < plan_.desks().size(); ++i) {
      desk(plan_.desks()[i]).note_time(now_);
      look(i, plan_.desks()[i], desk(plan_.desks()[i]).nouns());
    }
    reply(combine());
  }

  /// A command of any noun, by Lifeline itself unless somebody is named.
  template <class Command>
  Result<desk::RowKey> act(UnitCode id, Command command, desk::Actor who = desk::system_actor()) {
    const auto outcome = append(id, desk::intent(std::move(who), std::move(command)));
    return outcome.each.front();
  }

  /// What deadlines that passed by `now` call for.
  void pass_time_to(Instant now) {
    now_ = now;
    for (const UnitCode id : plan_.desks())
      while (desk(id).due() && *desk(id).due() <= now_) append(id, desk(id).expire(now_));
  }

  /// Every desk hears headquarters and is heard by it, until nobody has anything new.
  void hear_all() {
    for (bool heard = true; heard;) {
      heard = false;
      for (const UnitCode id : plan_.desks())
        for (const UnitCode other : plan_.desks())
          if (id != other && (id == group_unit || other == group_unit))
            heard = hear(id, other) || heard;
    }
  }

  struct Asked {
    std::string method;
    std::string target;
    std::string body;
    std::string key = {};  // Idempotency-Key
  };
  desk::Response send(const desk::Routes& routes, Asked asked, desk::Actor caller) {
    return ask(routes, std::move(asked), std::move(caller));
  }
  desk::Response get(const desk::Routes& routes, std::string target, desk::Actor caller) {
    return ask(routes, {"GET", std::move(target), {}}, std::move(caller));
  }
  desk::Response post(const desk::Routes& routes, std::string target, std::string body,
                      desk::Actor caller, std::string key = {}) {
    return ask(routes, {"POST", std::move(target), std::move(body), std::move(key)},
               std::move(caller));
  }

 private:
  desk::Outcome append(UnitCode id, const desk::Intent& intent) {
    std::optional<journal::Batch> batch;
    desk(id).note_time(now_);
    desk::Outcome outcome = desk(id).handle(intent, now_, batch);
    if (batch) journals_[id].push_back(std::move(*batch));
    return outcome;
  }

  bool hear(UnitCode id, UnitCode other) {
    size_t& at = heard_[{id, other}];
    const auto& journal = journals_[other];
    const bool is_new = at < journal.size();
    while (at < journal.size()) {
      // Only what means something is heard, as the host does it; the rest is passed over.
      const journal::Batch batch = journal[at++];
      if ((batch.nouns & desk(id).heard_nouns()) == 0) continue;
      const auto intent = desk(id).hear(batch);
      LIFELINE_CHECK(intent.has_value(), "a batch of another desk must be readable");
      append(id, *intent);
    }
    return is_new;
  }

  // Matches a path against a route's pattern, segment by segment.
  static bool matches(std::string_view pattern, std::string_view path, desk::Pairs& values) {
    const auto parts = split(pattern, '/'), given = split(path, '/');
    if (parts.size() != given.size()) return false;
    values.clear();
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].starts_with('{'))
        values.emplace_back(parts[i].substr(1, parts[i].size() - 2), given[i]);
      else if (parts[i] != given[i])
        return false;
    }
    return true;
  }

  desk::Response ask(const desk::Routes& routes, Asked asked, desk::Actor caller) {
    auto& [method, target, body, key] = asked;
    auto request = std::make_shared<desk::Request>();
    request->method = std::move(method);
    request->path = target.substr(0, target.find('?'));
    if (target.size() > request->path.size())
      for (const auto pair : split(std::string_view(target).substr(request->path.size() + 1), '&'))
        request->query.emplace_back(pair.substr(0, pair.find('=')),
                                    pair.substr(pair.find('=') + 1));
    request->body = std::move(body);
    request->content_type = "application/json";
    request->caller = std::move(caller);
    if (!key.empty()) request->headers.emplace_back("idempotency-key", std::move(key));
    // A literal segment wins over a name: routes without names first.
    for (const bool with_names : {false, true})
      for (const desk::Route& route : routes)
        if (route.method == request->method &&
            (route.path.find('{') != std::string::npos) == with_names &&
            matches(route.path, request->path, request->path_values)) {
          desk::Response answer;
          route.handler(request, *this, [&](desk::Response r) { answer = std::move(r); });
          return answer;
        }
    return {.status = 404, .body = "no route"};
  }

  desk::Plan plan_;
  Instant now_ = noon;
  std::map<UnitCode, std::unique_ptr<desk::Desk>> desks_;
  std::map<UnitCode, std::vector<journal::Batch>> journals_;
  std::map<std::pair<UnitCode, UnitCode>, size_t> heard_;
};

/// Settings of a server that is told to order at once: --order-hold-s 0.
inline constexpr incident::Settings orders_at_once{.order_hold_s = 0};

inline std::string_view header_of(const desk::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

/// The text or number of a member of a JSON object, as it is written: member(body, "state") is
/// "raised"; the first of that name anywhere in the text.
inline std::string member(std::string_view body, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":";
  const size_t at = body.find(key);
  if (at == std::string_view::npos) return "absent";
  const std::string_view rest = body.substr(at + key.size());
  if (rest.front() == '"') return std::string(rest.substr(1, rest.find('"', 1) - 1));
  return std::string(rest.substr(0, rest.find_first_of(",]}")));
}

}  // namespace lifeline::tests
