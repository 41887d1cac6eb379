// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/severity.h"

#include "base/check.h"
#include "base/text.h"

namespace lifeline::door {
namespace {

template <class Holds>
std::optional<alarm::Severity> first_where(Holds holds) {
  for (const SeverityWords& words : severity_words)
    if (holds(words)) return words.severity;
  return std::nullopt;
}

}  // namespace

const SeverityWords& words_of(alarm::Severity severity) {
  for (const SeverityWords& words : severity_words)
    if (words.severity == severity) return words;
  LIFELINE_CHECK(false, "every severity must have its words");
  return severity_words.back();
}

std::optional<alarm::Severity> severity_of_x733(std::string_view word) {
  const std::string lower = lowercase(word);
  return first_where([&](const SeverityWords& words) { return words.x733 == lower; });
}

std::optional<alarm::Severity> severity_of_label(std::string_view word) {
  const std::string lower = lowercase(word);
  const auto found = first_where([&](const SeverityWords& words) { return words.label == lower; });
  return found ? found : severity_of_x733(word);
}

std::optional<alarm::Severity> severity_of_omc(int number) {
  return first_where([&](const SeverityWords& words) { return number > 0 && words.omc == number; });
}

std::optional<alarm::Severity> severity_of_itu(int number) {
  return first_where([&](const SeverityWords& words) { return words.itu == number; });
}

alarm::Severity severity_of_syslog(int number) {
  if (number == 0) return alarm::Severity::critical;
  return first_where([&](const SeverityWords& words) { return words.syslog == number; })
      .value_or(alarm::Severity::indeterminate);
}

}  // namespace lifeline::door
