// SPDX-License-Identifier: Apache-2.0
// Remote write: any bytes are read or refused; what is read prints and reads as the same again. The
// message is fuzzed unpacked as well, since chance seldom makes a snappy block.
#include <snappy.h>

#include "base/check.h"
#include "gateway/measurements/remote_write_wire.h"

namespace {

using namespace lifeline::measurements;

void must_be_stable(std::string_view body) {
  const auto read = read_write_request(body);
  if (!read) return;
  const auto again = read_write_request(print_write_request(read->readings));
  LIFELINE_CHECK(again.has_value(), "what was printed must be readable");
  LIFELINE_CHECK(again->readings.size() == read->readings.size(), "and as much");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  must_be_stable(bytes);
  std::string packed;
  snappy::Compress(bytes.data(), bytes.size(), &packed);
  must_be_stable(packed);
  return 0;
}
