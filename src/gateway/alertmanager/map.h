// SPDX-License-Identifier: Apache-2.0
// Alerts of Prometheus → alarms.
//
//   the first of source_labels that names a known element,
//   else the first that is there, else alertname          source_name
//   alertname                                             condition
//   all other labels, "instance=a:9100,severity=error"    interface
//   severity                                              perceived severity (door/severity.h)
//   summary, description or message; then all labels and
//   annotations as JSON, as far as there is room          additional text
//   startsAt                                              reported_at
//
// The interface tells alerts apart that differ in any label; one that is too long ends in a digest
// of all of it. What stands as JSON is read again when the server starts.
#pragma once

#include <optional>
#include <string>

#include "gateway/alertmanager/wire.h"
#include "gateway/door/directory.h"
#include "network/alarm/model.h"

namespace lifeline::alertmanager {

/// An alarm's identity.
struct Identity {
  std::string source;
  std::string condition;
  std::string interface;

  friend bool operator==(const Identity&, const Identity&) = default;
};
Identity identity_of(const Labels& labels, const door::SourceDirectory::Look& look);

alarm::Severity severity_of(const Labels& labels);
std::string additional_text(const Posted& alert);

/// The labels, annotations and generator that an additional text holds, if it is one of ours.
std::optional<Posted> posted_of(std::string_view additional_text);

}  // namespace lifeline::alertmanager
