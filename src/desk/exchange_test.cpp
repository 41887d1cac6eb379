// SPDX-License-Identifier: Apache-2.0
#include "desk/exchange.h"

#include <doctest/doctest.h>

namespace lifeline::desk {
namespace {

struct Body {
  std::string text;
  int count = 1;
};
LIFELINE_STRUCT(Body, text, count)

Request posting(std::string body, std::string type = "application/json") {
  return {.method = "POST",
          .path = "/api/v1/things/1/do",
          .content_type = std::move(type),
          .body = std::move(body),
          .caller = {.name = "li", .role = Role::operator_}};
}

std::string refusal(const Request& request) {
  const auto body = body_of<Body>(request);
  return body ? "none" : body.error().name + " " + body.error().field;
}

TEST_CASE("a body is read strictly, and may be absent") {
  const auto body = body_of<Body>(posting(R"({"text":"x"})"));
  REQUIRE(body);
  CHECK(body->text == "x");
  CHECK(body->count == 1);
  CHECK(body_of<Body>(posting("", ""))->count == 1);
  CHECK(refusal(posting(R"({"text":"x","colour":1})")) == "field_must_be_known colour");
  CHECK(refusal(posting(R"({"text":1})")) == "field_must_have_the_right_type text");
  CHECK(refusal(posting("{")).starts_with("body_must_be_json"));
}

TEST_CASE("a body is JSON by its type, whatever its parameters") {
  CHECK(refusal(posting("{}", "application/json; charset=utf-8")) == "none");
  CHECK(refusal(posting("{}", "Application/JSON")) == "none");
  CHECK(refusal(posting("{}", "text/plain")) == "content_type_must_be_json Content-Type");
  CHECK(refusal(posting("{}", "")) == "content_type_must_be_json Content-Type");
}

TEST_CASE("an idempotency key belongs to its account and path") {
  Request request = posting("");
  CHECK(idempotency_id(request)->empty());
  request.headers.emplace_back("idempotency-key", "abc-1");
  CHECK(*idempotency_id(request) == "key:li:/api/v1/things/1/do:abc-1");
  request.headers.back().second = "a b";
  CHECK(idempotency_id(request).error().name == "idempotency_key_must_be_printable");
  request.headers.back().second = std::string(limits::name_bytes_max + 1, 'x');
  CHECK(idempotency_id(request).error().name == "idempotency_key_must_be_short");
}

TEST_CASE("an intent carries who, the key and why") {
  Request request = posting("");
  request.headers.emplace_back("idempotency-key", "k");
  const auto made = intent_of(request, std::variant<int>(1), "because");
  REQUIRE(made);
  CHECK(made->who.name == "li");
  CHECK(made->why == "because");
  CHECK(made->id == "key:li:/api/v1/things/1/do:k");
  const auto refused =
      intent_of(request, std::variant<int>(1), std::string(limits::text_bytes_max + 1, 'x'));
  CHECK(refused.error().name == "text_must_be_short");
}

TEST_CASE("two objects become one") {
  CHECK(joined_objects(R"({"a":1})", R"({"b":2})") == R"({"a":1,"b":2})");
  CHECK(joined_objects("{}", R"({"b":2})") == R"({"b":2})");
  CHECK(joined_objects(R"({"a":1})", "{}") == R"({"a":1})");
}

// Desks whose answers are made up: what is submitted is refused, done or repeated at will.
class FakeDesks final : public Desks {
 public:
  const Plan& plan() const override { return plan_; }
  Instant now() const override { return {}; }
  void submit(UnitCode, Intent, Answer answer, Reply reply) override {
    reply(answer(outcome, Nouns{}));
  }
  void read(UnitCode, Look look, Reply reply) override { reply(look(Nouns{})); }
  void read_each(std::function<void(size_t, UnitCode, const Nouns&)> look,
                 std::function<Response()> combine, Reply reply) override {
    for (size_t i = 0; i < plan_.desks().size(); ++i) look(i, plan_.desks()[i], Nouns{});
    reply(combine());
  }

  Outcome outcome;

 private:
  Plan plan_{{group_unit, {420000}, {430000}}};
};

Response submitted(Outcome outcome) {
  FakeDesks desks;
  desks.outcome = std::move(outcome);
  Response response;
  submit(
      desks, group_unit, intent(system_actor(), std::variant<int>(1)),
      [](const RowKey& subject, const Nouns&) { return json_response(200, subject); },
      [&](Response r) { response = std::move(r); });
  return response;
}

TEST_CASE("what was done is answered with its row, again when it is repeated") {
  CHECK(submitted({.subject = "17", .each = {RowKey("17")}}).body == "17");
  CHECK(submitted({.repeated = true, .subject = "17", .each = {}}).body == "17");
}

TEST_CASE("what was refused is answered with its problem") {
  const Response refused = submitted({.subject = {}, .each = {conflict("thing_must_be_open")}});
  CHECK(refused.status == 409);
  CHECK(refused.content_type == "application/problem+json");
  CHECK(refused.body.find("thing_must_be_open") != std::string::npos);
}

TEST_CASE("an intent that could not be made reaches no desk") {
  FakeDesks desks;
  Response response;
  submit(
      desks, group_unit, invalid("key_must_be_short"),
      [](const RowKey&, const Nouns&) { return json_response(200, "never"); },
      [&](Response r) { response = std::move(r); });
  CHECK(response.status == 400);
}

TEST_CASE("one thing is found on whichever desk has it, or nowhere") {
  FakeDesks desks;
  Response response;
  const auto keep = [&](Response r) { response = std::move(r); };
  int asked = 0;
  const auto third = [&](const Nouns&) -> std::optional<Response> {
    return ++asked == 3 ? std::optional(json_response(200, "third")) : std::nullopt;
  };
  const Error missing = not_found("thing_must_exist", "id").value();
  find_on_any(desks, third, missing, keep);
  CHECK(response.body == "third");
  find_on_any(desks, third, missing, keep);
  CHECK(response.status == 404);
}

TEST_CASE("the first desk that has it is told, or none") {
  FakeDesks desks;
  UnitCode found{1};
  int asked = 0;
  const auto second = [&](const Nouns&) { return ++asked == 2; };
  const auto keep = [&](UnitCode desk) { found = desk; };
  find_desk(desks, second, keep);
  CHECK(found == UnitCode{420000});
  find_desk(desks, second, keep);
  CHECK_FALSE(found);
}

}  // namespace
}  // namespace lifeline::desk
