// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/mail_peer.h"

#include <algorithm>
#include <cstring>

#include <curl/curl.h>

#include "base/limits.h"
#include "base/text.h"
#include "gateway/notify/curl.h"

namespace lifeline::notify {
namespace {

constexpr long mail_connect_wait_ms = 10'000;
constexpr long answer_wait_s = 30;

/// One message on its way.
struct Sending {
  std::string_view left;
  const std::function<Result<void>()>& hand_over;
  const std::atomic<bool>& abandoned;
  bool handed_over = false;
  bool refused_to_hand_over = false;
  std::string answer;  // the server's last line

  int code() const {
    const bool is_code = answer.size() >= 3 && std::ranges::all_of(answer.substr(0, 3), [](char c) {
                           return c >= '0' && c <= '9';
                         });
    return is_code ? std::stoi(answer.substr(0, 3)) : 0;
  }
};

size_t give(char* buffer, size_t size, size_t count, void* to) {
  auto& sending = *static_cast<Sending*>(to);
  const size_t given = std::min(size * count, sending.left.size());
  if (given > 0) {
    std::memcpy(buffer, sending.left.data(), given);
    sending.left.remove_prefix(given);
    return given;
  }
  if (sending.handed_over) return 0;
  if (!sending.hand_over()) {
    sending.refused_to_hand_over = true;
    return CURL_READFUNC_ABORT;
  }
  sending.handed_over = true;
  sending.answer.clear();  // what comes now is the answer to the dot
  return 0;
}

// The answer to QUIT, which ends a connection that failed, is about no message.
size_t hear_reply(char* line, size_t size, size_t count, void* to) {
  const std::string_view answer = trimmed({line, size * count});
  if (!answer.starts_with("221")) static_cast<Sending*>(to)->answer = std::string(answer);
  return size * count;
}

int look_up(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Sending*>(to)->abandoned ? 1 : 0;
}

constexpr int service_closes = 421;  // RFC 5321 3.8: about the connection, whenever it comes

// What a code means for a message: RFC 5321 4.2.1.
Attempt answered(int code, const std::string& answer) {
  const Ending ending = code / 100 == 2   ? Ending::sent
                        : code / 100 == 5 ? Ending::refused
                                          : Ending::later;
  return {ending, answer, code == service_closes};
}

Attempt outcome(CURLcode ended, const Sending& sending, const char* details) {
  if (sending.refused_to_hand_over) return {Ending::later, "it could not be written down first"};
  const int code = sending.code();
  if (sending.handed_over && code > 0) return answered(code, sending.answer);
  const std::string why = *details != '\0' ? details : curl_easy_strerror(ended);
  if (sending.handed_over) return {Ending::unknown, "no answer to the message: " + why};
  // Only an answer to MAIL, RCPT or DATA is about the message; all else is about the server.
  if (ended == CURLE_SEND_ERROR && code >= 400) return answered(code, sending.answer);
  return {Ending::later, sending.answer.empty() ? why : why + ": " + sending.answer};
}

}  // namespace

Result<void> check(const MailOptions& options) {
  if (options.url.empty()) return {};
  if (!options.url.starts_with("smtp://") && !options.url.starts_with("smtps://"))
    return invalid("mail_server_must_be_a_url", "smtp", "smtp://user@host:25");
  if (options.from.empty()) return invalid("mail_from_must_be_given", "mail-from");
  const bool names_a_user = options.url.find('@') != std::string::npos;
  if (names_a_user == options.password.empty())
    return invalid("mail_password_must_be_given", "smtp-password-file",
                   "with a user in --smtp, and only then");
  return notice::must_be_email(options.from);
}

struct MailPeer::Inside {
  MailOptions options;
  Curl curl;
  char details[CURL_ERROR_SIZE] = {};
};

MailPeer::MailPeer(MailOptions options) : inside_(std::make_unique<Inside>()) {
  inside_->options = std::move(options);
}
MailPeer::~MailPeer() = default;

Attempt MailPeer::send(const std::string& to, const std::string& message,
                       const std::function<Result<void>()>& hand_over) {
  const MailOptions& options = inside_->options;
  Sending sending{.left = message, .hand_over = hand_over, .abandoned = abandoned_, .answer = {}};
  CURL* curl = inside_->curl.fresh();
  const std::string host = options.from.substr(options.from.find('@') + 1);
  const std::string url = options.url + (options.url.ends_with('/') ? "" : "/") + host;
  const std::string from = "<" + options.from + ">", recipient = "<" + to + ">";
  const List recipients(curl_slist_append(nullptr, recipient.c_str()));
  // A password goes over TLS or not at all, unless TLS was declined in so many words.
  const bool demands =
      options.tls == Tls::demanded || (options.tls == Tls::offered && !options.password.empty());
  const long tls = demands                    ? CURLUSESSL_ALL
                   : options.tls == Tls::none ? CURLUSESSL_NONE
                                              : CURLUSESSL_TRY;
  // TLS that is only taken where it is offered protects from listeners, not from impostors.
  const bool verifies = demands || options.url.starts_with("smtps://");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  if (!options.password.empty()) curl_easy_setopt(curl, CURLOPT_PASSWORD, options.password.c_str());
  curl_easy_setopt(curl, CURLOPT_USE_SSL, tls);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verifies ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verifies ? 2L : 0L);
  if (!options.authorities.empty())
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.authorities.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &sending);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear_reply);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &sending);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &sending);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, mail_connect_wait_ms);
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, answer_wait_s);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits::notice_mail_wait_ms_max));
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, inside_->details);
  inside_->details[0] = '\0';
  const CURLcode ended = curl_easy_perform(curl);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
  return outcome(ended, sending, inside_->details);
}

}  // namespace lifeline::notify
