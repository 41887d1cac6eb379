// SPDX-License-Identifier: Apache-2.0
// VES events of the domains measurement and perf3gpp → readings.
//
//   measurementFields.additionalFields        {"load": "43.5", …}              of the sourceName
//   measurementFields.additionalMeasurements  [{"name": "CELL-1", "hashMap": {"load": "43.5"}}]
//   perf3gppFields.measDataCollection.measInfoList[]  measTypes.sMeasTypesList × measValuesList[]
//     of measObjInstId: the value of its last RDN ("…,NRCellDU=CELL-1"), else the sourceName
//
// The time is lastEpochMicrosec less a microsecond: the end of the period that was measured, so a
// period of 10:00 to 10:05 belongs to the five minutes from 10:00. A name is a metric's, or of 3GPP
// TS 28.552:
//
//   RRU.PrbTotDl         load, %                     5.1.1.2.1
//   DRB.UEThpDl          throughput, kbit/s          5.1.1.3.1
//   DRB.RlcSduDelayDl    delay, 0.1 ms               5.1.3.3.3
//   RRC.ConnEstabAtt.sum, RRC.ConnEstabSucc.sum      5.1.1.15: access_success = 100 · succ / att
//
// Other names are passed over: devices send hundreds. A value that is suspect, null or not a number
// of its metric's range is refused with its place, except a suspect or null one, which is left out.
// Limits: a tenth of measurement_queue_values_max in one request.
#pragma once

#include <span>
#include <vector>

#include "gateway/ves/wire.h"
#include "network/performance/metric.h"

namespace lifeline::ves {

/// Errors: field_must_have_the_right_type, value_must_be_in_range, values_must_be_fewer.
Result<std::vector<performance::Reading>> readings_of(std::span<const Event> events);

}  // namespace lifeline::ves
