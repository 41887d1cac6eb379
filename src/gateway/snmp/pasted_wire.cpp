// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/pasted_wire.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"

namespace lifeline::snmp {
namespace {

constexpr std::string_view pasted_up_time = "1.3.6.1.2.1.1.3.0";
constexpr std::string_view pasted_trap = "1.3.6.1.6.3.1.1.4.1.0";
constexpr std::string_view pasted_address = "1.3.6.1.6.3.18.1.3.0";

// Names that stand for numbers where nobody loads a MIB; what follows a name follows its numbers.
struct KnownName {
  std::string_view name;
  std::string_view oid;
};
constexpr std::array<KnownName, 22> known_names{{
    {"sysUpTimeInstance", "1.3.6.1.2.1.1.3.0"},
    {"sysUpTime", "1.3.6.1.2.1.1.3"},
    {"snmpTrapOID", "1.3.6.1.6.3.1.1.4.1"},
    {"snmpTrapEnterprise", "1.3.6.1.6.3.1.1.4.3"},
    {"snmpTrapAddress", "1.3.6.1.6.3.18.1.3"},
    {"snmpTrapCommunity", "1.3.6.1.6.3.18.1.4"},
    {"coldStart", "1.3.6.1.6.3.1.1.5.1"},
    {"warmStart", "1.3.6.1.6.3.1.1.5.2"},
    {"linkDown", "1.3.6.1.6.3.1.1.5.3"},
    {"linkUp", "1.3.6.1.6.3.1.1.5.4"},
    {"authenticationFailure", "1.3.6.1.6.3.1.1.5.5"},
    {"ifIndex", "1.3.6.1.2.1.2.2.1.1"},
    {"ifDescr", "1.3.6.1.2.1.2.2.1.2"},
    {"ifType", "1.3.6.1.2.1.2.2.1.3"},
    {"ifAdminStatus", "1.3.6.1.2.1.2.2.1.7"},
    {"ifOperStatus", "1.3.6.1.2.1.2.2.1.8"},
    {"ifName", "1.3.6.1.2.1.31.1.1.1.1"},
    {"ifAlias", "1.3.6.1.2.1.31.1.1.1.18"},
    {"enterprises", "1.3.6.1.4.1"},
    {"mib-2", "1.3.6.1.2.1"},
    {"snmpModules", "1.3.6.1.6.3"},
    {"iso", "1"},
}};

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "IF-MIB::ifIndex.7", ".1.3.6", "iso.3.6" → "1.3.6…"; "" for what is none of these.
std::string oid_of(std::string_view text) {
  if (const size_t colons = text.find("::"); colons != std::string_view::npos)
    text.remove_prefix(colons + 2);
  if (text.starts_with('.')) text.remove_prefix(1);
  const std::string_view head = text.substr(0, text.find('.'));
  std::string oid(text);
  if (!is_digits(head)) {
    const auto known = std::ranges::find(known_names, head, &KnownName::name);
    if (known == known_names.end()) return {};
    oid.replace(0, head.size(), known->oid);
  }
  if (oid.size() > limits::name_bytes_max) return {};
  return std::ranges::all_of(split(oid, '.'), is_digits) ? oid : "";
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "0A 1B 2C"; nothing where it is no such list.
std::optional<std::string> octets_of(std::string_view text) {
  std::string octets;
  int high = -1;
  for (const char c : text) {
    const int digit = hex_digit(c);
    const bool is_gap = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ':';
    if (digit < 0 && (!is_gap || high >= 0)) return std::nullopt;
    if (digit < 0) continue;
    if (high >= 0) octets += static_cast<char>(high << 4 | digit);
    high = high >= 0 ? -1 : digit;
  }
  if (high >= 0) return std::nullopt;
  return octets;
}

// What stands in double quotes, without them: '\' takes the meaning of what follows.
std::string unquoted(std::string_view text) {
  if (!text.starts_with('"')) return std::string(text);
  std::string plain;
  for (size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

// "7", "up(1)", "-3": the number; "" where there is none.
std::string number_in(std::string_view text) {
  const size_t open = text.find('(');
  if (open != std::string_view::npos)
    text = text.substr(open + 1, text.find(')', open) - open - 1);
  else
    text = text.substr(0, text.find(' '));  // "55 seconds": with its unit
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  return is_digits(digits) && digits.size() <= 20 ? std::string(text) : "";
}

Result<std::string> value_of(std::string_view said, const std::string& line) {
  constexpr std::array<std::string_view, 8> numbers{"INTEGER",   "Gauge32",    "Counter32",
                                                    "Counter64", "Unsigned32", "UInteger32",
                                                    "Timeticks", "Integer32"};
  const size_t colon = said.find(": ");
  const bool has_type = !said.starts_with('"') && colon != std::string_view::npos;
  if (said.ends_with(':') && !said.starts_with('"') && said.find(' ') == std::string_view::npos)
    return std::string();  // of a type that holds nothing: "STRING:"
  if (!has_type) return unquoted(said);
  const std::string_view type = said.substr(0, colon), value = trimmed(said.substr(colon + 2));
  if (type == "STRING") return unquoted(value);
  if (type == "OID") {
    std::string oid = oid_of(value);
    if (oid.empty()) return invalid("oid_must_be_well_formed", line, std::string(value));
    return oid;
  }
  if (type == "IpAddress" || type == "Network Address") return std::string(value);
  if (type == "Hex-STRING") {
    const auto octets = octets_of(value);
    if (!octets) return invalid("value_must_be_well_formed", line, std::string(value));
    return octets_text(*octets);
  }
  if (std::ranges::find(numbers, type) == numbers.end())
    return invalid("type_must_be_known", line, std::string(type.substr(0, 60)));
  std::string number = number_in(value);
  if (number.empty()) return invalid("value_must_be_well_formed", line, std::string(value));
  return number;
}

struct Piece {
  std::string_view text;
  size_t line = 1;
};

// Apart by lines and tabs; what a value has in quotes stays together.
Result<std::vector<Piece>> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  size_t from = 0, line = 1, begun = 1;
  bool is_quoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '\n';
    const bool begins =
        c == '"' && i > 1 && text[i - 1] == ' ' && (text[i - 2] == ':' || text[i - 2] == '=');
    if (is_quoted && c == '\\') {
      ++i;
      if (i < text.size() && text[i] == '\n') ++line;
      continue;
    }
    if (c == '"') is_quoted = !is_quoted && begins;
    if (!is_quoted && (c == '\n' || c == '\t')) {
      const std::string_view piece = trimmed(text.substr(from, i - from));
      if (!piece.empty()) pieces.push_back({.text = piece, .line = begun});
      from = i + 1;
    }
    if (c == '\n') ++line;
    if (!is_quoted && (c == '\n' || c == '\t')) begun = line;
  }
  if (is_quoted) return invalid("quote_must_be_closed", "line " + std::to_string(begun));
  return pieces;
}

// "… [UDP: [10.9.8.7]:41234->…": the sender.
std::string peer_in(std::string_view head) {
  constexpr std::string_view sign = "UDP: [";
  const size_t at = head.find(sign);
  if (at == std::string_view::npos) return {};
  head.remove_prefix(at + sign.size());
  const std::string_view peer = head.substr(0, head.find(']'));
  return peer.size() <= limits::name_bytes_max ? std::string(peer) : "";
}

void take(Notification& notification, std::string oid, std::string value) {
  if (oid == pasted_trap) {
    notification.trap = std::move(value);
  } else if (oid == pasted_address) {
    notification.address = std::move(value);
  } else if (oid == pasted_up_time) {
    std::from_chars(value.data(), value.data() + value.size(), notification.up_time);
  } else if (notification.varbinds.size() < limits::snmp_varbinds_max) {
    notification.varbinds.push_back({.oid = std::move(oid), .text = std::move(value)});
  }
}

}  // namespace

Result<Pasted> read_pasted(std::string_view text) {
  const auto pieces = pieces_of(text);
  if (!pieces) return tl::unexpected(pieces.error());
  Pasted made;
  for (size_t i = 0; i < pieces->size(); ++i) {
    const auto& [piece, number] = (*pieces)[i];
    const std::string line = "line " + std::to_string(number);
    const size_t equals = piece.find('=');
    const std::string_view name = trimmed(piece.substr(0, equals));
    if (equals == std::string_view::npos || name.find(' ') != std::string_view::npos) {
      if (made.peer.empty()) made.peer = peer_in(piece);
      if (made.notification.trap.empty() && piece.find('.') != std::string_view::npos)
        made.notification.trap = oid_of(piece);
      continue;
    }
    std::string oid = oid_of(name);
    if (oid.empty()) return invalid("oid_must_be_well_formed", line, std::string(name));
    std::string said(trimmed(piece.substr(equals + 1)));
    // A long list of octets goes on in the next lines.
    while (said.starts_with("Hex-STRING:") && i + 1 < pieces->size() &&
           octets_of((*pieces)[i + 1].text))
      said.append(1, ' ').append((*pieces)[++i].text);
    auto value = value_of(said, line);
    if (!value) return tl::unexpected(value.error());
    take(made.notification, std::move(oid), std::move(*value));
  }
  if (made.notification.trap.empty())
    return invalid("notification_must_have_a_name", "snmpTrapOID.0");
  const std::string trap = oid_of(made.notification.trap);
  if (trap.empty()) return invalid("oid_must_be_well_formed", "snmpTrapOID.0");
  made.notification.trap = trap;
  return made;
}

std::string print_pasted(const Notification& notification) {
  std::string out;
  const auto append = [&](std::string_view oid, std::string_view text) {
    out.append(oid).append(" = STRING: \"");
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += "\"\n";
  };
  append(pasted_up_time, std::to_string(notification.up_time));
  append(pasted_trap, notification.trap);
  if (!notification.address.empty()) append(pasted_address, notification.address);
  for (const Varbind& each : notification.varbinds) append(each.oid, each.text);
  return out;
}

}  // namespace lifeline::snmp
