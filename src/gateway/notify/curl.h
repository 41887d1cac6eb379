// SPDX-License-Identifier: Apache-2.0
// Handles of libcurl that free themselves. Proxies of the environment are never used, and nothing
// but what the caller sets is remembered from one use to the next.
#pragma once

#include <memory>

#include <curl/curl.h>

namespace lifeline::notify {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

class Curl {
 public:
  Curl() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
    handle_ = curl_easy_init();
  }
  ~Curl() { curl_easy_cleanup(handle_); }
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;

  CURL* get() const { return handle_; }
  /// Without options; its connections stay.
  CURL* fresh() const {
    curl_easy_reset(handle_);
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_PROXY, "");
    return handle_;
  }

 private:
  CURL* handle_;
};

}  // namespace lifeline::notify
