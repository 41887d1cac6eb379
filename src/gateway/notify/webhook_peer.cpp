// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/webhook_peer.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "gateway/notify/curl.h"
#include "gateway/notify/webhook_wire.h"

namespace lifeline::notify {
namespace {

constexpr long webhook_connect_wait_ms = 5'000;
constexpr long connections_kept = 256;

}  // namespace

/// One request on its way.
struct Transfer {
  Post post;
  List headers;
  Curl curl;
  std::string answer;
  char details[CURL_ERROR_SIZE] = {};
  bool is_closed_address = false;
};

namespace {

size_t hear_answer(char* text, size_t size, size_t count, void* to) {
  auto& answer = static_cast<Transfer*>(to)->answer;
  const size_t room = limits::notice_answer_bytes_max - answer.size();
  answer.append(text, std::min(size * count, room));
  return size * count;
}

curl_socket_t open_public(void* to, curlsocktype, curl_sockaddr* address) {
  std::string bytes;
  if (address->family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address->addr);
    bytes.assign(reinterpret_cast<const char*>(&v4->sin_addr), 4);
  } else if (address->family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address->addr);
    bytes.assign(reinterpret_cast<const char*>(&v6->sin6_addr), 16);
  }
  if (!is_public_address(bytes)) {
    static_cast<Transfer*>(to)->is_closed_address = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Posted outcome(CURLcode ended, Transfer& transfer) {
  long status = 0, sent_bytes = 0;
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(transfer.curl.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(transfer.curl.get(), CURLINFO_REQUEST_SIZE, &sent_bytes);
  curl_easy_getinfo(transfer.curl.get(), CURLINFO_RETRY_AFTER, &retry_after_s);
  Posted posted{.id = transfer.post.id, .answer = {}, .retry_after_s = retry_after_s};
  if (status > 0) {
    const Verdict verdict = verdict_of(static_cast<int>(status));
    posted.ending = verdict == Verdict::taken   ? Ending::sent
                    : verdict == Verdict::later ? Ending::later
                                                : Ending::refused;
    posted.answer = std::to_string(status);
    if (!transfer.answer.empty()) posted.answer += " " + transfer.answer;
    return posted;
  }
  if (transfer.is_closed_address) {
    posted.ending = Ending::refused;
    posted.answer = "its address is not of the open Internet; see --notify-private";
    return posted;
  }
  posted.ending = sent_bytes > 0 ? Ending::unknown : Ending::later;
  posted.answer = *transfer.details != '\0' ? transfer.details : curl_easy_strerror(ended);
  return posted;
}

}  // namespace

struct WebhookPeer::Inside {
  bool allows_private = false;
  CURLM* multi = nullptr;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way;
  std::vector<std::unique_ptr<Transfer>> idle;

  std::unique_ptr<Transfer> take_idle() {
    if (idle.empty()) return std::make_unique<Transfer>();
    auto transfer = std::move(idle.back());
    idle.pop_back();
    transfer->answer.clear();
    transfer->details[0] = '\0';
    transfer->is_closed_address = false;
    return transfer;
  }

  Posted end(CURL* handle, CURLcode code) {
    const auto found = under_way.find(handle);
    auto transfer = std::move(found->second);
    under_way.erase(found);
    const Posted posted = outcome(code, *transfer);
    curl_multi_remove_handle(multi, handle);
    idle.push_back(std::move(transfer));
    return posted;
  }
};

WebhookPeer::WebhookPeer(bool allows_private) : inside_(std::make_unique<Inside>()) {
  const Curl library;  // ready before the first multi handle is
  inside_->allows_private = allows_private;
  inside_->multi = curl_multi_init();
  curl_multi_setopt(inside_->multi, CURLMOPT_MAXCONNECTS, connections_kept);
}

WebhookPeer::~WebhookPeer() {
  abandon();
  inside_->idle.clear();
  curl_multi_cleanup(inside_->multi);
}

void WebhookPeer::begin(Post post) {
  auto transfer = inside_->take_idle();
  transfer->post = std::move(post);
  CURL* curl = transfer->curl.fresh();
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  for (const auto& [name, value] : transfer->post.headers)
    headers = curl_slist_append(headers, (name + ": " + value).c_str());
  transfer->headers.reset(headers);
  curl_easy_setopt(curl, CURLOPT_URL, transfer->post.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "lifeline/" LIFELINE_VERSION);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, transfer->post.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(transfer->post.body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear_answer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer.get());
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transfer->details);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, webhook_connect_wait_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits::notice_webhook_wait_ms_max));
  if (!inside_->allows_private) {
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_public);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer.get());
  }
  curl_multi_add_handle(inside_->multi, curl);
  inside_->under_way.emplace(curl, std::move(transfer));
}

std::vector<Posted> WebhookPeer::go_on(int wait_ms) {
  int running = 0, left = 0;
  curl_multi_perform(inside_->multi, &running);
  std::vector<Posted> ended;
  const auto collect = [&] {
    while (const CURLMsg* message = curl_multi_info_read(inside_->multi, &left))
      if (message->msg == CURLMSG_DONE)
        ended.push_back(inside_->end(message->easy_handle, message->data.result));
  };
  collect();
  if (!ended.empty()) return ended;
  curl_multi_poll(inside_->multi, nullptr, 0, wait_ms, nullptr);
  curl_multi_perform(inside_->multi, &running);
  collect();
  return ended;
}

std::vector<Posted> WebhookPeer::abandon() {
  std::vector<Posted> ended;
  while (!inside_->under_way.empty()) {
    CURL* handle = inside_->under_way.begin()->first;
    ended.push_back(inside_->end(handle, CURLE_ABORTED_BY_CALLBACK));
  }
  return ended;
}

void WebhookPeer::wake() { curl_multi_wakeup(inside_->multi); }

}  // namespace lifeline::notify
