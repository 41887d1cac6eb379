// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/field_audit.h"

#include <algorithm>
#include <array>

#include "base/zone.h"
#include "command/job/count.h"
#include "desk/record.h"
#include "rehearsal/scenario.h"

namespace lifeline::rehearsal {
namespace {

enum Step { alarm, incident, order, job, proposed, offered, accepted, on_the_way, steps };
constexpr std::array<std::string_view, steps> names{"alarm",
                                                    "alarm to incident",
                                                    "incident to order",
                                                    "order to job",
                                                    "job to proposed crew",
                                                    "proposed to offered",
                                                    "offered to accepted",
                                                    "accepted to on the way"};

std::string text_of(Json event, std::string_view member) {
  const auto found = event.at(member);
  return found ? std::string(found->text()) : std::string();
}

std::string day_of(std::string_view rfc3339) {
  const Instant at = parse_rfc3339(rfc3339).value_or(Instant{});
  return to_rfc3339(seconds_after(at, local_ahead_s)).substr(0, 10);
}

/// When each step of a job was reached; zero: not yet.
using Times = std::array<Instant, steps>;

class Reader {
 public:
  void take(Instant at, std::string_view type, Json event) {
    if (type == "alarm.Raised")
      raised_[text_of(event, "source_name")] = at;
    else if (type == "incident.Opened")
      open(at, event);
    else if (type == "order.Issued")
      issue(at, event);
    else if (type == "job.Created")
      create(at, event);
    else if (type == "dispatch.Proposed")
      propose(at, event);
    else if (type == "job.Offered")
      reach(offered, at, event);
    else if (type == "job.Accepted")
      reach(accepted, at, event);
    else if (type == "job.Departed")
      depart(at, event);
    else if (type == "job.Finished")
      ++facts_.jobs_done;
  }

  FieldFacts finish() {
    for (int step = incident; step < steps; ++step) {
      std::vector<uint64_t> seconds;
      for (const auto& [id, times] : jobs_)
        if (times[size_t(step)] && times[size_t(step) - 1])
          seconds.push_back(uint64_t(
              std::max<int64_t>(0, (times[size_t(step)] - times[size_t(step) - 1]).count()) /
              1'000'000));
      std::ranges::sort(seconds);
      const auto rank = [&](size_t percent) {
        return seconds.empty() ? 0 : seconds[(seconds.size() - 1) * percent / 100];
      };
      facts_.steps.push_back({.step = std::string(names[size_t(step)]),
                              .count = seconds.size(),
                              .p50_s = rank(50),
                              .p90_s = rank(90)});
    }
    return std::move(facts_);
  }

 private:
  void open(Instant at, Json event) {
    Times& times = incidents_[text_of(event, "id")];
    times[incident] = at;
    const auto source = raised_.find(text_of(event, "root"));
    if (source != raised_.end()) times[alarm] = source->second;
  }
  void issue(Instant at, Json event) {
    const auto what = event.at("what");
    const auto found = what ? incidents_.find(text_of(*what, "incident")) : incidents_.end();
    if (found == incidents_.end()) return;
    Times& times = orders_[text_of(event, "id")] = found->second;
    times[order] = at;
  }
  void create(Instant at, Json event) {
    ++facts_.jobs;
    Times& times = jobs_[text_of(event, "id")];
    const auto what = event.at("what");
    const auto source = what ? what->at("source") : std::nullopt;
    if (source)
      if (const auto found = orders_.find(text_of(*source, "order")); found != orders_.end())
        times = found->second;
    times[job] = at;
  }
  void propose(Instant at, Json event) {
    const auto proposal = event.at("proposal");
    if (!proposal || text_of(*proposal, "crew").empty()) return;
    Times& times = jobs_[text_of(*proposal, "job")];
    if (!times[proposed]) times[proposed] = at;
  }
  // The last time counts: an offer that was declined is made again.
  void reach(Step step, Instant at, Json event) { jobs_[text_of(event, "id")][step] = at; }

  void depart(Instant at, Json event) {
    reach(on_the_way, at, event);
    const std::string unit = text_of(event, "unit");
    Outings& day =
        facts_.by_province_and_day[unit.substr(0, 2) + "0000 " + day_of(text_of(event, "at"))];
    const auto people = event.at("people");
    const uint64_t count = people ? people->unsigned_integer().value_or(0) : 0;
    const uint64_t vehicles = text_of(event, "vehicle").empty() ? 0 : 1;
    for (Outings* to : {&day, &facts_.all}) {
      ++to->outings;
      to->person_times += count;
      to->vehicle_times += vehicles;
    }
  }

  FieldFacts facts_;
  std::map<std::string, Instant> raised_;  // the last alarm of each source
  std::map<std::string, Times> incidents_, orders_, jobs_;
};

}  // namespace

Result<FieldFacts> field_facts(Direct& desks) {
  Reader reader;
  for (const auto& desk : desks.desks()) {
    Result<void> result;
    JsonDocument document;
    auto visit = [&](const journal::Batch& batch) {
      auto each = [&](const desk::RecordHead& head, std::string_view type, Json event) {
        reader.take(head.at, type, event);
        return true;
      };
      const auto read = desk::read_record(document, batch.payload, each);
      if (!read) result = tl::unexpected(read.error());
      return result.has_value();
    };
    if (auto read = desks.journal().read(desk->id(), 1, journal::all_nouns, visit); !read)
      return tl::unexpected(read.error());
    if (!result) return tl::unexpected(result.error());
  }
  return reader.finish();
}

std::vector<std::string> find_miscounted(const Direct& desks, const FieldFacts& facts) {
  std::map<std::string, Outings> counted;
  const job::Asked asked{.by_unit = true,
                         .by_day = true,
                         .unit = group_unit,
                         .from = {},
                         .until = {},
                         .zone_minutes = local_ahead_s / 60};
  for (const auto& desk : desks.desks()) {
    const auto rows = job::count(desk->nouns().get<job::State>(), desk->nouns(), asked);
    for (const auto& [key, figures] : rows) {
      Outings& day = counted[to_text(key.unit) + " " + key.day];
      day.outings += figures.outings;
      day.person_times += figures.person_times;
      day.vehicle_times += figures.vehicle_times;
    }
  }
  std::vector<std::string> sentences;
  for (const auto& [day, outings] : facts.by_province_and_day)
    if (counted[day] != outings)
      sentences.push_back("outings of " + day + ": the journals say " +
                          std::to_string(outings.outings) + ", the desks " +
                          std::to_string(counted[day].outings));
  for (const auto& [day, outings] : counted)
    if (outings != Outings{} && !facts.by_province_and_day.contains(day))
      sentences.push_back("outings of " + day + " are in no journal");
  return sentences;
}

}  // namespace lifeline::rehearsal
