// SPDX-License-Identifier: Apache-2.0
// Evidence photos over HTTP.
//
//   POST /api/v1/attachments   Content-Type: image/jpeg, image/png or image/webp; the bytes
//     ── first bytes ──▶ clerk: disk ──▶ desk: Kept ──▶ 201 {id, type, bytes, by, at}
//   GET /api/v1/attachments/{id}   the bytes, to whom the photo is shown
//
// Concurrency: the disk is a clerk's, one thread with a bounded queue, so that no request waits for
// another's disk. Limits: limits::attachment_bytes_max, limits::attachment_queue_max.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "command/attachment/model.h"
#include "desk/route.h"
#include "gateway/attachments/store.h"

namespace lifeline::attachments {

/// Works with the store on a thread of its own. stop() does what is queued first.
class Clerk {
 public:
  explicit Clerk(std::unique_ptr<Store> store);
  ~Clerk() { stop(); }

  Store& store() { return *store_; }
  /// False when too many wait.
  bool take(std::function<void(Store&)> job);
  void stop();

 private:
  void work();

  std::unique_ptr<Store> store_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<std::function<void(Store&)>> queue_;  // under the mutex
  bool is_ending_ = false;                         // under the mutex
  std::thread thread_;
};

/// By its first bytes: JPEG (ITU-T T.81, B.1.1.3), PNG (W3C PNG, 5.2), WebP (RFC 9649, 2.4).
std::optional<attachment::Type> type_of(std::string_view bytes);

desk::Routes routes(Clerk& clerk);

}  // namespace lifeline::attachments
