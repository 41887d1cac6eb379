// SPDX-License-Identifier: Apache-2.0
#include "network/performance/segment.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <zlib.h>

#include "base/limits.h"

namespace lifeline::performance {
namespace {

enum Shape : uint32_t { none = 0, all = 1, some = 2, equal = 3 };
constexpr size_t sample_bytes = 7;
constexpr uint32_t all_slots = (1u << hour_slots) - 1;

template <class T>
void append_number(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(static_cast<uint64_t>(value) >> (8 * i) & 0xFF);
}

template <class T>
T number_at(std::string_view bytes, size_t at) {
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value |= uint64_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  return static_cast<T>(value);
}

uint32_t crc_of(std::string_view bytes, uint32_t begun = 0) {
  return static_cast<uint32_t>(
      crc32(begun, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

uint32_t crc_of_place(Hour hour, uint32_t index) {
  std::string place;
  append_number(place, hour);
  append_number(place, index);
  return crc_of(place);
}

class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  void put(uint32_t value, uint32_t width) {
    held_ |= uint64_t{value} << count_;
    count_ += width;
    for (; count_ >= 8; count_ -= 8, held_ >>= 8) out_ += static_cast<char>(held_ & 0xFF);
  }
  void finish() {
    if (count_ > 0) out_ += static_cast<char>(held_ & 0xFF);
    held_ = count_ = 0;
  }

 private:
  std::string& out_;
  uint64_t held_ = 0;
  uint32_t count_ = 0;
};

// Past the end it reads zeros and says so.
class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  uint32_t take(uint32_t width) {
    while (count_ < width) {
      if (at_ < bytes_.size())
        held_ |= uint64_t{static_cast<uint8_t>(bytes_[at_])} << count_;
      else
        is_short_ = true;
      ++at_;
      count_ += 8;
    }
    const auto value = static_cast<uint32_t>(held_ & ((uint64_t{1} << width) - 1));
    held_ >>= width;
    count_ -= width;
    return value;
  }
  bool is_at_end() const { return !is_short_ && at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  uint64_t held_ = 0;
  uint32_t count_ = 0;
  bool is_short_ = false;
};

// The least of some levels and how many bits the others are above it.
struct Frame {
  uint32_t base = 0;
  uint32_t width = 0;
};

Frame frame_of(std::span<const Level> levels) {
  if (levels.empty()) return {};
  const auto [least, greatest] = std::ranges::minmax(levels);
  return {.base = least,
          .width = static_cast<uint32_t>(std::bit_width(unsigned(greatest - least)))};
}

void put_frame(BitWriter& bits, const Frame& frame) {
  bits.put(frame.base, 16);
  bits.put(frame.width, 5);
}

bool take_frame(BitReader& bits, Frame& frame) {
  frame.base = bits.take(16);
  frame.width = bits.take(5);
  return frame.width <= 16;
}

void put_series(BitWriter& bits, std::span<const Level> slots) {
  std::array<Level, hour_slots> present{};
  size_t count = 0;
  uint32_t mask = 0;
  for (size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] == absent) continue;
    present[count++] = slots[i];
    mask |= 1u << i;
  }
  if (count == 0) return bits.put(none, 2);
  const Frame frame = frame_of(std::span(present).first(count));
  if (mask == all_slots && frame.width == 0) {
    bits.put(equal, 2);
    return bits.put(frame.base, 16);
  }
  bits.put(mask == all_slots ? all : some, 2);
  if (mask != all_slots) bits.put(mask, hour_slots);
  put_frame(bits, frame);
  for (size_t i = 0; i < count; ++i) bits.put(present[i] - frame.base, frame.width);
}

bool take_series(BitReader& bits, std::span<Level> slots) {
  const uint32_t shape = bits.take(2);
  std::ranges::fill(slots, absent);
  if (shape == none) return true;
  if (shape == equal) {
    std::ranges::fill(slots, static_cast<Level>(bits.take(16)));
    return true;
  }
  const uint32_t mask = shape == all ? all_slots : bits.take(hour_slots);
  Frame frame;
  if (!take_frame(bits, frame)) return false;
  for (size_t i = 0; i < slots.size(); ++i)
    if ((mask >> i & 1) != 0) slots[i] = static_cast<Level>(frame.base + bits.take(frame.width));
  return true;
}

void close_block(std::string& out, size_t start, Hour hour, uint32_t index) {
  append_number(out, crc_of(std::string_view(out).substr(start), crc_of_place(hour, index)));
}

// The payload, if the crc fits.
Result<std::string_view> payload_of(std::string_view bytes, Hour hour, uint32_t index) {
  if (bytes.size() < 4) return internal("block_must_be_intact", "too short");
  const std::string_view payload = bytes.substr(0, bytes.size() - 4);
  if (crc_of(payload, crc_of_place(hour, index)) != number_at<uint32_t>(bytes, payload.size()))
    return internal("block_must_be_intact", "its crc is wrong");
  return payload;
}

Level median_of(std::span<Level> levels) {
  const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
  std::ranges::nth_element(levels, middle);
  return *middle;
}

// The payloads of whole batches, one after the other; answers the bytes that are good.
template <class Each>
size_t each_batch(std::string_view bytes, size_t at, Each each) {
  while (bytes.size() - at >= 8) {
    const auto size = number_at<uint32_t>(bytes, at);
    if (size > limits::measurement_log_batch_bytes_max || size > bytes.size() - at - 8) break;
    const std::string_view payload = bytes.substr(at + 8, size);
    if (crc_of(payload) != number_at<uint32_t>(bytes, at + 4) || !each(payload)) break;
    at += 8 + size;
  }
  return at;
}

void append_framed(std::string& out, std::string_view payload) {
  append_number(out, static_cast<uint32_t>(payload.size()));
  append_number(out, crc_of(payload));
  out += payload;
}

}  // namespace

HourBlock::HourBlock() {
  for (auto& element : levels)
    for (auto& metric : element) metric.fill(absent);
}

Summary summary_of(std::span<const Level> levels) {
  std::array<Level, hour_slots> present{};
  size_t count = 0;
  for (const Level level : levels)
    if (level != absent) present[count++] = level;
  if (count == 0) return {};
  const auto known = std::span(present).first(count);
  const Level median = median_of(known);
  for (Level& level : known) level = static_cast<Level>(std::abs(level - median));
  return {.median = median, .spread = median_of(known)};
}

SummaryBlock summary_of(const HourBlock& block) {
  SummaryBlock made;
  for (size_t element = 0; element < block_elements; ++element)
    for (size_t metric = 0; metric < metric_count; ++metric)
      made.summaries[element][metric] = summary_of(block.levels[element][metric]);
  return made;
}

void append_block(std::string& out, Hour hour, uint32_t index, const HourBlock& block) {
  const size_t start = out.size();
  BitWriter bits(out);
  for (size_t metric = 0; metric < metric_count; ++metric)
    for (const auto& element : block.levels) put_series(bits, element[metric]);
  bits.finish();
  close_block(out, start, hour, index);
}

void append_block(std::string& out, Hour hour, uint32_t index, const SummaryBlock& block) {
  const size_t start = out.size();
  BitWriter bits(out);
  for (size_t metric = 0; metric < metric_count; ++metric) {
    std::vector<Level> medians, spreads;
    for (const auto& element : block.summaries) {
      if (element[metric].median == absent) continue;
      medians.push_back(element[metric].median);
      spreads.push_back(element[metric].spread);
    }
    const Frame median = frame_of(medians), spread = frame_of(spreads);
    put_frame(bits, median);
    put_frame(bits, spread);
    for (const auto& element : block.summaries) {
      const Summary& summary = element[metric];
      bits.put(summary.median != absent, 1);
      if (summary.median == absent) continue;
      bits.put(summary.median - median.base, median.width);
      bits.put(summary.spread - spread.base, spread.width);
    }
  }
  bits.finish();
  close_block(out, start, hour, index);
}

Result<void> read_block(std::string_view bytes, Hour hour, uint32_t index, HourBlock& block) {
  const auto payload = payload_of(bytes, hour, index);
  if (!payload) return tl::unexpected(payload.error());
  BitReader bits(*payload);
  for (size_t metric = 0; metric < metric_count; ++metric)
    for (auto& element : block.levels)
      if (!take_series(bits, element[metric])) return internal("block_must_be_intact", "a width");
  if (!bits.is_at_end()) return internal("block_must_be_intact", "its length is wrong");
  return {};
}

Result<void> read_block(std::string_view bytes, Hour hour, uint32_t index, SummaryBlock& block) {
  const auto payload = payload_of(bytes, hour, index);
  if (!payload) return tl::unexpected(payload.error());
  BitReader bits(*payload);
  for (size_t metric = 0; metric < metric_count; ++metric) {
    Frame median, spread;
    if (!take_frame(bits, median) || !take_frame(bits, spread))
      return internal("block_must_be_intact", "a width");
    for (auto& element : block.summaries) {
      element[metric] = {};
      if (bits.take(1) == 0) continue;
      element[metric].median = static_cast<Level>(median.base + bits.take(median.width));
      element[metric].spread = static_cast<Level>(spread.base + bits.take(spread.width));
    }
  }
  if (!bits.is_at_end()) return internal("block_must_be_intact", "its length is wrong");
  return {};
}

std::string file_of(std::string_view magic, Hour hour, std::span<const std::string> blocks) {
  std::string out(magic);
  append_number(out, hour);
  append_number(out, static_cast<uint32_t>(blocks.size()));
  size_t offset = file_head_bytes + blocks.size() * entry_bytes;
  for (const std::string& block : blocks) {
    append_number(out, static_cast<uint32_t>(offset));
    append_number(out, static_cast<uint32_t>(block.size()));
    offset += block.size();
  }
  out.reserve(offset);
  for (const std::string& block : blocks) out += block;
  return out;
}

Result<FileHead> read_head(std::string_view bytes, std::string_view magic) {
  if (bytes.size() < file_head_bytes || !bytes.starts_with(magic))
    return internal("file_must_be_a_segment");
  return FileHead{.hour = number_at<Hour>(bytes, 8), .blocks = number_at<uint32_t>(bytes, 16)};
}

Entry read_entry(std::string_view bytes) {
  return {.offset = number_at<uint32_t>(bytes, 0), .bytes = number_at<uint32_t>(bytes, 4)};
}

std::string log_head(Hour hour) {
  std::string out(log_magic);
  append_number(out, hour);
  return out;
}

void append_batch(std::string& out, std::span<const Sample> samples) {
  constexpr size_t samples_max = limits::measurement_log_batch_bytes_max / sample_bytes;
  for (size_t at = 0; at < samples.size(); at += samples_max) {
    std::string payload;
    for (const Sample& sample : samples.subspan(at, std::min(samples_max, samples.size() - at))) {
      append_number(payload, sample.element);
      append_number(payload, static_cast<uint8_t>(static_cast<int64_t>(sample.metric) * hour_slots +
                                                  sample.slot % hour_slots));
      append_number(payload, sample.level);
    }
    append_framed(out, payload);
  }
}

void append_names(std::string& out, std::span<const std::string> names) {
  std::string payload;
  for (const std::string& name : names) {
    if (payload.size() + name.size() + 1 > limits::measurement_log_batch_bytes_max) {
      append_framed(out, payload);
      payload.clear();
    }
    append_number(payload, static_cast<uint8_t>(name.size()));
    payload += name;
  }
  if (!payload.empty()) append_framed(out, payload);
}

LogRead read_log(std::string_view bytes) {
  LogRead log;
  if (bytes.size() < log_head_bytes || !bytes.starts_with(log_magic)) return log;
  log.hour = number_at<Hour>(bytes, 8);
  log.good_bytes = each_batch(bytes, log_head_bytes, [&](std::string_view payload) {
    if (payload.size() % sample_bytes != 0) return false;
    for (size_t at = 0; at < payload.size(); at += sample_bytes) {
      const auto place = number_at<uint8_t>(payload, at + 4);
      if (place >= metric_count * hour_slots) return false;
      log.samples.push_back({.element = number_at<uint32_t>(payload, at),
                             .metric = static_cast<Metric>(place / hour_slots),
                             .slot = log.hour * hour_slots + place % hour_slots,
                             .level = number_at<Level>(payload, at + 5)});
    }
    return true;
  });
  return log;
}

NamesRead read_names(std::string_view bytes) {
  NamesRead read;
  if (!bytes.starts_with(names_magic)) return read;
  read.good_bytes = each_batch(bytes, names_magic.size(), [&](std::string_view payload) {
    for (size_t at = 0; at < payload.size();) {
      const auto size = number_at<uint8_t>(payload, at);
      if (size > payload.size() - at - 1) return false;
      read.names.emplace_back(payload.substr(at + 1, size));
      at += 1 + size;
    }
    return true;
  });
  return read;
}

}  // namespace lifeline::performance
