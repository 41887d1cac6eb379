// SPDX-License-Identifier: Apache-2.0
#include "network/cause/view.h"

namespace lifeline::cause {

void View::fold(const Event&, const desk::Stamp& stamp) {
  imported_at = stamp.at;
  imported_by = stamp.who;
}

Row row_of(const Edge& edge, const View& view) {
  return {.cause = edge.cause,
          .effect = edge.effect,
          .score = edge.score,
          .imported_at = view.imported_at,
          .imported_by = view.imported_by};
}

}  // namespace lifeline::cause
