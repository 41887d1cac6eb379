// SPDX-License-Identifier: Apache-2.0
#include "app/modules.h"

#include "app/crew_orders.h"
#include "command/account/view.h"
#include "command/attachment/view.h"
#include "command/crew/view.h"
#include "command/dispatch/view.h"
#include "command/incident/view.h"
#include "command/job/view.h"
#include "command/notice/view.h"
#include "command/order/view.h"
#include "command/order_template/view.h"
#include "command/person/view.h"
#include "command/report/view.h"
#include "command/roster/view.h"
#include "command/subscription/view.h"
#include "command/team/view.h"
#include "command/ticket/view.h"
#include "command/unit/view.h"
#include "command/vehicle/view.h"
#include "network/alarm/view.h"
#include "network/alarm_task/view.h"
#include "network/cause/view.h"
#include "network/element/view.h"
#include "network/feed/view.h"
#include "network/mapping/view.h"
#include "network/outage/view.h"
#include "network/performance/view.h"
#include "network/planned_work/view.h"
#include "network/scenario/view.h"
#include "network/silence/view.h"
#include "network/site/view.h"
#include "network/source/view.h"

namespace lifeline::app {

std::vector<std::unique_ptr<desk::Module>> make_modules(const incident::Settings& settings) {
  std::vector<std::unique_ptr<desk::Module>> modules;
  modules.push_back(unit::make_module());
  modules.push_back(account::make_module());
  modules.push_back(incident::make_module(settings));
  modules.push_back(make_order_module());
  modules.push_back(person::make_module());
  modules.push_back(roster::make_module());
  modules.push_back(attachment::make_module());
  modules.push_back(order_template::make_module());
  modules.push_back(team::make_module());
  modules.push_back(vehicle::make_module());
  modules.push_back(crew::make_module());
  modules.push_back(notice::make_module());
  modules.push_back(ticket::make_module());
  modules.push_back(subscription::make_module());
  modules.push_back(report::make_module());
  modules.push_back(job::make_module());
  modules.push_back(dispatch::make_module());
  modules.push_back(element::make_module());
  modules.push_back(site::make_module());
  modules.push_back(alarm::make_module());
  modules.push_back(alarm_task::make_module());
  modules.push_back(source::make_module());
  modules.push_back(feed::make_module());
  modules.push_back(planned_work::make_module());
  modules.push_back(scenario::make_module());
  modules.push_back(outage::make_module());
  modules.push_back(performance::make_module());
  modules.push_back(cause::make_module());
  modules.push_back(silence::make_module());
  modules.push_back(mapping::make_module());
  return modules;
}

std::unique_ptr<desk::Desk> make_desk(UnitCode id, const desk::Plan& plan,
                                      const incident::Settings& settings) {
  return std::make_unique<desk::Desk>(id, plan, make_modules(settings));
}

}  // namespace lifeline::app
