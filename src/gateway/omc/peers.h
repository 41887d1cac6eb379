// SPDX-License-Identifier: Apache-2.0
// All the OMCs that a server reads, each with a door of its own: "omc-hubei-1".
#pragma once

#include <memory>
#include <vector>

#include "gateway/omc/peer.h"

namespace lifeline::omc {

class Peers {
 public:
  explicit Peers(std::vector<Source> sources) : sources_(std::move(sources)) {}

  void start(desk::Desks& desks, const door::SourceDirectory& directory, door::Doors& doors);
  void stop();

 private:
  std::vector<Source> sources_;
  std::optional<door::Intake> intake_;  // ends after the peers that it answers
  std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace lifeline::omc
