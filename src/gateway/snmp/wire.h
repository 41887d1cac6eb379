// SPDX-License-Identifier: Apache-2.0
// SNMP notifications, versions 1, 2c and 3 (RFC 1157, 3416, 3412, 3414):
// datagrams ↔ structs. The bytes are read by the net-snmp library, which also
// answers what version 3 asks before it tells anything (discovery of the
// engine, its time); no socket is here.
//
//   datagram ─▶ hear() ─▶ a notification │ nothing, but an answer to send │ a
//   refusal an inform's token ─▶ confirm() ─▶ its response to send
//
// A version 1 trap is a version 2 notification by RFC 3584 section 3.1. What an
// engine is and how often it started stands in a folder, so that peers of
// version 3 know it again. Concurrency: the library keeps its keys and engines
// for the whole process: one thread, one Wire at a time. Limits:
// snmp_varbinds_max, snmp_users_max.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/result.h"

namespace lifeline::snmp {

enum class Version { v1, v2c, v3 };
LIFELINE_ENUM(Version, v1, v2c, v3)

struct Varbind {
  std::string oid;   // "1.3.6.1.2.1.2.2.1.1.7"
  std::string text;  // octets that are no text as "0a:1b"

  friend bool operator==(const Varbind&, const Varbind&) = default;
};

/// Who may tell, by version 3. An engine in hexadecimal digits for traps, whose
/// sender has the clock; none for informs.
struct User {
  std::string name;
  std::string auth;  // MD5, SHA, SHA-224 to SHA-512; "" for none
  std::string auth_key;
  std::string priv;  // DES, AES; "" for none
  std::string priv_key;
  std::string engine;
};

struct Notification {
  Version version = Version::v2c;
  std::string who;       // community, or user of version 3
  std::string trap;      // snmpTrapOID
  std::string address;   // of the agent, where the notification names it
  uint32_t up_time = 0;  // of the agent, hundredths of a second
  uint32_t request = 0;
  std::vector<Varbind> varbinds;  // without those two
  std::shared_ptr<void> token;    // of an inform: it is to be confirmed
};

/// What octets are as the text of a varbind.
std::string octets_text(std::string_view octets);

struct Datagram {
  std::string peer;  // as it was given to hear()
  std::string bytes;
};

class Wire {
 public:
  /// Errors: folder_must_be_writable, users_must_be_fewer,
  /// user_must_be_well_formed.
  static Result<std::unique_ptr<Wire>> open(const std::string& folder,
                                            const std::vector<User>& users);
  ~Wire();

  /// Nothing for what is only asked of the engine. Errors:
  /// message_must_be_well_formed, version_must_be_known, user_must_be_known,
  /// digest_must_match, key_must_match, message_must_be_in_time,
  /// security_level_must_suffice, message_must_be_a_notification,
  /// notification_must_have_a_name.
  Result<std::optional<Notification>> hear(std::string_view bytes, std::string_view peer);
  void confirm(const std::shared_ptr<void>& token);
  /// What is to be sent since it was last asked.
  std::vector<Datagram> to_send();

  struct Inside;

 private:
  explicit Wire(std::unique_ptr<Inside> inside);

  std::unique_ptr<Inside> inside_;
};

}  // namespace lifeline::snmp
