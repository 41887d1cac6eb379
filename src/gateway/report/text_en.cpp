// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/words.h"

namespace lifeline::reports::en {
namespace {

constexpr Sentence summary[] = {
    {"", "This report of {$unit}{$scenario} covers {$from} to {$cut_off}, Beijing time."},
    {"!sites_cut_off", "No key site was cut off in this time."},
    {"sites_cut_off", "{sites_cut_off|One key site was|# key sites were} cut off in this time."},
    {"sites_down",
     "At the cut-off {sites_down|one key site is|# key sites are} down; they come first."},
    {"silent_units",
     "{silent_units|One unit has|# units have} not acknowledged an order whose deadline has "
     "passed."},
    {"teams_mobilised",
     "{teams_mobilised|One team was|# teams were} mobilised and worked {team_hours|one hour|# "
     "hours}."},
    {"corrections",
     "Facts that came too late for the report before changed some of its figures; they stand under "
     "Corrections."},
};
constexpr Sentence sites[] = {
    {"!sites", "No key site is known here."},
    {"sites", "{sites|One key site is|# key sites are} watched."},
    {"sites",
     "{sites_normal|One is|# are} normal, {sites_degraded|one|#} degraded, "
     "{sites_down|one|#} down, {sites_suppressed|one|#} suppressed by planned work and "
     "{sites_stale|one|#} not heard from."},
    {"sites_hit",
     "{sites_hit|One site was|# sites were} hit in this time, {site_hits|once|# times} in all."},
    {"!sites_hit", "None was hit in this time."},
    {"sites_restored", "{sites_restored|One was|# were} restored."},
};
constexpr Sentence incidents[] = {
    {"incidents_opened",
     "{incidents_opened|One incident was|# incidents were} opened: "
     "{incidents_opened_critical|one|#} critical, "
     "{incidents_opened_major|one|#} major, {incidents_opened_minor|one|#} "
     "minor, {incidents_opened_warning|one|#} warning."},
    {"!incidents_opened", "No incident was opened."},
    {"incidents_resolved", "{incidents_resolved|One was|# were} resolved."},
    {"incidents_closed", "{incidents_closed|One was|# were} closed."},
    {"incidents_merged",
     "{incidents_merged|One turned out to be|# turned out to be} part of another and ended in it."},
    {"incidents_reopened", "{incidents_reopened|One came|# came} back."},
    {"incidents_open",
     "{incidents_open|One is|# are} open at the cut-off, "
     "{incidents_open_critical|one|#} of them critical."},
    {"!incidents_open", "None is open at the cut-off."},
};
constexpr Sentence alarms[] = {
    {"",
     "{alarms_raised|One alarm was|# alarms were} raised and {alarms_cleared|one|#} cleared; "
     "{alarms_open|one is|# are} open at the cut-off, {alarms_open_critical|one|#} of them "
     "critical."},
};
constexpr Sentence orders[] = {
    {"!orders_issued", "No order was issued in this time."},
    {"orders_issued",
     "{orders_issued|One order was|# orders were} issued to "
     "{recipients_ordered|one recipient|# recipients}."},
    {"",
     "{orders_acknowledged|One was|# were} acknowledged, {orders_done|one|#} done, "
     "{orders_declined|one|#} declined and {orders_escalated|one|#} escalated."},
    {"orders_amended", "{orders_amended|One amendment was|# amendments were} made."},
    {"orders_recalled", "{orders_recalled|One order was|# orders were} recalled."},
    {"orders_open",
     "At the cut-off {orders_open|one recipient owes|# recipients owe} the end of "
     "an order, {orders_overdue|one|#} beyond the deadline."},
    {"!orders_open", "At the cut-off nobody owes the end of an order."},
};
constexpr Sentence teams[] = {
    {"!teams", "No team is known here."},
    {"teams",
     "{teams|One team stands|# teams stand} ready with {team_members|one member|# members}: "
     "{teams_commando|one commando team|# commando teams}, {teams_vanguard|one vanguard post|# "
     "vanguard posts}, {teams_volunteer|one team of volunteers|# teams of volunteers}."},
    {"teams_mobilised",
     "{teams_mobilised|One was|# were} mobilised in this time for {team_tasks_ordered|one task|# "
     "tasks}."},
    {"!teams_mobilised", "None was mobilised in this time."},
    {"team_person_times",
     "Members were at work {team_person_times|on one day|on # days, counted one by one}."},
    {"team_tasks_done",
     "{team_tasks_done|One task was|# tasks were} done in {team_hours|one hour|# hours} of work."},
    {"team_tasks_called_off", "{team_tasks_called_off|One was|# were} called off."},
    {"team_tasks_open", "{team_tasks_open|One is|# are} open at the cut-off."},
};
constexpr Passage all[] = {{"summary", summary}, {"sites", sites},   {"incidents", incidents},
                           {"alarms", alarms},   {"orders", orders}, {"teams", teams}};

constexpr Word all_words[] = {
    {"title", "Situation report"},
    {"number", "No. "},
    {"number_end", ""},
    {"for_scenario", ", for the assurance scenario "},
    {"for_scenario_end", ""},
    {"digest", "SHA-256 of the content: "},
    {"from_to", " to "},
    {"colon", ": "},
    {"draft", "DRAFT: not released"},
    {"withdrawn", "WITHDRAWN: "},
    {"not_as_released",
     "What the journals give now is not what was released: the digest is another. Do not rely on "
     "this text; have the journals verified."},
    {"released_by", "Released by "},
    {"summary", "In short"},
    {"sites", "Key sites"},
    {"incidents", "Incidents"},
    {"alarms", "Alarms"},
    {"orders", "Orders"},
    {"teams", "Teams"},
    {"units", "By unit"},
    {"teams_by_unit", "Teams by unit"},
    {"teams_by_kind", "Teams by kind"},
    {"teams_by_time", "Teams by time"},
    {"team_results", "What teams achieved"},
    {"result", "What"},
    {"time", "Time"},
    {"all", "all together"},
    {"commando", "commando teams"},
    {"vanguard", "vanguard posts"},
    {"volunteer", "volunteers"},
    {"corrections", "Corrections of the report before"},
    {"corrections_text",
     "These facts happened in the time of the report before and were recorded after it. They are "
     "counted here and not again above."},
    {"figure", "Figure"},
    {"was", "Was"},
    {"is", "Is"},
    {"unit", "Unit"},
    {"own", "The unit itself"},
    {"tier", "Tier"},
    {"kind", "Kind"},
    {"state", "State"},
    {"since", "Since"},
    {"site", "Site"},
    {"incident", "Incident"},
    {"severity", "Severity"},
    {"opened_at", "Opened"},
    {"by_tier", "Key sites at the cut-off by tier"},
    {"by_kind", "Key sites at the cut-off by kind"},
    {"troubled", "Key sites that are not normal at the cut-off"},
    {"open_incidents", "Incidents open at the cut-off"},
    {"chart_network", "Sites hit and restored, incidents opened"},
    {"chart_alarms", "Alarms raised and cleared"},
    {"chart_orders", "Orders issued, acknowledged and done"},
    {"tier_1", "1: lives depend on it"},
    {"tier_2", "2: key"},
    {"tier_3", "3: watched"},
    {"normal", "normal"},
    {"suppressed", "suppressed"},
    {"stale", "stale"},
    {"degraded", "degraded"},
    {"down", "down"},
    {"critical", "critical"},
    {"major", "major"},
    {"minor", "minor"},
    {"warning", "warning"},
    {"indeterminate", "indeterminate"},
    {"designated_hospital", "designated hospital"},
    {"makeshift_hospital", "makeshift hospital"},
    {"fever_clinic", "fever clinic"},
    {"hospital", "hospital"},
    {"disease_control", "disease control"},
    {"government", "government"},
    {"command_centre", "command centre"},
    {"supply", "supply"},
    {"other", "other"},
    {"figure.sites", "Key sites"},
    {"figure.sites_hit", "Sites hit"},
    {"figure.site_hits", "Hits of sites"},
    {"figure.sites_cut_off", "Sites cut off"},
    {"figure.sites_restored", "Sites restored"},
    {"figure.sites_down", "Sites down"},
    {"figure.sites_degraded", "Sites degraded"},
    {"figure.incidents_opened", "Incidents opened"},
    {"figure.incidents_resolved", "Incidents resolved"},
    {"figure.incidents_closed", "Incidents closed"},
    {"figure.incidents_merged", "Incidents merged"},
    {"figure.incidents_reopened", "Incidents reopened"},
    {"figure.incidents_open", "Incidents open"},
    {"figure.alarms_raised", "Alarms raised"},
    {"figure.alarms_cleared", "Alarms cleared"},
    {"figure.alarms_open", "Alarms open"},
    {"figure.orders_issued", "Orders issued"},
    {"figure.recipients_ordered", "Recipients ordered"},
    {"figure.orders_acknowledged", "Orders acknowledged"},
    {"figure.orders_done", "Orders done"},
    {"figure.orders_declined", "Orders declined"},
    {"figure.orders_escalated", "Orders escalated"},
    {"figure.orders_recalled", "Orders recalled"},
    {"figure.orders_open", "Orders open"},
    {"figure.orders_overdue", "Orders overdue"},
    {"figure.orders_amended", "Amendments of orders"},
    {"figure.teams", "Teams"},
    {"figure.team_members", "Members"},
    {"figure.teams_mobilised", "Teams mobilised"},
    {"figure.team_tasks_ordered", "Tasks ordered"},
    {"figure.team_tasks_done", "Tasks done"},
    {"figure.team_tasks_called_off", "Tasks called off"},
    {"figure.team_tasks_open", "Tasks open"},
    {"figure.team_person_times", "Days of members at work"},
    {"figure.team_hours", "Hours of work"},
    {"figure.team_results", "Results"},
    {"figure.silent_units", "Silent units"},
};

}  // namespace

std::span<const Passage> passages() { return all; }
std::span<const Word> words() { return all_words; }

}  // namespace lifeline::reports::en
