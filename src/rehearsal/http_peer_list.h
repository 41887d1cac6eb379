// SPDX-License-Identifier: Apache-2.0
// How an HttpPeer writes its bodies and reads a server's lists.
#pragma once

#include "base/json_read.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "rehearsal/http_peer.h"

namespace lifeline::rehearsal {

inline constexpr int import_tries_max = 100;  // a flush each
inline constexpr std::string_view json_type = "application/json";

inline std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

// Members without a value are left out.
template <class Body>
std::string body_text(const Body& body) {
  std::string text;
  write_json<Detail::sparse>(text, body);
  return text;
}

// Page after page until one is not full.
template <class Row>
Result<std::vector<Row>> HttpPeer::list(const std::string& target) {
  std::vector<Row> rows;
  for (size_t offset = 0;; offset += limits::page_rows_max) {
    const auto answer = get(target + "&limit=" + std::to_string(limits::page_rows_max) +
                            "&offset=" + std::to_string(offset));
    if (!answer) return tl::unexpected(answer.error());
    auto page = from_json<std::vector<Row>>(answer->body, Unknown::ignored);
    if (!page) return tl::unexpected(page.error());
    rows.insert(rows.end(), page->begin(), page->end());
    if (page->size() < limits::page_rows_max) return rows;
  }
}

}  // namespace lifeline::rehearsal
