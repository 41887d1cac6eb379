// SPDX-License-Identifier: Apache-2.0
#include "desk/exchange.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace lifeline::desk {

Result<void> must_be_json(const Request& request) {
  const std::string_view type = request.content_type;
  const std::string media = lowercase(trimmed(type.substr(0, type.find(';'))));
  if (media == "application/json") return {};
  return invalid("content_type_must_be_json", "Content-Type",
                 "got \"" + media.substr(0, 60) + "\"");
}

Result<std::string> idempotency_id(const Request& request) {
  const std::string_view key = request.header("idempotency-key");
  if (key.empty()) return std::string();
  if (key.size() > limits::name_bytes_max)
    return invalid("idempotency_key_must_be_short", "Idempotency-Key");
  if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; }))
    return invalid("idempotency_key_must_be_printable", "Idempotency-Key");
  return "key:" + request.caller.name + ":" + request.path + ":" + std::string(key);
}

void submit(Desks& desks, UnitCode desk, Result<Intent> intent, RowAnswer answer, Reply reply) {
  if (!intent) return reply(problem(intent.error()));
  auto respond = [answer = std::move(answer)](const Outcome& outcome, const Nouns& nouns) {
    if (!outcome.repeated && !outcome.each.empty() && !outcome.each.front())
      return problem(outcome.each.front().error());
    return answer(outcome.subject, nouns);
  };
  desks.submit(desk, std::move(*intent), std::move(respond), std::move(reply));
}

Response created_response(std::string location, std::string body) {
  Response response = json_response(201, std::move(body));
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

std::string joined_objects(std::string first, std::string_view second) {
  first.pop_back();
  if (first.size() > 1 && second.size() > 2) first += ',';
  return first.append(second.substr(1));
}

void find_on_any(Desks& desks, Find find, Error missing, Reply reply) {
  struct Work {
    Find find;
    Error missing;
    std::vector<std::optional<Response>> found;  // by desk
  };
  auto work = std::make_shared<Work>();
  work->find = std::move(find);
  work->missing = std::move(missing);
  work->found.resize(desks.plan().desks().size());
  const auto look = [work](size_t index, UnitCode, const Nouns& nouns) {
    work->found[index] = work->find(nouns);
  };
  const auto combine = [work] {
    for (auto& found : work->found)
      if (found) return std::move(*found);
    return problem(work->missing);
  };
  desks.read_each(look, combine, std::move(reply));
}

void find_desk(Desks& desks, Has has, std::function<void(UnitCode)> then) {
  // A byte for each desk: they are asked in parallel.
  const auto owners = std::make_shared<std::vector<char>>(desks.plan().desks().size());
  const auto look = [owners, has = std::move(has)](size_t index, UnitCode, const Nouns& nouns) {
    (*owners)[index] = has(nouns);
  };
  const auto go_on = [owners, &desks, then = std::move(then)](const Response&) {
    const auto first = std::ranges::find(*owners, char{1});
    const auto index = static_cast<size_t>(first - owners->begin());
    then(first == owners->end() ? UnitCode{} : desks.plan().desks()[index]);
  };
  desks.read_each(
      look, [] { return Response{}; }, go_on);
}

}  // namespace lifeline::desk
