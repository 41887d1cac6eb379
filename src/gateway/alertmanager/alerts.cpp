// SPDX-License-Identifier: Apache-2.0
#include "gateway/alertmanager/alerts.h"

#include <algorithm>

#include <xxhash.h>

#include "base/limits.h"

namespace lifeline::alertmanager {
namespace {

constexpr std::string_view origin = "alertmanager";
// As long as Prometheus goes on telling of what is over.
constexpr int64_t resolved_kept_s = 30 * 60;

bool is_firing(const Alert& alert, Instant now) { return alert.posted.ends_at > now; }

uint64_t delivery_of(const Alert& alert) {
  const uint64_t parts[] = {alert.fingerprint, static_cast<uint64_t>(alert.posted.starts_at.us)};
  return std::max<uint64_t>(XXH3_64bits(parts, sizeof parts), 1);
}

// Alertmanager's own rules for what is not said.
void complete(Posted& posted, const Lasts& lasts) {
  const bool is_over = posted.is_resolved || (posted.ends_at && posted.ends_at <= lasts.now);
  if (!posted.starts_at) posted.starts_at = is_over && posted.ends_at ? posted.ends_at : lasts.now;
  if (posted.is_resolved)
    posted.ends_at = posted.ends_at ? std::min(posted.ends_at, lasts.now) : lasts.now;
  else if (lasts.is_webhook)
    posted.ends_at = never;
  else if (!posted.ends_at)
    posted.ends_at = seconds_after(lasts.now, lasts.resolve_timeout_s);
}

alarm::Command command_of(const Alert& alert, Instant now) {
  if (!is_firing(alert, now))
    return alarm::ReportClear{.source_name = alert.identity.source,
                              .condition = alert.identity.condition,
                              .interface = alert.identity.interface,
                              .reported_at = alert.posted.ends_at,
                              .origin = std::string(origin)};
  return alarm::Raise{.source_name = alert.identity.source,
                      .condition = alert.identity.condition,
                      .interface = alert.identity.interface,
                      .severity = severity_of(alert.posted.labels),
                      .event_type = {},
                      .specific_problem = {},
                      .additional_text = additional_text(alert.posted),
                      .reported_at = alert.posted.starts_at,
                      .delivery = delivery_of(alert),
                      .origin = std::string(origin)};
}

}  // namespace

Alerts::Known Alerts::find(uint64_t fingerprint, const Labels& labels) const {
  const auto [first, last] = known_.equal_range(fingerprint);
  for (auto at = first; at != last; ++at)
    if (at->second->posted.labels == labels) return at->second;
  return nullptr;
}

Alerts::Known Alerts::add(Posted posted, Identity identity, Instant now) {
  const auto alert = std::make_shared<Alert>();
  alert->fingerprint = fingerprint_of(posted.labels);
  alert->posted = std::move(posted);
  alert->identity = std::move(identity);
  alert->updated_at = now;
  known_.emplace(alert->fingerprint, alert);
  deadlines_.push({.at = alert->posted.ends_at, .alert = alert});
  return alert;
}

void Alerts::change(const Known& alert, Instant now, Change& out) {
  alert->is_raised = is_firing(*alert, now);
  alert->is_durable = false;
  out.commands.push_back(command_of(*alert, now));
  out.versions.emplace_back(alert, ++alert->version);
}

// The same alert again. While it fires it began when it was first told of.
void Alerts::renew(const Known& alert, Posted posted, Instant now) {
  Posted& kept = alert->posted;
  if (kept.ends_at > now && posted.ends_at > now)
    posted.starts_at = std::min(kept.starts_at, posted.starts_at);
  const bool ends_sooner = posted.ends_at < kept.ends_at;
  kept.annotations = std::move(posted.annotations);
  kept.generator = std::move(posted.generator);
  kept.starts_at = posted.starts_at;
  kept.ends_at = posted.ends_at;
  alert->updated_at = now;
  if (ends_sooner) deadlines_.push({.at = kept.ends_at, .alert = alert});
}

Change Alerts::take(std::vector<Posted> posted, const Lasts& lasts) {
  Change out;
  const door::SourceDirectory::Look look(directory_);
  const std::lock_guard lock(mutex_);
  for (Posted& one : posted) {
    complete(one, lasts);
    const bool fires = one.ends_at > lasts.now;
    Known alert = find(fingerprint_of(one.labels), one.labels);
    const bool is_new = alert == nullptr;
    if (is_new && known_.size() >= limits::alertmanager_kept_max) {
      ++out.refused;
      continue;
    }
    if (is_new) {
      Identity identity = identity_of(one.labels, look);
      alert = add(std::move(one), std::move(identity), lasts.now);
    } else {
      renew(alert, std::move(one), lasts.now);
    }
    if (is_new || alert->is_raised != fires || !alert->is_durable) change(alert, lasts.now, out);
  }
  return out;
}

Change Alerts::expire(Instant now) {
  Change out;
  const std::lock_guard lock(mutex_);
  while (!deadlines_.empty() && deadlines_.top().at <= now) {
    const Known alert = deadlines_.top().alert;
    deadlines_.pop();
    if (alert->is_forgotten) continue;
    const Instant ends_at = alert->posted.ends_at;
    if (ends_at > now) {
      deadlines_.push({.at = ends_at, .alert = alert});
      continue;
    }
    if (alert->is_raised) change(alert, now, out);
    const Instant forgotten_at = seconds_after(ends_at, resolved_kept_s);
    if (forgotten_at > now) {
      deadlines_.push({.at = forgotten_at, .alert = alert});
      continue;
    }
    const auto [first, last] = known_.equal_range(alert->fingerprint);
    const auto place = std::find_if(first, last, [&](const auto& e) { return e.second == alert; });
    alert->is_forgotten = true;
    known_.erase(place);
  }
  return out;
}

void Alerts::settle(const Change& change) {
  const std::lock_guard lock(mutex_);
  for (const auto& [alert, version] : change.versions)
    if (alert->version == version) alert->is_durable = true;
}

void Alerts::take_over(Posted posted, Identity identity, Instant ends_at) {
  const std::lock_guard lock(mutex_);
  if (find(fingerprint_of(posted.labels), posted.labels)) return;
  posted.ends_at = ends_at;
  const Instant began = posted.starts_at;
  const Known alert = add(std::move(posted), std::move(identity), began);
  alert->is_raised = alert->is_durable = true;
}

void Alerts::each(Instant now, const std::function<void(const Alert&)>& show) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [fingerprint, alert] : known_)
    if (is_firing(*alert, now)) show(*alert);
}

size_t Alerts::size() const {
  const std::lock_guard lock(mutex_);
  return known_.size();
}

}  // namespace lifeline::alertmanager
