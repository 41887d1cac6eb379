// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/gzip.h"

#include <zlib.h>

namespace lifeline::http {

std::string gzip(std::string_view text, int level) {
  constexpr int gzip_window_bits = 15 + 16;  // 16 asks for the gzip frame
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

bool is_compressible(std::string_view content_type) {
  return content_type.starts_with("text/") || content_type.find("json") != content_type.npos ||
         content_type.find("xml") != content_type.npos ||
         content_type.find("javascript") != content_type.npos;
}

}  // namespace lifeline::http
