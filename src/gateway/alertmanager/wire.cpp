// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/wire.h"

#include "base/json_read.h"
#include "base/json_write.h"
#include "base/limits.h"

namespace lifeline::alertmanager {
namespace {

std::string_view text_at(Json json, std::string_view name) {
  const auto member = json.at(name);
  return member ? member->text() : std::string_view();
}

Result<Labels> labels_at(Json json, std::string_view name) {
  Labels labels;
  const auto member = json.at(name);
  if (!member || member->kind() == JsonKind::null) return labels;
  if (!member->is_object()) return invalid("labels_must_be_texts", name);
  bool are_texts = true;
  auto visit = [&](std::string_view key, Json value) {
    are_texts = are_texts && value.is_text();
    labels.emplace_back(std::string(key), std::string(value.text()));
    return are_texts;
  };
  member->each_member(visit);
  if (!are_texts) return invalid("labels_must_be_texts", name);
  return labels;
}

Result<Instant> time_at(Json json, std::string_view name) {
  const auto member = json.at(name);
  if (!member || member->kind() == JsonKind::null) return Instant();
  const auto time = parse_rfc3339(member->text());
  if (!member->is_text() || !time) return invalid("time_must_be_well_formed", name);
  return time->us > 0 ? *time : Instant();
}

Result<Posted> read_alert(Json json) {
  if (!json.is_object()) return invalid("alert_must_be_an_object");
  Posted alert;
  auto labels = labels_at(json, "labels");
  if (!labels) return tl::unexpected(labels.error());
  alert.labels = std::move(*labels);
  if (auto sound = set_in_order(alert.labels); !sound) return tl::unexpected(sound.error());
  auto annotations = labels_at(json, "annotations");
  if (!annotations) return tl::unexpected(annotations.error());
  alert.annotations = std::move(*annotations);
  if (!alert.annotations.empty()) {
    const auto sound = set_in_order(alert.annotations);
    if (!sound && !alert.annotations.empty()) return tl::unexpected(sound.error());
  }
  const auto starts_at = time_at(json, "startsAt"), ends_at = time_at(json, "endsAt");
  if (!starts_at) return tl::unexpected(starts_at.error());
  if (!ends_at) return tl::unexpected(ends_at.error());
  if (*starts_at && *ends_at && *ends_at < *starts_at)
    return invalid("end_must_be_after_start", "endsAt");
  alert.starts_at = *starts_at;
  alert.ends_at = *ends_at;
  alert.generator = text_at(json, "generatorURL");
  if (alert.generator.size() > limits::text_bytes_max)
    return invalid("text_must_be_short", "generatorURL");
  return alert;
}

void add(Read& read, Result<Posted> alert) {
  if (alert) return void(read.alerts.push_back(std::move(*alert)));
  if (read.refused++ == 0) read.first = alert.error();
}

void append_time(std::string& out, std::string_view name, Instant time) {
  out.append(",\"").append(name).append("\":\"");
  append_rfc3339(out, time);
  out += '"';
}

}  // namespace

Result<Read> read_alerts(std::string_view body) {
  JsonDocument document;
  const auto json = document.parse(body);
  if (!json) return tl::unexpected(json.error());
  if (!json->is_array()) return invalid("body_must_be_an_array");
  if (json->size() > limits::alertmanager_alerts_max) return invalid("alerts_must_be_fewer");
  Read read;
  read.alerts.reserve(json->size());
  auto visit = [&](Json item) {
    add(read, read_alert(item));
    return true;
  };
  json->each(visit);
  return read;
}

Result<Read> read_webhook(std::string_view body) {
  JsonDocument document;
  const auto json = document.parse(body);
  if (!json) return tl::unexpected(json.error());
  const auto alerts = json->at("alerts");
  if (text_at(*json, "version") != "4" || !alerts || !alerts->is_array())
    return invalid("webhook_must_be_of_version_4", "version");
  if (alerts->size() > limits::alertmanager_alerts_max)
    return invalid("alerts_must_be_fewer", "alerts");
  Read read;
  auto visit = [&](Json item) {
    auto alert = read_alert(item);
    const std::string_view status = text_at(item, "status");
    if (alert && status != "firing" && status != "resolved")
      alert = invalid("status_must_be_known", "status");
    if (alert) alert->is_resolved = status == "resolved";
    add(read, std::move(alert));
    return true;
  };
  alerts->each(visit);
  return read;
}

std::string print_alerts(const std::vector<Posted>& alerts) {
  std::string out = "[";
  for (const Posted& alert : alerts) {
    if (out.size() > 1) out += ',';
    out += "{\"labels\":";
    append_labels(out, alert.labels);
    out += ",\"annotations\":";
    append_labels(out, alert.annotations);
    if (alert.starts_at) append_time(out, "startsAt", alert.starts_at);
    if (alert.ends_at) append_time(out, "endsAt", alert.ends_at);
    out += ",\"generatorURL\":";
    append_json_text(out, alert.generator);
    out += '}';
  }
  return out + ']';
}

Result<silence::Put> read_silence(std::string_view body) {
  JsonDocument document;
  const auto json = document.parse(body);
  if (!json) return tl::unexpected(json.error());
  const auto matchers = json->at("matchers");
  if (!matchers || !matchers->is_array()) return invalid("matchers_must_be_given", "matchers");
  silence::Put put;
  auto visit = [&](Json item) {
    const auto is_regex = item.at("isRegex"), is_equal = item.at("isEqual");
    put.matchers.push_back(
        {.name = std::string(text_at(item, "name")),
         .value = std::string(text_at(item, "value")),
         .is_regex = is_regex && is_regex->boolean(),
         .is_equal = !is_equal || is_equal->kind() != JsonKind::boolean || is_equal->boolean()});
    return put.matchers.size() <= limits::silence_matchers_max;
  };
  matchers->each(visit);
  const auto starts_at = time_at(*json, "startsAt"), ends_at = time_at(*json, "endsAt");
  if (!starts_at) return tl::unexpected(starts_at.error());
  if (!ends_at) return tl::unexpected(ends_at.error());
  put.id = text_at(*json, "id");
  put.starts_at = *starts_at;
  put.ends_at = *ends_at;
  put.created_by = text_at(*json, "createdBy");
  put.comment = text_at(*json, "comment");
  return put;
}

void append_labels(std::string& out, const Labels& labels) {
  out += '{';
  for (const auto& [name, value] : labels) {
    if (out.back() != '{') out += ',';
    append_json_text(out, name);
    out += ':';
    append_json_text(out, value);
  }
  out += '}';
}

Result<Labels> read_labels(std::string_view json) {
  JsonDocument document;
  const auto parsed = document.parse("{\"labels\":" + std::string(json) + "}");
  if (!parsed) return tl::unexpected(parsed.error());
  return labels_at(*parsed, "labels");
}

void append_silence(std::string& out, const std::string& id, const silence::Silence& silence,
                    Instant now) {
  out += "{\"id\":";
  append_json_text(out, id);
  out.append(",\"status\":{\"state\":\"")
      .append(enum_text(silence::phase_of(silence, now)))
      .append("\"},\"matchers\":[");
  for (const silence::Matcher& matcher : silence.matchers) {
    if (out.back() != '[') out += ',';
    out += "{\"name\":";
    append_json_text(out, matcher.name);
    out += ",\"value\":";
    append_json_text(out, matcher.value);
    out += matcher.is_regex ? ",\"isRegex\":true" : ",\"isRegex\":false";
    out += matcher.is_equal ? ",\"isEqual\":true}" : ",\"isEqual\":false}";
  }
  out += "],\"annotations\":{}";
  append_time(out, "startsAt", silence.starts_at);
  append_time(out, "endsAt", silence.ends_at);
  append_time(out, "updatedAt", silence.updated_at);
  out += ",\"createdBy\":";
  append_json_text(out, silence.created_by);
  out += ",\"comment\":";
  append_json_text(out, silence.comment);
  out += '}';
}

}  // namespace lifeline::alertmanager
