// SPDX-License-Identifier: Apache-2.0
// A network small enough to know by heart, on the desk of Hubei, with headquarters beside it.
//
//   NODE ◀── BTS-1 ◀── H1 (Wuchang)
//        ◀── BTS-2 ◀── H2 (Wuchang), H3 (Hankou)
#pragma once

#include <string>

#include "tests/local_desks.h"

namespace lifeline::tests {

inline element::Element element_on(std::string id, element::Kind kind, std::string on = {}) {
  return {.id = id,
          .name = id + " name",
          .kind = kind,
          .region = wuchang,
          .depends_on = element::parse_groups(on)};
}

inline site::Site hospital(std::string id, UnitCode county, std::vector<std::string> carriers) {
  return {.id = id,
          .name_zh = id,
          .name_en = id,
          .kind = site::Kind::designated_hospital,
          .tier = 1,
          .region = county,
          .unit = county,
          .address = {},
          .services = {{.kind = site::Service::_4g, .elements = std::move(carriers)}}};
}

// A transport node with two base stations behind it; two hospitals of Wuchang and one of Hankou.
class SmallNetwork {
 public:
  explicit SmallNetwork(const incident::Settings& settings = {})
      : desks({group_unit, hubei}, settings) {
    using element::Kind;
    desks.act(hubei, element::Command(element::Import{
                         .elements = {element_on("NODE", Kind::transport_node),
                                      element_on("BTS-1", Kind::base_station, "NODE"),
                                      element_on("BTS-2", Kind::base_station, "NODE")}}));
    desks.act(hubei, site::Command(site::Import{.sites = {hospital("H1", wuchang, {"BTS-1"}),
                                                          hospital("H2", wuchang, {"BTS-2"}),
                                                          hospital("H3", hankou, {"BTS-2"})}}));
  }
  template <class View>
  const View& see(UnitCode desk = hubei) {
    return desks.desk(desk).nouns().get<View>();
  }
  Result<desk::RowKey> raise(std::string source,
                             alarm::Severity severity = alarm::Severity::critical,
                             std::string condition = "linkDown") {
    return desks.act(hubei, alarm::Command(alarm::Raise{.source_name = std::move(source),
                                                        .condition = std::move(condition),
                                                        .severity = severity}));
  }
  Result<desk::RowKey> clear(std::string source, std::string condition = "linkDown") {
    return desks.act(hubei, alarm::Command(alarm::ReportClear{.source_name = std::move(source),
                                                              .condition = std::move(condition)}));
  }
  site::Health health(const std::string& id) {
    const auto& standing = see<site::State>().standing;
    const auto found = standing.find(id);
    return found == standing.end() ? site::Health::normal : found->second.health;
  }
  const incident::Page& incident(uint64_t serial) {
    return see<incident::View>().pages.at({hubei.value, serial});
  }
  const order::Order& order(uint64_t serial) {
    return see<order::State>().orders.at({hubei.value, serial});
  }

  LocalDesks desks;
};

}  // namespace lifeline::tests
