// SPDX-License-Identifier: Apache-2.0
// Measurements as bytes; pure. One hour of all elements is one file, in blocks of 64 elements.
// Numbers are little-endian; bits fill bytes from the lowest; crc is zlib's crc32 of the payload,
// begun with the crc of hour:i64 index:u32, so a block in the wrong place is a wrong block.
//
//   segment  = "LLSEG01\n" hour:i64 blocks:u32 entry* block*        a sealed hour
//   summary  = "LLSUM01\n" hour:i64 blocks:u32 entry* block*        what is kept of it for weeks
//   entry    = offset:u32 bytes:u32                                 bytes = 0: the block is empty
//   block    = payload crc:u32
//   payload  = for each metric, for each of 64 elements: series     of a segment
//   series   = shape:2 [mask:12 if shape is some] [base:16 width:5 (level - base):width*]
//              shape: 0 none · 1 all twelve slots · 2 some, by the mask · 3 all, all equal: base:16
//   payload  = for each metric: base:16 width:5 base:16 width:5,    of a summary
//              for each of 64 elements: known:1 [(median - base):width (spread - base):width]
//
//   log      = "LLLOG01\n" hour:i64 batch*                          an hour that still grows
//   batch    = bytes:u32 crc:u32 (element:u32 place:u8 level:u16)*  place = metric · 12 + slot
//   names    = "LLNAM01\n" batch*  with  batch = bytes:u32 crc:u32 (bytes:u8 name)*
//
// A name's number is its place among the names. What follows a batch that is cut short or whose
// crc is wrong was never answered for, and is cut off.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "network/performance/metric.h"

namespace lifeline::performance {

inline constexpr size_t block_elements = 64;
inline constexpr size_t file_head_bytes = 20;
inline constexpr size_t log_head_bytes = 16;
inline constexpr size_t entry_bytes = 8;
inline constexpr std::string_view segment_magic = "LLSEG01\n";
inline constexpr std::string_view summary_magic = "LLSUM01\n";
inline constexpr std::string_view log_magic = "LLLOG01\n";
inline constexpr std::string_view names_magic = "LLNAM01\n";

/// Levels of 64 elements in one hour.
struct HourBlock {
  std::array<std::array<std::array<Level, hour_slots>, metric_count>, block_elements> levels;

  HourBlock();  // all absent
};

/// What an hour was like: the median of its levels, and their median distance from it.
struct Summary {
  Level median = absent;
  Level spread = 0;

  friend bool operator==(const Summary&, const Summary&) = default;
};
struct SummaryBlock {
  std::array<std::array<Summary, metric_count>, block_elements> summaries;
};

Summary summary_of(std::span<const Level> levels);
SummaryBlock summary_of(const HourBlock& block);

/// Appends payload and crc.
void append_block(std::string& out, Hour hour, uint32_t index, const HourBlock& block);
void append_block(std::string& out, Hour hour, uint32_t index, const SummaryBlock& block);
/// Errors: block_must_be_intact.
Result<void> read_block(std::string_view bytes, Hour hour, uint32_t index, HourBlock& block);
Result<void> read_block(std::string_view bytes, Hour hour, uint32_t index, SummaryBlock& block);

/// A whole file; empty blocks are "".
std::string file_of(std::string_view magic, Hour hour, std::span<const std::string> blocks);

struct FileHead {
  Hour hour = 0;
  uint32_t blocks = 0;
};
/// Errors: file_must_be_a_segment.
Result<FileHead> read_head(std::string_view bytes, std::string_view magic);
struct Entry {
  uint32_t offset = 0;
  uint32_t bytes = 0;
};
Entry read_entry(std::string_view bytes);

/// A value in a log.
struct Sample {
  uint32_t element = 0;
  Metric metric = Metric::load;
  Slot slot = 0;
  Level level = absent;
};
std::string log_head(Hour hour);
/// All samples are of one hour.
void append_batch(std::string& out, std::span<const Sample> samples);
void append_names(std::string& out, std::span<const std::string> names);

/// What could be read, and how many bytes of the file are good.
struct LogRead {
  Hour hour = 0;
  std::vector<Sample> samples;
  size_t good_bytes = 0;  // 0: not even a head
};
LogRead read_log(std::string_view bytes);
struct NamesRead {
  std::vector<std::string> names;
  size_t good_bytes = 0;
};
NamesRead read_names(std::string_view bytes);

}  // namespace lifeline::performance
