// SPDX-License-Identifier: Apache-2.0
// The picture: how many of everything, summed over a ground, and the rows that live streams carry.
#pragma once

#include <string>

#include "desk/live_hub.h"

namespace lifeline::app {

/// Fills a tick with the rows that were touched and the figures of every unit.
void render_tick(const desk::Touched& touched, const desk::Nouns& nouns, desk::LiveTick& tick);

/// {"sites":{…},"alarms":{…},"incidents":{…},"orders":{…}} with a position.
void write_picture(std::string& out, const desk::Figures& figures,
                   const desk::Positions& positions);

}  // namespace lifeline::app
