// SPDX-License-Identifier: Apache-2.0
#include "desk/import.h"

#include <charconv>
#include <cmath>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/json_schema.h"
#include "base/text.h"

namespace lifeline::desk {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

// Where each wanted column stands in the header; nothing if the header is refused.
std::vector<size_t> places_of(std::span<const std::string_view> columns, const CsvRecord& header,
                              ImportReport& report) {
  constexpr size_t nowhere = ~size_t{0};
  std::vector<size_t> places(columns.size(), nowhere);
  const auto refuse = [&](std::string_view column, const Refusal& refusal) {
    import_detail::note(report, header.line, column, refusal.value());
  };
  if (header.fields.size() == 1 && header.fields[0].find_first_of(";\t") != std::string::npos) {
    refuse({}, invalid("separator_must_be_a_comma", {}, RowFields::quoted(header.fields[0])));
    return {};
  }
  for (size_t i = 0; i < header.fields.size(); ++i) {
    const std::string name = lowercase(trimmed(header.fields[i]));
    const auto known = std::ranges::find(columns, name);
    if (known == columns.end()) {
      refuse(trimmed(header.fields[i]),
             invalid("column_must_be_known", {}, "the columns are " + listed(columns)));
      continue;
    }
    size_t& place = places[static_cast<size_t>(known - columns.begin())];
    if (place != nowhere) refuse(*known, invalid("column_must_not_be_repeated"));
    place = i;
  }
  for (size_t i = 0; i < columns.size(); ++i)
    if (places[i] == nowhere) refuse(columns[i], invalid("column_must_be_given"));
  if (report.refused_total > 0) return {};
  return places;
}

}  // namespace

RowFields::RowFields(std::span<const std::string_view> columns, std::vector<size_t> places,
                     ImportReport& report)
    : columns_(columns), places_(std::move(places)), report_(report) {}

bool RowFields::take(uint64_t line, const std::vector<std::string>& fields) {
  line_ = line;
  fields_ = &fields;
  refused_ = 0;
  if (fields.size() == columns_.size()) return true;
  refuse({}, invalid("fields_must_be_as_many_as_columns", {},
                     std::to_string(fields.size()) + " fields, " + std::to_string(columns_.size()) +
                         " columns"));
  return false;
}

std::string RowFields::quoted(std::string_view text) {
  constexpr size_t shown_max = 60;
  if (text.size() <= shown_max) return "got \"" + std::string(text) + "\"";
  size_t length = shown_max;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return "got \"" + std::string(text.substr(0, length)) + "…\"";
}

void RowFields::refuse(std::string_view column, const Refusal& refusal) {
  refused_ |= import_detail::bit_of(columns_, column);
  import_detail::note(report_, line_, column, refusal.value());
}

std::string_view RowFields::raw(std::string_view column) const {
  const auto known = std::ranges::find(columns_, column);
  LIFELINE_CHECK(known != columns_.end(), "a noun reads its own columns only");
  return trimmed((*fields_)[places_[static_cast<size_t>(known - columns_.begin())]]);
}

std::string RowFields::id(std::string_view column) {
  std::string id = name(column);
  if (id.find_first_of(";|") == std::string::npos) return id;
  refuse(column, invalid("id_must_not_have_separators", {}, "';' and '|' separate ids"));
  return {};
}

std::string RowFields::name(std::string_view column) {
  if (raw(column).empty()) {
    refuse(column, invalid("field_must_be_given"));
    return {};
  }
  return optional_name(column);
}

std::string RowFields::optional_name(std::string_view column) {
  const std::string_view text = raw(column);
  if (text.size() > limits::name_bytes_max)
    refuse(column, invalid("field_must_be_shorter", {},
                           "at most " + std::to_string(limits::name_bytes_max) + " bytes"));
  else if (std::ranges::any_of(text, is_control))
    refuse(column, invalid("field_must_be_one_line", {}, "control characters are not allowed"));
  else
    return std::string(text);
  return {};
}

std::string RowFields::text(std::string_view column) {
  const std::string_view text = raw(column);
  const auto is_bad = [](char c) { return is_control(c) && c != '\n' && c != '\r' && c != '\t'; };
  if (text.size() > limits::text_bytes_max)
    refuse(column, invalid("field_must_be_shorter", {},
                           "at most " + std::to_string(limits::text_bytes_max) + " bytes"));
  else if (std::ranges::any_of(text, is_bad))
    refuse(column, invalid("field_must_be_printable", {}, "control characters are not allowed"));
  else
    return std::string(text);
  return {};
}

UnitCode RowFields::code(std::string_view column) {
  if (raw(column).empty()) {
    refuse(column, invalid("field_must_be_given"));
    return {};
  }
  return optional_code(column);
}

UnitCode RowFields::optional_code(std::string_view column) {
  const std::string_view text = raw(column);
  const auto code = parse_unit_code(text);
  const bool is_long_enough =
      text.empty() || text.size() == 6 || text.size() == 9 || text.size() == 12;
  if (code && is_long_enough) return *code;
  refuse(column, invalid("code_must_have_6_9_or_12_digits", {}, quoted(text)));
  return {};
}

// ITU-T E.164, clause 6: a country code that does not begin with 0, at most 15 digits in all.
std::string RowFields::phone(std::string_view column) {
  const std::string_view text = raw(column);
  const std::string_view digits = text.substr(std::min<size_t>(text.size(), 1));
  const bool is_e164 = text.starts_with('+') && digits.size() >= 7 && digits.size() <= 15 &&
                       digits[0] != '0' &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.empty() || is_e164) return std::string(text);
  refuse(column, invalid("phone_must_be_e164", {}, "such as +8627…, digits only; " + quoted(text)));
  return {};
}

double RowFields::degrees(std::string_view column, double most) {
  const std::string_view text = raw(column);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty()) {
    refuse(column, invalid("field_must_be_given"));
  } else if (error != std::errc{} || rest != end || !std::isfinite(value)) {
    refuse(column, invalid("degrees_must_be_decimal", {}, "such as 114.2796; " + quoted(text)));
  } else if (std::abs(value) > most) {
    const std::string range = std::to_string(static_cast<int>(most));
    const bool may_be_exchanged = most < 180 && std::abs(value) <= 180;
    refuse(column, invalid("degrees_must_be_on_earth", {},
                           "from -" + range + " to " + range + "; " + quoted(text) +
                               (may_be_exchanged ? ": are the two exchanged?" : "")));
  } else {
    return value;
  }
  return 0;
}

double RowFields::longitude_deg(std::string_view column) { return degrees(column, 180); }
double RowFields::latitude_deg(std::string_view column) { return degrees(column, 90); }

LonLat RowFields::optional_place(std::string_view longitude, std::string_view latitude) {
  if (raw(longitude).empty() && raw(latitude).empty()) return {};
  const double east = longitude_deg(longitude);
  return {.longitude_deg = east, .latitude_deg = latitude_deg(latitude)};
}

double RowFields::amount(std::string_view column, double most) {
  const std::string_view text = raw(column);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty()) return 0;
  if (error == std::errc{} && rest == end && value >= 0 && value <= most) return value;
  refuse(column, invalid("number_must_be_in_range", {},
                         "from 0 to " + std::to_string(std::llround(most)) + "; " + quoted(text)));
  return 0;
}

int RowFields::integer(std::string_view column, int least, int most) {
  const std::string_view text = raw(column);
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (!text.empty() && error == std::errc{} && rest == end && value >= least && value <= most)
    return value;
  refuse(column, invalid("number_must_be_in_range", {},
                         "from " + std::to_string(least) + " to " + std::to_string(most) + "; " +
                             quoted(text)));
  return least;
}

void RowFields::refuse_word(std::string_view column, const std::string& known) {
  refuse(column,
         invalid("field_must_be_a_known_word", {}, "one of " + known + "; " + quoted(raw(column))));
}

namespace import_detail {

uint64_t bit_of(std::span<const std::string_view> columns, std::string_view column) {
  const auto known = std::ranges::find(columns, column);
  return known == columns.end() ? 0 : uint64_t{1} << (known - columns.begin());
}

// Keeps the lowest lines, whatever order they come in, so that the list is the same each time.
void note(ImportReport& report, uint64_t line, std::string_view column, const Error& error) {
  ++report.refused_total;
  auto& refused = report.refused;
  if (refused.size() == limits::import_refusals_max && line >= refused.back().line) return;
  const auto place = std::ranges::upper_bound(refused, line, {}, &RefusedField::line);
  refused.insert(
      place,
      {.line = line, .column = std::string(column), .name = error.name, .detail = error.detail});
  if (refused.size() > limits::import_refusals_max) refused.pop_back();
}

Result<std::string> decoded(const Request& request) {
  const std::string type = lowercase(request.content_type);
  std::string_view charset;
  for (const std::string_view parameter : split(type, ';'))
    if (const auto named = trimmed(parameter); named.starts_with("charset="))
      charset = named.substr(std::string_view("charset=").size());
  if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"')
    charset = charset.substr(1, charset.size() - 2);
  const auto encoding = encoding_of(charset);
  if (!encoding) return tl::unexpected(encoding.error());
  return to_utf8(request.body, *encoding);
}

bool read_rows(std::string_view text, std::span<const std::string_view> columns,
               ImportReport& report, const std::function<void(RowFields&)>& take) {
  CsvReader reader(text);
  CsvRecord record;
  const auto refuse_record = [&](const Error& error) { note(report, record.line, {}, error); };
  const auto header = reader.next(record);
  if (!header) {
    refuse_record(header.error());
    return false;
  }
  const auto places = places_of(columns, record, report);
  if (places.empty()) return false;
  RowFields fields(columns, places, report);
  while (true) {
    const auto more = reader.next(record);
    if (more && !*more) return true;
    // A row of nothing but commas is what spreadsheets leave behind.
    if (more && std::ranges::all_of(record.fields, [](const auto& f) { return f.empty(); }))
      continue;
    if (++report.rows > limits::import_rows_max) {
      refuse_record(
          invalid("rows_must_be_fewer", {}, "at most " + std::to_string(limits::import_rows_max))
              .value());
      return true;
    }
    if (!more)
      refuse_record(more.error());
    else if (fields.take(record.line, record.fields))
      take(fields);
  }
}

Response answer(const ImportReport& report) {
  return json_response(report.refused_total > 0 ? 400 : 200, to_json(report));
}

Route route(std::string_view noun, std::string_view path, std::span<const std::string_view> columns,
            Handler handler) {
  Route route;
  route.method = "POST";
  route.path = path;
  route.operation = "import_" + std::string(noun) + "s";
  route.tag = noun;
  route.summary = "Imports " + std::string(noun) + "s from CSV, all or none; the columns are " +
                  listed(columns);
  route.role = Role::administrator;
  route.handler = std::move(handler);
  route.parameters = {{.name = "check", .summary = "true: only says what an import would do"}};
  route.answer_schema = json_schema<ImportReport>();
  route.body_type = "text/csv";
  route.body_bytes_max = limits::import_body_bytes_max;
  return route;
}

Joined::Joined(size_t parts, ImportReport report, Reply reply)
    : left_(parts), report_(std::move(report)), reply_(std::move(reply)) {}

void Joined::take(Response response) {
  if (response.status != 200 && !is_failed_.exchange(true)) failure_ = std::move(response);
  if (--left_ > 0) return;
  reply_(is_failed_ ? std::move(failure_) : answer(report_));
}

}  // namespace import_detail
}  // namespace lifeline::desk
