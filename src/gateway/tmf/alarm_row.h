// SPDX-License-Identifier: Apache-2.0
// An alarm as a TMF642 row: its attributes with how each is written, and who may see it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gateway/tmf/rows.h"
#include "network/alarm_task/view.h"

namespace lifeline::tmf::alarm_rows {

inline constexpr const char* alarm_path = "/tmf-api/alarmManagement/v4/alarm/";

const alarm::Row& of(const Row& row);
/// What is kept of it as posted; null: nothing is.
const alarm_task::Kept* kept_of(const Row& row);

std::vector<Attribute> attributes();
void write_kept(const Row& row, std::string_view name, std::string& out);

void each(const desk::Nouns& nouns, const desk::Actor& caller, const Show& show);
bool find(const desk::Nouns& nouns, std::string_view id, const Show& show);
bool sees(const Row& row, const desk::Actor& caller);
bool is_gone(const Row& row);

/// A reference to an alarm.
void add_alarm(Items& items, const std::string& id);

}  // namespace lifeline::tmf::alarm_rows
