// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/peers.h"

namespace lifeline::omc {

void Peers::start(desk::Desks& desks, const door::SourceDirectory& directory, door::Doors& doors) {
  if (sources_.empty()) return;
  intake_.emplace("omc", directory);
  intake_->start(desks);
  for (Source& source : sources_) {
    auto door = doors.open(
        {.name = "omc-" + source.options.name, .kind = "omc", .address = source.options.address});
    peers_.push_back(std::make_unique<Peer>(
        std::move(source),
        Peer::Parts{
            .desks = desks, .directory = directory, .door = std::move(door), .intake = *intake_}));
  }
  sources_.clear();
  for (const auto& peer : peers_) peer->start();
}

void Peers::stop() {
  for (const auto& peer : peers_) peer->end();
  for (const auto& peer : peers_) peer->stop();
  if (intake_) intake_->stop();
}

}  // namespace lifeline::omc
