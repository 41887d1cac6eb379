// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/directory.h"

#include <mutex>
#include <vector>

namespace lifeline::door {

UnitCode SourceDirectory::Look::desk_of(std::string_view source) const {
  const auto found = directory_.desks_.find(source);
  return found == directory_.desks_.end() ? group_unit : found->second;
}

void SourceDirectory::add(std::span<const std::string> names, UnitCode desk) {
  std::vector<const std::string*> news;  // most are known, and looking holds nobody up
  {
    const Look look(*this);
    for (const std::string& name : names) {
      const auto found = desks_.find(name);
      if (found == desks_.end() || found->second != desk) news.push_back(&name);
    }
  }
  const std::unique_lock lock(mutex_);
  for (const std::string* name : news) desks_.insert_or_assign(*name, desk);
}

size_t SourceDirectory::size() const {
  const std::shared_lock lock(mutex_);
  return desks_.size();
}

}  // namespace lifeline::door
