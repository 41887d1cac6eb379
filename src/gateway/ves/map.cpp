// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/map.h"

#include <algorithm>
#include <array>

#include <xxhash.h>

#include "base/limits.h"

namespace lifeline::ves {
namespace {

constexpr std::string_view origin = "ves";
constexpr std::string_view cut_mark = "…";  // stands where pairs are left out

alarm::Severity perceived(Severity severity) {
  switch (severity) {
    case Severity::critical: return alarm::Severity::critical;
    case Severity::major: return alarm::Severity::major;
    case Severity::minor: return alarm::Severity::minor;
    case Severity::warning: return alarm::Severity::warning;
    case Severity::normal: break;
  }
  return alarm::Severity::indeterminate;
}

// Whole pairs only, so that no value reads as something else.
std::string additional_text(const Fault& fault) {
  std::string text;
  if (!fault.additional) return text;
  constexpr size_t room = limits::text_bytes_max - cut_mark.size();
  auto visit = [&](std::string_view key, Json json) {
    const std::string_view value = json.text();
    if (text.size() + key.size() + value.size() + 3 > room) {
      text += cut_mark;
      return false;
    }
    if (!text.empty()) text += "; ";
    text.append(key).append(1, '=').append(value);
    return true;
  };
  fault.additional->each_member(visit);
  return text;
}

desk::Commands& commands_for(std::vector<Share>& shares, UnitCode desk, size_t room) {
  for (Share& share : shares)
    if (share.desk == desk) return share.commands;
  Share& made = shares.emplace_back(Share{.desk = desk, .commands = {}});
  made.commands.items().reserve(room);
  return made.commands;
}

}  // namespace

uint64_t delivery_of(const Header& header, Severity severity) {
  const std::array<uint64_t, 4> parts = {
      XXH3_64bits(header.event_id.data(), header.event_id.size()),
      static_cast<uint64_t>(header.sequence), static_cast<uint64_t>(header.last_us),
      static_cast<uint64_t>(severity)};
  return std::max<uint64_t>(XXH3_64bits(parts.data(), sizeof parts), 1);
}

alarm::Command alarm_command(const Event& event) {
  const Header& header = event.header;
  const Fault& fault = *event.fault;
  const Instant reported_at{header.last_us};
  if (fault.severity == Severity::normal)
    return alarm::ReportClear{.source_name = std::string(header.source_name),
                              .condition = std::string(fault.condition),
                              .interface = std::string(fault.interface),
                              .reported_at = reported_at,
                              .origin = std::string(origin)};
  const std::string_view type = fault.category.empty() ? header.event_type : fault.category;
  return alarm::Raise{.source_name = std::string(header.source_name),
                      .condition = std::string(fault.condition),
                      .interface = std::string(fault.interface),
                      .severity = perceived(fault.severity),
                      .event_type = std::string(type),
                      .specific_problem = std::string(fault.specific_problem),
                      .additional_text = additional_text(fault),
                      .reported_at = reported_at,
                      .delivery = delivery_of(header, fault.severity),
                      .origin = std::string(origin)};
}

source::Command source_command(const Event& event) {
  return source::Beat{
      .name = std::string(event.header.source_name),
      .interval_s = event.heartbeat ? event.heartbeat->interval_s : heartbeat_interval_s_default};
}

std::vector<Share> share_out(std::span<const Event> events,
                             const door::SourceDirectory& directory) {
  std::vector<Share> shares;
  const door::SourceDirectory::Look look(directory);
  for (const Event& event : events) {
    const Domain domain = event.header.domain;
    if (domain != Domain::fault && domain != Domain::heartbeat) continue;
    desk::Commands& commands =
        commands_for(shares, look.desk_of(event.header.source_name), events.size());
    if (domain == Domain::fault)
      commands.add(alarm_command(event));
    else
      commands.add(source_command(event));
  }
  return shares;
}

std::string request_id(std::string_view account, std::string_view body) {
  constexpr std::string_view digits = "0123456789abcdef";
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, XXH3_128bits(body.data(), body.size()));
  std::string id = "ves:";
  id.append(account).append(1, ':');
  for (const unsigned char byte : bytes.digest) {
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

}  // namespace lifeline::ves
