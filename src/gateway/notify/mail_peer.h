// SPDX-License-Identifier: Apache-2.0
// Hands one message at a time to the operator's mail server: SMTP (RFC 5321) by libcurl, over a
// connection that is kept.
//
//   EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, text ─▶ hand_over() ─▶ final dot ─▶ answer
//
// Until the dot the server cannot have taken the message, whatever fails. hand_over() is called
// right before the dot leaves; after it only an answer says what became of the message, and without
// one it is in doubt. Concurrency: one thread; abandon() from any. Limits:
// notice_mail_wait_ms_max for all of it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "gateway/notify/told.h"

namespace lifeline::notify {

enum class Tls { offered, demanded, none };
LIFELINE_ENUM(Tls, offered, demanded, none)

struct MailOptions {
  std::string url;       // smtp://user@host:25 or smtps://…; "" for no mail
  std::string password;  // "" for none
  std::string from;      // the sender's address
  Tls tls = Tls::offered;
  std::string authorities;  // file of certificates; "" for the system's
};

/// Errors: mail_server_must_be_a_url, mail_from_must_be_given, mail_password_must_be_given,
/// email_must_be_well_formed.
Result<void> check(const MailOptions& options);

struct Attempt {
  Ending ending = Ending::later;
  std::string answer;
  bool is_about_server = true;  // that it failed; else about this message or mailbox only
};

class MailPeer {
 public:
  explicit MailPeer(MailOptions options);
  ~MailPeer();

  /// A refused hand_over() ends the attempt before the message can have been taken.
  Attempt send(const std::string& to, const std::string& message,
               const std::function<Result<void>()>& hand_over);
  /// What is under way ends soon, as if the connection had broken.
  void abandon() { abandoned_ = true; }

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
  std::atomic<bool> abandoned_ = false;
};

}  // namespace lifeline::notify
