// SPDX-License-Identifier: Apache-2.0
// Load on a real server over loopback, client and server on the same cores, everything durable
// before it is answered; beside it Alertmanager, where it is installed, fed as many alerts in the
// same way (it keeps them in memory only).
//
//   lifeline_load [seconds]         LIFELINE names the server's binary
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/clock.h"
#include "bench/load/process.h"
#include "gateway/http/client.h"

namespace lifeline::load {
namespace {

using Times = std::vector<double>;  // ms

double quantile(Times times, double q) {
  std::ranges::sort(times);
  return times.empty() ? 0 : times[static_cast<size_t>(q * static_cast<double>(times.size() - 1))];
}

double s_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(steady_now() - begun).count();
}

std::string ves_event(uint64_t serial, uint64_t elements, uint64_t conditions) {
  const uint64_t element = serial % elements;
  const uint64_t condition = serial / elements % conditions;
  const std::string n = std::to_string(serial);
  return R"({"commonEventHeader":{"version":"4.1","vesEventListenerVersion":"7.2.1",)"
         R"("domain":"fault","eventName":"Fault_Link_Down","eventId":"f)" +
         n +
         R"(","sequence":0,"priority":"High","reportingEntityName":"omc-1","sourceName":"WH-BTS-)" +
         std::to_string(element) +
         R"(","startEpochMicrosec":1579744800000000,"lastEpochMicrosec":1579744800000000},)"
         R"("faultFields":{"faultFieldsVersion":"4.0","alarmCondition":"linkDown)" +
         std::to_string(condition) +
         R"(","eventCategory":"link","eventSourceType":"port","specificProblem":"loss of signal",)"
         R"("eventSeverity":"MINOR","vfStatus":"Active","alarmInterfaceA":"eth0",)"
         R"("alarmAdditionalInformation":{"slot":"3","port":"7"}}})";
}

std::string ves_batch(uint64_t first, uint64_t count, uint64_t elements, uint64_t conditions) {
  std::string body = R"({"eventList":[)";
  for (uint64_t i = 0; i < count; ++i) {
    if (i > 0) body += ',';
    body += ves_event(first + i, elements, conditions);
  }
  return body + "]}";
}

struct Load {
  int connections = 8;
  uint64_t each = 100;  // alarms in a request
  uint64_t elements = 1000;
  uint64_t conditions = 100;
  double seconds = 10;
};

struct Figures {
  uint64_t alarms = 0;
  uint64_t refused = 0;
  double seconds = 0;
  Times times;
};

// Each connection has one request on its way at a time. Bodies are made before the clock starts.
template <class Send>
Figures run(const Load& load, Send send) {
  std::vector<Figures> parts(static_cast<size_t>(load.connections));
  std::vector<std::thread> threads;
  const auto begun = steady_now();
  for (int c = 0; c < load.connections; ++c)
    threads.emplace_back([&, c] {
      Figures& part = parts[static_cast<size_t>(c)];
      for (uint64_t i = 0; s_since(begun) < load.seconds; ++i) {
        const uint64_t first =
            (i * static_cast<uint64_t>(load.connections) + static_cast<uint64_t>(c)) * load.each;
        const auto sent = steady_now();
        const bool taken = send(c, first);
        part.times.push_back(s_since(sent) * 1000);
        (taken ? part.alarms : part.refused) += load.each;
      }
    });
  for (std::thread& thread : threads) thread.join();
  Figures all;
  all.seconds = s_since(begun);
  for (const Figures& part : parts) {
    all.alarms += part.alarms;
    all.refused += part.refused;
    all.times.insert(all.times.end(), part.times.begin(), part.times.end());
  }
  return all;
}

void print(const char* name, const Figures& figures, double cpu_s, double resident_mb) {
  std::printf(
      "%-34s %9.0f alarms/s %9.0f per CPU-s  p50 %6.2f ms  p99 %7.2f ms  %5.0f MB  %llu refused\n",
      name, static_cast<double>(figures.alarms) / figures.seconds,
      static_cast<double>(figures.alarms) / cpu_s, quantile(figures.times, 0.5),
      quantile(figures.times, 0.99), resident_mb, static_cast<unsigned long long>(figures.refused));
  std::fflush(stdout);
}

class Server {
 public:
  explicit Server(std::string data) : data_(std::move(data)) { start(); }
  void start() {
    const char* binary = std::getenv("LIFELINE");
    process_ = std::make_unique<Process>(
        std::vector<std::string>{binary != nullptr ? binary : "./lifeline", "serve", "--port", "0",
                                 "--data", data_},
        data_ + ".log");
    url_ = process_->wait_for("address");
    token_ = process_->wait_for("token");
  }
  http::Client connect() const {
    auto client = http::Client::connect(url_, token_);
    if (!client) std::exit(1);
    return std::move(*client);
  }
  Process& process() { return *process_; }

 private:
  std::string data_;
  std::unique_ptr<Process> process_;
  std::string url_;
  std::string token_;
};

int ask(http::Client& client, std::string_view method, std::string_view target,
        std::string_view body = {}, std::string_view type = "application/json") {
  const auto answer = client.request(
      {.method = method, .target = target, .content_type = body.empty() ? "" : type, .body = body});
  return answer ? answer->status : 0;
}

// Elements that the alarms are on, so that they are mapped as an operator's are.
void import_elements(Server& server, uint64_t count) {
  std::string csv = "id,name,kind,region,longitude_deg,latitude_deg,depends_on\n";
  for (uint64_t i = 0; i < count; ++i)
    csv += "WH-BTS-" + std::to_string(i) + ",Station " + std::to_string(i) +
           ",base_station,420106,114.3,30.5,\n";
  http::Client client = server.connect();
  if (const int status = ask(client, "POST", "/api/v1/elements/import", csv, "text/csv");
      status != 200)
    std::printf("elements were not imported: %d\n", status);
}

Figures intake(Server& server, const Load& load) {
  std::vector<http::Client> clients;
  for (int c = 0; c < load.connections; ++c) clients.push_back(server.connect());
  const bool single = load.each == 1;
  return run(load, [&](int c, uint64_t first) {
    const std::string body =
        single ? R"({"event":)" + ves_event(first, load.elements, load.conditions) + "}"
               : ves_batch(first, load.each, load.elements, load.conditions);
    return ask(clients[static_cast<size_t>(c)], "POST",
               single ? "/eventListener/v7" : "/eventListener/v7/eventBatch", body) == 202;
  });
}

// 100,000 alarms open and 1,000 a second arriving: what a person at the console feels.
void people(Server& server, double seconds) {
  std::atomic<bool> over = false;
  std::thread arriving([&] {
    http::Client client = server.connect();
    const auto begun = steady_now();
    for (uint64_t i = 0; !over; ++i) {
      ask(client, "POST", "/eventListener/v7/eventBatch", ves_batch(i * 10, 10, 1000, 100));
      std::this_thread::sleep_until(begun + std::chrono::milliseconds(10 * (i + 1)));
    }
  });
  Times acknowledge, list;
  http::Client client = server.connect();
  const auto begun = steady_now();
  for (uint64_t serial = 1; s_since(begun) < seconds; ++serial) {
    auto sent = steady_now();
    ask(client, "POST", "/api/v1/alarms/100000-" + std::to_string(serial) + "/acknowledge");
    acknowledge.push_back(s_since(sent) * 1000);
    if (serial % 10 != 0) continue;
    sent = steady_now();
    ask(client, "GET",
        "/api/v1/alarms?state=raised&perceived_severity=minor,major&sort=-raised_at&limit=50");
    list.push_back(s_since(sent) * 1000);
  }
  over = true;
  arriving.join();
  std::printf("%-34s p50 %6.2f ms  p99 %7.2f ms  (%zu)\n", "acknowledge one",
              quantile(acknowledge, 0.5), quantile(acknowledge, 0.99), acknowledge.size());
  std::printf("%-34s p50 %6.2f ms  p99 %7.2f ms  (%zu)  resident %.0f MB\n",
              "alarm list, page of 50", quantile(list, 0.5), quantile(list, 0.99), list.size(),
              server.process().resident_mb());
  std::fflush(stdout);
}

std::string alertmanager_batch(uint64_t first, uint64_t count, const Load& load) {
  std::string body = "[";
  for (uint64_t i = first; i < first + count; ++i) {
    if (i > first) body += ',';
    body +=
        R"({"labels":{"alertname":"linkDown)" +
        std::to_string(i / load.elements % load.conditions) + R"(","instance":"WH-BTS-)" +
        std::to_string(i % load.elements) +
        R"(","interface":"eth0","severity":"minor"},"annotations":{"summary":"loss of signal"}})";
  }
  return body + "]";
}

void alertmanager(const std::string& folder, const Load& load) {
  if (std::system("command -v prometheus-alertmanager >/dev/null") != 0) {
    std::printf("%-34s not installed, not measured\n", "Alertmanager");
    return;
  }
  const std::string settings = folder + "/alertmanager.yml";
  std::FILE* file = std::fopen(settings.c_str(), "w");
  std::fputs("route: {receiver: none}\nreceivers: [{name: none}]\n", file);
  std::fclose(file);
  Process process(
      {"prometheus-alertmanager", "--config.file=" + settings, "--storage.path=" + folder + "/am",
       "--web.listen-address=127.0.0.1:19093", "--cluster.listen-address=", "--log.level=error"},
      folder + "/am.log");
  std::vector<http::Client> clients;
  for (int tries = 0; tries < 500 && clients.empty(); ++tries) {
    auto client = http::Client::connect("http://127.0.0.1:19093");
    if (client && ask(*client, "GET", "/-/ready") == 200) clients.push_back(std::move(*client));
    if (clients.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (clients.empty()) {
    std::printf("%-34s did not start, not measured: see its log\n", "Alertmanager");
    std::ifstream log(folder + "/am.log");
    std::cerr << log.rdbuf();
    return;
  }
  for (int c = 1; c < load.connections; ++c)
    clients.push_back(std::move(*http::Client::connect("http://127.0.0.1:19093")));
  const double cpu_before = process.cpu_s();
  const Figures figures = run(load, [&](int c, uint64_t first) {
    return ask(clients[static_cast<size_t>(c)], "POST", "/api/v2/alerts",
               alertmanager_batch(first, load.each, load)) == 200;
  });
  print("Alertmanager, batches of 100 x 8", figures, process.cpu_s() - cpu_before,
        process.resident_mb());
}

int all(double seconds) {
  const std::string folder = std::filesystem::current_path() / "load-data";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    Server server(folder + "/lifeline");
    import_elements(server, 1000);
    const Load batches{.seconds = seconds};
    double cpu = server.process().cpu_s();
    Figures figures = intake(server, batches);
    print("VES, batches of 100 x 8", figures, server.process().cpu_s() - cpu,
          server.process().resident_mb());
    alertmanager(folder, batches);
    const Load singles{.connections = 32, .each = 1, .seconds = seconds};
    cpu = server.process().cpu_s();
    figures = intake(server, singles);
    print("VES, one at a time x 32", figures, server.process().cpu_s() - cpu,
          server.process().resident_mb());
    people(server, seconds);
  }
  {
    Server server(folder + "/restart");
    import_elements(server, 1000);
    const Load fill{.each = 1000, .conditions = 1000, .seconds = 3600};
    std::vector<http::Client> clients;
    for (int c = 0; c < 4; ++c) clients.push_back(server.connect());
    for (uint64_t first = 0; first < 1'000'000; first += 1000)
      ask(clients[first / 1000 % 4], "POST", "/eventListener/v7/eventBatch",
          ves_batch(first, 1000, fill.elements, 100));
    server.process().kill();
    const auto begun = steady_now();
    server.start();
    std::printf("%-34s ready after %.2f s (%s by its own clock), resident %.0f MB\n",
                "restart, a million events", s_since(begun),
                server.process().wait_for("ready").c_str(), server.process().resident_mb());
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace lifeline::load

int main(int count, char** words) {
  return lifeline::load::all(count > 1 ? std::atof(words[1]) : 10);
}
