// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "command/job/model.h"

namespace lifeline::job {
namespace {

// A crew is busy from its departure on; told of itself, it is free again.
void let_go(const Job& job, const desk::Context& at, desk::Commands& out) {
  for (const Assignment& a : job.crews) {
    const crew::Crew* crew = crew::find(at.get<crew::State>(), a.crew);
    if (crew != nullptr && crew->job == job.id && !is_concerned(a.step))
      out.add<crew::Command>(crew::Occupy{.id = a.crew});
  }
}

// What was used up is taken from the crew's stock, as far as it goes.
void spend(const Finished& e, const desk::Context& at, desk::Commands& out) {
  const crew::Crew* crew = crew::find(at.get<crew::State>(), e.crew);
  if (crew == nullptr) return;
  Parts parts;
  for (const auto& [name, used] : e.result.parts) {
    const auto stock = crew->parts.find(name);
    const uint64_t taken = stock == crew->parts.end() ? 0 : std::min(stock->second, used);
    if (taken > 0) parts[name] = taken;
  }
  if (!parts.empty())
    out.add<crew::Command>(crew::Spend{.id = e.crew, .parts = std::move(parts), .job = e.id});
}

/// What all the jobs of one recipient of an order came to; nothing while one is not done.
std::optional<order::Finish> finish_of(const Job& job, const State& state) {
  const Source& source = job.what.source;
  const auto jobs = state.by_order.find({source.order, source.recipient});
  if (jobs == state.by_order.end()) return std::nullopt;
  order::Finish finish{.id = source.order, .unit = source.recipient, .note = {}};
  for (const JobId id : jobs->second) {
    const Job& one = state.jobs.at(id);
    if (one.phase == Phase::cancelled) continue;
    if (one.phase != Phase::done) return std::nullopt;
    for (const Assignment& a : one.crews) {
      if (a.step != Step::done) continue;
      const Outcome& result = a.result;
      if (!result.note.empty()) finish.note += (finish.note.empty() ? "" : "\n") + result.note;
      if (result.number) finish.number = finish.number.value_or(0) + *result.number;
      for (const std::string& photo : result.photos)
        if (finish.photos.size() < limits::photos_max) finish.photos.push_back(photo);
    }
  }
  finish.note.resize(utf8_prefix(std::string_view(finish.note).substr(0, limits::text_bytes_max)));
  return finish;
}

}  // namespace

// When the last job of an order's recipient is done, so is the recipient: with what the jobs came
// to, and refused where the order asks for more, so that the unit still owes it.
void react(const Event& event, const desk::Context& at, desk::Commands& out) {
  const auto& state = at.get<State>();
  const JobId id = std::visit([](const auto& e) { return e.id; }, event);
  const Job* job = find(state, id);
  if (job == nullptr) return;
  if (const auto* departed = std::get_if<Departed>(&event))
    out.add<crew::Command>(crew::Occupy{.id = departed->crew, .job = id});
  const auto* finished = std::get_if<Finished>(&event);
  if (finished != nullptr) spend(*finished, at, out);
  const bool is_end = finished != nullptr || std::holds_alternative<Failed>(event) ||
                      std::holds_alternative<Cancelled>(event);
  if (is_end) let_go(*job, at, out);
  if (finished == nullptr || job->phase != Phase::done || !job->what.source.recipient) return;
  if (auto finish = finish_of(*job, state)) out.add<order::Command>(std::move(*finish));
}

}  // namespace lifeline::job
