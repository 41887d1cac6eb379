// SPDX-License-Identifier: Apache-2.0
// Which addresses a channel may have. RFC 5321 4.1.2 (Mailbox), RFC 5322 3.2.3 (atext), RFC 1035
// 2.3.4 (lengths), RFC 3986 (URL).
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "command/notice/model.h"

namespace lifeline::notice {
namespace {

constexpr size_t email_bytes_max = 254, local_part_bytes_max = 64, label_bytes_max = 63;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_atext(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_string(std::string_view text) {
  return std::ranges::all_of(split(text, '.'), [](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, is_atext);
  });
}

bool is_host_name(std::string_view text) {
  return std::ranges::all_of(split(text, '.'), [](std::string_view label) {
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
  });
}

}  // namespace

Result<void> must_be_email(std::string_view address) {
  const size_t at = address.find('@');
  const bool is_one = at != std::string_view::npos && address.size() <= email_bytes_max &&
                      at <= local_part_bytes_max && is_dot_string(address.substr(0, at)) &&
                      is_host_name(address.substr(at + 1));
  if (!is_one) return invalid("email_must_be_well_formed", "address", "name@host, in ASCII");
  return {};
}

Result<void> must_be_url(std::string_view address) {
  const auto wrong = [] {
    return invalid("url_must_be_well_formed", "address", "http:// or https://, a host, a path");
  };
  if (address.size() > limits::channel_address_bytes_max ||
      !std::ranges::all_of(address, [](char c) { return c > ' ' && c < '\x7f'; }) ||
      address.find_first_of("\\\"<>#") != std::string_view::npos)
    return wrong();
  const size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return wrong();
  const std::string word = lowercase(address.substr(0, scheme));
  if (word != "http" && word != "https") return wrong();
  const std::string_view rest = address.substr(scheme + 3);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?"));
  if (host.find('@') != std::string_view::npos)
    return invalid("url_must_not_name_a_user", "address", "what signs a notice is its secret");
  if (host.empty() || host.front() == ':') return wrong();
  return {};
}

}  // namespace lifeline::notice
