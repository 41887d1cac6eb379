// SPDX-License-Identifier: Apache-2.0
#include "gateway/mapping/mapped.h"

#include "base/text.h"
#include "gateway/door/severity.h"
#include "gateway/omc/wire.h"
#include "gateway/snmp/pasted_wire.h"
#include "gateway/syslog/wire.h"

namespace lifeline::mappings {
namespace {

using Told = Result<std::optional<alarm::Command>>;

Verdict refused(const Error& why, std::string rule = {}) {
  Verdict verdict{.outcome = Outcome::refused, .rule = std::move(rule)};
  verdict.refusal = {.name = why.name,
                     .field = why.field,
                     .detail = why.detail.substr(0, utf8_prefix(why.detail))};
  return verdict;
}

Verdict verdict_of(const Told& told, std::string rule) {
  if (!told) return refused(told.error(), std::move(rule));
  Verdict verdict{.outcome = Outcome::passed_over, .rule = std::move(rule)};
  if (!*told) return verdict;
  if (const auto* raise = std::get_if<alarm::Raise>(&**told)) {
    verdict.outcome = Outcome::raise;
    verdict.alarm = {.source_name = raise->source_name,
                     .condition = raise->condition,
                     .interface = raise->interface,
                     .severity = std::string(enum_text(raise->severity)),
                     .event_type = raise->event_type,
                     .specific_problem = raise->specific_problem,
                     .additional_text = raise->additional_text,
                     .reported_at = raise->reported_at,
                     .owns = raise->owns};
  } else if (const auto* clear = std::get_if<alarm::ReportClear>(&**told)) {
    verdict.outcome = Outcome::clear;
    verdict.alarm = {.source_name = clear->source_name,
                     .condition = clear->condition,
                     .interface = clear->interface,
                     .severity = std::string(door::x733_cleared),
                     .reported_at = clear->reported_at};
  }
  return verdict;
}

// A line as it is pasted, without its end.
std::string_view without_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// A door that reads a text as rules, one after another.
template <class Rules>
class OfRules : public Mapped {
 public:
  OfRules(std::string in_file, std::shared_ptr<door::Live<Rules>> rules)
      : in_file_(std::move(in_file)), rules_(std::move(rules)) {}

  Result<void> must_read(const std::string& text) const override {
    const auto rules = read(text);
    if (!rules) return tl::unexpected(rules.error());
    return {};
  }
  Result<void> renew(const std::string& text) override {
    auto rules = read(text);
    if (!rules) return tl::unexpected(rules.error());
    rules_->put(std::move(*rules));
    return {};
  }
  Result<Verdict> attempt(const std::optional<std::string>& text,
                          const Sample& sample) const override {
    if (!text) return by(*rules_->get(), sample);
    const auto rules = read(*text);
    if (!rules) return tl::unexpected(rules.error());
    return by(*rules, sample);
  }
  const std::string& in_file() const override { return in_file_; }

 protected:
  virtual Result<Rules> read(const std::string& text) const = 0;
  virtual Verdict by(const Rules& rules, const Sample& sample) const = 0;

  std::string in_file_;
  std::shared_ptr<door::Live<Rules>> rules_;
};

class SnmpMapped final : public OfRules<snmp::Rules> {
 public:
  explicit SnmpMapped(const snmp::Setting& setting)
      : OfRules({}, setting.rules), file_(setting.mapping) {
    write_json<Detail::sparse>(in_file_, file_);
    if (in_file_ == "{}") in_file_.clear();
    if (auto rules = snmp::Rules::of({}, file_)) rules_->put(std::move(*rules));
  }

 private:
  Result<snmp::Rules> read(const std::string& text) const override {
    if (text.empty()) return snmp::Rules::of({}, file_);
    const auto mapping = from_json<snmp::Mapping>(text);
    if (!mapping) return tl::unexpected(mapping.error());
    return snmp::Rules::of(*mapping, file_);
  }
  Verdict by(const snmp::Rules& rules, const Sample& sample) const override {
    const auto pasted = snmp::read_pasted(sample.message);
    if (!pasted) return refused(pasted.error());
    const std::string& peer = sample.peer.empty() ? pasted->peer : sample.peer;
    return verdict_of(rules.command_of(pasted->notification, peer, sample.now),
                      rules.decided_by(pasted->notification));
  }

  snmp::Mapping file_;
};

class SyslogMapped final : public OfRules<syslog::Rules> {
 public:
  SyslogMapped(std::string file, std::shared_ptr<door::Live<syslog::Rules>> rules)
      : OfRules(std::move(file), rules), file_(rules->get()) {
    rules_->put(syslog::Rules().before(*file_));
  }

 private:
  Result<syslog::Rules> read(const std::string& text) const override {
    if (text.empty()) return syslog::Rules().before(*file_);
    const auto rules = syslog::Rules::read(text);
    if (!rules) return tl::unexpected(rules.error());
    return rules->before(*file_);
  }
  Verdict by(const syslog::Rules& rules, const Sample& sample) const override {
    const std::string_view bytes = without_end(sample.message);
    syslog::Message message;
    if (const auto read = syslog::read_message(bytes, message); !read) return refused(read.error());
    return verdict_of(rules.command_of(message, bytes, sample.peer), rules.decided_by(message));
  }

  std::shared_ptr<const syslog::Rules> file_;
};

class OmcMapped final : public Mapped {
 public:
  OmcMapped(const std::string& dialect, const omc::Setting& setting)
      : rule_("dialect " + dialect), origin_(mapping_origin) {
    for (const omc::Source& source : setting.sources)
      if (source.dialect == dialect)
        seats_.push_back({.reading = source.reading, .origin = source.origin});
    const auto known = setting.dialects.find(dialect);
    has_file_ = known != setting.dialects.end();
    if (!has_file_) return;
    file_ = known->second;
    write_json<Detail::sparse>(in_file_, file_);
  }

  Result<void> must_read(const std::string& text) const override {
    const auto reading = read(text, origin_);
    if (!reading) return tl::unexpected(reading.error());
    return {};
  }
  Result<void> renew(const std::string& text) override {
    if (auto sound = must_read(text); !sound) return sound;
    text_.put(text);
    for (const Seat& seat : seats_) seat.reading->put(std::move(*read(text, seat.origin)));
    return {};
  }
  Result<Verdict> attempt(const std::optional<std::string>& text,
                          const Sample& sample) const override {
    const std::string wanted = text ? *text : *text_.get();
    const auto reading = read(wanted, origin_);
    if (!reading) return tl::unexpected(reading.error());
    const std::string rule = !wanted.empty() ? rule_ : has_file_ ? "file " + rule_ : "built-in";
    JsonDocument document;
    const auto fields = omc::read_alarm(document, sample.message);
    if (!fields) return refused(fields.error(), rule);
    const auto told = reading->tell(*fields);
    if (!told) return refused(told.error(), rule);
    if (!told->command) return refused(told->command.error(), rule);
    return verdict_of(*told->command, rule);
  }
  const std::string& in_file() const override { return in_file_; }

 private:
  static constexpr std::string_view mapping_origin = "omc";  // of what is only tried
  struct Seat {
    std::shared_ptr<door::Live<omc::Reading>> reading;
    std::string origin;
  };

  Result<omc::Reading> read(const std::string& text, const std::string& origin) const {
    if (text.empty()) return omc::Reading::of(file_, origin);
    const auto dialect = from_json<omc::Dialect>(text);
    if (!dialect) return tl::unexpected(dialect.error());
    return omc::Reading::of(*dialect, origin);
  }

  std::string rule_, origin_;
  bool has_file_ = false;
  omc::Dialect file_;  // or what is built in
  std::string in_file_;
  std::vector<Seat> seats_;
  door::Live<std::string> text_{std::string()};
};

}  // namespace

std::unique_ptr<Mapped> of_snmp(const snmp::Setting& setting) {
  return std::make_unique<SnmpMapped>(setting);
}

std::unique_ptr<Mapped> of_syslog(std::string file,
                                  std::shared_ptr<door::Live<syslog::Rules>> rules) {
  return std::make_unique<SyslogMapped>(std::move(file), std::move(rules));
}

std::unique_ptr<Mapped> of_omc(const std::string& dialect, const omc::Setting& setting) {
  return std::make_unique<OmcMapped>(dialect, setting);
}

}  // namespace lifeline::mappings
