// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/series.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/json_write.h"
#include "solver/baseline/baseline.h"
#include "solver/forecast/forecast.h"

namespace lifeline::measurements {
namespace {

using performance::block_elements;
using performance::metric_count;
using performance::trait_of;

using MetricHistories = std::array<std::vector<baseline::Hourly>, metric_count>;

// The element's summaries of all hours that the bands from one hour to another may look at.
MetricHistories histories_of(const Store& store, uint32_t element, Hour from, Hour to) {
  MetricHistories histories;
  const Hour oldest = from - int64_t{baseline::Options{}.weeks_max} * 7 * 24;
  for (const Hour hour : store.summary_hours()) {
    if (hour < oldest || hour > to) continue;
    for (const auto& block : store.summaries(hour, element / block_elements, 1)) {
      const auto& summaries = block.summaries[element % block_elements];
      for (size_t i = 0; i < metric_count; ++i) {
        if (summaries[i].median == performance::absent) continue;
        const auto metric = static_cast<Metric>(i);
        histories[i].push_back({.hour = hour,
                                .median = performance::value_of(metric, summaries[i].median),
                                .spread = performance::value_of(metric, summaries[i].spread)});
      }
    }
  }
  return histories;
}

std::string_view rhythm_text(baseline::Rhythm rhythm) {
  switch (rhythm) {
    case baseline::Rhythm::week: return "week";
    case baseline::Rhythm::day: return "day";
    case baseline::Rhythm::any: return "any";
    case baseline::Rhythm::none: break;
  }
  return "none";
}

// As many decimals as the metric has.
void append_value(std::string& out, Metric metric, double value) {
  const double steps = std::round(1 / trait_of(metric).step);
  append_json_number(out, std::round(value * steps) / steps);
}

class Arrays {
 public:
  explicit Arrays(std::string& out) : out_(out) {}
  template <class Items, class Write>
  void add(std::string_view name, const Items& items, Write write) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":[";
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      write(item);
    }
    out_ += ']';
  }

 private:
  std::string& out_;
};

void append_bands(std::string& out, Metric metric, const std::vector<baseline::Hourly>& history,
                  const SeriesAsked& asked) {
  std::vector<baseline::Band> bands;
  for (Hour hour = performance::hour_of(asked.from); hour * performance::hour_slots < asked.to;
       ++hour)
    bands.push_back(baseline::band_at(history, hour));
  const auto edge = [&](int side) {
    return [&out, metric, side](const baseline::Band& band) {
      if (band.rhythm == baseline::Rhythm::none) return void(out += "null");
      const double reach = baseline::reach(band, trait_of(metric).notable);
      append_value(out, metric,
                   std::clamp(band.median + side * reach, 0.0, trait_of(metric).greatest));
    };
  };
  Arrays arrays(out);
  arrays.add("low", bands, edge(-1));
  arrays.add("median", bands, edge(0));
  arrays.add("high", bands, edge(1));
  arrays.add("rhythm", bands,
             [&](const baseline::Band& band) { append_json_text(out, rhythm_text(band.rhythm)); });
}

}  // namespace

const std::string_view series_schema =
    R"({"type":"object","required":["element","from","to","interval_s","band_interval_s",)"
    R"("series"],)"
    R"("properties":{"element":{"type":"string"},"from":{"type":"string","format":"date-time"},)"
    R"("to":{"type":"string","format":"date-time"},"interval_s":{"type":"integer"},)"
    R"("band_interval_s":{"type":"integer"},"series":{"type":"array","items":{"type":"object",)"
    R"("required":["metric","unit","worse","warning","major","critical","values"],"properties":{)"
    R"("metric":{"type":"string"},"unit":{"type":"string"},"worse":{"enum":["low","high"]},)"
    R"("warning":{"type":"number"},"major":{"type":"number"},"critical":{"type":"number"},)"
    R"("values":{"type":"array","items":{"type":["number","null"]}},)"
    R"("low":{"type":"array","items":{"type":["number","null"]}},)"
    R"("median":{"type":"array","items":{"type":["number","null"]}},)"
    R"("high":{"type":"array","items":{"type":["number","null"]}},)"
    R"("rhythm":{"type":"array","items":{"enum":["none","any","day","week"]}}}}}}})";

const std::string_view latest_schema =
    R"({"type":"object","required":["element","latest"],"properties":{"element":)"
    R"({"type":"string"},"latest":{"type":"array","items":{"type":"object","required":)"
    R"(["metric","unit","at","value"],"properties":{"metric":{"type":"string"},"unit":)"
    R"({"type":"string"},"at":{"type":"string","format":"date-time"},"value":)"
    R"({"type":"number"}}}}}})";

const std::string_view forecast_schema =
    R"({"type":"object","required":["element","from","hours","growth_per_day","busy_hour",)"
    R"("days_known"],"properties":{"element":{"type":"string"},"from":{"type":"string"},)"
    R"("hours":{"type":"array","items":{"type":"number"}},"growth_per_day":{"type":"number"},)"
    R"("busy_hour":{"type":"number"},"days_known":{"type":"integer"}}})";

std::string series_json(const Store& store, const SeriesAsked& asked) {
  const auto levels = store.read(asked.element, asked.from, asked.to);
  MetricHistories histories;
  if (asked.with_band)
    histories = histories_of(store, asked.element, performance::hour_of(asked.from),
                             performance::hour_of(asked.to));
  std::string out = "{\"element\":";
  append_json_text(out, asked.name);
  out += ",\"from\":\"" + to_rfc3339(performance::time_of_slot(asked.from)) + "\",\"to\":\"" +
         to_rfc3339(performance::time_of_slot(asked.to)) +
         "\",\"interval_s\":300,\"band_interval_s\":3600,\"series\":[";
  for (const Metric metric : asked.metrics) {
    const auto i = static_cast<size_t>(metric);
    const performance::Threshold& threshold = asked.thresholds[i];
    if (out.back() != '[') out += ',';
    out += "{\"metric\":";
    write_json(out, metric);
    out += ",\"unit\":";
    append_json_text(out, trait_of(metric).unit);
    out += ",\"worse\":";
    write_json(out, trait_of(metric).worse);
    const std::pair<std::string_view, double> limits[] = {{"warning", threshold.warning},
                                                          {"major", threshold.major},
                                                          {"critical", threshold.critical}};
    for (const auto& [name, limit] : limits) {
      out += ",\"" + std::string(name) + "\":";
      append_json_number(out, limit);
    }
    Arrays(out).add("values", levels[i], [&](Level level) {
      if (level == performance::absent) return void(out += "null");
      append_value(out, metric, performance::value_of(metric, level));
    });
    if (asked.with_band) append_bands(out, metric, histories[i], asked);
    out += '}';
  }
  return out + "]}";
}

std::string latest_json(const Store& store, uint32_t element, std::string_view name, Hour now) {
  const auto latest = store.latest(element, now);
  std::string out = "{\"element\":";
  append_json_text(out, name);
  out += ",\"latest\":[";
  for (size_t i = 0; i < metric_count; ++i) {
    if (latest.slots[i] == 0) continue;
    const auto metric = static_cast<Metric>(i);
    if (out.back() != '[') out += ',';
    out += "{\"metric\":";
    write_json(out, metric);
    out += ",\"unit\":";
    append_json_text(out, trait_of(metric).unit);
    out += ",\"at\":\"" + to_rfc3339(performance::time_of_slot(latest.slots[i])) + "\",\"value\":";
    append_value(out, metric, performance::value_of(metric, latest.levels[i]));
    out += '}';
  }
  return out + "]}";
}

std::string forecast_json(const Store& store, uint32_t element, std::string_view name, Hour now) {
  std::vector<forecast::Hourly> past;
  const auto histories = histories_of(store, element, now, now);
  for (const auto& hour : histories[static_cast<size_t>(Metric::load)])
    past.push_back({.hour = hour.hour, .value = hour.median});
  const auto outlook = forecast::look_ahead(past, now);
  const auto known = outlook.value_or(forecast::Outlook{});
  std::string out = "{\"element\":";
  append_json_text(out, name);
  out += ",\"from\":\"";
  if (outlook) out += to_rfc3339(performance::time_of_hour((known.last_day + 1) * 24));
  out += "\",\"hours\":[";
  for (size_t i = 0; outlook && i < known.next_day.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, Metric::load, std::min(known.next_day[i], 100.0));
  }
  out += "],\"growth_per_day\":";
  append_value(out, Metric::load, known.growth_per_day);
  out += ",\"busy_hour\":";
  append_value(out, Metric::load, std::min(known.next_busy_hour, 100.0));
  return out + ",\"days_known\":" + std::to_string(known.days_known) + "}";
}

}  // namespace lifeline::measurements
