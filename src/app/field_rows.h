// SPDX-License-Identifier: Apache-2.0
// What changed of the field, for live streams: jobs, proposals and plans, closed roads, crews and
// vehicles. A crew's row goes out without its phone, which not everybody sees whole.
#pragma once

#include "app/live_rows.h"

namespace lifeline::app {

inline constexpr size_t field_rows_max = 200;  // of one list in one message

void add_field_rows(const desk::Touched& touched, const desk::Nouns& nouns, UnitCode desk,
                    LiveRows& rows);

}  // namespace lifeline::app
