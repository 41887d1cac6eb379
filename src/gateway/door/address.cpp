// SPDX-License-Identifier: Apache-2.0
#include "gateway/door/address.h"

#include <charconv>

namespace lifeline::door {

Result<Address> parse_address(std::string_view text) {
  const auto malformed = [&] {
    return invalid("address_must_be_well_formed", {}, std::string(text));
  };
  Address address;
  const size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    std::string_view host = text.substr(0, colon);
    const bool is_v6 = host.starts_with('[') && host.ends_with(']');
    if (is_v6) host = host.substr(1, host.size() - 2);
    if (host.empty() || (!is_v6 && host.find(':') != std::string_view::npos)) return malformed();
    address.host = host;
    text.remove_prefix(colon + 1);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), address.port);
  if (error != std::errc{} || end != text.data() + text.size()) return malformed();
  return address;
}

}  // namespace lifeline::door
