// SPDX-License-Identifier: Apache-2.0
// The payload of a batch: one JSON text, members in this order.
//
//   {"at":"2020-01-23T02:00:00.000000Z","who":"name","id":"command id","why":"reason",
//    "subject":"420000-17","events":[["alarm.Raised",{…}],["incident.Opened",{…}]]}
//
// Members without a value are left out; events leave out members of default value.
#pragma once

#include <string>
#include <string_view>

#include "base/json_read.h"
#include "base/time.h"

namespace lifeline::desk {

struct RecordHead {
  Instant at;
  std::string_view who;
  std::string_view id;
  std::string_view why;
  std::string_view subject;
};

/// Collects the events of one batch.
class RecordWriter {
 public:
  /// Appends the event's opening and gives the text to write its JSON into; close_event ends it.
  std::string& open_event(std::string_view noun, std::string_view type);
  void close_event();
  uint32_t count() const { return count_; }
  /// The whole payload; the writer is empty afterwards.
  std::string finish(const RecordHead& head);

 private:
  std::string events_;
  uint32_t count_ = 0;
};

/// Reads a payload: the head first, then each event with its index. Texts live in the document.
Result<RecordHead> read_record(JsonDocument& document, std::string_view payload,
                               Visit<const RecordHead&, std::string_view, Json> visit_event);

}  // namespace lifeline::desk
