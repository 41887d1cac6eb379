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
inline constexpr size_t order_substitutes_max = 1'000;   // set with one order
inline constexpr size_t order_escalations_max = 5'000;   // of missed deadlines in one append
inline constexpr size_t attachment_bytes_max = 8 * 1024 * 1024;  // of one evidence photo
inline constexpr size_t attachments_max = 500'000;               // kept on a desk
inline constexpr size_t attachment_queue_max = 32;  // photos waiting for their disk; then 503
inline constexpr uint64_t attachment_reserve_bytes =
    64 * 1024 * 1024;                     // of the disk that photos leave to the journal
inline constexpr size_t photos_max = 20;  // of one piece of evidence
inline constexpr size_t order_templates_max = 2'000;        // of one desk
inline constexpr size_t order_template_timeline_max = 100;  // entries of one template's timeline
inline constexpr size_t teams_max = 200'000;                // of one desk
inline constexpr size_t team_members_max = 2'000;           // of one team
inline constexpr size_t team_skills_max = 20;               // of one member
inline constexpr size_t team_tasks_max = 500'000;           // of one desk
inline constexpr int64_t team_task_days_max = 90;           // from a task's start to its end
inline constexpr int64_t team_count_days_max = 92;          // of one count by day
inline constexpr size_t team_timeline_max = 100;            // entries of one team's timeline
inline constexpr double team_hours_max = 24 * 90;           // of one member on one task
inline constexpr size_t crews_max = 100'000;                // of one desk
inline constexpr size_t crew_members_max = 200;             // of one crew
inline constexpr size_t crew_names_max = 100;  // kinds of tools, of certificates or of parts
inline constexpr uint64_t crew_parts_max = 1'000'000;       // of one kind that a crew has
inline constexpr size_t crew_shifts_max = 400;              // kept of one crew
inline constexpr int crew_shift_hours_max = 72;             // from a shift's start to its end
inline constexpr int crew_shift_past_days = 7;              // that shifts which are over are kept
inline constexpr size_t crew_breaks_max = 8;                // of one shift
inline constexpr int64_t check_in_s_min = 60;               // between two check-ins of a crew
inline constexpr int64_t check_in_s_max = 24 * 3600;        // between two check-ins of a crew
inline constexpr size_t check_ins_missed_max = 1'000;       // told in one append; then the next
inline constexpr size_t vehicles_max = 100'000;             // of one desk
inline constexpr size_t permits_max = 100;                  // of one vehicle
inline constexpr double vehicle_load_kg_max = 100'000;      // that a vehicle carries
inline constexpr double vehicle_fuel_l_max = 5'000;         // in a tank, or for 100 km
inline constexpr uint64_t vehicle_seats_max = 100;          // of one vehicle
inline constexpr size_t positions_max = 50'000;             // in one report
inline constexpr int64_t position_seconds_min = 60;         // between two that are journalled
inline constexpr double position_metres_min = 200;          // between two that are journalled
inline constexpr int64_t position_ahead_s_max = 60;         // that a position's clock may be ahead
inline constexpr double position_abroad_km_max = 200;       // outside of China, or …
inline constexpr double position_away_km_max = 1'000;       // … from the base
inline constexpr size_t channels_max = 1'000;               // for notices, on a desk
inline constexpr size_t channel_address_bytes_max = 2'000;  // of a channel for notices
inline constexpr size_t notices_waiting_max = 20'000;       // for one peer; then the least goes
inline constexpr size_t notices_kept_max = 100'000;         // that are over, newest
inline constexpr size_t notices_in_flight_max = 8;          // to one webhook at once
inline constexpr size_t notices_taken_max = 64;             // for one peer in one transaction
inline constexpr size_t notice_units_max = 20;              // of an order that a notice names
inline constexpr size_t notice_answer_bytes_max = 300;      // kept of what a peer answered
inline constexpr int notice_attempts_max = 400;             // to hand over one notice
inline constexpr int notice_hours_max = 24;                 // that a notice is tried
inline constexpr int notice_wait_ms_max = 300'000;          // between two attempts
inline constexpr int notice_webhook_wait_ms_max = 10'000;   // for a webhook's answer
inline constexpr int notice_mail_wait_ms_max = 60'000;      // for a mail server's answers
inline constexpr size_t notice_jobs_max = 1'024;   // requests of the API that wait for the store
inline constexpr size_t secret_bytes_max = 500;    // of a webhook
inline constexpr size_t secret_bytes_min = 16;     // of a webhook
inline constexpr int order_hold_s = 20;            // from a hit to the incident's order, unless set
inline constexpr int order_hold_s_max = 600;       // that may be set
inline constexpr size_t alarm_comments_max = 100;  // comments kept on one alarm
inline constexpr size_t alarm_tellers_max = 20;    // doors that tell of one alarm beside its owner
inline constexpr size_t alarm_history_max = 200'000;    // cleared alarms kept for the list, newest
inline constexpr size_t alarm_pasts_max = 100'000;      // clears remembered: late reports, flapping
inline constexpr size_t element_roots_max = 4;          // named of one element that is not normal
inline constexpr size_t outages_max = 200'000;          // ended outages kept on a desk, newest
inline constexpr size_t outage_periods_max = 1'000;     // days or months of one question
inline constexpr size_t topology_walk_max = 50'000;     // elements looked at behind one root
inline constexpr size_t topology_nodes_max = 300;       // drawn of one incident
inline constexpr size_t incident_timeline_max = 2'000;  // entries of one timeline kept for reading
inline constexpr size_t ticket_attributes_max = 200;    // that one ticket keeps
inline constexpr size_t ticket_bytes_max = 512 * 1024;  // of all that one ticket keeps
inline constexpr size_t ticket_notes_max = 1'000;       // shown of one ticket, newest
inline constexpr size_t ticket_status_changes_max = 1'000;  // shown of one ticket, newest
inline constexpr size_t ticket_alarms_max = 100;            // open ones named in one ticket
inline constexpr size_t alarm_attributes_max = 200;         // that one posted alarm keeps
inline constexpr size_t alarm_bytes_max = 64 * 1024;        // of all that one posted alarm keeps
inline constexpr size_t alarm_references_max = 100;         // of a kind named in one alarm
inline constexpr size_t alarm_tasks_max = 2'000;            // kept on a desk, newest
inline constexpr size_t alarm_task_alarms_max = 1'000;      // that one task changes on a desk
inline constexpr size_t alarm_task_patterns_max = 100;      // of one task
inline constexpr size_t subscriptions_max = 64;             // to notifications of TM Forum APIs
inline constexpr size_t hub_queue_max = 10'000;             // notifications that wait in memory
inline constexpr size_t hub_queue_bytes_max = 64 * 1024 * 1024;  // of one subscription's queue
inline constexpr int hub_answer_wait_s = 5;                      // for a listener to answer
inline constexpr int hub_wait_ms_max = 60'000;                   // between two attempts to deliver
inline constexpr int hub_park_after_s = 24 * 3600;          // of failing; then one attempt an hour
inline constexpr int hub_parked_wait_s = 3600;              // between attempts to a parked listener
inline constexpr size_t hub_read_batches_max = 200;         // of the journal caught up in one go
inline constexpr size_t topic_batches_max = 500;            // of a desk, newest, that a topic lists
inline constexpr size_t topic_positions_max = 20'000;       // back from a journal's head to look
inline constexpr int64_t planned_work_hours_max = 168;      // from its start to its end
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
inline constexpr size_t skills_max = 32;                    // of one person
inline constexpr size_t substitutes_max = 16;        // from a person to who at last stands in
inline constexpr size_t rosters_max = 50'000;        // standing lists of a desk
inline constexpr size_t roster_members_max = 500;    // of one standing list
inline constexpr size_t roster_shifts_max = 1'000;   // of one duty roster
inline constexpr int roster_shift_hours_max = 72;    // from a shift's start to its end
inline constexpr int roster_ahead_days = 7;          // that a duty roster is searched for gaps
inline constexpr int roster_past_days = 7;           // that shifts which are over are kept
inline constexpr size_t hand_overs_kept = 100;       // of one duty roster, newest
inline constexpr size_t hand_over_items_max = 200;   // orders, and incidents, that one names
inline constexpr int hand_over_confirm_s = 1'800;    // then it is shown as overdue
inline constexpr size_t live_connections_max = 512;  // event streams at once
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

inline constexpr size_t report_plans_max = 200;          // series of reports running on a desk
inline constexpr size_t reports_max = 20'000;            // kept on a desk, newest
inline constexpr int64_t report_every_min_least = 5;     // between two reports of a series
inline constexpr int64_t report_every_min_max = 10'080;  // between two reports of a series: a week
inline constexpr int64_t report_days_max = 366;          // that one report covers
inline constexpr size_t report_jobs_max = 64;   // that wait for the reports' worker; then 503
inline constexpr size_t reports_in_memory = 4;  // worked out and kept, last used
inline constexpr size_t report_facts_max = 20'000'000;  // counted by one report
inline constexpr size_t report_units_max = 400;         // rows of its table of units
inline constexpr size_t report_columns_max = 62;        // days or hours of its charts
inline constexpr size_t report_results_max = 100;       // kinds of results of teams, by their words

inline constexpr size_t jobs_open_max = 100'000;      // jobs on a desk that are not over
inline constexpr size_t job_names_max = 50;           // skills, tools, parts or kinds of one job
inline constexpr size_t job_after_max = 100;          // jobs that one job waits for
inline constexpr uint64_t job_crews_max = 50;         // that one job needs
inline constexpr uint64_t job_parts_max = 1'000'000;  // of one kind, of one job
inline constexpr int64_t job_days_max = 90;           // that a job may take
inline constexpr double job_load_kg_max = 100'000;    // of one job
inline constexpr int64_t job_offer_within_s = 300;    // to accept an offer, unless it says so
inline constexpr int64_t job_offer_within_s_max = 86'400;  // that an offer may say
inline constexpr int64_t job_skew_s_max = 60;              // of a phone's clock against the desk's
inline constexpr double job_outside_china_km_max = 200;    // of a job's place
inline constexpr size_t job_timeline_max = 100;            // entries of one job's timeline
inline constexpr size_t job_sync_steps_max = 200;          // steps of a phone in one request
inline constexpr size_t dispatch_closures_max = 1'000;     // roads of one desk
inline constexpr double dispatch_closure_radius_m_max = 20'000;  // around a closed road
inline constexpr size_t dispatch_take_up_max = 1'000;            // jobs of one request
inline constexpr int64_t dispatch_keep_s = 60;         // by which a time must differ to count
inline constexpr int64_t dispatch_ahead_s = 60;        // before a crew is to depart
inline constexpr int64_t dispatch_horizon_s = 86'400;  // in which a crew's shift must begin
inline constexpr int64_t dispatch_refresh_s = 60;      // after which a plan is made anew
inline constexpr size_t dispatch_new_jobs_max = 50;    // at once, to be placed within a moment
inline constexpr size_t dispatch_questions_max = 100;  // that wait for the planner
inline constexpr int64_t field_count_days_max = 366;   // of one count of outings

inline constexpr size_t work_order_attributes_max = 200;    // of one work order
inline constexpr size_t work_order_bytes_max = 128 * 1024;  // of all attributes of one

inline constexpr size_t routing_jobs_max = 5'000;      // of one plan
inline constexpr size_t routing_vehicles_max = 2'000;  // of one plan
inline constexpr size_t routing_breaks_max = 8;        // of one vehicle's shift
inline constexpr size_t routing_dimensions_max = 8;    // of capacity, or kinds of spare parts

inline constexpr size_t feeds_max = 256;                  // whose place a desk keeps
inline constexpr size_t omc_peers_max = 64;               // element managers that a server reads
inline constexpr size_t omc_waiting_alarms_max = 20'000;  // of one, read and not yet on disk
inline constexpr size_t omc_held_alarms_max = 20'000;  // behind a gap, of one; then fetched again
inline constexpr size_t omc_round_alarms_max = 5'000;  // of one, in one append to each desk
inline constexpr size_t omc_fields_max = 100;          // of one alarm
inline constexpr size_t omc_file_bytes_max = 256 * 1024 * 1024;  // of one file of missed alarms
inline constexpr int omc_connect_wait_s = 10;               // for a connection, and for a log-in
inline constexpr int omc_wait_ms_max = 30'000;              // between two attempts to connect
inline constexpr int omc_file_wait_s = 120;                 // for a file of missed alarms
inline constexpr size_t snmp_varbinds_max = 200;            // of one trap that are kept
inline constexpr size_t snmp_rules_max = 10'000;            // that map notifications
inline constexpr size_t snmp_users_max = 1'000;             // of version 3, with one engine each
inline constexpr size_t snmp_informs_waiting_max = 10'000;  // until they are on disk
inline constexpr size_t snmp_informs_remembered = 100'000;  // that a repeated inform is known by

inline constexpr size_t door_queue_max = 200'000;  // of one door for one desk; then the least goes
inline constexpr size_t door_batch_max = 5'000;    // reports of a door in one append
inline constexpr int door_again_ms = 50;           // until a desk that was busy is asked again
inline constexpr size_t door_examples_max = 20;    // kept of what a door refused, newest
inline constexpr size_t door_example_bytes_max = 200;  // shown of each
inline constexpr size_t door_reasons_max = 100;        // of refusals that a door tells apart

inline constexpr size_t syslog_message_bytes_max = 8'192;  // of one message
inline constexpr size_t syslog_params_max = 256;           // of one message's structured data
inline constexpr size_t syslog_connections_max = 1'024;    // then a new one is closed
inline constexpr int syslog_idle_wait_s = 3'600;           // that a connection may be quiet
inline constexpr int syslog_greet_wait_s = 10;             // for a TLS handshake
inline constexpr size_t syslog_window_max = 10'000;  // alarms of a connection that are not durable
inline constexpr size_t syslog_datagrams_max = 256;  // taken in one go
inline constexpr size_t syslog_rules_max = 1'000;    // that say which messages are alarms
inline constexpr int udp_buffer_bytes = 8 * 1024 * 1024;  // asked of the system for a UDP door

inline constexpr size_t alertmanager_alerts_max = 10'000;   // in one request
inline constexpr size_t alertmanager_labels_max = 64;       // of one alert
inline constexpr size_t alertmanager_kept_max = 1'000'000;  // alerts that are firing
inline constexpr int resolve_timeout_s = 300;               // unless set
inline constexpr int resolve_timeout_s_max = 86'400;        // that may be set
inline constexpr size_t silences_max = 10'000;              // of a desk
inline constexpr size_t silence_matchers_max = 32;          // of one silence
inline constexpr int silence_kept_days = 5;                 // that one which is over is kept

}  // namespace lifeline::limits
