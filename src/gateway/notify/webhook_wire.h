// SPDX-License-Identifier: Apache-2.0
// What a webhook's request carries beside its JSON. Signed as Standard Webhooks 1.0.0 has it:
//
//   Idempotency-Key, webhook-id    the notice's key, the same however often it comes
//   webhook-timestamp              seconds since 1970, of the attempt
//   webhook-signature              v1,base64(HMAC-SHA256(secret, id.timestamp.body))
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lifeline::notify {

/// The bytes that sign: those of the base64 after "whsec_", else of the text itself. Errors:
/// secret_must_be_in_range, secret_must_be_printable, secret_must_be_base64.
Result<std::string> signing_key(std::string_view secret);

/// Without a key nothing is signed.
std::vector<std::pair<std::string, std::string>> webhook_headers(std::string_view id,
                                                                 int64_t seconds,
                                                                 std::string_view body,
                                                                 std::string_view key);

/// What an answer's status means: taken, to be tried later, or refused for good.
enum class Verdict { taken, later, refused };
Verdict verdict_of(int status);

/// Whether an address (4 or 16 bytes, network order) is one of the open Internet: not loopback,
/// private, shared, link-local, multicast, documentation or reserved (RFC 6890 and the registries
/// that it begins), nor an IPv4 address of that sort inside an IPv6 one.
bool is_public_address(std::string_view bytes);

}  // namespace lifeline::notify
