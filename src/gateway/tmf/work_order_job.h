// SPDX-License-Identifier: Apache-2.0
// Jobs as rows of TMF697's workOrder: a job keeps all that was posted of it.
#pragma once

#include "gateway/tmf/rows.h"
#include "gateway/tmf/work_order.h"

namespace lifeline::tmf::job_rows {

/// Those within the caller's reach.
void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show);
void each_cancelled(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show);
bool find(const desk::Nouns& nouns, std::string_view text, const Show& show);
bool sees(const Row& row, const desk::Actor& caller);
bool is_gone(const Row& row);
std::optional<UnitCode> desk_of(const desk::Plan& plan, std::string_view text);

/// Appends the value of an attribute; nothing where the job has none.
void write(const Row& row, std::string_view name, std::string& out);
const desk::Attributes& posted_of(const Row& row);
std::optional<Cancellation> cancellation_of(const Row& row);

Result<Made> create(const Posted& posted);
Result<Made> change(const Posted& posted);
Result<Made> remove(const Posted& posted);
/// By a task that names the job.
Result<Made> cancel(const Posted& task, std::string_view text, const std::string& why);

}  // namespace lifeline::tmf::job_rows
