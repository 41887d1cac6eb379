// SPDX-License-Identifier: Apache-2.0
// What a report counts. A figure is a list of facts, each with its amount, and its value is their
// sum to a hundredth, so that no number can be without the events that it counts. The amount is 1
// where facts are counted; hours and results are what their event says.
//
//   sites_hit                     a figure over all of the report
//   sites_hit.unit.420100         of one unit below
//   sites_hit.at.2020-01-23       of one day, or of one hour (2020-01-23T08) of a short report
//   team_results.of.e59fbae7ab99  of what is counted in these words, UTF-8 as hexadecimal
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json_read.h"
#include "base/time.h"

namespace lifeline::reports {

/// An event as a section of the report sees it; texts live as long as the call.
struct Fact {
  UnitCode desk;
  uint64_t position = 0;
  Instant at;             // by the journal
  Instant own;            // when it happened, where the event says so
  std::string_view type;  // "alarm.Raised"
  Json event;

  std::string_view kind() const { return type.substr(type.find('.') + 1); }
};

std::string_view text_of(const Json& json, std::string_view key);
UnitCode unit_of(const Json& json, std::string_view key);
Instant instant_of(const Json& json, std::string_view key);
int64_t integer_of(const Json& json, std::string_view key);
double number_of(const Json& json, std::string_view key);

/// An event that was counted: where it stands and what it is about.
struct Counted {
  UnitCode desk;
  uint64_t position = 0;
  Instant at;
  UnitCode unit;        // whose ground it is about
  uint32_t type = 0;    // in Ledger::types()
  std::string subject;  // an id
  double amount = 1;
};

using Facts = std::vector<uint32_t>;  // indexes of a ledger's facts, in the order of the journals

struct Figure {
  Facts facts;
  double value = 0;
};

/// Words as a part of a figure's name, and back.
std::string hex_of(std::string_view text);
std::string text_of_hex(std::string_view hex);

class Ledger {
 public:
  uint32_t add(const Fact& fact, UnitCode unit, std::string_view subject);
  /// The same fact of another ledger.
  uint32_t add_copy(const Ledger& other, const Counted& fact);
  const Counted& fact(uint32_t index) const { return facts_[index]; }
  /// The fact is about another ground than was thought.
  void place(uint32_t index, UnitCode unit) { facts_[index].unit = unit; }
  void set_amount(uint32_t index, double amount) { facts_[index].amount = amount; }
  size_t size() const { return facts_.size(); }
  std::string_view type_of(const Counted& fact) const { return types_[fact.type]; }

  /// The amounts of its facts do not change any more.
  void set(std::string name, Facts facts);
  const std::map<std::string, Figure, std::less<>>& figures() const { return figures_; }
  /// No facts and zero when there is no such figure.
  const Figure& figure(std::string_view name) const;
  double value_of(std::string_view name) const { return figure(name).value; }

 private:
  uint32_t number_of_type(std::string_view type);

  std::vector<Counted> facts_;
  std::vector<std::string> types_;
  std::map<std::string, uint32_t, std::less<>> numbers_;
  std::map<std::string, Figure, std::less<>> figures_;
};

/// The facts that stand in one list and not in the other, told apart by desk, position, unit,
/// subject and amount.
Facts beyond(const Ledger& ledger, const Facts& facts, const Ledger& other, const Facts& others);

}  // namespace lifeline::reports
