// SPDX-License-Identifier: Apache-2.0
#include "command/attachment/api.h"

#include "command/attachment/view.h"
#include "desk/listing.h"

namespace lifeline::attachment {
namespace {

// Each from the desk that keeps it; a photo that two desks keep is listed by both.
struct AttachmentList {
  using Row = attachment::Row;
  static constexpr std::string_view sort = "-at";
  static constexpr bool lasting = false;

  template <class Show>
  static void each(const desk::Nouns& nouns, const desk::Actor& caller, Show show) {
    for (const auto& [id, kept] : nouns.get<State>().attachments)
      if (kept.here && is_seen_by(kept, caller, nouns)) show(row_of(id, kept));
  }
};

}  // namespace

desk::Routes routes() {
  desk::Routes routes;
  routes.push_back(desk::list_route<AttachmentList>("/api/v1/attachments", "list_attachments",
                                                    "attachment", "Evidence photos"));
  return routes;
}

}  // namespace lifeline::attachment
