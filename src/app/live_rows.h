// SPDX-License-Identifier: Apache-2.0
// The rows that a tick carries, by list, each with the ground that may see it. Beside a list stand
//
//   "<list>_gone": ["420000-7/1"]      rows that are no more
//   "more": ["crews"]                  lists of which more has changed than is said: ask them anew
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_write.h"
#include "desk/live_hub.h"
#include "desk/row_type.h"

namespace lifeline::app {

class LiveRows {
 public:
  LiveRows(const desk::Nouns& nouns, desk::LiveTick& tick) : nouns_(nouns), tick_(tick) {}

  template <class Row>
  void add(std::string_view list, UnitCode unit, const Row& row) {
    tick_.rows.push_back({std::string(list), ground_of(unit), to_json(row)});
  }
  /// Without an attribute that not everybody on the ground may see.
  template <class Row>
  void add_without(std::string_view hidden, std::string_view list, UnitCode unit, const Row& row) {
    std::string json;
    for (const auto& column : desk::listing::row_type<Row>().columns) {
      if (column.name == hidden) continue;
      json += json.empty() ? '{' : ',';
      append_json_text(json, column.name);
      json += ':';
      column.kind->write(json, column.value(&row));
    }
    tick_.rows.push_back({std::string(list), ground_of(unit), json + '}'});
  }
  /// For whoever answers for any ground of the desk.
  template <class Row>
  void add_of_desk(std::string_view list, const Row& row) {
    tick_.rows.push_back({std::string(list), ground_of_desk(), to_json(row)});
  }
  void add_gone(std::string_view list, const std::vector<UnitCode>& ground, const desk::RowKey& id);
  void add_more(std::string_view list);

  /// The unit and all above it.
  std::vector<UnitCode> ground_of(UnitCode unit) const;
  /// The desk's unit, all above and all below it.
  const std::vector<UnitCode>& ground_of_desk();

 private:
  const desk::Nouns& nouns_;
  desk::LiveTick& tick_;
  std::vector<UnitCode> desk_ground_;
  std::set<std::string> more_;
};

}  // namespace lifeline::app
