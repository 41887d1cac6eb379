// SPDX-License-Identifier: Apache-2.0
// Live for one process: takes what desks changed, hands it to subscribers. See live.h.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "desk/desk.h"
#include "desk/live.h"

namespace lifeline::desk {

/// A row that changed, as a list would show it.
struct LiveRow {
  std::string list;              // "sites", "incidents", "orders", "alarms"
  std::vector<UnitCode> ground;  // the unit it belongs to and all above it
  std::string json;
};

/// Whatever is counted, by the application's own index.
using Figures = std::array<uint64_t, 32>;

struct UnitFigures {
  std::vector<UnitCode> ground;
  Figures figures{};
};

/// What one desk changed up to a position, all of it durable.
struct LiveTick {
  UnitCode desk;
  uint64_t position = 0;
  std::vector<LiveRow> rows;
  uint64_t alarms_more = 0;  // changes of alarms that are not listed
  std::vector<UnitFigures> figures;
};

using Positions = std::map<UnitCode, uint64_t>;
std::string positions_text(const Positions& positions);
std::optional<Positions> parse_positions(std::string_view text);

class LiveHub final : public Live {
 public:
  /// Writes the picture's JSON from figures summed over the subscriber's ground.
  using WritePicture = std::function<void(std::string& out, const Figures&, const Positions&)>;
  /// Finds what changed on the desks since then and hands it to `give`, then calls `done`; false
  /// means that it is too far back.
  using CatchUp = std::function<void(Positions since, std::function<void(const LiveTick&)> give,
                                     std::function<void(bool)> done)>;

  explicit LiveHub(WritePicture write_picture) : write_picture_(std::move(write_picture)) {}
  void on_catch_up(CatchUp catch_up) { catch_up_ = std::move(catch_up); }

  Result<std::shared_ptr<void>> subscribe(const Actor& caller, std::string_view since,
                                          Deliver deliver) override;

  /// From the thread on which the desk's appends become durable, in order.
  void publish(const LiveTick& tick);
  size_t subscribers() const;
  std::string picture(UnitCode scope) const;

 private:
  struct Subscriber {
    UnitCode scope;
    Deliver deliver;
    std::string since = {};  // while it catches up: the position it can go on from after a break
    bool gone = false;
  };
  std::shared_ptr<const std::string> change(const LiveTick& tick, UnitCode scope,
                                            const std::string& position) const;
  void send(Subscriber& subscriber, std::shared_ptr<const std::string> text);
  void send_change(Subscriber& subscriber, const LiveTick& tick);
  void tell(Subscriber& subscriber, std::string_view event);
  Figures sum(UnitCode scope) const;

  WritePicture write_picture_;
  CatchUp catch_up_;
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Subscriber>> subscribers_;
  Positions positions_;
  std::map<UnitCode, std::vector<UnitFigures>> figures_;  // by desk
};

}  // namespace lifeline::desk
