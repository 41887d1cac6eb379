// SPDX-License-Identifier: Apache-2.0
#include "gateway/mapping/book.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace lifeline::mappings {
namespace {

bool is_open(const DoorsOfOne& doors) {
  return std::ranges::any_of(doors, [](const std::shared_ptr<door::Door>& door) {
    return door->row().state != door::DoorState::closed;
  });
}

std::string trouble_of(const Error& error) {
  std::string text = "mapping_must_be_readable: " + error.name;
  if (!error.field.empty()) text += " at " + error.field;
  return text;
}

}  // namespace

void Book::take_up(Entry& entry, const std::string& name, const mapping::Mapping& mapping) {
  entry.version = mapping.version;
  const auto taken = entry.mapped->renew(mapping.text);
  const std::string trouble = taken ? "" : trouble_of(taken.error());
  for (const auto& door : entry.doors) door->set_lasting_trouble(trouble);
  if (taken) return;
  std::fprintf(stderr, "lifeline: the journal's mapping of %s is left out: %s\n", name.c_str(),
               trouble.c_str());
  static_cast<void>(entry.mapped->renew({}));
}

void Book::add(const std::string& name, std::unique_ptr<Mapped> mapped, DoorsOfOne doors) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[name];
  entry = {.mapped = std::move(mapped), .doors = std::move(doors)};
  if (const auto known = known_.find(name); known != known_.end())
    take_up(entry, name, known->second);
}

void Book::add_omcs(const omc::Setting& setting, door::Doors& doors) {
  std::set<std::string> dialects{std::string(omc::default_dialect)};
  for (const auto& [name, dialect] : setting.dialects) dialects.insert(name);
  for (const std::string& dialect : dialects) {
    DoorsOfOne its;
    for (const omc::Source& source : setting.sources)
      if (source.dialect == dialect)
        its.push_back(doors.open({.name = "omc-" + source.options.name,
                                  .kind = "omc",
                                  .address = source.options.address}));
    add(std::string(mapping::omc_doors) + dialect, of_omc(dialect, setting), std::move(its));
  }
}

void Book::renew(const mapping::State& state) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, mapping] : state.mappings) {
    auto& known = known_[name];
    if (known.version == mapping.version) continue;
    known = mapping;
    if (const auto entry = entries_.find(name); entry != entries_.end())
      take_up(entry->second, name, mapping);
  }
}

// A dialect that no OMC speaks yet is read as any other.
std::shared_ptr<const Mapped> Book::mapped_of(const std::string& name) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto entry = entries_.find(name); entry != entries_.end())
      return entry->second.mapped;
  }
  if (!name.starts_with(mapping::omc_doors)) return nullptr;
  std::shared_ptr<Mapped> made = of_omc(name.substr(mapping::omc_doors.size()), {});
  const std::lock_guard lock(mutex_);
  if (const auto known = known_.find(name); known != known_.end())
    static_cast<void>(made->renew(known->second.text));
  return made;
}

Result<void> Book::must_read(const std::string& name, const std::string& text) const {
  const auto mapped = mapped_of(name);
  if (!mapped) return not_found("mapping_must_exist", "door");
  return mapped->must_read(text);
}

Result<Verdict> Book::attempt(const std::string& name, const std::optional<std::string>& text,
                              const Sample& sample) const {
  const auto mapped = mapped_of(name);
  if (!mapped) return not_found("mapping_must_exist", "door");
  return mapped->attempt(text, sample);
}

Row Book::row(const std::string& name, const desk::Nouns& nouns) const {
  Row row{.door = name, .kind = name.substr(0, name.find(':'))};
  const auto& versions = nouns.get<mapping::View>().versions;
  if (const auto kept = versions.find(name); kept != versions.end() && !kept->second.empty()) {
    const mapping::Version& newest = kept->second.front();
    row.text = newest.text;
    row.version = newest.version;
    row.changed_at = newest.changed_at;
    row.changed_by = newest.changed_by;
    row.why = newest.why;
  }
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(name);
  if (entry == entries_.end()) return row;
  row.in_file = entry->second.mapped->in_file();
  row.is_used = is_open(entry->second.doors);
  return row;
}

std::vector<Row> Book::rows(const desk::Nouns& nouns) const {
  std::set<std::string> names;
  for (const auto& [name, mapping] : nouns.get<mapping::State>().mappings) names.insert(name);
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, entry] : entries_) names.insert(name);
  }
  std::vector<Row> rows;
  for (const std::string& name : names) rows.push_back(row(name, nouns));
  return rows;
}

bool Book::knows(const std::string& name, const mapping::State& state) const {
  const std::lock_guard lock(mutex_);
  return entries_.contains(name) || state.mappings.contains(name);
}

}  // namespace lifeline::mappings
