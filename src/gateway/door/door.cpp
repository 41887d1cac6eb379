// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/door.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"

namespace lifeline::door {
namespace {

constexpr std::array<std::string_view, 8> secret_words{
    "password", "passwd", "pwd", "secret", "token", "community", "bearer", "passphrase"};
constexpr std::string_view mask = "****";
constexpr std::string_view other_reasons = "other";

bool is_separator(char c) { return c == ' ' || c == '=' || c == ':' || c == '"' || c == '\''; }

// What stands behind a secret's word, up to the next gap, is not shown.
std::string without_secrets(const std::string& text) {
  const std::string lower = lowercase(text);
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    const auto word = std::ranges::find_if(secret_words, [&](std::string_view secret) {
      return std::string_view(lower).substr(at).starts_with(secret);
    });
    if (word == secret_words.end()) {
      out += text[at++];
      continue;
    }
    out.append(text, at, word->size());
    at += word->size();
    while (at < text.size() && is_separator(text[at])) out += text[at++];
    if (at < text.size()) out += mask;
    while (at < text.size() && !is_separator(text[at])) ++at;
  }
  return out;
}

int64_t second_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(steady_now().time_since_epoch()).count();
}

struct Figure {
  std::string_view name;
  std::string_view help;
  uint64_t DoorRow::*value;
};
constexpr std::array<Figure, 6> figures{{
    {"heard", "Messages that a door heard.", &DoorRow::heard},
    {"passed_over", "Messages that are no alarm.", &DoorRow::passed_over},
    {"taken", "Reports that are durable.", &DoorRow::taken},
    {"shed", "Reports that were shed because a desk was behind.", &DoorRow::shed},
    {"lost", "Messages that the system's buffer had no room for.", &DoorRow::lost},
    {"gaps", "Messages that a peer counted and that did not come.", &DoorRow::gaps},
}};

}  // namespace

void Rate::add(int64_t second, uint64_t count) {
  const size_t place = static_cast<size_t>(second) % seconds_kept;
  if (seconds_[place] != second) counts_[place] = 0;
  seconds_[place] = second;
  counts_[place] += count;
}

double Rate::per_s(int64_t second) const {
  uint64_t sum = 0;
  for (size_t i = 0; i < seconds_kept; ++i)
    if (seconds_[i] > second - static_cast<int64_t>(seconds_kept)) sum += counts_[i];
  return static_cast<double>(sum) / seconds_kept;
}

std::string shown_bytes(std::string_view bytes) {
  bytes = bytes.substr(0, limits::door_example_bytes_max);
  std::string text;
  while (!bytes.empty()) {
    const size_t well_formed = utf8_prefix(bytes);
    for (const char c : bytes.substr(0, well_formed)) {
      const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
      text += is_control ? '.' : c;
    }
    bytes.remove_prefix(well_formed);
    if (bytes.empty()) break;
    text += '.';
    bytes.remove_prefix(1);
  }
  return without_secrets(text);
}

Door::Door(DoorSign sign, const Clock& clock) : name_(sign.name), clock_(clock) {
  row_.name = std::move(sign.name);
  row_.kind = std::move(sign.kind);
  row_.address = std::move(sign.address);
}

void Door::set_state(DoorState state, std::string_view trouble) {
  const std::lock_guard lock(mutex_);
  row_.state = state;
  row_.trouble = trouble;
}

void Door::set_lasting_trouble(std::string_view trouble) {
  const std::lock_guard lock(mutex_);
  lasting_trouble_ = trouble;
}

void Door::set_address(std::string_view address) {
  const std::lock_guard lock(mutex_);
  row_.address = address;
}

void Door::hear(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.heard += count;
  row_.last_heard = clock_.now();
  rate_.add(second_now(), count);
}

void Door::pass_over(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.passed_over += count;
}

void Door::take(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.taken += count;
}

void Door::shed(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.shed += count;
}

void Door::lose(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.lost += count;
}

void Door::miss(uint64_t count) {
  const std::lock_guard lock(mutex_);
  row_.gaps += count;
}

void Door::count_refusal(std::string_view reason, uint64_t count) {
  row_.refused += count;
  const auto known = refusals_.find(reason);
  if (known != refusals_.end()) {
    known->second += count;
    return;
  }
  const bool has_room = refusals_.size() < limits::door_reasons_max;
  refusals_[std::string(has_room ? reason : other_reasons)] += count;
}

void Door::refuse(const Error& why, std::string_view peer, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  count_refusal(why.name, 1);
  examples_.push_back({.at = clock_.now(),
                       .peer = std::string(peer),
                       .reason = why.field.empty() ? why.name : why.name + " at " + why.field,
                       .text = shown_bytes(bytes)});
  if (examples_.size() > limits::door_examples_max) examples_.pop_front();
}

void Door::refuse(std::string_view reason, uint64_t count) {
  const std::lock_guard lock(mutex_);
  count_refusal(reason, count);
}

DoorRow Door::row() const {
  const std::lock_guard lock(mutex_);
  DoorRow row = row_;
  if (row.trouble.empty()) row.trouble = lasting_trouble_;
  row.heard_per_s = rate_.per_s(second_now());
  for (const auto& [reason, count] : refusals_) row.refusals.push_back({reason, count});
  row.examples.assign(examples_.rbegin(), examples_.rend());
  return row;
}

std::shared_ptr<Door> Doors::open(const DoorSign& sign) {
  const std::lock_guard lock(mutex_);
  for (const auto& door : doors_)
    if (door->name() == sign.name) return door;
  return doors_.emplace_back(std::make_shared<Door>(sign, clock_));
}

std::vector<std::shared_ptr<Door>> Doors::of_kind(std::string_view kind) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Door>> found;
  for (const auto& door : doors_)
    if (door->row().kind == kind) found.push_back(door);
  return found;
}

std::vector<DoorRow> Doors::rows() const {
  const std::lock_guard lock(mutex_);
  std::vector<DoorRow> rows;
  for (const auto& door : doors_) rows.push_back(door->row());
  return rows;
}

void Doors::append_metrics(std::string& out) const {
  const auto all = rows();
  if (all.empty()) return;
  auto to = std::back_inserter(out);
  for (const Figure& figure : figures) {
    fmt::format_to(to,
                   "# HELP lifeline_door_{0}_total {1}\n# TYPE lifeline_door_{0}_total counter\n",
                   figure.name, figure.help);
    for (const DoorRow& row : all)
      fmt::format_to(to, "lifeline_door_{}_total{{door=\"{}\"}} {}\n", figure.name, row.name,
                     row.*figure.value);
  }
  out +=
      "# HELP lifeline_door_refused_total Messages and reports that were refused, by reason.\n"
      "# TYPE lifeline_door_refused_total counter\n";
  for (const DoorRow& row : all)
    for (const auto& [reason, count] : row.refusals)
      fmt::format_to(to, "lifeline_door_refused_total{{door=\"{}\",reason=\"{}\"}} {}\n", row.name,
                     reason, count);
  out +=
      "# HELP lifeline_door_open Whether a door listens or is connected.\n"
      "# TYPE lifeline_door_open gauge\n";
  for (const DoorRow& row : all) {
    const bool is_open = row.state == DoorState::listening || row.state == DoorState::connected;
    fmt::format_to(to, "lifeline_door_open{{door=\"{}\"}} {}\n", row.name, is_open ? 1 : 0);
  }
}

}  // namespace lifeline::door
