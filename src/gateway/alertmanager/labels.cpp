// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/labels.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/limits.h"

namespace lifeline::alertmanager {
namespace {

constexpr uint64_t fnv_offset = 14695981039346656037u, fnv_prime = 1099511628211u;
constexpr unsigned char separator = 255;  // stands in no UTF-8

void add(uint64_t& sum, std::string_view text) {
  for (const unsigned char byte : text) sum = (sum ^ byte) * fnv_prime;
  sum = (sum ^ separator) * fnv_prime;
}

bool is_label_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (name.empty() || !is_letter(name.front())) return false;
  return std::ranges::all_of(name, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

uint64_t fingerprint_of(const Labels& labels) {
  uint64_t sum = fnv_offset;
  for (const auto& [name, value] : labels) {
    add(sum, name);
    add(sum, value);
  }
  return sum;
}

std::string fingerprint_text(uint64_t fingerprint) { return fmt::format("{:016x}", fingerprint); }

std::string_view label(const Labels& labels, std::string_view name) {
  const auto found = std::ranges::find(labels, name, &Labels::value_type::first);
  return found == labels.end() ? std::string_view() : found->second;
}

Result<void> set_in_order(Labels& labels) {
  std::erase_if(labels, [](const auto& pair) { return pair.second.empty(); });
  if (labels.empty()) return invalid("labels_must_be_given", "labels");
  if (labels.size() > limits::alertmanager_labels_max)
    return invalid("labels_must_be_fewer", "labels");
  std::ranges::sort(labels);
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto& [name, value] = labels[i];
    if (!is_label_name(name)) return invalid("label_name_must_be_well_formed", "labels", name);
    if (name.size() > limits::name_bytes_max || value.size() > limits::text_bytes_max)
      return invalid("label_must_be_short", "labels", name.substr(0, limits::name_bytes_max));
    if (i > 0 && labels[i - 1].first == name)
      return invalid("label_must_be_named_once", "labels", name);
  }
  return {};
}

}  // namespace lifeline::alertmanager
