// SPDX-License-Identifier: Apache-2.0
// Which desk takes in what a source reports: the desk of the source's ground, headquarters' when
// nobody knows the source.
//
// Concurrency: any thread; a Look holds off add() while it lives, so it lives for one request.
// Limits: as many names as there are elements, about 100 bytes each.
#pragma once

#include <functional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.h"

namespace lifeline::door {

class SourceDirectory {
 public:
  /// The same as it was when the look began.
  class Look {
   public:
    explicit Look(const SourceDirectory& directory)
        : lock_(directory.mutex_), directory_(directory) {}
    UnitCode desk_of(std::string_view source) const;

   private:
    std::shared_lock<std::shared_mutex> lock_;
    const SourceDirectory& directory_;
  };

  /// From now on these sources belong to the desk, wherever they belonged before.
  void add(std::span<const std::string> names, UnitCode desk);
  size_t size() const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
  };

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, UnitCode, Hash, std::equal_to<>> desks_;
};

}  // namespace lifeline::door
