// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/apis.h"

#include "gateway/tmf/alarm.h"
#include "gateway/tmf/api.h"
#include "gateway/tmf/event.h"
#include "gateway/tmf/geographic_site.h"
#include "gateway/tmf/inventory.h"
#include "gateway/tmf/trouble_ticket.h"
#include "gateway/tmf/work_order.h"

namespace lifeline::tmf {

Resources apis(const door::SourceDirectory& sources) {
  return {trouble_ticket(),
          work_order(),
          alarm_resource(alarm_management(), sources),
          alarm_resource(alarm_api(), sources),
          inventory(),
          geographic_site()};
}

desk::Routes api_routes(const Resources& apis, journal::Journal& journal, Hub& hub,
                        const AllowedCallbacks& allowed) {
  desk::Routes all;
  const auto add = [&](desk::Routes routes) {
    for (auto& route : routes) all.push_back(std::move(route));
  };
  for (const auto& api : apis)
    for (auto resource = api; resource; resource = resource->told_beside) add(routes(resource));
  for (const auto& api : apis) add(hub_routes(api, hub_of(*api), hub, allowed));
  const Topics topics = topics_of(apis);
  add(event_routes(topics, journal));
  for (const auto& [id, resource] : topics) add(hub_routes(resource, topic_hub(id), hub, allowed));
  return all;
}

}  // namespace lifeline::tmf
