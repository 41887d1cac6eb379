// SPDX-License-Identifier: Apache-2.0
// The deciders of an order by who decides: issue.cpp what an issuer does, superior.cpp what
// deadlines and superiors do, decide.cpp what recipients answer; and what all of them ask.
#pragma once

#include "command/order/model.h"

namespace lifeline::order {

using Events = std::vector<Event>;

inline constexpr int64_t within_s_max = 90 * 24 * 3600;  // of any deadline

/// Errors: order_must_exist, order_must_not_be_recalled.
Result<const Order*> must_be_open(const State& state, OrderId id);
/// Errors: text_must_be_short.
Result<void> must_be_short(const std::string& text, std::string_view field);
/// Errors: reason_must_be_given, text_must_be_short.
Result<void> must_have_reason(const std::string& reason);
/// "420106", "420106/HB-17": as a refusal names it.
std::string to_text(const Who& who);

/// Whom an order goes to: known, below the issuer, each once. `field` is where they were given.
/// Errors: unit_must_be_known, person_must_be_known, roster_must_be_known, level_must_be_below,
/// recipient_must_be_below_the_issuer, recipients_must_be_given, recipients_must_be_fewer.
struct Addressees {
  std::vector<UnitCode> units;
  std::vector<Who> people;
};
Result<Addressees> addressees_of(const Issue& c, UnitCode issuer, const desk::Context& at);
/// One of them, its unit filled in where only the person is named.
Result<Who> must_be_addressable(Who who, const std::string& field, UnitCode issuer,
                                const desk::Context& at);
/// Errors: substitutes_must_end, substitute_must_be_another, substitutes_must_be_fewer.
Result<void> must_end(const std::vector<Substitute>& substitutes);

Result<Events> decide(const State& state, const Issue& c, const desk::Context& at);
Result<Events> decide(const State& state, const Receive& c, const desk::Context& at);
Result<Events> decide(const State& state, const PassDown& c, const desk::Context& at);
Result<Events> decide(const State& state, const Amend& c, const desk::Context& at);
Result<Events> decide(const State& state, const Revise& c, const desk::Context& at);

Result<Events> decide(const State& state, const Recall& c, const desk::Context& at);
Result<Events> decide(const State& state, const Escalate& c, const desk::Context& at);
Result<Events> decide(const State& state, const JudgeQuorum& c, const desk::Context& at);
Result<Events> decide(const State& state, const HandOn& c, const desk::Context& at);
Result<Events> decide(const State& state, const Supervise& c, const desk::Context& at);
Result<Events> decide(const State& state, const HandBack& c, const desk::Context& at);

}  // namespace lifeline::order
