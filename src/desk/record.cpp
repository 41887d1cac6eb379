// SPDX-License-Identifier: Apache-2.0
#include "desk/record.h"

#include <utility>

namespace lifeline::desk {
namespace {

void put_member(std::string& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  out += ",\"";
  out += key;
  out += "\":";
  append_json_text(out, value);
}

}  // namespace

std::string& RecordWriter::open_event(std::string_view noun, std::string_view type) {
  events_ += count_ == 0 ? "[\"" : ",[\"";
  events_ += noun;
  events_ += '.';
  events_ += type;
  events_ += "\",";
  ++count_;
  return events_;
}

void RecordWriter::close_event() { events_ += ']'; }

std::string RecordWriter::finish(const RecordHead& head) {
  std::string payload;
  payload.reserve(events_.size() + 160);
  payload += "{\"at\":\"";
  append_rfc3339(payload, head.at);
  payload += '"';
  put_member(payload, "who", head.who);
  put_member(payload, "id", head.id);
  put_member(payload, "why", head.why);
  put_member(payload, "subject", head.subject);
  payload += ",\"events\":[";
  payload += events_;
  payload += "]}";
  events_.clear();
  count_ = 0;
  return payload;
}

Result<RecordHead> read_record(JsonDocument& document, std::string_view payload,
                               Visit<const RecordHead&, std::string_view, Json> visit_event) {
  const auto root = document.parse(payload);
  if (!root) return tl::unexpected(root.error());
  RecordHead head;
  bool whole = root->is_object();
  auto event = [&](Json pair) {
    std::string_view type;
    size_t index = 0;
    bool more = true;
    auto half = [&](Json part) {
      if (index++ == 0)
        type = part.text();
      else
        more = visit_event(head, type, part);
      return true;
    };
    pair.each(half);
    whole = whole && index == 2;
    return more;
  };
  auto member = [&](std::string_view key, Json value) {
    if (key == "at") head.at = parse_rfc3339(value.text()).value_or(Instant{});
    if (key == "who") head.who = value.text();
    if (key == "id") head.id = value.text();
    if (key == "why") head.why = value.text();
    if (key == "subject") head.subject = value.text();
    if (key == "events") value.each(event);
    return true;
  };
  root->each_member(member);
  if (!whole) return internal("record_must_be_whole");
  return head;
}

}  // namespace lifeline::desk
