// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/measure.h"

#include <array>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::ves {
namespace {

using performance::Metric;
using performance::Reading;

constexpr size_t values_max = limits::measurement_queue_values_max / 10;

// What a measurement type of TS 28.552 is here.
struct Known {
  std::string_view name;
  Metric metric;
  double factor;
};
constexpr std::array<Known, 3> known_types = {{
    {"RRU.PrbTotDl", Metric::load, 1},
    {"DRB.UEThpDl", Metric::throughput, 0.001},
    {"DRB.RlcSduDelayDl", Metric::delay, 0.1},
}};
constexpr std::string_view attempts_type = "RRC.ConnEstabAtt.sum";
constexpr std::string_view successes_type = "RRC.ConnEstabSucc.sum";

Refusal wrong(std::string_view wanted, std::string path) {
  return invalid("field_must_have_the_right_type", path, "expected " + std::string(wanted));
}

// The schema has texts in its hash maps, and numbers elsewhere.
std::optional<double> number_of(Json json) {
  if (!json.is_text()) return json.number();
  const std::string_view text = trimmed(json.text());
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return value;
}

// Gathers what is said of one element; a ratio needs two values.
class Gathered {
 public:
  Gathered(std::string_view element, Instant at, std::vector<Reading>& out)
      : element_(element), at_(at), out_(out) {}

  Result<void> take(std::string_view name, Json value, const std::string& path) {
    Metric metric{};
    if (enum_from_text(name, metric)) return add(metric, value, 1, path);
    for (const Known& known : known_types)
      if (name == known.name) return add(known.metric, value, known.factor, path);
    if (name != attempts_type && name != successes_type) return {};
    const auto number = number_of(value);
    if (!number) return wrong("a number", path);
    (name == attempts_type ? attempts_ : successes_) = *number;
    return {};
  }
  Result<void> finish(const std::string& path) {
    if (!attempts_ || !successes_ || *attempts_ <= 0) return {};
    return add_value(Metric::access_success, 100 * *successes_ / *attempts_, path);
  }

 private:
  Result<void> add(Metric metric, Json value, double factor, const std::string& path) {
    const auto number = number_of(value);
    if (!number) return wrong("a number", path);
    return add_value(metric, *number * factor, path);
  }
  Result<void> add_value(Metric metric, double value, const std::string& path) {
    Reading reading{.element = std::string(element_), .metric = metric, .at = at_, .value = value};
    if (auto sound = performance::must_be_sound(reading); !sound) {
      Error error = std::move(sound.error());
      error.field = path;
      return tl::unexpected(std::move(error));
    }
    if (out_.size() >= values_max)
      return invalid("values_must_be_fewer", path,
                     "at most " + std::to_string(values_max) + " in one request");
    out_.push_back(std::move(reading));
    return {};
  }

  std::string_view element_;
  Instant at_;
  std::vector<Reading>& out_;
  std::optional<double> attempts_, successes_;
};

// The items of an array, each with its place, until one is refused.
template <class Each>
Result<void> each_item(std::optional<Json> list, const std::string& path, Each each) {
  if (!list) return {};
  if (!list->is_array()) return wrong("an array", path);
  Result<void> result;
  size_t index = 0;
  auto visit = [&](Json item) {
    const std::string place = path + "[" + std::to_string(index++) + "]";
    result = item.is_object() ? each(item, place) : Result<void>(wrong("an object", place));
    return result.has_value();
  };
  list->each(visit);
  return result;
}

Result<void> read_map(std::optional<Json> map, const std::string& path, Gathered gathered) {
  if (!map) return {};
  if (!map->is_object()) return wrong("an object", path);
  Result<void> result;
  auto visit = [&](std::string_view name, Json value) {
    result = gathered.take(name, value, path + "." + std::string(name.substr(0, 60)));
    return result.has_value();
  };
  map->each_member(visit);
  return result ? gathered.finish(path) : result;
}

Result<void> read_measurement(const Event& event, const std::string& at, Instant time,
                              std::vector<Reading>& out) {
  const Json block = *event.measured;
  const std::string path = at + ".measurementFields";
  auto read = read_map(block.at("additionalFields"), path + ".additionalFields",
                       Gathered(event.header.source_name, time, out));
  if (!read) return read;
  return each_item(block.at("additionalMeasurements"), path + ".additionalMeasurements",
                   [&](Json item, const std::string& place) -> Result<void> {
                     const auto name = item.at("name");
                     if (!name || !name->is_text()) return wrong("a text", place + ".name");
                     return read_map(item.at("hashMap"), place + ".hashMap",
                                     Gathered(name->text(), time, out));
                   });
}

// "GNBDUFunction=1,NRCellDU=CELL-1" → "CELL-1".
std::string_view element_of(std::string_view name, std::string_view otherwise) {
  const size_t equals = name.rfind('=');
  if (equals != std::string_view::npos) name.remove_prefix(equals + 1);
  name = trimmed(name);
  return name.empty() ? otherwise : name;
}

// A result's value: {"p": 1, "sValue": "43.5"}; null ones are left out.
Result<void> read_result(Json result, const std::vector<std::string_view>& types,
                         const std::string& place, Gathered& gathered) {
  const auto p = result.at("p");
  const auto position = p ? p->integer() : std::nullopt;
  if (!position) return wrong("an integer", place + ".p");
  if (*position < 1 || *position > std::ssize(types))
    return invalid("number_must_be_in_range", place + ".p", "the place of a measurement type");
  for (const std::string_view member : {"sValue", "iValue", "rValue"})
    if (const auto value = result.at(member))
      return gathered.take(types[static_cast<size_t>(*position - 1)], *value,
                           place + "." + std::string(member));
  return {};
}

Result<void> read_group(Json group, const std::string& place, const Event& event, Instant time,
                        std::vector<Reading>& out) {
  std::vector<std::string_view> types;
  const auto named = group.at("measTypes");
  const auto list = named && named->is_object() ? named->at("sMeasTypesList") : std::nullopt;
  if (!list) return {};  // types by number mean nothing without their list
  if (!list->is_array()) return wrong("an array", place + ".measTypes.sMeasTypesList");
  auto visit = [&](Json type) {
    types.push_back(type.text());
    return true;
  };
  list->each(visit);
  return each_item(group.at("measValuesList"), place + ".measValuesList",
                   [&](Json values, const std::string& at) -> Result<void> {
                     const auto suspect = values.at("suspectFlag");
                     if (suspect && suspect->text() == "true") return {};
                     const auto object = values.at("measObjInstId");
                     Gathered gathered(
                         element_of(object ? object->text() : "", event.header.source_name), time,
                         out);
                     auto read = each_item(values.at("measResults"), at + ".measResults",
                                           [&](Json result, const std::string& of) {
                                             return read_result(result, types, of, gathered);
                                           });
                     return read ? gathered.finish(at) : read;
                   });
}

Result<void> read_perf3gpp(const Event& event, const std::string& at, Instant time,
                           std::vector<Reading>& out) {
  const std::string path = at + ".perf3gppFields.measDataCollection";
  const auto collection = event.measured->at("measDataCollection");
  if (!collection || !collection->is_object()) return wrong("an object", path);
  return each_item(collection->at("measInfoList"), path + ".measInfoList",
                   [&](Json group, const std::string& place) {
                     return read_group(group, place, event, time, out);
                   });
}

}  // namespace

Result<std::vector<Reading>> readings_of(std::span<const Event> events) {
  std::vector<Reading> readings;
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (!event.measured) continue;
    const Instant time{std::max<int64_t>(event.header.last_us - 1, 0)};
    const std::string at = events.size() == 1 ? "event" : "eventList[" + std::to_string(i) + "]";
    Result<void> read;
    if (event.header.domain == Domain::measurement)
      read = read_measurement(event, at, time, readings);
    if (event.header.domain == Domain::perf3gpp) read = read_perf3gpp(event, at, time, readings);
    if (!read) return tl::unexpected(std::move(read.error()));
  }
  return readings;
}

}  // namespace lifeline::ves
