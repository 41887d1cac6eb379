// SPDX-License-Identifier: Apache-2.0
// The VES door without its socket: a body of 100 distinct events, read, checked and made commands.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/json_read.h"
#include "gateway/ves/map.h"
#include "gateway/ves/wire.h"

namespace {

using namespace lifeline;

constexpr size_t batch_events = 100;

// As an element manager sends it: about 900 bytes an event.
std::string realistic_event(size_t i) {
  const std::string n = std::to_string(100'000 + i * 7919 % 900'000);
  return R"({"commonEventHeader":{"version":"4.1","vesEventListenerVersion":"7.2.1",)"
         R"("domain":"fault","eventName":"Fault_gNB_RadioLinkFailure","eventType":"equipment",)"
         R"("eventId":"fault)" +
         n + R"(","sequence":)" + std::to_string(i) +
         R"(,"priority":"High","reportingEntityId":"cc305d54-75b4-431b-adb2-eb6b9e)" + n +
         R"(","reportingEntityName":"omc-hubei-wuhan-)" + std::to_string(i % 7) +
         R"(","sourceId":"de305d54-75b4-431b-adb2-eb6b9e)" + n + R"(","sourceName":"gnb-420106-)" +
         n +
         R"(","nfVendorName":"Vendor","nfNamingCode":"gnbx","nfcNamingCode":"du1",)"
         R"("startEpochMicrosec":1579744800)" +
         n + R"(,"lastEpochMicrosec":1579744801)" + n +
         R"(,"timeZoneOffset":"UTC+08:00"},"faultFields":{"faultFieldsVersion":"4.0",)"
         R"("alarmCondition":"radioLinkFailure)" +
         std::to_string(i % 40) + R"(","alarmInterfaceA":"slot-)" + std::to_string(i % 12) +
         R"(","eventCategory":"equipment","eventSourceType":"other",)"
         R"("specificProblem":"The radio unit does not answer on its optical port",)"
         R"("eventSeverity":"MAJOR","vfStatus":"Active","alarmAdditionalInformation":)"
         R"({"board":"BBU-3910","optical_power_dbm":"-31.4","cell":"46000-)" +
         n + R"("}}})";
}

std::string realistic_body() {
  std::string body = "{\"eventList\":[";
  for (size_t i = 0; i < batch_events; ++i) body += (i == 0 ? "" : ",") + realistic_event(i);
  return body + "]}";
}

void read_ves_batch(benchmark::State& state) {
  const std::string body = realistic_body();
  JsonDocument document;
  std::vector<ves::Event> events;
  for (auto _ : state) {
    auto read = ves::read_events(document, body, ves::Shape::event_list, events);
    if (!read) state.SkipWithError("the batch must be read");
    benchmark::DoNotOptimize(events.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * batch_events));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * body.size()));
}
BENCHMARK(read_ves_batch);

void read_and_map_ves_batch(benchmark::State& state) {
  const std::string body = realistic_body();
  door::SourceDirectory directory;
  std::vector<std::string> names;
  for (size_t i = 0; i < 200'000; ++i) names.push_back("gnb-420106-" + std::to_string(100'000 + i));
  directory.add(names, UnitCode{420000});
  JsonDocument document;
  std::vector<ves::Event> events;
  for (auto _ : state) {
    auto read = ves::read_events(document, body, ves::Shape::event_list, events);
    if (!read) state.SkipWithError("the batch must be read");
    auto shares = ves::share_out(events, directory);
    benchmark::DoNotOptimize(shares.data());
    benchmark::DoNotOptimize(ves::request_id("oss-1", body));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * batch_events));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * body.size()));
}
BENCHMARK(read_and_map_ves_batch);

}  // namespace
