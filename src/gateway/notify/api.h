// SPDX-License-Identifier: Apache-2.0
// Channels and notices over HTTP, for those who command a unit. A channel's secret goes in and is
// never shown; that is why channels are spoken to here and not beside their noun.
//
//   GET  /api/v1/channels              with how their notices went; a list
//   POST /api/v1/channels              adds one
//   GET  /api/v1/channels/{id}
//   POST /api/v1/channels/{id}/change, pause, resume, drop
//   POST /api/v1/channels/{id}/test    sends a notice that says only that the channel works
//   GET  /api/v1/notices               a list
//   GET  /api/v1/notices/{id}
//   POST /api/v1/notices/{id}/send_again
#pragma once

#include "desk/exchange.h"
#include "desk/route.h"
#include "gateway/notify/notices.h"

namespace lifeline::notify {

/// The notices outlive the routes and every request.
desk::Routes routes(Notices& notices);

/// A handler that is also given the notices.
template <class F>
desk::Handler bound(Notices& notices, F handler) {
  return [&notices, handler](desk::Requested request, desk::Desks& desks, desk::Reply reply) {
    handler(notices, std::move(request), desks, std::move(reply));
  };
}

}  // namespace lifeline::notify
