// SPDX-License-Identifier: Apache-2.0
// An alarm's likely causes: alarms of types that history taught to be its causes, raised on the
// same ground in the ten minutes before it, or up to a minute after it, since reports come late.
//
// Asked only where the topology cannot answer: of a source that is no known element, or of an
// element that depends on nothing. Where it can, the answer is the root that the topology names.
// Time: at most limits::learnt_causes_max look-ups, of limits::likely_causes_max rows each.
#pragma once

#include "network/alarm/view.h"
#include "network/cause/model.h"

namespace lifeline::cause {

enum class Basis { history, topology };
LIFELINE_ENUM(Basis, history, topology)

struct LikelyCause {
  lifeline::alarm::Row alarm;
  double score = 0;            // of the learnt edge
  int64_t seconds_before = 0;  // negative: it was reported later
};
LIFELINE_STRUCT(LikelyCause, alarm, score, seconds_before)

struct LikelyCauses {
  lifeline::alarm::AlarmId alarm;  // that was asked about
  std::string type;                // its condition
  Basis basis = Basis::history;
  std::string root;                 // by topology: what explains it, "" while nothing has failed
  int sure_percent = 0;             // of the root
  uint64_t learnt = 0;              // learnt causes of its type
  std::vector<LikelyCause> causes;  // best first
};
LIFELINE_STRUCT(LikelyCauses, alarm, type, basis, root, sure_percent, learnt, causes)

constexpr int64_t before_s_max = 600;
constexpr int64_t after_s_max = 60;

LikelyCauses likely_causes(const lifeline::alarm::Row& effect, const desk::Nouns& nouns);

}  // namespace lifeline::cause
