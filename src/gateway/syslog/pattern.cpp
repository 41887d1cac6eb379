// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/pattern.h"

#include "base/text.h"

namespace lifeline::syslog {

Pattern::Pattern(std::string_view text) {
  for (const std::string_view part : split(text, '*')) parts_.emplace_back(part);
}

bool Pattern::fits(std::string_view text, std::vector<std::string_view>& runs) const {
  if (parts_.size() == 1) return text == parts_.front();
  if (!text.starts_with(parts_.front())) return false;
  const size_t kept = runs.size();
  std::string_view rest = text.substr(parts_.front().size());
  for (size_t i = 1; i < parts_.size(); ++i) {
    const std::string& part = parts_[i];
    const bool is_last = i + 1 == parts_.size();
    const bool ends = rest.size() >= part.size() && rest.ends_with(part);
    const size_t found = !is_last ? rest.find(part)
                         : ends   ? rest.size() - part.size()
                                  : std::string_view::npos;
    if (found == std::string_view::npos) {
      runs.resize(kept);
      return false;
    }
    runs.push_back(rest.substr(0, found));
    rest.remove_prefix(found + part.size());
  }
  return true;
}

}  // namespace lifeline::syslog
