// SPDX-License-Identifier: Apache-2.0
// The network as it really is, in the world's own book: which element works, whatever anybody has
// been told of it. The rules are the element noun's (network/element/model.h); elements are
// numbered as the network lists them, what they depend on before them.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rehearsal/network.h"

namespace lifeline::rehearsal {

using Index = uint32_t;  // of an element in Network::nodes

class Plant {
 public:
  explicit Plant(const Network& network);

  size_t size() const { return network_.nodes.size(); }
  const Node& node(Index index) const { return network_.nodes[index]; }
  const element::Element& element(Index index) const { return network_.nodes[index].element; }
  /// size() when there is no such element.
  Index find(std::string_view id) const;

  element::Condition own(Index index) const { return own_[index]; }
  element::Condition condition(Index index) const { return condition_[index]; }
  /// Answers the elements whose condition changed, in their order.
  std::vector<Index> set_own(Index index, element::Condition own);

  /// An element that is not there yet: nothing becomes of it. Elements are there unless said.
  void hide(Index index) { hidden_[index] = true; }
  bool is_hidden(Index index) const { return hidden_[index]; }
  /// It is there from now on; answers like set_own.
  std::vector<Index> show(Index index);

  /// All that depends on the element, itself first, none hidden, in their order; at most so many.
  std::vector<Index> reached_by(Index index, size_t most) const;

  /// How the site would stand now, by its worst service.
  element::Condition site_condition(size_t site) const;
  /// The network's sites by id; sites().size() when there is no such site.
  size_t find_site(std::string_view id) const;
  const std::vector<site::Site>& sites() const { return network_.sites; }
  /// All elements that the site's services depend on, in their order.
  std::vector<Index> supports_of(size_t site) const;

 private:
  element::Condition judged(Index index) const;

  const Network& network_;
  std::unordered_map<std::string_view, Index> index_;
  std::vector<std::vector<std::vector<Index>>> groups_;
  std::vector<std::vector<Index>> dependents_;
  std::vector<std::vector<std::vector<Index>>> services_;  // by site
  std::vector<bool> hidden_;
  std::vector<element::Condition> own_;
  std::vector<element::Condition> condition_;
};

}  // namespace lifeline::rehearsal
