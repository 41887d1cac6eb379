// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/api.h"

#include <iterator>
#include <mutex>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "gateway/ves/answer.h"
#include "gateway/ves/map.h"
#include "gateway/ves/measure.h"

namespace lifeline::ves {
namespace {

constexpr std::string_view path = "/eventListener/v7";
constexpr std::array<std::string_view, fate_count> fate_names = {"accepted", "repeated", "refused",
                                                                 "unavailable"};

// Waits for every desk of one request; the worst of their answers goes out. Any thread.
class Gathering {
 public:
  Gathering(size_t desks, const Tally& tally, Counters& counters, desk::Reply reply)
      : open_(desks),
        tally_(tally),
        counters_(counters),
        reply_(std::move(reply)),
        worst_(accepted()) {}

  void decided(bool was_repeated) {
    const std::lock_guard lock(mutex_);
    is_new_ = is_new_ || !was_repeated;
  }

  void arrived(desk::Response response) {
    {
      const std::lock_guard lock(mutex_);
      if (response.status > worst_.status) worst_ = std::move(response);
      if (--open_ > 0) return;
    }
    counters_.count(fate(), tally_);
    reply_(std::move(worst_));
  }

 private:
  Fate fate() const {
    if (worst_.status == 202) return is_new_ ? Fate::accepted : Fate::repeated;
    return worst_.status >= 500 ? Fate::unavailable : Fate::refused;
  }

  std::mutex mutex_;
  size_t open_;
  bool is_new_ = false;  // to one desk at least
  Tally tally_;
  Counters& counters_;
  desk::Reply reply_;
  desk::Response worst_;
};

// RFC 9110 section 8.3: "application/json; charset=utf-8" counts as well; none at all is JSON.
bool is_json(std::string_view content_type) {
  const std::string type = lowercase(trimmed(content_type.substr(0, content_type.find(';'))));
  return type.empty() || type == "application/json";
}

Tally tally_of(std::span<const Event> events) {
  Tally tally{};
  for (const Event& event : events) ++tally[static_cast<size_t>(event.header.domain)];
  return tally;
}

// A desk refuses nothing that read_events lets pass; should it ever, the sender is told.
desk::Response answer_of(const desk::Outcome& outcome) {
  for (const auto& each : outcome.each)
    if (!each) return refusal(each.error());
  return accepted();
}

struct Taking {
  Tally tally{};
  std::vector<Share> shares;
  std::vector<performance::Reading> readings;

  // Who has to answer before the request is.
  size_t parts() const { return std::max<size_t>(shares.size() + (readings.empty() ? 0 : 1), 1); }
};

Result<Taking> read(const desk::Request& request, Shape shape,
                    const door::SourceDirectory& directory) {
  if (!is_json(request.content_type))
    return invalid("content_type_must_be_json", "Content-Type", "application/json is taken");
  // Parsers keep their memory from one request to the next; nothing in them outlives this call.
  thread_local JsonDocument document;
  thread_local std::vector<Event> events;
  if (auto read = read_events(document, request.body, shape, events); !read)
    return tl::unexpected(std::move(read.error()));
  auto readings = readings_of(events);
  if (!readings) return tl::unexpected(std::move(readings.error()));
  return Taking{.tally = tally_of(events),
                .shares = share_out(events, directory),
                .readings = std::move(*readings)};
}

// The same readings again leave what is there: a request that is sent again changes nothing.
void hand_over(std::vector<performance::Reading> readings, const performance::Take& take,
               std::shared_ptr<Gathering> gathering) {
  take(std::move(readings), [gathering](const Result<performance::Taken>& taken) {
    if (taken) gathering->decided(taken->fresh + taken->replaced == 0 && taken->repeated > 0);
    gathering->arrived(taken ? accepted() : refusal(taken.error()));
  });
}

struct Doors {
  const door::SourceDirectory& directory;
  Counters& counters;
  performance::Take take;
};

void handle(const desk::Request& request, desk::Desks& desks, Taking taking,
            std::shared_ptr<Gathering> gathering) {
  const std::string id = request_id(request.caller.name, request.body);
  for (Share& share : taking.shares) {
    desk::Intent intent{.who = request.caller,
                        .id = id + ':' + to_text(share.desk),
                        .why = {},
                        .commands = std::move(share.commands)};
    auto answer = [gathering](const desk::Outcome& outcome, const desk::Nouns&) {
      gathering->decided(outcome.repeated);
      return answer_of(outcome);
    };
    auto reply = [gathering](desk::Response response) { gathering->arrived(std::move(response)); };
    desks.submit(share.desk, std::move(intent), std::move(answer), std::move(reply));
  }
}

desk::Handler handler(Shape shape, const Doors& doors) {
  return [shape, doors](const std::shared_ptr<const desk::Request>& request, desk::Desks& desks,
                        desk::Reply reply) {
    auto taking = read(*request, shape, doors.directory);
    if (!taking) {
      doors.counters.count_refused(taking.error(), *request);
      return reply(refusal(taking.error()));
    }
    if (!doors.take) taking->readings.clear();
    auto gathering = std::make_shared<Gathering>(taking->parts(), taking->tally, doors.counters,
                                                 std::move(reply));
    if (taking->shares.empty() && taking->readings.empty()) {
      gathering->decided(false);
      return gathering->arrived(accepted());
    }
    if (!taking->readings.empty()) hand_over(std::move(taking->readings), doors.take, gathering);
    handle(*request, desks, std::move(*taking), std::move(gathering));
  };
}

desk::Route route(std::string path, Shape shape, const Doors& doors) {
  const bool is_list = shape == Shape::event_list;
  return {.method = "POST",
          .path = std::move(path),
          .operation = is_list ? "publish_event_batch" : "publish_any_event",
          .tag = "ves",
          .summary = is_list ? "Takes in a batch of VES events, whole or not at all"
                             : "Takes in one VES event",
          .role = desk::Role::operator_,
          .handler = handler(shape, doors),
          .body_schema =
              is_list ? R"({"type":"object","required":["eventList"],"properties":{"eventList":)"
                        R"({"type":"array","maxItems":5000,"items":{"type":"object",)"
                        R"("required":["commonEventHeader"]}}}})"
                      : R"({"type":"object","required":["event"],"properties":{"event":)"
                        R"({"type":"object","required":["commonEventHeader"]}}})"};
}

}  // namespace

void Counters::open(door::Doors& doors) {
  door_ = doors.open({.name = "ves", .kind = "ves", .address = std::string(path)});
  door_->set_state(door::DoorState::listening);
}

void Counters::count_refused(const Error& why, const desk::Request& request) {
  count(Fate::refused, {});
  if (!door_) return;
  door_->hear();
  door_->refuse(why, request.caller.name, request.body);
}

void Counters::count(Fate fate, const Tally& tally) {
  const auto column = static_cast<size_t>(fate);
  requests_[column].fetch_add(1, std::memory_order_relaxed);
  for (size_t domain = 0; domain < domain_count; ++domain)
    if (tally[domain] > 0)
      events_[domain][column].fetch_add(tally[domain], std::memory_order_relaxed);
  const uint64_t heard = std::accumulate(tally.begin(), tally.end(), uint64_t{0});
  if (!door_ || heard == 0) return;
  door_->hear(heard);
  if (fate == Fate::accepted) door_->take(heard);
  if (fate == Fate::repeated) door_->pass_over(heard);
  if (fate == Fate::unavailable) door_->shed(heard);
}

void Counters::append_metrics(std::string& out) const {
  auto to = std::back_inserter(out);
  out +=
      "# HELP lifeline_ves_requests_total VES requests answered.\n"
      "# TYPE lifeline_ves_requests_total counter\n";
  for (size_t fate = 0; fate < fate_count; ++fate)
    fmt::format_to(to, "lifeline_ves_requests_total{{outcome=\"{}\"}} {}\n", fate_names[fate],
                   requests(static_cast<Fate>(fate)));
  out +=
      "# HELP lifeline_ves_events_total VES events that could be read, by domain.\n"
      "# TYPE lifeline_ves_events_total counter\n";
  for (size_t domain = 0; domain < domain_count; ++domain)
    for (size_t fate = 0; fate < fate_count; ++fate)
      fmt::format_to(to, "lifeline_ves_events_total{{domain=\"{}\",outcome=\"{}\"}} {}\n",
                     domain_name(static_cast<Domain>(domain)), fate_names[fate],
                     events(static_cast<Domain>(domain), static_cast<Fate>(fate)));
}

desk::Routes routes(const door::SourceDirectory& directory, Counters& counters,
                    performance::Take take) {
  const Doors doors{.directory = directory, .counters = counters, .take = std::move(take)};
  return {route(std::string(path), Shape::event, doors),
          route(std::string(path) + "/eventBatch", Shape::event_list, doors)};
}

}  // namespace lifeline::ves
