// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/router.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "gateway/http/problem.h"

namespace lifeline::http {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> named;
  std::vector<std::pair<std::string, size_t>> methods;  // and the index of the route

  const size_t* route_for(std::string_view method) const {
    const size_t* head = nullptr;
    for (const auto& [name, index] : methods) {
      if (name == method) return &index;
      if (name == "GET" && method == "HEAD") head = &index;
    }
    return head;
  }
};

namespace {

// The search below one node: depth first, literals before names.
template <class Node>
struct Search {
  std::string_view method;
  const Target& target;
  std::vector<std::string> allowed{};

  const size_t* below(const Node& node, size_t depth) {
    if (depth == target.segment_count) {
      if (const size_t* found = node.route_for(method)) return found;
      for (const auto& [name, index] : node.methods) allowed.push_back(name);
      return nullptr;
    }
    const std::string_view segment = target.segment(depth);
    if (const auto next = node.literals.find(segment); next != node.literals.end())
      if (const size_t* found = below(*next->second, depth + 1)) return found;
    return node.named && !segment.empty() ? below(*node.named, depth + 1) : nullptr;
  }
};

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Result<Router> Router::make(desk::Routes routes) {
  Router router;
  router.routes_ = std::move(routes);
  for (size_t i = 0; i < router.routes_.size(); ++i)
    if (auto added = router.add(i); !added) return tl::unexpected(added.error());
  return router;
}

Result<void> Router::add(size_t index) {
  const desk::Route& route = routes_[index];
  auto pattern = parse_pattern(route.path);
  if (!pattern) return tl::unexpected(pattern.error());
  Node* node = root_.get();
  for (const PatternPart& part : *pattern) {
    auto& next = part.is_name ? node->named : node->literals[part.text];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  for (const auto& [method, other] : node->methods)
    if (method == route.method)
      return internal("routes_must_be_distinct", route.method + " " + route.path);
  node->methods.emplace_back(route.method, index);
  patterns_.push_back(std::move(*pattern));
  return {};
}

Match Router::match(std::string_view method, const Target& target) const {
  Match match;
  if (target.segment_count > limits::http_path_segments_max) return match;
  Search<Node> search{.method = method, .target = target};
  if (const size_t* found = search.below(*root_, 0)) {
    match.index = *found;
    match.route = &routes_[*found];
    const auto& pattern = patterns_[*found];
    for (size_t i = 0; i < pattern.size(); ++i)
      if (pattern[i].is_name) match.path_values.emplace_back(pattern[i].text, target.segment(i));
    return match;
  }
  auto& allowed = search.allowed;
  if (std::find(allowed.begin(), allowed.end(), "GET") != allowed.end()) allowed.push_back("HEAD");
  std::sort(allowed.begin(), allowed.end());
  allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
  for (const std::string& name : allowed) {
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += name;
  }
  return match;
}

desk::Response no_route(const Match& match) {
  if (match.allow.empty())
    return desk::problem(Error{Code::not_found, "path_must_exist", {}, "path"});
  auto response = problem_of(
      405, Error{Code::invalid, "method_must_be_allowed", "allowed: " + match.allow, "method"});
  response.headers.emplace_back("Allow", match.allow);
  return response;
}

}  // namespace lifeline::http
