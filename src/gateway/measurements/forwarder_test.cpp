// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/forwarder.h"

#include <filesystem>
#include <future>
#include <unistd.h>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/measurements/remote_write_wire.h"

namespace lifeline::measurements {
namespace {

// A receiver that answers as told, and a store that knows one element.
struct Scene {
  Scene() {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("lifeline-forwarder-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    store = std::move(*Store::open(folder.string()));
    REQUIRE(store->numbers_of({"A"}));
  }
  PostWrite answering(int status) {
    return [this, status](const std::string& body) {
      bodies.push_back(body);
      if (bodies.size() == 1) asked.set_value();
      return status;
    };
  }

  std::unique_ptr<Store> store;
  std::vector<std::string> bodies;
  std::promise<void> asked;
  std::vector<Sample> samples{
      {.element = 0, .metric = Metric::load, .slot = 5'265'840, .level = 4350}};
};

TEST_CASE("what is heard goes on under its own name, and is counted") {
  Scene scene;
  Forwarder forwarder(*scene.store, scene.answering(204));
  forwarder.start();
  forwarder.hear(scene.samples);
  scene.asked.get_future().wait();
  forwarder.stop();
  CHECK(forwarder.figures().sent == 1);
  REQUIRE(scene.bodies.size() == 1);
  const auto read = read_write_request(scene.bodies[0]);
  REQUIRE(read);
  REQUIRE(read->readings.size() == 1);
  CHECK(read->readings[0].element == "A");
  CHECK(read->readings[0].value == 43.5);
  CHECK(read->readings[0].at == performance::time_of_slot(5'265'840));
}

TEST_CASE("a request that is refused for good is dropped and counted, not sent again") {
  Scene scene;
  Forwarder forwarder(*scene.store, scene.answering(400));
  forwarder.start();
  forwarder.hear(scene.samples);
  scene.asked.get_future().wait();
  forwarder.stop();
  CHECK(scene.bodies.size() == 1);
  CHECK(forwarder.figures().dropped == 1);
  CHECK(forwarder.figures().sent == 0);
}

TEST_CASE("a receiver that is away does not hold up the end") {
  Scene scene;
  Forwarder forwarder(*scene.store, scene.answering(503));
  forwarder.start();
  forwarder.hear(scene.samples);
  scene.asked.get_future().wait();
  forwarder.hear(scene.samples);
  forwarder.stop();
  CHECK(forwarder.figures().sent == 0);
  CHECK(forwarder.figures().dropped + forwarder.figures().queued >= 1);
}

TEST_CASE("a queue that is full drops its oldest values and counts them") {
  Scene scene;
  Forwarder forwarder(*scene.store, scene.answering(204));
  const std::vector<Sample> many(limits::forward_queue_values_max + 10, scene.samples[0]);
  forwarder.hear(many);
  CHECK(forwarder.figures().dropped == 10);
  CHECK(forwarder.figures().queued == limits::forward_queue_values_max);
}

TEST_CASE("without a receiver nothing waits") {
  Scene scene;
  Forwarder forwarder(*scene.store, std::string());
  forwarder.start();
  forwarder.hear(scene.samples);
  CHECK_FALSE(forwarder.is_on());
  CHECK(forwarder.figures().queued == 0);
}

}  // namespace
}  // namespace lifeline::measurements
