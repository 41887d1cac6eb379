// SPDX-License-Identifier: Apache-2.0
#include "app/routes.h"

#include "app/crew_orders.h"
#include "app/duty_api.h"
#include "command/attachment/api.h"
#include "command/crew/api.h"
#include "command/crew/import.h"
#include "command/dispatch/api.h"
#include "command/incident/api.h"
#include "command/job/api.h"
#include "command/order/api.h"
#include "command/order_template/api.h"
#include "command/person/api.h"
#include "command/person/import.h"
#include "command/roster/api.h"
#include "command/team/api.h"
#include "command/team/import.h"
#include "command/unit/api.h"
#include "command/unit/import.h"
#include "command/vehicle/api.h"
#include "command/vehicle/import.h"
#include "network/alarm/api.h"
#include "network/cause/api.h"
#include "network/cause/import.h"
#include "network/element/api.h"
#include "network/element/import.h"
#include "network/feed/api.h"
#include "network/outage/api.h"
#include "network/performance/api.h"
#include "network/planned_work/api.h"
#include "network/scenario/api.h"
#include "network/site/api.h"
#include "network/site/import.h"
#include "network/source/api.h"
#include "network/topology/api.h"

namespace lifeline::app {

desk::Routes all_routes(const door::SourceDirectory& sources, ves::Counters& counters,
                        performance::Take take) {
  desk::Routes all;
  for (desk::Routes part : {unit::routes(),
                            incident::routes(),
                            order::routes(),
                            person::routes(),
                            roster::routes(),
                            attachment::routes(),
                            order_template::routes(),
                            team::routes(),
                            vehicle::routes(),
                            crew::routes(),
                            job::routes(),
                            crew_order_routes(),
                            dispatch::routes(),
                            site::routes(),
                            element::routes(),
                            alarm::routes(),
                            source::routes(),
                            feed::routes(),
                            planned_work::routes(),
                            scenario::routes(),
                            outage::routes(),
                            topology::routes(),
                            performance::routes(),
                            cause::routes(),
                            duty_routes(),
                            ves::routes(sources, counters, std::move(take))})
    for (desk::Route& route : part) all.push_back(std::move(route));
  all.push_back(unit::import_route());
  all.push_back(person::import_route());
  all.push_back(team::import_route());
  all.push_back(team::members_import_route());
  all.push_back(vehicle::import_route());
  all.push_back(crew::import_route());
  all.push_back(element::import_route());
  all.push_back(site::import_route());
  all.push_back(cause::import_route());
  return all;
}

}  // namespace lifeline::app
