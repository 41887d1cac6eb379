// SPDX-License-Identifier: Apache-2.0
// What a desk's journal tells of trouble tickets: one notice of a kind for each ticket that a batch
// changed. A ticket made in the batch has only its Create, one withdrawn only its Delete; the
// alarms behind a root are counted, not told one by one.
#pragma once

#include "command/order/view.h"
#include "command/ticket/view.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

inline constexpr const char* trouble_ticket_api = "/tmf-api/troubleTicket/v4";
inline constexpr uint64_t told_nouns_of_tickets =
    incident::Noun::bit | ticket::Noun::bit | order::Noun::bit;

/// With the state right after the batch.
void tell_of_tickets(const journal::Batch& batch, const desk::Nouns& nouns,
                     std::vector<Notice>& out);

}  // namespace lifeline::tmf
