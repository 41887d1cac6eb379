// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/remote_write_wire.h"

#include <bit>
#include <cmath>
#include <optional>

#include <snappy.h>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::measurements {
namespace {

using performance::Metric;
using performance::Reading;

constexpr std::string_view prefix = "lifeline_";
enum WireType : uint32_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };
constexpr int64_t timestamp_ms_max = 253'402'300'799'999;  // the end of the year 9999

// One message: field after field. What cannot be read makes it bad, and the loop ends.
class Fields {
 public:
  explicit Fields(std::string_view message) : rest_(message) {}

  bool next() {
    if (rest_.empty() || is_bad_) return false;
    const auto key = take_varint();
    if (!key) return fail();
    number_ = static_cast<uint32_t>(*key >> 3);
    type_ = static_cast<uint32_t>(*key & 7);
    text_ = {};
    value_ = 0;
    if (number_ == 0) return fail();
    switch (type_) {
      case varint: return keep(take_varint());
      case fixed64: return keep(take_fixed(8));
      case fixed32: return keep(take_fixed(4));
      case bytes: return take_text();
      default: return fail();
    }
  }
  bool is(uint32_t number, WireType type) const { return number_ == number && type_ == type; }
  std::string_view text() const { return text_; }
  uint64_t value() const { return value_; }
  bool is_bad() const { return is_bad_; }

 private:
  bool fail() {
    is_bad_ = true;
    return false;
  }
  bool keep(std::optional<uint64_t> value) {
    if (!value) return fail();
    value_ = *value;
    return true;
  }
  std::optional<uint64_t> take_varint() {
    uint64_t value = 0;
    for (uint32_t shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      value |= uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }
  std::optional<uint64_t> take_fixed(size_t size) {
    if (rest_.size() < size) return std::nullopt;
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) value |= uint64_t{static_cast<uint8_t>(rest_[i])} << (8 * i);
    rest_.remove_prefix(size);
    return value;
  }
  bool take_text() {
    const auto size = take_varint();
    if (!size || *size > rest_.size()) return fail();
    text_ = rest_.substr(0, *size);
    rest_.remove_prefix(*size);
    return true;
  }

  std::string_view rest_;
  std::string_view text_;
  uint64_t value_ = 0;
  uint32_t number_ = 0;
  uint32_t type_ = 0;
  bool is_bad_ = false;
};

Refusal not_a_request(std::string detail) {
  return invalid("body_must_be_a_write_request", {}, std::move(detail));
}

struct WireSample {
  double value = 0;
  int64_t timestamp_ms = 0;
};

struct Series {
  std::optional<Metric> metric;
  std::string_view element;
  size_t labels = 0;
};

Result<void> read_label(std::string_view message, Series& series) {
  Fields fields(message);
  std::string_view name, value;
  while (fields.next()) {
    if (fields.is(1, bytes)) name = fields.text();
    if (fields.is(2, bytes)) value = fields.text();
  }
  if (fields.is_bad()) return not_a_request("a label cannot be read");
  if (!is_utf8(name) || !is_utf8(value)) return not_a_request("a label is not UTF-8");
  if (++series.labels > limits::remote_write_labels_max)
    return not_a_request("more labels than " + std::to_string(limits::remote_write_labels_max));
  if (name == "element") series.element = value;
  Metric metric{};
  if (name == "__name__" && value.starts_with(prefix) &&
      enum_from_text(value.substr(prefix.size()), metric))
    series.metric = metric;
  return {};
}

Result<WireSample> read_sample(std::string_view message) {
  Fields fields(message);
  WireSample sample;
  while (fields.next()) {
    if (fields.is(1, fixed64)) sample.value = std::bit_cast<double>(fields.value());
    if (fields.is(2, varint)) sample.timestamp_ms = static_cast<int64_t>(fields.value());
  }
  if (fields.is_bad()) return not_a_request("a sample cannot be read");
  if (sample.timestamp_ms < 0 || sample.timestamp_ms > timestamp_ms_max)
    return not_a_request("a timestamp is before 1970 or after 9999");
  return sample;
}

void take_sample(const Series& series, const WireSample& sample, RemoteWrite& write) {
  if (!series.metric || std::isnan(sample.value)) return void(++write.passed_over);
  Reading reading{.element = std::string(series.element),
                  .metric = *series.metric,
                  .at = {sample.timestamp_ms * 1000},
                  .value = sample.value};
  const auto sound = performance::must_be_sound(reading);
  if (sound) return write.readings.push_back(std::move(reading));
  if (write.unsound++ == 0) write.why = sound.error();
}

Result<void> read_series(std::string_view message, RemoteWrite& write) {
  Series series;
  // Labels stand before samples, but nothing says that they must: samples are looked at afterwards.
  Fields labels(message);
  while (labels.next()) {
    if (!labels.is(1, bytes)) continue;
    if (auto read = read_label(labels.text(), series); !read) return read;
  }
  if (labels.is_bad()) return not_a_request("a series cannot be read");
  Fields samples(message);
  while (samples.next()) {
    if (!samples.is(2, bytes)) continue;
    const auto sample = read_sample(samples.text());
    if (!sample) return tl::unexpected(sample.error());
    take_sample(series, *sample, write);
  }
  return {};
}

void append_varint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void append_key(std::string& out, uint32_t number, WireType type) {
  append_varint(out, number << 3 | type);
}

void append_text_field(std::string& out, uint32_t number, std::string_view text) {
  append_key(out, number, bytes);
  append_varint(out, text.size());
  out += text;
}

void append_label(std::string& out, std::string_view name, std::string_view value) {
  std::string label;
  append_text_field(label, 1, name);
  append_text_field(label, 2, value);
  append_text_field(out, 1, label);
}

std::string series_of(const Reading& reading) {
  std::string sample, series;
  append_key(sample, 1, fixed64);
  const auto value = std::bit_cast<uint64_t>(reading.value);
  for (size_t i = 0; i < 8; ++i) sample += static_cast<char>(value >> (8 * i) & 0xFF);
  append_key(sample, 2, varint);
  append_varint(sample, static_cast<uint64_t>(reading.at.us / 1000));
  append_label(series, "__name__", prometheus_name(reading.metric));
  append_label(series, "element", reading.element);
  append_text_field(series, 2, sample);
  return series;
}

}  // namespace

std::string prometheus_name(Metric metric) { return std::string(prefix).append(enum_text(metric)); }

Result<RemoteWrite> read_write_request(std::string_view body) {
  size_t size = 0;
  if (!snappy::GetUncompressedLength(body.data(), body.size(), &size))
    return invalid("body_must_be_snappy");
  if (size > limits::remote_write_bytes_max)
    return invalid("body_must_not_be_too_large", {},
                   std::to_string(limits::remote_write_bytes_max) + " bytes unpacked");
  std::string message(size, '\0');
  if (!snappy::RawUncompress(body.data(), body.size(), message.data()))
    return invalid("body_must_be_snappy");
  RemoteWrite write;
  Fields fields(message);
  while (fields.next()) {
    if (!fields.is(1, bytes)) continue;
    if (auto read = read_series(fields.text(), write); !read) return tl::unexpected(read.error());
  }
  if (fields.is_bad()) return not_a_request("it is cut off, or not protobuf");
  return write;
}

std::string print_write_request(std::span<const Reading> readings) {
  std::string message, packed;
  for (const Reading& reading : readings) append_text_field(message, 1, series_of(reading));
  snappy::Compress(message.data(), message.size(), &packed);
  return packed;
}

}  // namespace lifeline::measurements
