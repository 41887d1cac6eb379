// SPDX-License-Identifier: Apache-2.0
// One scale of severities and its words at every door of alarms. The scale is perceived severity of
// X.733; "cleared" is a change of the same alarm, never an alarm.
//
//   X.733          3GPP, VES      OMC  Alertmanager  syslog (RFC 5674, 2)  IANA-ITU (RFC 3877)
//   cleared        CLEARED         -   resolved      5                     1
//   indeterminate  INDETERMINATE   -   none          5                     2
//   critical       CRITICAL        1   critical      1                     3
//   major          MAJOR           2   error         2                     4
//   minor          MINOR           3   warning       3                     5
//   warning        WARNING         4   info          4                     6
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "network/alarm/model.h"

namespace lifeline::door {

struct SeverityWords {
  alarm::Severity severity;
  std::string_view x733;   // lower case
  std::string_view label;  // the label "severity" of Prometheus, as people set it
  int omc;                 // origSeverity; 0: it has none
  int syslog;              // of a message's priority
  int itu;                 // ItuPerceivedSeverity
};
inline constexpr std::array<SeverityWords, 5> severity_words{{
    {alarm::Severity::critical, "critical", "critical", 1, 1, 3},
    {alarm::Severity::major, "major", "error", 2, 2, 4},
    {alarm::Severity::minor, "minor", "warning", 3, 3, 5},
    {alarm::Severity::warning, "warning", "info", 4, 4, 6},
    {alarm::Severity::indeterminate, "indeterminate", "none", 0, 5, 2},
}};

/// ItuPerceivedSeverity says so, and X.733 its word.
inline constexpr int itu_cleared = 1;
inline constexpr std::string_view x733_cleared = "cleared";

const SeverityWords& words_of(alarm::Severity severity);

/// Any letters' case; none for a word that the door does not know, "cleared" among them.
std::optional<alarm::Severity> severity_of_x733(std::string_view word);
/// The words of both conventions: "major" is one of X.733, "error" one of Prometheus; where they
/// differ ("warning") Prometheus' counts.
std::optional<alarm::Severity> severity_of_label(std::string_view word);
std::optional<alarm::Severity> severity_of_omc(int number);
std::optional<alarm::Severity> severity_of_itu(int number);
/// 0 (emergency) is critical too; what is less than a warning is indeterminate.
alarm::Severity severity_of_syslog(int number);

}  // namespace lifeline::door
