// SPDX-License-Identifier: Apache-2.0
#include "network/cause/likely.h"

#include "base/limits.h"

namespace lifeline::cause {
namespace {

// Whether the topology can say why the alarm is there; then its root, if it has one.
bool is_explained(LikelyCauses& answer, const alarm::Row& effect, const desk::Nouns& nouns) {
  const auto& elements = nouns.get<element::State>();
  const auto element = elements.elements.find(effect.element);
  if (element == elements.elements.end()) return false;
  const std::string& root = element::standing_of(elements, effect.element).root;
  const bool stands_alone = element->second.depends_on.empty();
  if (stands_alone && (root.empty() || root == effect.element)) return false;
  answer.basis = Basis::topology;
  answer.root = root;
  answer.sure_percent = element::sure_percent_of(elements, root);
  return true;
}

}  // namespace

LikelyCauses likely_causes(const alarm::Row& effect, const desk::Nouns& nouns) {
  const auto& alarms = nouns.get<alarm::View>();
  LikelyCauses answer{.alarm = effect.id, .type = effect.probable_cause, .root = {}, .causes = {}};
  const auto edges = causes_of(nouns.get<State>(), effect.probable_cause);
  answer.learnt = edges.size();
  if (is_explained(answer, effect, nouns)) return answer;
  const alarm::ByType::Ground& ground = alarms.by_type.ground_of(effect);
  const alarm::Around around{
      .id = effect.id, .at = effect.raised_at, .before_s = before_s_max, .after_s = after_s_max};
  for (const Edge& edge : edges) {
    const size_t room = limits::likely_causes_max - answer.causes.size();
    if (room == 0) break;
    for (const alarm::AlarmId id : alarm::near(ground, edge.cause, around, room)) {
      LikelyCause likely{.alarm = alarms.rows.at(id), .score = edge.score};
      likely.seconds_before = (effect.raised_at - likely.alarm.raised_at).count() / 1'000'000;
      alarm::complete(likely.alarm, nouns);
      answer.causes.push_back(std::move(likely));
    }
  }
  return answer;
}

}  // namespace lifeline::cause
