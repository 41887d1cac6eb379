// SPDX-License-Identifier: Apache-2.0
#include "command/notice/view.h"

namespace lifeline::notice {

void View::fold(const Event& event, const desk::Stamp& stamp) {
  if (const auto* added = std::get_if<ChannelAdded>(&event)) since[added->id] = stamp.position;
  if (const auto* resumed = std::get_if<ChannelResumed>(&event))
    since[resumed->id] = stamp.position;
  if (const auto* dropped = std::get_if<ChannelDropped>(&event)) since.erase(dropped->id);
}

}  // namespace lifeline::notice
