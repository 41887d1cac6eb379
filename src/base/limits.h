// SPDX-License-Identifier: Apache-2.0
// Every limit of the system in one place; docs/limits.md is generated from this file.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lifeline::limits {

inline constexpr size_t http_body_bytes_max = 2 * 1024 * 1024;     // of any request but an import
inline constexpr size_t import_body_bytes_max = 64 * 1024 * 1024;  // of an import over HTTP
inline constexpr size_t http_header_bytes_max = 16 * 1024;  // request line and headers together
inline constexpr int http_header_wait_s =
    10;                                       // from the first byte of a request to its last header
inline constexpr int http_body_wait_s = 30;   // for the whole of a body
inline constexpr int http_idle_wait_s = 120;  // between two requests of a connection
inline constexpr size_t http_connections_max =
    4096;  // beyond it new ones are answered 503 and closed
inline constexpr size_t http_pipeline_max =
    16;  // small answers of a connection joined in one write
inline constexpr size_t http_headers_max = 100;                 // of a request
inline constexpr size_t http_path_segments_max = 16;            // a longer path matches no route
inline constexpr size_t http_query_pairs_max = 200;             // of a target
inline constexpr size_t console_bytes_max = 256 * 1024 * 1024;  // of all files of the console
inline constexpr size_t console_files_max = 10'000;             // of the console
inline constexpr size_t json_depth_max = 64;             // of arrays and objects within each other
inline constexpr size_t ves_batch_events_max = 2000;     // events in one eventList
inline constexpr size_t text_bytes_max = 4000;           // of any text a person or a device gives
inline constexpr size_t name_bytes_max = 200;            // of any name or key
inline constexpr size_t page_rows_max = 1000;            // of a list's page
inline constexpr size_t page_rows_default = 50;          // of a list's page when nothing is asked
inline constexpr size_t page_offset_max = 1'000'000;     // of a list's page
inline constexpr size_t list_conditions_max = 32;        // of one request for a list
inline constexpr size_t list_values_max = 1000;          // of one condition
inline constexpr size_t list_sort_keys_max = 8;          // of one request for a list
inline constexpr size_t desk_queue_max = 65536;          // requests waiting for a desk; then 503
inline constexpr size_t batch_commands_max = 1'000'000;  // derived from one request
inline constexpr size_t answers_remembered = 100'000;    // command ids whose answer is repeated
inline constexpr size_t order_recipients_max = 100'000;  // units an order goes to
inline constexpr int order_hold_s = 20;            // from a hit to the incident's order, unless set
inline constexpr int order_hold_s_max = 600;       // that may be set
inline constexpr size_t alarm_comments_max = 100;  // comments kept on one alarm
inline constexpr size_t alarm_history_max = 200'000;    // cleared alarms kept for the list, newest
inline constexpr size_t alarm_pasts_max = 100'000;      // clears remembered: late reports, flapping
inline constexpr size_t element_roots_max = 4;          // named of one element that is not normal
inline constexpr size_t outages_max = 200'000;          // ended outages kept on a desk, newest
inline constexpr size_t outage_periods_max = 1'000;     // days or months of one question
inline constexpr size_t topology_walk_max = 50'000;     // elements looked at behind one root
inline constexpr size_t topology_nodes_max = 300;       // drawn of one incident
inline constexpr size_t incident_timeline_max = 2'000;  // entries of one timeline kept for reading
inline constexpr int64_t planned_work_hours_max = 168;  // from its start to its end
inline constexpr size_t planned_work_elements_max = 1000;   // touched by one piece of work
inline constexpr size_t planned_works_open_max = 10'000;    // planned or running on a desk
inline constexpr size_t planned_work_history_max = 10'000;  // over, kept for the list, newest
inline constexpr size_t planned_work_timeline_max = 200;    // entries of one timeline
inline constexpr size_t scenarios_open_max = 200;           // planned or running on a desk
inline constexpr int64_t scenario_days_max = 366;           // from its start to its end
inline constexpr size_t scenario_sites_max = 20'000;        // of one assurance scenario
inline constexpr size_t scenario_shifts_max = 2'000;        // in one scenario's roster
inline constexpr size_t scenario_reports_max = 1'000;       // kept of one scenario, newest
inline constexpr size_t scenario_history_max = 500;         // over, kept for the list, newest
inline constexpr size_t scenario_timeline_max = 500;        // entries of one timeline
inline constexpr size_t live_connections_max = 512;         // event streams at once
inline constexpr size_t live_backlog_bytes_max =
    4 * 1024 * 1024;                                      // unsent of one stream; then reset
inline constexpr size_t live_resume_batches_max = 5'000;  // journal batches read to catch up
inline constexpr int live_tick_ms = 200;  // at most one message to a stream in this time
inline constexpr size_t import_rows_max = 1'000'000;  // of one import file
inline constexpr size_t import_rows_per_desk_max =
    200'000;  // of one import file, for one desk: one append
inline constexpr size_t import_refusals_max = 1'000;      // refused rows listed in one report
inline constexpr size_t csv_field_bytes_max = 64 * 1024;  // of one field of a CSV file
inline constexpr size_t csv_columns_max = 64;             // of a CSV file
inline constexpr uint32_t causes_types_max =
    1024;  // of alarm, in a log that causes are learned from
inline constexpr uint32_t causes_devices_max = 4096;        // in such a log or its topology
inline constexpr uint32_t causes_linked_devices_max = 512;  // beyond it no links are learned
inline constexpr uint32_t causes_named_devices_max =
    500'000;  // in Lifeline's own alarms, of which no links are learned beyond the limit above
inline constexpr size_t learnt_causes_max = 20'000;  // kept to say what may have caused an alarm
inline constexpr size_t likely_causes_max = 20;      // named of one alarm
inline constexpr uint64_t snapshot_every_events = 1'000'000;  // since the snapshot before
inline constexpr size_t replay_batch_events_max = 2000;       // events in one request of a replay
inline constexpr int replay_attempts_max = 12;                // to deliver one request of a replay
inline constexpr int replay_wait_ms_max = 5000;               // between two attempts of a replay
inline constexpr int session_hours = 12;                      // a log-in lasts
inline constexpr int login_failures_max = 5;                  // of an account in a minute; then 429
inline constexpr size_t measured_elements_max = 500'000;  // stations and cells with measurements
inline constexpr int measurement_days = 7;                // that single measurements are kept
inline constexpr int measurement_summary_days = 35;       // that hourly summaries are kept
inline constexpr size_t measurement_hours_open_max = 4;   // hours in memory that are written to
inline constexpr size_t measurement_queue_batches_max =
    1024;  // requests with measurements that wait; then 503
inline constexpr size_t measurement_queue_values_max =
    2'000'000;                                        // in all of them together; then 503
inline constexpr size_t measurement_reads_max = 256;  // series being asked for at once; then 503
inline constexpr size_t measurement_log_batch_bytes_max = 1024 * 1024;  // of one record of a log
inline constexpr size_t measurement_log_bytes_max =
    256 * 1024 * 1024;                               // of an hour's log; then it is packed
inline constexpr int measurement_ahead_s_max = 600;  // a value's time before the server's clock
inline constexpr int measurement_judged_s_max =
    1800;                                            // an older value is kept, and raises no alarm
inline constexpr int expansion_days_max = 90;        // that a cell's load is looked ahead
inline constexpr size_t series_slots_max = 8 * 288;  // of one answer with series: eight days
inline constexpr size_t remote_write_bytes_max = 16 * 1024 * 1024;  // of one request, unpacked
inline constexpr size_t remote_write_labels_max = 64;               // of one series
inline constexpr size_t forward_queue_values_max =
    1'000'000;  // waiting to be forwarded; the oldest then goes
inline constexpr size_t forward_batch_values_max = 5'000;  // in one request that is forwarded
inline constexpr int forward_wait_ms_max = 30'000;         // between two attempts to forward

}  // namespace lifeline::limits
