// SPDX-License-Identifier: Apache-2.0
// A fixed set of words, told apart with one multiplication: which of the schema's names is this?
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lifeline::ves {

/// The multiplier is searched for by the compiler; a set without one does not compile.
template <size_t N>
class Words {
  static_assert(N > 0 && N < 32);

 public:
  template <class... Word>
  consteval explicit Words(Word... words) : Words(std::array{std::string_view(words)...}) {}
  consteval explicit Words(const std::array<std::string_view, N>& words) : words_(words) {
    for (factor_ = 0x9E3779B97F4A7C15ull; !try_factor(); factor_ += 2 * 0xD1B54A32D192ED03ull) {}
  }

  /// The place of the word in the set, or -1.
  constexpr int find(std::string_view text) const {
    if (text.empty()) return -1;
    const int found = slots_[slot_of(text)];
    return found >= 0 && words_[static_cast<size_t>(found)] == text ? found : -1;
  }
  constexpr std::string_view operator[](size_t index) const { return words_[index]; }
  static constexpr size_t size() { return N; }

 private:
  // Length, first, last and three inner bytes tell the names of a schema apart.
  constexpr size_t slot_of(std::string_view text) const {
    const auto byte = [&](size_t at) { return uint64_t{static_cast<uint8_t>(text[at])}; };
    const size_t size = text.size();
    const uint64_t key = byte(0) | byte(size - 1) << 8 | byte(size / 4) << 16 |
                         byte(size / 2) << 24 | byte(size * 3 / 4) << 32 | (size & 0xFF) << 40;
    return static_cast<size_t>((key * factor_) >> 58);
  }
  consteval bool try_factor() {
    slots_.fill(-1);
    for (size_t i = 0; i < N; ++i) {
      int8_t& slot = slots_[slot_of(words_[i])];
      if (slot >= 0) return false;
      slot = static_cast<int8_t>(i);
    }
    return true;
  }

  std::array<std::string_view, N> words_;
  std::array<int8_t, 64> slots_{};
  uint64_t factor_ = 0;
};

template <class... Word>
Words(Word...) -> Words<sizeof...(Word)>;

}  // namespace lifeline::ves
