// SPDX-License-Identifier: Apache-2.0
// Desks that decide at once, in the caller's thread, and what a file's import answers on them.
#pragma once

#include <functional>
#include <map>

#include <doctest/doctest.h>

#include "base/json_read.h"
#include "desk/import.h"

namespace lifeline::desk {

class DesksInPlace final : public Desks {
 public:
  using MakeModules = std::function<std::vector<std::unique_ptr<Module>>()>;

  DesksInPlace(std::vector<UnitCode> desks, const MakeModules& make) : plan_(std::move(desks)) {
    for (const UnitCode desk : plan_.desks())
      desks_[desk] = std::make_unique<Desk>(desk, plan_, make());
  }
  const Plan& plan() const override { return plan_; }
  Instant now() const override { return {}; }
  void submit(UnitCode desk, Intent intent, Answer answer, Reply reply) override {
    std::optional<journal::Batch> batch;
    const Outcome outcome = desks_.at(desk)->handle(intent, now(), batch);
    appends += batch ? 1 : 0;
    reply(answer(outcome, nouns(desk)));
  }
  void read(UnitCode desk, Look look, Reply reply) override { reply(look(nouns(desk))); }
  void read_each(std::function<void(size_t, UnitCode, const Nouns&)> look,
                 std::function<Response()> combine, Reply reply) override {
    size_t index = 0;
    for (const UnitCode desk : plan_.desks()) look(index++, desk, nouns(desk));
    reply(combine());
  }

  const Nouns& nouns(UnitCode desk) const { return desks_.at(desk)->nouns(); }
  void decide(UnitCode desk, const Intent& intent) {
    std::optional<journal::Batch> batch;
    const Outcome outcome = desks_.at(desk)->handle(intent, now(), batch);
    for (const auto& answer : outcome.each)
      REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().name));
  }

  int appends = 0;

 private:
  Plan plan_;
  std::map<UnitCode, std::unique_ptr<Desk>> desks_;
};

inline Actor administrator(UnitCode unit = group_unit) {
  return {.name = "admin", .role = Role::administrator, .unit = unit};
}

struct Imported {
  int status = 0;
  std::string problem;  // its name, when the answer is no report
  ImportReport report;

  /// "line column name" of each refusal, one a line.
  std::string refusals() const {
    std::string text;
    for (const RefusedField& one : report.refused)
      text += std::to_string(one.line) + " " + one.column + " " + one.name + "\n";
    return text;
  }
};

inline Imported imported(const Route& route, Desks& desks, Request request) {
  if (request.caller.role == Role::nobody) request.caller = administrator();
  if (request.content_type.empty()) request.content_type = "text/csv";
  request.method = route.method;
  request.path = route.path;
  Imported result;
  route.handler(std::make_shared<const Request>(std::move(request)), desks, [&](Response response) {
    result.status = response.status;
    if (response.content_type != "application/json") {
      JsonDocument document;
      const Json json = document.parse(response.body).value();
      result.problem = json.at("name").value().text();
      return;
    }
    auto report = from_json<ImportReport>(response.body);
    REQUIRE_MESSAGE(report.has_value(), response.body);
    result.report = std::move(*report);
  });
  REQUIRE(result.status != 0);
  return result;
}

inline Imported imported(const Route& route, Desks& desks, std::string body) {
  return imported(route, desks, Request{.body = std::move(body)});
}

}  // namespace lifeline::desk
