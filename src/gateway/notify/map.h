// SPDX-License-Identifier: Apache-2.0
// From what happened to orders and reports to what is told of it: the one place that knows both.
//
// A channel, and a person whom an order names, is told of what stands in the journal of its own
// desk, so that no event is told to it twice: an order of headquarters reaches a province's
// channels when the province has received it. A released report is told on its own desk, to the
// channels of its unit and of those above it.
#pragma once

#include <string>
#include <vector>

#include "desk/noun.h"
#include "gateway/notify/told.h"
#include "journal/journal.h"

namespace lifeline::notify {

/// The nouns whose events are told of.
extern const uint64_t told_nouns;

struct Telling {
  const desk::Plan& plan;
  std::string public_url;     // of the console, "" for none
  bool tells_people = false;  // by e-mail, those whom an order names
};

/// Notices of a batch of the desk whose nouns these are, current or later than it. Errors: those of
/// desk::read_record.
Result<std::vector<Draft>> drafts_of(const journal::Batch& batch, const desk::Nouns& nouns,
                                     const Telling& how);

/// A notice that says only that the channel works.
Draft test_draft(const notice::Channel& channel, const std::string& key, Instant at,
                 const std::string& public_url);

}  // namespace lifeline::notify
