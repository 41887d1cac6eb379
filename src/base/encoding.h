// SPDX-License-Identifier: Apache-2.0
// The two encodings that Chinese files come in. GB18030 (GB 18030-2022) contains GBK and GB 2312,
// so a file that names one of those is read as GB18030. `automatic` takes what has a byte order
// mark or is well-formed UTF-8 as such, all else as GB18030. One accident is common enough to be
// met: the bytes of some Chinese words, "医院" among them, are also pairs of Cyrillic, Armenian or
// Arabic letters. So a text with such letters, and none that Chinese would have in UTF-8, is
// GB18030.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline {

enum class Encoding { automatic, utf8, gb18030 };

/// "" and "auto", "utf-8", "gb18030", "gbk", "gb2312", in any case. Errors: charset_must_be_known.
Result<Encoding> encoding_of(std::string_view charset);

/// The text in UTF-8; a byte order mark stays. Errors: text_must_be_well_encoded, whose detail
/// names the offset of the first bad byte, counted from 0; encoding_must_be_installed.
Result<std::string> to_utf8(std::string bytes, Encoding encoding);

}  // namespace lifeline
