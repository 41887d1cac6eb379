// SPDX-License-Identifier: Apache-2.0
// The words of a report in its two languages. A sentence is a template:
//
//   "{sites_hit|One key site was|# key sites were} hit."     the figure's value chooses the form
//   "由{$unit}…"                                             a name of the report
//
// In a form # is the number, which becomes a link. A form without # is words alone. A sentence is
// written if its condition holds: "figure" is above zero, "!figure" is zero, "" always.
#pragma once

#include <span>
#include <string_view>

#include "command/report/model.h"

namespace lifeline::reports {

struct Sentence {
  std::string_view condition;
  std::string_view text;
};

/// A paragraph: sentences under a heading.
struct Passage {
  std::string_view heading;
  std::span<const Sentence> sentences;
};

struct Word {
  std::string_view key;
  std::string_view text;
};

std::span<const Passage> passages(report::Language language);
std::span<const Word> words(report::Language language);

namespace zh {
std::span<const Passage> passages();
std::span<const Word> words();
}  // namespace zh
namespace en {
std::span<const Passage> passages();
std::span<const Word> words();
}  // namespace en

/// The word of the key; the key itself when there is none.
std::string_view word(report::Language language, std::string_view key);

}  // namespace lifeline::reports
