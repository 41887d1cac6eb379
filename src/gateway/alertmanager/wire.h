// SPDX-License-Identifier: Apache-2.0
// What Prometheus, Grafana and amtool post, and what they are answered: Alertmanager's API v2, and
// the body of its webhook, version 4.
//
//   [{"labels": {…}, "annotations": {…}, "startsAt": "…", "endsAt": "…", "generatorURL": "…"}]
//   {"version": "4", "alerts": [{"status": "firing" | "resolved", "labels": {…}, …}]}
//   {"id": "…", "matchers": [{"name", "value", "isRegex", "isEqual"}], "startsAt", "endsAt", …}
//
// A time before 1970, such as year 1, is no time. Members that are not known are passed over.
// Limits: alertmanager_alerts_max, alertmanager_labels_max.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "gateway/alertmanager/labels.h"
#include "network/silence/model.h"

namespace lifeline::alertmanager {

struct Posted {
  Labels labels;
  Labels annotations;
  Instant starts_at;
  Instant ends_at;  // zero: not said
  std::string generator;
  bool is_resolved = false;  // a webhook says so
};

/// Alerts that are sound; what is wrong with the others is told of the first. An alert that is
/// wrong refuses itself only, as Alertmanager has it.
struct Read {
  std::vector<Posted> alerts;
  size_t refused = 0;
  Error first;
};

/// Errors: body_must_be_json, body_must_be_an_array, alerts_must_be_fewer,
/// webhook_must_be_of_version_4.
Result<Read> read_alerts(std::string_view body);
Result<Read> read_webhook(std::string_view body);
std::string print_alerts(const std::vector<Posted>& alerts);

Result<silence::Put> read_silence(std::string_view body);

void append_labels(std::string& out, const Labels& labels);
/// An object of texts. Errors: labels_must_be_texts.
Result<Labels> read_labels(std::string_view json);
void append_silence(std::string& out, const std::string& id, const silence::Silence& silence,
                    Instant now);

}  // namespace lifeline::alertmanager
