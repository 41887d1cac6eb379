// SPDX-License-Identifier: Apache-2.0
// What a desk's journal tells of work orders, and of the tasks that cancel them: one notice of a
// kind for each that a batch changed. One made in the batch has only its Create, one withdrawn only
// its Delete. Steps that leave the standard's state as it was are changes of attributes: another
// crew, an arrival, another unit that acknowledged. An order is told of by the desk that owns it,
// and only of what its work order shows: not that it was delivered, read or looked after.
#pragma once

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

/// With the state right after the batch.
void tell_of_work_orders(const journal::Batch& batch, const desk::Nouns& nouns,
                         std::vector<Notice>& out);
void tell_of_cancellations(const journal::Batch& batch, const desk::Nouns& nouns,
                           std::vector<Notice>& out);

}  // namespace lifeline::tmf
