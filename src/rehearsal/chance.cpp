// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/chance.h"

#include <bit>

namespace lifeline::rehearsal {
namespace {

constexpr double ln_2 = 0.69314718055994530942;

uint64_t splitmix64(uint64_t& state) {
  uint64_t z = (state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

// FNV-1a, 64 bits.
uint64_t hash_of(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return hash;
}

}  // namespace

Chance::Chance(uint64_t seed) {
  for (uint64_t& word : state_) word = splitmix64(seed);
}

Chance::Chance(uint64_t seed, std::string_view name) : Chance(seed ^ hash_of(name)) {}

uint64_t Chance::next() {
  auto& s = state_;
  const uint64_t result = std::rotl(s[1] * 5, 7) * 9;
  const uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = std::rotl(s[3], 45);
  return result;
}

// The first values that would make some results likelier than others are drawn again.
uint64_t Chance::below(uint64_t bound) {
  if (bound <= 1) return 0;
  const uint64_t uneven = (0 - bound) % bound;
  uint64_t value = next();
  while (value < uneven) value = next();
  return value % bound;
}

int64_t Chance::between(int64_t least, int64_t most) {
  if (most <= least) return least;
  return least + static_cast<int64_t>(below(static_cast<uint64_t>(most - least) + 1));
}

double Chance::unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

double Chance::normal() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += unit();
  return sum;
}

double Chance::log_normal(double median, double sigma) {
  return median * natural_exp(sigma * normal());
}

double Chance::exponential(double mean) { return -mean * natural_log(1 - unit()); }

// e^x = 2^k · e^r with |r| ≤ ln 2 / 2, where fourteen terms of the series are enough.
double natural_exp(double x) {
  const double half = x < 0 ? -0.5 : 0.5;
  const auto k = static_cast<int64_t>(x / ln_2 + half);
  const double r = x - static_cast<double>(k) * ln_2;
  double term = 1;
  double sum = 1;
  for (int i = 1; i <= 14; ++i) sum += (term *= r / i);
  return sum * std::bit_cast<double>(static_cast<uint64_t>(1023 + k) << 52);
}

// ln(m · 2^e) = e ln 2 + 2 artanh((m-1)/(m+1)), 1 ≤ m < 2.
double natural_log(double x) {
  const auto bits = std::bit_cast<uint64_t>(x);
  const auto exponent = static_cast<int64_t>(bits >> 52) - 1023;
  const double m = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
  const double t = (m - 1) / (m + 1);
  double power = t;
  double sum = 0;
  for (int i = 1; i <= 25; i += 2, power *= t * t) sum += power / i;
  return static_cast<double>(exponent) * ln_2 + 2 * sum;
}

}  // namespace lifeline::rehearsal
