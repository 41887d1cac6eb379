// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/directory.h"

#include <mutex>

namespace lifeline::ves {

UnitCode SourceDirectory::Look::desk_of(std::string_view source) const {
  const auto found = directory_.desks_.find(source);
  return found == directory_.desks_.end() ? group_unit : found->second;
}

void SourceDirectory::add(std::span<const std::string> names, UnitCode desk) {
  const std::unique_lock lock(mutex_);
  for (const std::string& name : names) desks_.insert_or_assign(name, desk);
}

size_t SourceDirectory::size() const {
  const std::shared_lock lock(mutex_);
  return desks_.size();
}

}  // namespace lifeline::ves
