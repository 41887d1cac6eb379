// SPDX-License-Identifier: Apache-2.0
// Posts to webhooks, many at once on one thread (libcurl's multi interface): a slow one delays no
// other. No redirect is followed, no proxy of the environment asked, and unless it is allowed no
// connection is opened to an address that is not of the open Internet, whatever name led there.
//
// Concurrency: one thread; wake() from any. Limits: notice_webhook_wait_ms_max a request,
// notice_answer_bytes_max of an answer are kept.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/notify/told.h"

namespace lifeline::notify {

struct Post {
  uint64_t id = 0;  // of the notice
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Posted {
  uint64_t id = 0;
  Ending ending = Ending::later;
  std::string answer;
  int64_t retry_after_s = 0;  // as the peer asked for it; 0: it did not
};

class WebhookPeer {
 public:
  explicit WebhookPeer(bool allows_private);
  ~WebhookPeer();

  void begin(Post post);
  /// Goes on with all of them; waits up to wait_ms for something to happen. What has ended.
  std::vector<Posted> go_on(int wait_ms);
  /// Cuts what is under way: the peers may have it or not.
  std::vector<Posted> abandon();
  void wake();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::notify
