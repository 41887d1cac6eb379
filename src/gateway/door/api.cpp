// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/api.h"

#include "desk/listing.h"

namespace lifeline::door {
namespace {

desk::Response list(const Doors& doors, const desk::Request& request) {
  const desk::listing::RowType& row = desk::listing::row_type<DoorRow>();
  const auto selection = desk::listing::select(request, row, "name");
  if (!selection) return desk::problem(selection.error());
  desk::listing::Best best(*selection, selection->offset + selection->limit);
  for (DoorRow& door : doors.rows()) {
    if (!best.admits(&door)) continue;
    const auto kept = std::make_shared<DoorRow>(std::move(door));
    best.keep({.row = kept.get(), .owner = kept});
  }
  std::vector<desk::listing::Part> parts(1);
  parts[0].rows = best.take();
  parts[0].total = best.admitted();
  return desk::listing::page_of(*selection, std::move(parts), "doors");
}

}  // namespace

desk::Routes routes(const Doors& doors) {
  return {{.method = "GET",
           .path = "/api/v1/doors",
           .operation = "list_doors",
           .tag = "door",
           .summary = "Lists the doors that alarms come in by, with what they refused",
           .role = desk::Role::viewer,
           .handler = [&doors](auto request, auto&, auto reply) { reply(list(doors, *request)); },
           .parameters = desk::listing::parameters_of(desk::listing::row_type<DoorRow>()),
           .answer_schema = json_schema<std::vector<DoorRow>>()}};
}

}  // namespace lifeline::door
