// SPDX-License-Identifier: Apache-2.0
// A pattern that a whole text must fit: '*' stands for any run of bytes, as short as it can be, and
// is kept as {1}, {2}, … from the left; all else is itself.
//
//   "*Interface *, changed state to down"     {2} is the interface's name
//
// Fitting costs at most the text's length for each run, whatever the text is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lifeline::syslog {

class Pattern {
 public:
  explicit Pattern(std::string_view text);

  /// Appends what each '*' stood for; nothing unless the text fits.
  bool fits(std::string_view text, std::vector<std::string_view>& runs) const;
  size_t runs() const { return parts_.size() - 1; }

 private:
  std::vector<std::string> parts_;  // between the '*'
};

}  // namespace lifeline::syslog
