// SPDX-License-Identifier: Apache-2.0
// What a batch tells of a resource, and who asked for it: pure.
#include "base/json_text.h"
#include "desk/record.h"
#include "gateway/http/wire.h"
#include "gateway/tmf/hub.h"

namespace lifeline::tmf {
namespace {

// An event's id names its place in the journal; what is told beside another resource says so.
std::string event_text(const Resource& resource, bool is_beside, const std::string& id,
                       const Notice& notice, Instant at) {
  const std::string type = resource.type + notice.event + "Event";
  std::string out = "{\"eventId\":\"" + id + "-" + (is_beside ? resource.name + "-" : "") +
                    notice.event + "\",\"eventTime\":\"";
  append_rfc3339(out, at);
  out += "\",\"eventType\":\"" + type + "\",\"event\":{\"" + resource.name + "\":";
  return out;
}

Instant time_of(const journal::Batch& batch) {
  JsonDocument document;
  auto nothing = [](const desk::RecordHead&, std::string_view, Json) { return false; };
  const auto head = desk::read_record(document, batch.payload, nothing);
  return head ? head->at : Instant{};
}

}  // namespace

Result<std::vector<Test>> tests_of(std::string_view query) {
  if (query.starts_with('?')) query.remove_prefix(1);
  if (query.empty()) return std::vector<Test>{};
  const auto target = http::parse_target("/?" + std::string(query));
  if (!target) return invalid("query_must_be_a_filter", "query", target.error().detail);
  auto parsed = parse_query(target->query);
  if (!parsed) return tl::unexpected(std::move(parsed.error()));
  for (const auto& [name, value] : target->query)
    if (name == "fields" || name == "sort" || name == "offset" || name == "limit")
      return invalid("query_must_be_a_filter", "query", name + " means nothing to notifications");
  return std::move(parsed->tests);
}

bool is_asked(const std::vector<Test>& tests, const Resource& resource, std::string_view body) {
  for (const Test& test : tests) {
    const std::string_view event = json_member(body, "event");
    std::string_view value = json_member(body, test.attribute);
    if (value.empty()) value = json_member(event, test.attribute);
    if (value.empty()) value = json_member(json_member(event, resource.name), test.attribute);
    if (!test.holds(value)) return false;
  }
  return true;
}

std::string closed_body(const Rendered& rendered, const Row& row) {
  return rendered.body + write_row(*rendered.of, row) + "}}";
}

namespace {

void render_one(const Resource& resource, bool is_beside, const journal::Batch& batch,
                const desk::Nouns& nouns, std::vector<Rendered>& rendered) {
  if (!resource.tell) return;
  std::vector<Notice> notices;
  resource.tell(batch, nouns, notices);
  if (notices.empty()) return;
  const Instant at = time_of(batch);
  for (const Notice& notice : notices)
    resource.find(nouns, notice.id, [&](const Row& row) {
      std::string id = to_text(batch.desk) + "-" + std::to_string(notice.position);
      if (notice.part > 0) id += "." + std::to_string(notice.part);
      Rendered one{.body = event_text(resource, is_beside, id, notice, at),
                   .id = notice.id,
                   .of = &resource,
                   .is_open = resource.differs_by_caller && resource.differs_by_caller(row)};
      if (!one.is_open) one.body = closed_body(one, row);
      rendered.push_back(std::move(one));
    });
}

}  // namespace

std::vector<Rendered> render(const Resource& resource, const journal::Batch& batch,
                             const desk::Nouns& nouns) {
  std::vector<Rendered> rendered;
  if (!resource.tell || (batch.nouns & resource.told_nouns) == 0) return rendered;
  render_one(resource, false, batch, nouns, rendered);
  for (auto beside = resource.told_beside; beside; beside = beside->told_beside)
    render_one(*beside, true, batch, nouns, rendered);
  return rendered;
}

std::string body_for(const Rendered& rendered, const desk::Actor& actor, const desk::Nouns& nouns) {
  std::string body;
  rendered.of->find(nouns, rendered.id, [&](const Row& row) {
    if (!rendered.of->sees(row, actor)) return;
    body = rendered.is_open ? closed_body(rendered, seen_by(row, actor)) : rendered.body;
  });
  return body;
}

}  // namespace lifeline::tmf
