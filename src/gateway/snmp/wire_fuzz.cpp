// SPDX-License-Identifier: Apache-2.0
// No datagram breaks the door: it is a notification, or refused by name, or asks for the engine.
#include <cstdint>
#include <filesystem>

#include "base/check.h"
#include "gateway/snmp/options.h"

namespace {

using namespace lifeline::snmp;

Wire& wire() {
  static const std::unique_ptr<Wire> opened = [] {
    const auto folder = std::filesystem::temp_directory_path() / "lifeline-snmp-fuzz";
    auto made = Wire::open(folder.string(), {User{.name = "bob",
                                                  .auth = "SHA",
                                                  .auth_key = "authpass1",
                                                  .priv = "AES",
                                                  .priv_key = "privpass1",
                                                  .engine = {}}});
    LIFELINE_CHECK(made, "the library must be ready");
    return std::move(*made);
  }();
  return *opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto rules = Rules::of({});
  const auto heard = wire().hear({reinterpret_cast<const char*>(data), size}, "peer");
  wire().to_send();
  if (!heard) {
    LIFELINE_CHECK(!heard.error().name.empty(), "a refusal must have a name");
    return 0;
  }
  if (!*heard) return 0;
  LIFELINE_CHECK(!(*heard)->trap.empty(), "a notification must have a name");
  const auto command = rules->command_of(**heard, "127.0.0.1", {});
  LIFELINE_CHECK(command || !command.error().name.empty(), "a refusal must have a name");
  if (!(*heard)->token) return 0;
  wire().confirm((*heard)->token);
  wire().to_send();
  return 0;
}
