// SPDX-License-Identifier: Apache-2.0
#include "desk/live_hub.h"

#include <algorithm>
#include <charconv>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::desk {
namespace {

bool covers(const std::vector<UnitCode>& ground, UnitCode scope) {
  return std::ranges::find(ground, scope) != ground.end();
}

std::string server_sent(std::string_view event, const std::string& id, std::string_view data) {
  std::string text = "event: ";
  text += event;
  text += "\nid: " + id + "\ndata: ";
  text += data;
  text += "\n\n";
  return text;
}

}  // namespace

std::string positions_text(const Positions& positions) {
  std::string text;
  for (const auto& [desk, position] : positions) {
    if (!text.empty()) text += '-';
    text += to_text(desk) + "." + std::to_string(position);
  }
  return text;
}

std::optional<Positions> parse_positions(std::string_view text) {
  Positions positions;
  for (const std::string_view part : split(text, '-')) {
    const size_t dot = part.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto desk = parse_unit_code(part.substr(0, dot));
    uint64_t position = 0;
    const char* end = part.data() + part.size();
    const auto [rest, error] = std::from_chars(part.data() + dot + 1, end, position);
    if (!desk || !*desk || error != std::errc{} || rest != end) return std::nullopt;
    positions[*desk] = position;
  }
  return positions;
}

Result<std::shared_ptr<void>> LiveHub::subscribe(const Actor& caller, std::string_view since,
                                                 Deliver deliver) {
  const auto from = since.empty() ? std::optional<Positions>() : parse_positions(since);
  if (!since.empty() && !from) return invalid("position_must_be_well_formed", "Last-Event-ID");
  auto subscriber =
      std::make_shared<Subscriber>(Subscriber{.scope = caller.unit, .deliver = std::move(deliver)});
  const bool is_behind = from.has_value() && catch_up_ != nullptr;
  if (is_behind) subscriber->since = since;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(subscribers_, [](const auto& weak) { return weak.expired(); });
    if (subscribers_.size() >= limits::live_connections_max)
      return too_many("live_streams_must_be_fewer");
    subscribers_.push_back(subscriber);
    send_change(*subscriber, LiveTick{});
  }
  if (!is_behind) {
    tell(*subscriber, "caught_up");
    return std::shared_ptr<void>(subscriber);
  }
  // What changed since may be handed out before or after rows that change meanwhile; either way
  // the last row handed out for an id is the newest.
  const std::weak_ptr<Subscriber> weak = subscriber;
  catch_up_(
      *from,
      [this, weak](const LiveTick& tick) {
        const auto reader = weak.lock();
        if (!reader) return;
        const std::lock_guard lock(mutex_);
        send_change(*reader, tick);
      },
      [this, weak](bool found) {
        if (const auto reader = weak.lock()) tell(*reader, found ? "caught_up" : "reset");
      });
  return std::shared_ptr<void>(subscriber);
}

void LiveHub::publish(const LiveTick& tick) {
  const std::lock_guard lock(mutex_);
  positions_[tick.desk] = std::max(positions_[tick.desk], tick.position);
  figures_[tick.desk] = tick.figures;
  std::map<UnitCode, std::shared_ptr<const std::string>> texts;  // one for each scope
  for (const auto& weak : subscribers_) {
    const auto subscriber = weak.lock();
    if (!subscriber || subscriber->gone) continue;
    if (!subscriber->since.empty()) {
      send_change(*subscriber, tick);
      continue;
    }
    auto& text = texts[subscriber->scope];
    if (!text) text = change(tick, subscriber->scope, positions_text(positions_));
    send(*subscriber, text);
  }
}

// A position goes out only once all rows up to it have: whoever catches up and breaks off goes on
// from where it began.
void LiveHub::send_change(Subscriber& subscriber, const LiveTick& tick) {
  const std::string& since = subscriber.since;
  send(subscriber,
       change(tick, subscriber.scope, since.empty() ? positions_text(positions_) : since));
}

std::shared_ptr<const std::string> LiveHub::change(const LiveTick& tick, UnitCode scope,
                                                   const std::string& position) const {
  std::map<std::string_view, std::string> lists;
  for (const std::string_view list : {"sites", "incidents", "orders", "alarms"}) lists[list];
  for (const LiveRow& row : tick.rows) {
    if (!covers(row.ground, scope)) continue;
    std::string& list = lists[row.list];
    if (!list.empty()) list += ',';
    list += row.json;
  }
  std::string data = "{\"position\":\"" + position + "\",\"picture\":";
  write_picture_(data, sum(scope), positions_);
  for (const auto& [list, rows] : lists) {
    data += ",\"";
    data += list;
    data += "\":[" + rows + "]";
  }
  data += ",\"alarms_more\":" + std::to_string(tick.alarms_more) + "}";
  return std::make_shared<const std::string>(server_sent("change", position, data));
}

void LiveHub::send(Subscriber& subscriber, std::shared_ptr<const std::string> text) {
  if (!subscriber.gone) subscriber.gone = !subscriber.deliver(std::move(text));
}

void LiveHub::tell(Subscriber& subscriber, std::string_view event) {
  const std::lock_guard lock(mutex_);
  const std::string id = positions_text(positions_);
  subscriber.since.clear();
  send(subscriber, std::make_shared<const std::string>(
                       server_sent(event, id, "{\"position\":\"" + id + "\"}")));
}

Figures LiveHub::sum(UnitCode scope) const {
  Figures total{};
  for (const auto& [desk, units] : figures_)
    for (const UnitFigures& unit : units) {
      if (!covers(unit.ground, scope)) continue;
      for (size_t i = 0; i < total.size(); ++i) total[i] += unit.figures[i];
    }
  return total;
}

size_t LiveHub::subscribers() const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::ranges::count_if(subscribers_, [](const auto& weak) { return !weak.expired(); }));
}

std::string LiveHub::picture(UnitCode scope) const {
  const std::lock_guard lock(mutex_);
  std::string out;
  write_picture_(out, sum(scope), positions_);
  return out;
}

}  // namespace lifeline::desk
