// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/metrics.h"

#include <thread>

#include <doctest/doctest.h>

namespace lifeline::http {
namespace {

TEST_CASE("figures are written as Prometheus reads them") {
  Metrics metrics;
  metrics.counter("asked_total", "Asked.", {{"path", "/a\"b\\\n"}}).add(3);
  metrics.counter("asked_total", "Asked.", {{"path", "/c"}}).add();
  metrics.gauge("open", "Open.").add(-2);
  std::string out;
  metrics.write(out);
  CHECK(out ==
        "# HELP asked_total Asked.\n# TYPE asked_total counter\n"
        "asked_total{path=\"/a\\\"b\\\\\\n\"} 3\nasked_total{path=\"/c\"} 1\n"
        "# HELP open Open.\n# TYPE open gauge\nopen -2\n");
}

TEST_CASE("a histogram's buckets add up") {
  Metrics metrics;
  auto& time = metrics.histogram("time_seconds", "Time.", {{"a", "b"}});
  for (const uint64_t us : {100u, 500u, 501u, 9'000'000u}) time.observe_us(us);
  std::string out;
  metrics.write(out);
  CHECK(out.find("time_seconds_bucket{a=\"b\",le=\"0.0005\"} 2\n") != std::string::npos);
  CHECK(out.find("time_seconds_bucket{a=\"b\",le=\"0.001\"} 3\n") != std::string::npos);
  CHECK(out.find("time_seconds_bucket{a=\"b\",le=\"5\"} 3\n") != std::string::npos);
  CHECK(out.find("time_seconds_bucket{a=\"b\",le=\"+Inf\"} 4\n") != std::string::npos);
  CHECK(out.find("time_seconds_sum{a=\"b\"} 9.001101\n") != std::string::npos);
  CHECK(out.find("time_seconds_count{a=\"b\"} 4\n") != std::string::npos);
}

TEST_CASE("figures are counted from many threads") {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&metrics] {
      for (int j = 0; j < 1000; ++j) metrics.counter("n", "N.").add();
    });
  for (auto& thread : threads) thread.join();
  CHECK(metrics.counter("n", "N.").value() == 4000);
}

}  // namespace
}  // namespace lifeline::http
