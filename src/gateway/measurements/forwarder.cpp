// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/forwarder.h"

#include <algorithm>

#include "base/limits.h"
#include "gateway/http/client.h"
#include "gateway/measurements/remote_write_wire.h"

namespace lifeline::measurements {
namespace {

constexpr auto answer_deadline = std::chrono::seconds(10);
constexpr int first_wait_ms = 100;

// "http://host:9090/api/v1/write" → the server and the target there.
struct Target {
  std::string server;
  std::string path;
};
Target target_of(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t slash = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  if (slash == std::string::npos) return {.server = url, .path = "/api/v1/write"};
  return {.server = url.substr(0, slash), .path = url.substr(slash)};
}

PostWrite post_to(const std::string& url) {
  if (url.empty()) return nullptr;
  return [target = target_of(url),
          client = std::shared_ptr<http::Client>()](const std::string& body) mutable {
    if (!client) {
      auto connected = http::Client::connect(target.server, {}, answer_deadline);
      if (!connected) return 0;
      client = std::make_shared<http::Client>(std::move(*connected));
    }
    const auto answer =
        client->request({.method = "POST",
                         .target = target.path,
                         .content_type = "application/x-protobuf",
                         .body = body,
                         .headers = {{"Content-Encoding", "snappy"},
                                     {"X-Prometheus-Remote-Write-Version", "0.1.0"},
                                     {"User-Agent", "lifeline/" LIFELINE_VERSION}}});
    if (answer) return answer->status;
    client.reset();
    return 0;
  };
}

bool may_retry(int status) { return status == 0 || status == 429 || status >= 500; }

}  // namespace

Forwarder::Forwarder(const Store& store, std::string url) : store_(store), post_(post_to(url)) {}
Forwarder::Forwarder(const Store& store, PostWrite post) : store_(store), post_(std::move(post)) {}
Forwarder::~Forwarder() { stop(); }

void Forwarder::start() {
  if (is_on()) thread_ = std::thread([this] { send(); });
}

void Forwarder::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Forwarder::hear(std::span<const Sample> samples) {
  if (!is_on()) return;
  const std::lock_guard lock(mutex_);
  queue_.insert(queue_.end(), samples.begin(), samples.end());
  while (queue_.size() > limits::forward_queue_values_max) {
    queue_.pop_front();
    ++figures_.dropped;
  }
  wake_.notify_one();
}

// False when it is time to end.
bool Forwarder::wait(int ms) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::milliseconds(ms), [&] { return stopping_; });
  return !stopping_;
}

void Forwarder::send() {
  for (;;) {
    std::vector<Sample> samples;
    bool is_last = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      is_last = stopping_;
      const auto count = std::min(queue_.size(), limits::forward_batch_values_max);
      samples.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::vector<performance::Reading> readings;
    for (const Sample& sample : samples)
      readings.push_back({.element = store_.name_of(sample.element),
                          .metric = sample.metric,
                          .at = performance::time_of_slot(sample.slot),
                          .value = performance::value_of(sample.metric, sample.level)});
    const std::string body = print_write_request(readings);
    int status = post_(body);
    for (int wait_ms = first_wait_ms; may_retry(status) && !is_last && wait(wait_ms);
         wait_ms = std::min(wait_ms * 2, limits::forward_wait_ms_max)) {
      {
        const std::lock_guard lock(mutex_);
        ++figures_.retries;
      }
      status = post_(body);
    }
    const std::lock_guard lock(mutex_);
    (status / 100 == 2 ? figures_.sent : figures_.dropped) += samples.size();
    if (may_retry(status)) {  // the process ends and nobody takes them
      figures_.dropped += queue_.size();
      return;
    }
  }
}

ForwardFigures Forwarder::figures() const {
  const std::lock_guard lock(mutex_);
  ForwardFigures figures = figures_;
  figures.queued = queue_.size();
  return figures;
}

}  // namespace lifeline::measurements
