// SPDX-License-Identifier: Apache-2.0
#include "gateway/ves/measure.h"

#include <doctest/doctest.h>

namespace lifeline::ves {
namespace {

std::string event(std::string_view domain, std::string_view blocks) {
  return R"({"event":{"commonEventHeader":{"domain":")" + std::string(domain) +
         R"(","eventId":"m1","eventName":"m","lastEpochMicrosec":1579752300000000,)"
         R"("priority":"Normal","reportingEntityName":"OMC","sequence":0,"sourceName":"GNB-1",)"
         R"("startEpochMicrosec":1579752000000000,"version":"4.1",)"
         R"("vesEventListenerVersion":"7.2.1"},)" +
         std::string(blocks) + "}}";
}

// "element metric value …", or the refusal and its field.
std::string told(std::string_view domain, std::string_view blocks) {
  JsonDocument document;
  std::vector<Event> events;
  const auto read = read_events(document, event(domain, blocks), Shape::event, events);
  REQUIRE_MESSAGE(read.has_value(), read.error().name, " ", read.error().field);
  const auto readings = readings_of(events);
  if (!readings) return readings.error().name + " " + readings.error().field;
  std::string text;
  for (const auto& reading : *readings) {
    CHECK(performance::slot_of(reading.at) == 1'579'752'000 / 300);
    text += reading.element + " " + std::string(enum_text(reading.metric)) + " " +
            std::to_string(reading.value).substr(0, 5) + "; ";
  }
  return text;
}

std::string measurement(std::string_view members) {
  return R"("measurementFields":{"measurementFieldsVersion":"4.0","measurementInterval":300,)" +
         std::string(members) + "}";
}

std::string pm(std::string_view types, std::string_view values) {
  return R"("perf3gppFields":{"perf3gppFieldsVersion":"1.0","measDataCollection":{)"
         R"("granularityPeriod":300,"measuredEntityDn":"GNB-1","measInfoList":[{"measTypes":)"
         R"({"sMeasTypesList":[)" +
         std::string(types) + R"(]},"measValuesList":[)" + std::string(values) + "]}]}}";
}

TEST_CASE("measurementFields tell of the source, and of its cells by name") {
  CHECK(told("measurement", measurement(R"("additionalFields":{"load":"43.5","vendorX":"a"})")) ==
        "GNB-1 load 43.50; ");
  CHECK(told("measurement",
             measurement(R"("additionalMeasurements":[{"name":"C-1","hashMap":{"delay":"12"}},)"
                         R"({"name":"C-2","hashMap":{"delay":"13","drop_rate":"0.5"}}])")) ==
        "C-1 delay 12.00; C-2 delay 13.00; C-2 drop_rate 0.500; ");
  CHECK(told("measurement", measurement(R"("concurrentSessions":7)")).empty());
}

TEST_CASE("perf3gpp values are found by their place among the types") {
  CHECK(told("perf3gpp", pm(R"("RRU.PrbTotDl","other","DRB.UEThpDl","DRB.RlcSduDelayDl")",
                            R"({"measObjInstId":"GNBDUFunction=1,NRCellDU=C-1","measResults":[)"
                            R"({"p":1,"sValue":"71"},{"p":2,"sValue":"x"},{"p":3,"iValue":25000},)"
                            R"({"p":4,"rValue":123.0}]},)"
                            R"({"measObjInstId":"","measResults":[{"p":1,"iValue":9}]})")) ==
        "C-1 load 71.00; C-1 throughput 25.00; C-1 delay 12.30; GNB-1 load 9.000; ");
}

TEST_CASE("access success is a ratio of two counters, and nothing of no attempt") {
  const std::string_view types = R"("RRC.ConnEstabAtt.sum","RRC.ConnEstabSucc.sum")";
  const auto cell = [&](std::string_view results) {
    return told("perf3gpp", pm(types, R"({"measObjInstId":"C-1","measResults":[)" +
                                          std::string(results) + "]}"));
  };
  CHECK(cell(R"({"p":1,"iValue":200},{"p":2,"iValue":190})") == "C-1 access_success 95.00; ");
  CHECK(cell(R"({"p":1,"iValue":0},{"p":2,"iValue":0})").empty());
  CHECK(cell(R"({"p":1,"iValue":200})").empty());
}

TEST_CASE("suspect and null values are left out") {
  CHECK(told("perf3gpp", pm(R"("load")", R"({"measObjInstId":"C-1","suspectFlag":"true",)"
                                         R"("measResults":[{"p":1,"iValue":9}]})"))
            .empty());
  CHECK(told("perf3gpp", pm(R"("load")", R"({"measObjInstId":"C-1",)"
                                         R"("measResults":[{"p":1,"isNull":"true"}]})"))
            .empty());
}

TEST_CASE("what cannot be meant is refused with its place") {
  CHECK(told("measurement", measurement(R"("additionalFields":{"load":"much"})")) ==
        "field_must_have_the_right_type event.measurementFields.additionalFields.load");
  CHECK(told("measurement", measurement(R"("additionalFields":{"load":"101"})")) ==
        "value_must_be_in_range event.measurementFields.additionalFields.load");
  const auto at = std::string(
      " event.perf3gppFields.measDataCollection.measInfoList[0]."
      "measValuesList[0].measResults[0]");
  CHECK(told("perf3gpp",
             pm(R"("load")", R"({"measObjInstId":"C","measResults":[{"p":2,"iValue":1}]})")) ==
        "number_must_be_in_range" + at + ".p");
  CHECK(told("perf3gpp",
             pm(R"("load")", R"({"measObjInstId":"C","measResults":[{"p":0,"iValue":1}]})")) ==
        "number_must_be_in_range" + at + ".p");
  CHECK(
      told("perf3gpp", pm(R"("load")", R"({"measObjInstId":"C","measResults":[{"iValue":1}]})")) ==
      "field_must_have_the_right_type" + at + ".p");
}

}  // namespace
}  // namespace lifeline::ves
