// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/items.h"

#include "base/json_text.h"
#include "base/json_write.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

void write_moment(std::string& out, Instant at) {
  if (!at) return;
  out += '"';
  append_rfc3339(out, at);
  out += '"';
}

Items::Items(std::string& out, std::string_view posted) : out_(out), posted_(posted) {
  if (posted_.size() > 2) out_.append(posted_.substr(0, posted_.size() - 1));
  has_any_ = posted_.size() > 2;
}

Items::~Items() {
  if (has_any_)
    out_ += ']';
  else
    out_ += posted_;  // "[]" as it was posted
}

bool Items::names(std::string_view id) const {
  bool found = false;
  auto visit = [&](std::string_view item) {
    found = json_text_of(json_member(item, "id")) == id;
    return !found;
  };
  each_json_item(posted_, visit);
  return found;
}

void Items::add(const std::vector<std::pair<std::string_view, std::string>>& members,
                std::string_view note) {
  out_ += has_any_ ? ",{" : "[{";
  has_any_ = true;
  bool is_first = true;
  for (const auto& [name, text] : members) {
    if (text.empty()) continue;
    if (!is_first) out_ += ',';
    is_first = false;
    append_json_text(out_, name);
    out_ += ':';
    if (name == "href")
      out_.append("\"").append(1, base_mark).append(text).append("\"");
    else
      append_json_text(out_, text);
  }
  if (!note.empty()) out_.append(",\"note\":").append(note);
  out_ += '}';
}

}  // namespace lifeline::tmf
