// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/openapi.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/json_write.h"
#include "base/text.h"
#include "gateway/http/access.h"
#include "gateway/http/wire.h"

namespace lifeline::http {
namespace {

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"RFC 9457","required":["status","name"],"properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string","description":"one sentence for a person"},)"
    R"("name":{"type":"string","description":"what must be true; stable"},)"
    R"("field":{"type":"string","description":"the input's field that is wrong"}}})";

constexpr std::string_view problem_response =
    R"({"description":"A refusal or an outage","content":{"application/problem+json":)"
    R"({"schema":{"$ref":"#/components/schemas/Problem"}}}})";

// Writes the members of one JSON object.
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  ~Object() { out_ += '}'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  std::string& member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_text(out_, name);
    out_ += ':';
    return out_;
  }
  void text(std::string_view name, std::string_view value) {
    append_json_text(member(name), value);
  }
  void json(std::string_view name, std::string_view value) { member(name) += value; }

 private:
  std::string& out_;
  bool first_ = true;
};

void write_parameter(std::string& out, std::string_view place, const desk::Parameter& parameter) {
  Object object(out);
  object.text("name", parameter.name);
  object.text("in", place);
  if (place == "path") object.json("required", "true");
  if (!parameter.summary.empty()) object.text("description", parameter.summary);
  object.json("schema", R"({"type":"string"})");
}

void write_parameters(std::string& out, const desk::Route& route) {
  out += '[';
  bool first = true;
  const auto add = [&](std::string_view place, const desk::Parameter& parameter) {
    if (!first) out += ',';
    first = false;
    write_parameter(out, place, parameter);
  };
  if (const auto pattern = parse_pattern(route.path))
    for (const PatternPart& part : *pattern)
      if (part.is_name) add("path", {.name = part.text, .summary = {}});
  for (const auto& parameter : route.parameters) add("query", parameter);
  if (route.method == "POST" && route.path.starts_with("/api/"))
    add("header",
        {.name = "Idempotency-Key", .summary = "a repeated key gets the first answer again"});
  out += ']';
}

void write_security(std::string& out, const desk::Route& route) {
  if (route.role == desk::Role::nobody)
    out += "[]";
  else if (takes_basic(route.path))
    out += R"([{"basic":[]},{"bearer":[]}])";
  else
    out += R"([{"bearer":[]},{"cookie":[]}])";
}

std::string_view answer_type(const desk::Route& route) {
  if (!route.handler) return "text/event-stream";
  if (route.path == "/metrics") return "text/plain";
  return route.path == "/api" ? std::string_view("text/html") : route.answer_type;
}

void write_responses(std::string& out, const desk::Route& route) {
  Object responses(out);
  {
    Object good(responses.member("2XX"));
    good.text("description", "Done, and durable");
    Object content(good.member("content"));
    Object media(content.member(answer_type(route)));
    if (!route.answer_schema.empty()) media.json("schema", route.answer_schema);
  }
  const std::string_view reference = R"({"$ref":"#/components/responses/Problem"})";
  if (route.role != desk::Role::nobody) {
    responses.json("401", reference);
    responses.json("403", reference);
  }
  responses.json("default", reference);
}

void write_operation(std::string& out, const desk::Route& route) {
  Object operation(out);
  operation.text("operationId", route.operation);
  append_json_text(operation.member("tags") += '[', route.tag);
  out += ']';
  operation.text("summary", route.summary);
  operation.text("x-role", enum_text(route.role));
  write_security(operation.member("security"), route);
  write_parameters(operation.member("parameters"), route);
  if (!route.body_schema.empty() || route.body_type != "application/json") {
    Object body(operation.member("requestBody"));
    body.json("required", "true");
    Object content(body.member("content"));
    Object media(content.member(route.body_type));
    if (!route.body_schema.empty()) media.json("schema", route.body_schema);
  }
  write_responses(operation.member("responses"), route);
}

void write_components(std::string& out) {
  Object components(out);
  components.json("securitySchemes",
                  R"({"bearer":{"type":"http","scheme":"bearer"},)"
                  R"("cookie":{"type":"apiKey","in":"cookie","name":"lifeline_session"},)"
                  R"("basic":{"type":"http","scheme":"basic"}})");
  {
    Object schemas(components.member("schemas"));
    schemas.json("Problem", problem_schema);
  }
  Object responses(components.member("responses"));
  responses.json("Problem", problem_response);
}

using ByText = std::map<std::string, std::vector<const desk::Route*>>;

void write_paths(std::string& out, const ByText& by_path) {
  Object paths(out);
  for (const auto& [path, operations] : by_path) {
    Object item(paths.member(path));
    for (const desk::Route* route : operations)
      write_operation(item.member(lowercase(route->method)), *route);
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

// A JSON text over lines, two spaces a level.
std::string laid_out(std::string_view json) {
  std::string out;
  size_t depth = 0;
  bool in_text = false;
  const auto new_line = [&] { out.append("\n").append(2 * depth, ' '); };
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      out += c;
      if (c == '\\' && i + 1 < json.size()) out += json[++i];
      in_text = c != '"';
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(c))) continue;
    if ((c == '}' || c == ']') && depth > 0) {
      --depth;
      if (out.back() != '{' && out.back() != '[') new_line();
    }
    out += c;
    in_text = c == '"';
    if (c == ':') out += ' ';
    if (c == '{' || c == '[') ++depth;
    const char next = i + 1 < json.size() ? json[i + 1] : ' ';
    if (c == ',' || ((c == '{' || c == '[') && next != '}' && next != ']')) new_line();
  }
  return out;
}

constexpr std::string_view page_style = R"(
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5a6675;--line:#d9dee5;--back:#f6f7f9;
--card:#fff;--get:#2e7d6b;--post:#4a5fa5;--patch:#8a5a00;--delete:#8d2f6b}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa3af;--line:#303a47;--back:#12171e;
--card:#1a212b;--get:#58b39b;--post:#8fa2e8;--patch:#f0a63a;--delete:#e08cc0}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);
font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.5rem;margin:0}
h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.3rem 0;color:var(--soft)}a{color:var(--post)}
nav{display:flex;flex-wrap:wrap;gap:.3rem .9rem;margin-top:1rem}
details{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:.35rem 0}
summary{display:flex;flex-wrap:wrap;gap:.2rem .75rem;align-items:baseline;padding:.5rem .75rem;
cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary b{font:600 .8rem ui-monospace,monospace;width:3.8rem}
b.GET{color:var(--get)}b.POST{color:var(--post)}b.PATCH,b.PUT{color:var(--patch)}
b.DELETE{color:var(--delete)}code,pre{font:13px/1.45 ui-monospace,monospace}
summary span{color:var(--soft)}summary i{margin-left:auto;font-style:normal;color:var(--soft);
font-size:.85rem}section{padding:0 .75rem .75rem;border-top:1px solid var(--line)}
h3{font-size:.85rem;margin:.75rem 0 .2rem;color:var(--soft);font-weight:600}
pre{margin:0;padding:.6rem;background:var(--back);border-radius:4px;overflow:auto}
table{border-collapse:collapse;width:100%}td{padding:.15rem .75rem .15rem 0;vertical-align:top}
td:first-child{width:14rem}
)";

void write_schema(std::string& out, std::string_view title, const std::string& schema) {
  if (schema.empty()) return;
  out.append("<h3>").append(title).append("</h3><pre>");
  out.append(escaped(laid_out(schema))).append("</pre>");
}

void write_page_operation(std::string& out, const desk::Route& route) {
  const std::string role =
      route.role == desk::Role::nobody ? "open to all" : std::string(enum_text(route.role));
  out.append("<details id=\"").append(escaped(route.operation)).append("\"><summary><b class=\"");
  out.append(escaped(route.method)).append("\">").append(escaped(route.method));
  out.append("</b><code>").append(escaped(route.path)).append("</code><span>");
  out.append(escaped(route.summary)).append("</span><i>").append(role);
  out.append("</i></summary><section>");
  if (!route.parameters.empty()) {
    out += "<h3>Query</h3><table>";
    for (const auto& parameter : route.parameters)
      out.append("<tr><td><code>")
          .append(escaped(parameter.name))
          .append("</code></td><td>")
          .append(escaped(parameter.summary))
          .append("</td></tr>");
    out += "</table>";
  }
  write_schema(out, "Body: " + escaped(route.body_type), route.body_schema);
  write_schema(out, "Answer", route.answer_schema);
  out.append("<h3>Operation</h3><code>").append(escaped(route.operation));
  out.append("</code></section></details>\n");
}

}  // namespace

std::string openapi_json(const desk::Routes& routes) {
  ByText by_path;
  std::set<std::string> tags;
  for (const auto& route : routes) {
    by_path[route.path].push_back(&route);
    tags.insert(route.tag);
  }
  std::string out;
  {
    Object document(out);
    document.text("openapi", "3.1.0");
    document.json("info",
                  R"({"title":"Lifeline","version":"1",)"
                  R"("description":"Emergency response of a telecom operator. Times are RFC 3339 )"
                  R"(UTC; refusals are RFC 9457 problems with a stable name.",)"
                  R"("license":{"name":"Apache-2.0","identifier":"Apache-2.0"}})");
    document.json("servers", R"([{"url":"/"}])");
    std::string& list = document.member("tags") += '[';
    for (const auto& tag : tags) {
      if (list.back() != '[') list += ',';
      Object(list).text("name", tag);
    }
    list += ']';
    write_paths(document.member("paths"), by_path);
    write_components(document.member("components"));
  }
  return out;
}

std::string openapi_page(const desk::Routes& routes) {
  ByText by_tag;
  for (const auto& route : routes) by_tag[route.tag].push_back(&route);
  std::string out =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>Lifeline API</title><style>";
  out.append(page_style).append("</style></head><body><main><h1>Lifeline API</h1>");
  out +=
      "<p>JSON over HTTP. Refusals are problems (RFC 9457) with a stable name. For programs: "
      "<a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a>.</p><nav>";
  for (const auto& [tag, ignored] : by_tag)
    out.append("<a href=\"#tag-" + escaped(tag) + "\">" + escaped(tag) + "</a>");
  out += "</nav>\n";
  for (const auto& [tag, operations] : by_tag) {
    out.append("<h2 id=\"tag-" + escaped(tag) + "\">" + escaped(tag) + "</h2>\n");
    for (const desk::Route* route : operations) write_page_operation(out, *route);
  }
  out += "</main></body></html>\n";
  return out;
}

}  // namespace lifeline::http
