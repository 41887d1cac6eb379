// SPDX-License-Identifier: Apache-2.0
// Finds the route of a request: a trie over path segments. A literal segment wins over a {name};
// where the literal branch has no route for the method, the {name} branch is asked too. HEAD is
// answered by GET's route. Concurrency: read-only after make().
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "desk/route.h"
#include "gateway/http/wire.h"

namespace lifeline::http {

struct Match {
  const desk::Route* route = nullptr;  // nullptr: no route
  size_t index = 0;                    // of the route in Router::routes()
  desk::Pairs path_values;
  std::string allow;  // without a route, but with others of that path: the Allow header
};

class Router {
 public:
  /// Errors: pattern_must_be_well_formed, routes_must_be_distinct.
  static Result<Router> make(desk::Routes routes);
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  Match match(std::string_view method, const Target& target) const;
  const desk::Routes& routes() const { return routes_; }

 private:
  struct Node;
  Router();
  Result<void> add(size_t index);

  desk::Routes routes_;
  std::vector<std::vector<PatternPart>> patterns_;  // of the route of the same index
  std::unique_ptr<Node> root_;
};

/// What a request without a route is told: path_must_exist (404) or method_must_be_allowed (405,
/// with Allow).
desk::Response no_route(const Match& match);

}  // namespace lifeline::http
