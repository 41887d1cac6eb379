// SPDX-License-Identifier: Apache-2.0
// Orders as rows of TMF697's workOrder, under "order-" and their own id, each from the desk that
// issued it. An order keeps nothing of what was posted but what it means: what it has no room for
// is refused by name. Its recipients are its items; who sees the order sees of them what the
// order's own page shows.
// Limits: 100 recipients and 100 orders below it are shown.
#pragma once

#include "command/order/view.h"
#include "gateway/tmf/rows.h"
#include "gateway/tmf/work_order.h"

namespace lifeline::tmf::order_rows {

inline constexpr std::string_view id_begins = "order-";
inline constexpr const char* category = "order";

std::string text_of(order::OrderId id);
/// Nothing for what is no such id.
std::optional<order::OrderId> id_of(std::string_view text);
/// Where an order stands in the standard's words.
std::string_view state_word(order::Standing standing);

/// Those within the caller's reach.
void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show);
void each_cancelled(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show);
bool find(const desk::Nouns& nouns, std::string_view text, const Show& show);
bool sees(const Row& row, const desk::Actor& caller);
std::optional<UnitCode> desk_of(const desk::Plan& plan, std::string_view text);

/// Appends the value of an attribute; nothing where the order has none.
void write(const Row& row, std::string_view name, std::string& out);
std::optional<Cancellation> cancellation_of(const Row& row);

/// Errors: field_must_be_known, unit_must_be_known, incident_must_be_known.
Result<Made> create(const Posted& posted);
/// Errors: state_must_be_told_by_recipients, attribute_must_be_changeable, attribute_must_be_given.
Result<Made> change(const Posted& posted);
/// Errors: work_order_must_be_a_job.
Result<Made> remove(const Posted& posted);
/// By a task that names the order.
Result<Made> cancel(const Posted& task, std::string_view text, const std::string& why);

}  // namespace lifeline::tmf::order_rows
