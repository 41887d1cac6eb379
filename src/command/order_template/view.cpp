// SPDX-License-Identifier: Apache-2.0
#include "command/order_template/view.h"

#include "base/limits.h"

namespace lifeline::order_template {
namespace {

void note(View& view, TemplateId id, Step kind, const desk::Stamp& s) {
  std::vector<Entry>& timeline = view.timelines[id];
  timeline.push_back(
      {.at = s.at, .kind = kind, .who = std::string(s.who), .text = std::string(s.why)});
  if (timeline.size() > limits::order_template_timeline_max)
    timeline.erase(timeline.begin() + 1);  // who kept it first stays
}

void take(View& v, const Kept& e, const desk::Stamp& s) { note(v, e.id, Step::kept, s); }
void take(View& v, const Changed& e, const desk::Stamp& s) { note(v, e.id, Step::changed, s); }
void take(View& v, const Dropped& e, const desk::Stamp&) { v.timelines.erase(e.id); }
// A copy of headquarters' is told by headquarters.
void take(View&, const Learnt&, const desk::Stamp&) {}
void take(View&, const Forgotten&, const desk::Stamp&) {}

}  // namespace

void View::fold(const Event& event, const desk::Stamp& stamp) {
  desk = stamp.desk;
  std::visit([&](const auto& e) { take(*this, e, stamp); }, event);
}

Row row_of(TemplateId id, const What& what, const View& view) {
  const auto known = view.timelines.find(id);
  const Entry last = known == view.timelines.end() ? Entry{} : known->second.back();
  return {.id = id,
          .name_zh = what.name_zh,
          .name_en = what.name_en,
          .unit = what.unit,
          .subject_zh = what.subject_zh,
          .subject_en = what.subject_en,
          .text = what.text,
          .priority = what.priority,
          .acknowledge_within_s = what.acknowledge_within_s,
          .start_within_s = what.start_within_s,
          .finish_within_s = what.finish_within_s,
          .quorum = what.quorum,
          .pass_down_to = what.pass_down_to,
          .evidence = what.evidence,
          .changed_at = last.at,
          .changed_by = last.who,
          .reason = last.text};
}

}  // namespace lifeline::order_template
