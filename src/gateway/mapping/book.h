// SPDX-License-Identifier: Apache-2.0
// The mappings of all doors of a server: what headquarters' journal says is what the doors work by,
// as soon as it is decided and before they open.
//
// Operation: a door is added with what it works by and takes up what the journal has for it. A text
// that can no longer be read, of an older version of the program, is left out: the log says so, and
// so does the door, for as long as it stands. Concurrency: any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/door/door.h"
#include "gateway/mapping/mapped.h"
#include "network/mapping/view.h"

namespace lifeline::mappings {

/// A door's mapping as it is shown.
struct Row {
  std::string door;  // "snmp", "syslog", "omc:hubei"
  std::string kind;  // "snmp", "syslog", "omc"
  std::string text;
  uint64_t version = 0;  // 0: the journal has none
  Instant changed_at;
  std::string changed_by;
  std::string why;
  std::string in_file;   // what the file says of it, "" for nothing
  bool is_used = false;  // the door is open
};
LIFELINE_STRUCT(Row, door, kind, text, version, changed_at, changed_by, why, in_file, is_used)

using DoorsOfOne = std::vector<std::shared_ptr<door::Door>>;

class Book {
 public:
  /// Before the doors open.
  void add(const std::string& name, std::unique_ptr<Mapped> mapped, DoorsOfOne doors);
  /// The dialects that the file names, and the usual one.
  void add_omcs(const omc::Setting& setting, door::Doors& doors);
  void renew(const mapping::State& state);

  /// Errors: those of Mapped.
  Result<void> must_read(const std::string& name, const std::string& text) const;
  Result<Verdict> attempt(const std::string& name, const std::optional<std::string>& text,
                          const Sample& sample) const;

  /// One row a door, also of those that only the journal names.
  std::vector<Row> rows(const desk::Nouns& nouns) const;
  Row row(const std::string& name, const desk::Nouns& nouns) const;
  bool knows(const std::string& name, const mapping::State& state) const;

 private:
  struct Entry {
    std::shared_ptr<Mapped> mapped;
    DoorsOfOne doors;
    uint64_t version = 0;
  };
  std::shared_ptr<const Mapped> mapped_of(const std::string& name) const;
  static void take_up(Entry& entry, const std::string& name, const mapping::Mapping& mapping);

  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, mapping::Mapping> known_;  // what the journal has
};

}  // namespace lifeline::mappings
