// SPDX-License-Identifier: Apache-2.0
// What the journal's tests stand on: batches that follow each other, and a folder of their own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "journal/journal.h"

namespace lifeline::journal {

/// A folder that is empty at first and goes with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Makes batches that follow each other, desk by desk, sealed.
class Chain {
 public:
  Batch next(UnitCode desk, uint32_t count, std::string payload, uint64_t nouns = 1);

 private:
  std::map<UnitCode, Head> heads_;
};

std::vector<Batch> all_of(Journal& journal, UnitCode desk, uint64_t from = 1,
                          uint64_t nouns = all_nouns);
bool are_equal(const Batch& a, const Batch& b);
bool are_equal(const std::vector<Batch>& a, const std::vector<Batch>& b);
/// Whether each batch follows the one before, without gaps and with the right digest.
bool is_chain(const std::vector<Batch>& batches);

}  // namespace lifeline::journal
