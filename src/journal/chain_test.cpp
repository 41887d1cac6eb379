// SPDX-License-Identifier: Apache-2.0
#include "journal/chain_test.h"

#include <algorithm>
#include <unistd.h>

#include <doctest/doctest.h>

namespace lifeline::journal {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lifeline-test-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Batch Chain::next(UnitCode desk, uint32_t count, std::string payload, uint64_t nouns) {
  Head& head = heads_[desk];
  Batch batch{.desk = desk,
              .first = head.position + 1,
              .count = count,
              .nouns = nouns,
              .payload = std::move(payload)};
  batch.digest = seal(head.digest, batch);
  head = {batch.last(), batch.digest};
  return batch;
}

std::vector<Batch> all_of(Journal& journal, UnitCode desk, uint64_t from, uint64_t nouns) {
  std::vector<Batch> batches;
  auto visit = [&](const Batch& batch) {
    batches.push_back(batch);
    return true;
  };
  const auto read = journal.read(desk, from, nouns, visit);
  REQUIRE(read.has_value());
  return batches;
}

bool are_equal(const Batch& a, const Batch& b) {
  return a.desk == b.desk && a.first == b.first && a.count == b.count && a.nouns == b.nouns &&
         a.payload == b.payload && a.digest == b.digest;
}

bool are_equal(const std::vector<Batch>& a, const std::vector<Batch>& b) {
  return std::ranges::equal(a, b, [](const Batch& x, const Batch& y) { return are_equal(x, y); });
}

bool is_chain(const std::vector<Batch>& batches) {
  Head head;
  return std::ranges::all_of(batches, [&](const Batch& batch) {
    const bool follows = batch.first == head.position + 1 && batch.count > 0 &&
                         batch.digest == seal(head.digest, batch);
    head = {batch.last(), batch.digest};
    return follows;
  });
}

TEST_CASE("a digest tells the content, the place and the batch before apart") {
  const Batch batch{.desk = group_unit, .first = 1, .count = 2, .nouns = 1, .payload = "a"};
  const Digest digest = seal({}, batch);
  CHECK(seal({}, batch) == digest);
  Batch other = batch;
  other.payload = "b";
  CHECK(seal({}, other) != digest);
  other = batch;
  other.first = 2;
  CHECK(seal({}, other) != digest);
  other = batch;
  other.count = 3;
  CHECK(seal({}, other) != digest);
  other = batch;
  other.desk = {420000};
  CHECK(seal({}, other) != digest);
  CHECK(seal(digest, batch) != digest);
}

TEST_CASE("a digest is written in hexadecimal digits and reads back") {
  const Digest digest = seal({}, Batch{.payload = "x"});
  const std::string text = to_hex(digest);
  CHECK(text.size() == 64);
  CHECK(from_hex(text) == digest);
  CHECK(!from_hex(text.substr(1)));
  CHECK(!from_hex("g" + text.substr(1)));
  CHECK(!from_hex("A" + text.substr(1)));
  CHECK(!from_hex(""));
}

}  // namespace lifeline::journal
