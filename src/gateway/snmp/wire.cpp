// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/wire.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <net-snmp/library/large_fd_set.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::snmp {
namespace {

constexpr std::string_view up_time_oid = "1.3.6.1.2.1.1.3.0";
constexpr std::string_view trap_oid = "1.3.6.1.6.3.1.1.4.1.0";
constexpr std::string_view address_oid = "1.3.6.1.6.3.18.1.3.0";  // snmpTrapAddress, RFC 3584
constexpr std::string_view generic_traps = "1.3.6.1.6.3.1.1.5.";
constexpr long generic_traps_known = 6;  // the seventh is the enterprise's own
constexpr int no_socket = 3;             // a number that the library waits for and never uses

// Why the library was silent about a message: the first of its counters that
// rose.
struct Counter {
  int statistic;
  std::string_view refusal;
};
constexpr std::array<Counter, 8> counters{{
    {STAT_SNMPINBADVERSIONS, "version_must_be_known"},
    {STAT_USMSTATSUNKNOWNUSERNAMES, "user_must_be_known"},
    {STAT_USMSTATSWRONGDIGESTS, "digest_must_match"},
    {STAT_USMSTATSDECRYPTIONERRORS, "key_must_match"},
    {STAT_USMSTATSNOTINTIMEWINDOWS, "message_must_be_in_time"},
    {STAT_USMSTATSUNSUPPORTEDSECLEVELS, "security_level_must_suffice"},
    {STAT_SNMPUNKNOWNSECURITYMODELS, "version_must_be_known"},
    {STAT_USMSTATSUNKNOWNENGINEIDS, ""},  // it is told the engine, and asks again
}};
using Counts = std::array<u_int, counters.size()>;

Counts counts() {
  Counts now{};
  for (size_t i = 0; i < counters.size(); ++i) now[i] = snmp_get_statistic(counters[i].statistic);
  return now;
}

void append_oid(std::string& out, const oid* parts, size_t count) {
  for (size_t i = 0; i < count; ++i)
    fmt::format_to(std::back_inserter(out), "{}{}", i == 0 ? "" : ".", parts[i]);
}

std::string dotted(const oid* parts, size_t count) {
  std::string text;
  append_oid(text, parts, count);
  return text;
}

bool is_plain(std::string_view text) {
  const auto is_shown = [](char c) {
    return static_cast<uint8_t>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t';
  };
  return is_utf8(text) && std::ranges::all_of(text, is_shown);
}

std::string text_of(const netsnmp_variable_list& variable) {
  if (variable.val.string == nullptr) return {};  // of a type that has no value
  const std::string_view octets(reinterpret_cast<const char*>(variable.val.string),
                                variable.val_len);
  switch (variable.type) {
    case ASN_INTEGER: return std::to_string(*variable.val.integer);
    case ASN_COUNTER:
    case ASN_GAUGE:
    case ASN_TIMETICKS:
    case ASN_UINTEGER: return std::to_string(static_cast<uint32_t>(*variable.val.integer));
    case ASN_COUNTER64:
      return std::to_string(uint64_t{variable.val.counter64->high} << 32 |
                            static_cast<uint32_t>(variable.val.counter64->low));
    case ASN_OBJECT_ID: return dotted(variable.val.objid, variable.val_len / sizeof(oid));
    case ASN_IPADDRESS:
      if (octets.size() == 4)
        return fmt::format("{}.{}.{}.{}", variable.val.string[0], variable.val.string[1],
                           variable.val.string[2], variable.val.string[3]);
      break;
    default: break;
  }
  return octets_text(octets);
}

struct FreePdu {
  void operator()(void* pdu) const { snmp_free_pdu(static_cast<netsnmp_pdu*>(pdu)); }
};

std::string user_line(const User& user) {
  std::string line;
  if (!user.engine.empty()) line += "-e 0x" + user.engine + " ";
  line += '"' + user.name + '"';
  if (!user.auth.empty()) line += " " + user.auth + " \"" + user.auth_key + '"';
  if (!user.priv.empty()) line += " " + user.priv + " \"" + user.priv_key + '"';
  return line;
}

bool is_well_formed(const User& user) {
  constexpr size_t key_bytes_min = 8;  // RFC 3414, 11.2
  constexpr std::array<std::string_view, 6> auths{"MD5",     "SHA",     "SHA-224",
                                                  "SHA-256", "SHA-384", "SHA-512"};
  constexpr std::array<std::string_view, 2> privs{"DES", "AES"};
  const auto is_word = [](std::string_view text) {
    return !text.empty() && text.size() <= 32 &&
           text.find_first_of("\"\\\r\n") == std::string_view::npos;
  };
  const auto is_key = [&](std::string_view key) {
    return key.size() >= key_bytes_min && key.size() <= limits::secret_bytes_max &&
           key.find_first_of("\"\\\r\n") == std::string_view::npos;
  };
  const auto is_digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
  if (!is_word(user.name)) return false;
  if (!user.auth.empty() &&
      (std::ranges::find(auths, user.auth) == auths.end() || !is_key(user.auth_key)))
    return false;
  if (!user.priv.empty() && (std::ranges::find(privs, user.priv) == privs.end() ||
                             !is_key(user.priv_key) || user.auth.empty()))
    return false;
  return user.engine.size() % 2 == 0 && user.engine.size() <= 64 &&
         std::ranges::all_of(user.engine, is_digit);
}

int least_level(const User& user) {
  if (!user.priv.empty()) return SNMP_SEC_LEVEL_AUTHPRIV;
  return user.auth.empty() ? SNMP_SEC_LEVEL_NOAUTH : SNMP_SEC_LEVEL_AUTHNOPRIV;
}

}  // namespace

std::string octets_text(std::string_view octets) {
  while (octets.ends_with('\0')) octets.remove_suffix(1);
  if (is_plain(octets)) return std::string(octets);
  std::string text;
  for (const char octet : octets)
    fmt::format_to(std::back_inserter(text), "{}{:02x}", text.empty() ? "" : ":",
                   static_cast<uint8_t>(octet));
  return text;
}

struct Wire::Inside {
  void* session = nullptr;
  netsnmp_large_fd_set ready{};
  std::map<std::string, int, std::less<>> levels;  // of users: the least that is taken

  // The datagram being heard, and what came of it.
  std::string_view bytes;
  std::string_view peer;
  bool is_seen = false;
  Result<std::optional<Notification>> heard = std::nullopt;
  std::vector<Datagram> to_send;

  Result<std::optional<Notification>> read(netsnmp_pdu& pdu) const;

  static int receive(netsnmp_transport* transport, void* buffer, int size, void** opaque,
                     int* length);
  static int send(netsnmp_transport* transport, const void* bytes, int size, void** opaque,
                  int* length);
  static int show(int operation, netsnmp_session*, int, netsnmp_pdu* pdu, void* inside);
};

// The library frees what names the peer, and hands it back with every answer.
int Wire::Inside::receive(netsnmp_transport* transport, void* buffer, int size, void** opaque,
                          int* length) {
  const auto& inside = **static_cast<Inside**>(transport->data);
  if (inside.bytes.size() > static_cast<size_t>(size)) return -1;
  std::memcpy(buffer, inside.bytes.data(), inside.bytes.size());
  *opaque = std::malloc(inside.peer.size() + 1);
  LIFELINE_CHECK(*opaque != nullptr, "there must be memory for an address");
  std::memcpy(*opaque, inside.peer.data(), inside.peer.size());
  *length = static_cast<int>(inside.peer.size());
  return static_cast<int>(inside.bytes.size());
}

int Wire::Inside::send(netsnmp_transport* transport, const void* bytes, int size, void** opaque,
                       int* length) {
  auto& inside = **static_cast<Inside**>(transport->data);
  if (opaque == nullptr || *opaque == nullptr || length == nullptr) return -1;
  inside.to_send.push_back(
      {.peer = std::string(static_cast<const char*>(*opaque), static_cast<size_t>(*length)),
       .bytes = std::string(static_cast<const char*>(bytes), static_cast<size_t>(size))});
  return size;
}

int Wire::Inside::show(int operation, netsnmp_session*, int, netsnmp_pdu* pdu, void* to) {
  auto& inside = *static_cast<Inside*>(to);
  if (operation != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) return 1;
  inside.is_seen = true;
  inside.heard = inside.read(*pdu);
  return 1;
}

Result<std::optional<Notification>> Wire::Inside::read(netsnmp_pdu& pdu) const {
  if (pdu.command != SNMP_MSG_TRAP && pdu.command != SNMP_MSG_TRAP2 &&
      pdu.command != SNMP_MSG_INFORM)
    return invalid("message_must_be_a_notification");
  Notification made;
  made.version = pdu.version == SNMP_VERSION_1   ? Version::v1
                 : pdu.version == SNMP_VERSION_3 ? Version::v3
                                                 : Version::v2c;
  if (made.version == Version::v3)
    made.who.assign(pdu.securityName, pdu.securityNameLen);
  else
    made.who.assign(reinterpret_cast<const char*>(pdu.community), pdu.community_len);
  if (const auto least = levels.find(made.who);
      made.version == Version::v3 && least != levels.end() && pdu.securityLevel < least->second)
    return invalid("security_level_must_suffice", {}, made.who);
  made.request = static_cast<uint32_t>(pdu.reqid);
  size_t count = 0;
  for (const auto* each = pdu.variables; each != nullptr; each = each->next_variable) {
    std::string name = dotted(each->name, each->name_length);
    if (name == up_time_oid && each->type == ASN_TIMETICKS && each->val.integer != nullptr)
      made.up_time = static_cast<uint32_t>(*each->val.integer);
    else if (name == trap_oid)
      made.trap = text_of(*each);
    else if (name == address_oid)
      made.address = text_of(*each);
    else if (count++ < limits::snmp_varbinds_max)
      made.varbinds.push_back({.oid = std::move(name), .text = text_of(*each)});
  }
  if (pdu.command == SNMP_MSG_TRAP) {
    made.up_time = static_cast<uint32_t>(pdu.time);
    const u_char* address = pdu.agent_addr;
    if (std::any_of(address, address + 4, [](u_char part) { return part != 0; }))
      made.address = fmt::format("{}.{}.{}.{}", address[0], address[1], address[2], address[3]);
    const bool is_generic = pdu.trap_type >= 0 && pdu.trap_type < generic_traps_known;
    made.trap = is_generic ? std::string(generic_traps) + std::to_string(pdu.trap_type + 1)
                           : dotted(pdu.enterprise, pdu.enterprise_length) + ".0." +
                                 std::to_string(static_cast<uint32_t>(pdu.specific_type));
  }
  if (made.trap.empty()) return invalid("notification_must_have_a_name", "snmpTrapOID.0");
  if (pdu.command == SNMP_MSG_INFORM)
    if (netsnmp_pdu* copy = snmp_clone_pdu(&pdu); copy != nullptr)
      made.token = std::shared_ptr<void>(copy, FreePdu());
  return made;
}

Wire::Wire(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Wire::~Wire() {
  snmp_sess_close(inside_->session);
  netsnmp_large_fd_set_cleanup(&inside_->ready);
}

// The library reads its own files from the folder only, and writes how often it
// started there before any user is known: keys never get to the disk.
Result<std::unique_ptr<Wire>> Wire::open(const std::string& folder,
                                         const std::vector<User>& users) {
  static bool is_ready = false;
  if (users.size() > limits::snmp_users_max) return too_many("users_must_be_fewer");
  if (!is_ready) {
    std::error_code failed;
    const std::string home = std::filesystem::absolute(folder, failed).string();
    if (!failed) std::filesystem::create_directories(home, failed);
    if (failed) return unavailable("folder_must_be_writable", folder);
    setenv("SNMP_PERSISTENT_DIR", home.c_str(), 1);
    setenv("SNMPCONFPATH", home.c_str(), 1);
    setenv("MIBS", "", 1);
    netsnmp_register_loghandler(NETSNMP_LOGHANDLER_NONE, LOG_DEBUG);
    init_snmp("lifeline");
    snmp_store("lifeline");
    is_ready = true;
  }
  while (usmUser* known = usm_get_userList()) {
    usm_remove_user(known);
    usm_free_user(known);
  }
  auto inside = std::make_unique<Inside>();
  for (const User& user : users) {
    if (!is_well_formed(user)) return invalid("user_must_be_well_formed", "users", user.name);
    std::string line = user_line(user);
    usm_parse_create_usmUser("createUser", line.data());
    inside->levels[user.name] = least_level(user);
  }
  netsnmp_session session;
  snmp_sess_init(&session);
  session.version = SNMP_DEFAULT_VERSION;
  session.callback = Inside::show;
  session.callback_magic = inside.get();
  session.isAuthoritative = SNMP_SESS_UNKNOWNAUTH;
  auto* transport = static_cast<netsnmp_transport*>(std::calloc(1, sizeof(netsnmp_transport)));
  auto* back = static_cast<Inside**>(std::malloc(sizeof(Inside*)));
  LIFELINE_CHECK(transport != nullptr && back != nullptr, "there must be memory for a session");
  *back = inside.get();
  transport->data = back;  // the library frees it
  transport->data_length = sizeof(Inside*);
  transport->sock = no_socket;
  transport->msgMaxSize = SNMP_MAX_PACKET_LEN;
  transport->f_recv = Inside::receive;
  transport->f_send = Inside::send;
  transport->f_close = [](netsnmp_transport*) { return 0; };
  transport->f_fmtaddr = [](netsnmp_transport*, const void*, int) { return strdup("peer"); };
  inside->session = snmp_sess_add(&session, transport, nullptr, nullptr);
  if (inside->session == nullptr) return internal("session_must_open");
  netsnmp_large_fd_set_init(&inside->ready, FD_SETSIZE);
  return std::unique_ptr<Wire>(new Wire(std::move(inside)));
}

Result<std::optional<Notification>> Wire::hear(std::string_view bytes, std::string_view peer) {
  inside_->bytes = bytes;
  inside_->peer = peer;
  inside_->is_seen = false;
  inside_->heard = std::nullopt;
  const Counts before = counts();
  netsnmp_large_fd_setfd(no_socket, &inside_->ready);
  snmp_sess_read2(inside_->session, &inside_->ready);
  if (inside_->is_seen && inside_->heard) return std::move(inside_->heard);
  const Counts after = counts();
  for (size_t i = 0; i < counters.size(); ++i) {
    if (after[i] == before[i]) continue;
    if (counters[i].refusal.empty()) return std::nullopt;
    return invalid(counters[i].refusal);
  }
  if (inside_->is_seen) return std::move(inside_->heard);
  return invalid("message_must_be_well_formed");
}

void Wire::confirm(const std::shared_ptr<void>& token) {
  netsnmp_pdu* response = snmp_clone_pdu(static_cast<netsnmp_pdu*>(token.get()));
  if (response == nullptr) return;
  response->command = SNMP_MSG_RESPONSE;
  response->errstat = 0;
  response->errindex = 0;
  if (snmp_sess_send(inside_->session, response) == 0) snmp_free_pdu(response);
}

std::vector<Datagram> Wire::to_send() { return std::exchange(inside_->to_send, {}); }

}  // namespace lifeline::snmp
