// SPDX-License-Identifier: Apache-2.0
#include "gateway/import/command.h"

#include <doctest/doctest.h>

#include "base/limits.h"

namespace lifeline::importing {
namespace {

struct Server {
  Result<Answer> answer;
  std::string target;
  std::string type;
  std::string body;

  Post post() {
    return [this](std::string_view to, std::string_view content_type, std::string_view sent) {
      target = to;
      type = content_type;
      body = sent;
      return answer;
    };
  }
};

Answer report(int status, desk::ImportReport report) {
  return {.status = status, .body = to_json(report)};
}

TEST_CASE("an import is posted as CSV and its counts are printed") {
  Server server{.answer = report(200, {.rows = 3, .added = 2, .changed = 1, .duplicates = 4})};
  const Told told = tell("sites", "id\n", {}, server.post());
  CHECK(told.code == 0);
  CHECK(told.out == "rows: 3, added: 2, changed: 1, unchanged: 0, pairs of likely duplicates: 4\n");
  CHECK(told.error.empty());
  CHECK(server.target == "/api/v1/sites/import");
  CHECK(server.type == "text/csv");
  CHECK(server.body == "id\n");
}

TEST_CASE("a check and a charset are asked for and said") {
  Server server{.answer = report(200, {.rows = 1, .added = 1})};
  const Told told = tell("units", "x", {.check_only = true, .charset = "gb18030"}, server.post());
  CHECK(server.target == "/api/v1/units/import?check=true");
  CHECK(server.type == "text/csv; charset=gb18030");
  CHECK(told.out ==
        "rows: 1, added: 1, changed: 0, unchanged: 0\n"
        "a check only, nothing is imported\n");
}

TEST_CASE("each refusal is a line with its place and reason") {
  desk::ImportReport refused{.rows = 9, .refused_total = 3};
  refused.refused = {
      {.line = 2, .column = "kind", .name = "field_must_be_a_known_word", .detail = "one of a, b"},
      {.line = 5, .column = "", .name = "quote_must_be_closed", .detail = ""}};
  Server server{.answer = report(400, refused)};
  const Told told = tell("sites", "x", {}, server.post());
  CHECK(told.code == 1);
  CHECK(told.out ==
        "line 2, kind: field_must_be_a_known_word (one of a, b)\n"
        "line 5: quote_must_be_closed\n"
        "and 1 more\n"
        "nothing is imported, rows: 9, refusals: 3\n");
}

TEST_CASE("a problem is no report and ends in 2") {
  Server server{.answer = Answer{.status = 400,
                                 .body = R"({"type":"about:blank","status":400,"detail":"of what",)"
                                         R"("name":"charset_must_be_known","field":"charset"})"}};
  const Told told = tell("sites", "x", {}, server.post());
  CHECK(told.code == 2);
  CHECK(told.error == "charset_must_be_known (charset): of what\n");
  CHECK(told.out.empty());
  server.answer = Answer{.status = 502, .body = "<html>"};
  CHECK(tell("sites", "x", {}, server.post()).error == "the server answers 502\n");
  server.answer = unavailable("server_must_be_reachable", "nobody listens");
  CHECK(tell("sites", "x", {}, server.post()).error ==
        "server_must_be_reachable: nobody listens\n");
}

TEST_CASE("a file that is too large is not sent") {
  Server server{.answer = Answer{}};
  const std::string body(limits::import_body_bytes_max + 1, 'x');
  CHECK(tell("sites", body, {}, server.post()).code == 2);
  CHECK(server.target.empty());
}

TEST_CASE("a file that is not there ends in 2 without a request") {
  Server server{.answer = Answer{}};
  CHECK(run("sites", "no/such/file.csv", {}, server.post()) == 2);
  CHECK(server.target.empty());
}

}  // namespace
}  // namespace lifeline::importing
