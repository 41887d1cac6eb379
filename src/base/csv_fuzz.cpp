// SPDX-License-Identifier: Apache-2.0
// Whatever CSV is read is read equal after it was written.
#include <cstdint>

#include "base/check.h"
#include "base/csv.h"

namespace {

using lifeline::CsvRecord;

// The records up to the first refusal.
std::vector<CsvRecord> records_of(std::string_view text, bool& is_whole) {
  lifeline::CsvReader reader(text);
  std::vector<CsvRecord> records;
  CsvRecord record;
  size_t line = 0;
  while (true) {
    const auto more = reader.next(record);
    is_whole = more.has_value();
    if (!more || !*more) return records;
    LIFELINE_CHECK(record.line > line, "lines must rise");
    LIFELINE_CHECK(!record.fields.empty(), "a record must have a field");
    line = record.line;
    records.push_back(record);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  bool is_whole = false;
  const auto records = records_of(text, is_whole);
  std::string written;
  for (const CsvRecord& record : records) lifeline::append_csv_record(written, record.fields);
  const auto again = records_of(written, is_whole);
  LIFELINE_CHECK(is_whole, "what was written must be read");
  LIFELINE_CHECK(again.size() == records.size(), "no record may be lost");
  for (size_t i = 0; i < records.size(); ++i)
    LIFELINE_CHECK(again[i].fields == records[i].fields, "fields must be equal");

  // Behind a refusal the reader goes on, and comes to an end.
  lifeline::CsvReader reader(text);
  CsvRecord record;
  for (size_t rounds = 0;; ++rounds) {
    LIFELINE_CHECK(rounds <= size + 1, "reading must come to an end");
    const auto more = reader.next(record);
    if (more && !*more) break;
  }
  return 0;
}
