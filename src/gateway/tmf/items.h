// SPDX-License-Identifier: Apache-2.0
// Writes values of a TM Forum resource as JSON.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace lifeline::tmf {

/// A quoted RFC 3339 text; nothing for no time.
void write_moment(std::string& out, Instant at);

/// Writes an array: the items that were posted, then others; nothing at all for none.
class Items {
 public:
  Items(std::string& out, std::string_view posted);
  ~Items();
  Items(const Items&) = delete;

  bool was_posted() const { return !posted_.empty(); }
  /// Whether an item of that id was posted.
  bool names(std::string_view id) const;
  /// Members without a text are left out; "href" is a path of this server. `note` is the JSON of a
  /// member of that name, "" for none.
  void add(const std::vector<std::pair<std::string_view, std::string>>& members,
           std::string_view note = {});

 private:
  std::string& out_;
  std::string_view posted_;
  bool has_any_ = false;
};

}  // namespace lifeline::tmf
