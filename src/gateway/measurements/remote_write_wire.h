// SPDX-License-Identifier: Apache-2.0
// Prometheus remote write 1.0, both ways: a protobuf message in one snappy block.
//
//   WriteRequest { repeated TimeSeries timeseries = 1; metadata = 3, passed over }
//   TimeSeries   { repeated Label labels = 1; repeated Sample samples = 2; others passed over }
//   Label        { string name = 1; string value = 2; }
//   Sample       { double value = 1; int64 timestamp = 2; }                         milliseconds
//
// The message has two levels and four fields, so it is read by hand in place: a protobuf library
// would bring a compiler into the build and copy every label. Snappy is a library, for it meets
// hostile bytes. Sources: prometheus.io/docs/specs/prw/remote_write_spec;
// protobuf.dev/programming-guides/encoding.
//
// A series is a metric by its __name__ ("lifeline_load") and an element by its label `element`;
// other labels are passed over, and so are other names: Prometheus sends all that it scrapes.
// A NaN says that a series has ended and is no value.
// Limits: remote_write_bytes_max unpacked, remote_write_labels_max.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/performance/metric.h"

namespace lifeline::measurements {

/// "lifeline_load".
std::string prometheus_name(performance::Metric metric);

struct RemoteWrite {
  std::vector<performance::Reading> readings;  // sound ones
  uint64_t passed_over = 0;                    // values of other names, and ends of series
  uint64_t unsound = 0;  // values out of range, or of no element; the first says why
  Error why;
};

/// Errors: body_must_be_snappy, body_must_be_a_write_request, body_must_not_be_too_large.
Result<RemoteWrite> read_write_request(std::string_view body);

/// A body that reads as the same readings: one series a reading.
std::string print_write_request(std::span<const performance::Reading> readings);

}  // namespace lifeline::measurements
