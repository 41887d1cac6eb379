// SPDX-License-Identifier: Apache-2.0
#include "command/crew/import.h"

#include <array>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "command/crew/view.h"
#include "desk/form.h"

namespace lifeline::crew {
namespace {

// Each "name=value" of a list; a value is never empty.
template <class Take>
Result<void> each_pair(std::string_view text, const char* missing, Take take) {
  for (const std::string& item : desk::listed_names(text)) {
    const size_t equals = item.rfind('=');
    const std::string name(trimmed(std::string_view(item).substr(0, equals)));
    const std::string_view value = equals == std::string::npos
                                       ? std::string_view()
                                       : trimmed(std::string_view(item).substr(equals + 1));
    if (!take(name, value)) return invalid(missing, {}, desk::RowFields::quoted(item));
  }
  return {};
}

// A date ends with its last moment in China, UTC+8.
std::optional<Instant> end_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text.size() != 10) return parse_rfc3339(text);
  const auto day = parse_rfc3339(std::string(text) + "T00:00:00+08:00");
  if (!day) return std::nullopt;
  return seconds_after(*day, 24 * 3600);
}

struct Importing {
  using Row = Entry;
  using Command = crew::Command;
  static constexpr std::string_view noun = "crew";
  static constexpr std::string_view path = "/api/v1/crews/import";
  static constexpr std::array<std::string_view, 14> columns = {
      "id",           "name_zh", "name_en",       "unit",         "members", "size",  "skills",
      "certificates", "phone",   "longitude_deg", "latitude_deg", "tools",   "parts", "vehicle"};
  static constexpr std::string_view ground_column = "unit";

  template <class T>
  static T read_list(desk::RowFields& fields, std::string_view column,
                     Result<T> (*parse)(std::string_view)) {
    auto list = parse(fields.raw(column));
    if (list) return std::move(*list);
    fields.refuse(column, tl::unexpected(list.error()));
    return {};
  }
  static Entry read(desk::RowFields& fields) {
    Entry entry;
    entry.id = fields.id("id");
    entry.name_zh = fields.name("name_zh");
    entry.name_en = fields.optional_name("name_en");
    entry.unit = fields.code("unit");
    entry.members = desk::listed_names(fields.raw("members"));
    if (!fields.raw("size").empty())
      entry.size = static_cast<uint64_t>(
          fields.integer("size", 1, static_cast<int>(limits::crew_members_max)));
    entry.skills = desk::listed_names(fields.raw("skills"));
    entry.certificates = read_list(fields, "certificates", parse_certificates);
    entry.phone = fields.phone("phone");
    entry.base = fields.optional_place("longitude_deg", "latitude_deg");
    entry.tools = desk::listed_names(fields.raw("tools"));
    entry.parts = read_list(fields, "parts", parse_parts);
    entry.vehicle = fields.optional_name("vehicle");
    return entry;
  }
  static std::string id(const Entry& entry) { return entry.id; }
  static UnitCode desk_of(const Entry& entry, const desk::Plan& plan) {
    return plan.desk_of(entry.unit);
  }
  static desk::Checked check(const std::vector<Entry>& crews, const desk::Nouns& nouns,
                             const desk::Actor& who) {
    desk::Checked checked = crew::check(nouns.get<State>(), crews, nouns, who);
    for (desk::Finding& finding : checked.findings)
      if (finding.error.field == "base") finding.error.field = "longitude_deg";
    return checked;
  }
  static bool is_known(const std::string& id, const desk::Nouns& nouns) {
    const Crew* crew = find(nouns.get<State>(), id);
    return crew != nullptr && !crew->copy;
  }
  static Command command(std::vector<Entry> crews) { return Import{.crews = std::move(crews)}; }
};

}  // namespace

Result<std::vector<Certificate>> parse_certificates(std::string_view text) {
  std::vector<Certificate> certificates;
  auto read = each_pair(text, "certificate_must_have_an_end",
                        [&](const std::string& name, std::string_view value) {
                          const auto until = end_of(value);
                          if (!until || !*until || name.empty()) return false;
                          certificates.push_back({.name = name, .until = *until});
                          return true;
                        });
  if (!read) return tl::unexpected(read.error());
  return certificates;
}

Result<Parts> parse_parts(std::string_view text) {
  Parts parts;
  bool is_repeated = false;
  auto read = each_pair(text, "part_must_have_a_count",
                        [&](const std::string& name, std::string_view value) {
                          uint64_t count = 0;
                          const char* end = value.data() + value.size();
                          const auto [rest, error] = std::from_chars(value.data(), end, count);
                          if (value.empty() || error != std::errc{} || rest != end || name.empty())
                            return false;
                          is_repeated = !parts.emplace(name, count).second || is_repeated;
                          return true;
                        });
  if (!read) return tl::unexpected(read.error());
  if (is_repeated) return invalid("name_must_be_given_once", {}, desk::RowFields::quoted(text));
  return parts;
}

desk::Route import_route() { return desk::import_route<Importing>(); }

}  // namespace lifeline::crew
