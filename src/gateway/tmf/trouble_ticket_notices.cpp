// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/trouble_ticket_notices.h"

#include <algorithm>

#include "desk/record.h"

namespace lifeline::tmf {
namespace {

struct Told {
  const desk::Nouns& nouns;
  std::vector<Notice>& out;
  size_t begin = 0;  // of this batch's notices
  Instant at;
  uint64_t position = 0;

  bool is_told(std::string_view id, std::string_view event) const {
    return std::any_of(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
                       [&](const Notice& n) { return n.id == id && n.event == event; });
  }
  void add(std::string_view id, std::string_view event) {
    if (id.empty() || is_told(id, "Create") || is_told(id, "Delete") || is_told(id, event)) return;
    out.push_back({.event = std::string(event), .id = std::string(id), .position = position});
  }
  // Whether the ticket's status changed in this batch.
  bool is_moved(std::string_view id) const {
    const auto& pages = nouns.get<ticket::View>().pages;
    const auto page = pages.find(parse_id<incident::Tag>(id).value_or(incident::IncidentId{}));
    return page != pages.end() && !page->second.changes.empty() &&
           page->second.changes.back().at == at;
  }
};

bool is_of_status(std::string_view attribute) {
  return attribute == "status" || attribute == "statusChangeReason" ||
         attribute == "resolutionDate";
}

// A patch of nothing but the status is told as the change of status that it is.
void tell_of_patch(Told& told, std::string_view id, Json event) {
  bool has_status = false, has_others = event.at("removed").has_value();
  auto visit = [&](std::string_view name, Json) {
    has_status = has_status || name == "status";
    has_others = has_others || !is_of_status(name);
    return true;
  };
  if (const auto attributes = event.at("attributes")) attributes->each_member(visit);
  if (has_status && told.is_moved(id)) told.add(id, "StatusChange");
  if (has_others || !has_status) told.add(id, "AttributeValueChange");
}

void tell_of_incident(Told& told, std::string_view type, Json event) {
  const std::string_view id = event.at("id") ? event.at("id")->text() : std::string_view();
  if (type == "Opened") return told.add(id, "Create");
  const bool is_merged = type == "Explained" && event.at("into").has_value();
  const bool is_move = type == "Mitigated" || type == "Resolved" || type == "Closed" ||
                       type == "Reopened" || is_merged;
  if (is_move) told.add(id, "StatusChange");
  if (type == "Resolved") told.add(id, "Resolved");
  if (is_move) return;
  if (type == "AlarmLinked" && event.at("symptom") && event.at("symptom")->boolean()) return;
  if (type == "Assigned" && told.is_moved(id)) return told.add(id, "StatusChange");
  told.add(id, "AttributeValueChange");
}

}  // namespace

void tell_of_tickets(const journal::Batch& batch, const desk::Nouns& nouns,
                     std::vector<Notice>& out) {
  Told told{.nouns = nouns, .out = out, .begin = out.size(), .position = batch.first - 1};
  auto visit = [&](const desk::RecordHead& head, std::string_view type, Json event) {
    told.at = head.at;
    ++told.position;
    const size_t dot = type.find('.');
    const std::string_view noun = type.substr(0, dot), name = type.substr(dot + 1);
    const std::string_view id = event.at("id") ? event.at("id")->text() : std::string_view();
    if (noun == "incident") {
      tell_of_incident(told, name, event);
    } else if (noun == "ticket") {
      if (name == "Posted") told.add(id, "Create");
      if (name == "Changed") tell_of_patch(told, id, event);
      if (name == "Withdrawn") told.add(id, "Delete");
    } else if (noun == "order" && (name == "Issued" || name == "Received")) {
      const auto what = event.at("what");
      const auto about = what ? what->at("incident") : std::nullopt;
      if (about && nouns.get<ticket::View>().pages.contains(
                       parse_id<incident::Tag>(about->text()).value_or(incident::IncidentId{})))
        told.add(about->text(), "AttributeValueChange");
    }
    return true;
  };
  JsonDocument document;
  (void)desk::read_record(document, batch.payload, visit);
}

}  // namespace lifeline::tmf
