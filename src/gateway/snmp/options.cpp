// SPDX-License-Identifier: Apache-2.0
#include "gateway/snmp/options.h"

#include "base/file.h"
#include "base/text.h"

namespace lifeline::snmp {
namespace {

Result<std::string> key_in(const std::string& file) {
  if (file.empty()) return "";
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  return std::string(trimmed(*text));
}

Result<User> user_of(const UserOptions& options) {
  auto auth_key = key_in(options.auth_key_file);
  if (!auth_key) return tl::unexpected(auth_key.error());
  auto priv_key = key_in(options.priv_key_file);
  if (!priv_key) return tl::unexpected(priv_key.error());
  return User{.name = options.name,
              .auth = options.auth,
              .auth_key = std::move(*auth_key),
              .priv = options.priv,
              .priv_key = std::move(*priv_key),
              .engine = options.engine};
}

}  // namespace

Result<Setting> setting_of(const std::string& json) {
  const auto options = from_json<Options>(json);
  if (!options) return tl::unexpected(options.error());
  Setting setting;
  if (!options->communities_file.empty()) {
    const auto text = read_file(options->communities_file);
    if (!text) return tl::unexpected(text.error());
    for (const std::string_view line : split(*text, '\n'))
      if (!trimmed(line).empty()) setting.communities.emplace(trimmed(line));
  }
  for (const UserOptions& each : options->users) {
    auto user = user_of(each);
    if (!user) return tl::unexpected(user.error());
    setting.users.push_back(std::move(*user));
  }
  setting.mapping = {
      .sources = options->sources, .rules = options->rules, .models = options->models};
  auto rules = Rules::of(setting.mapping);
  if (!rules) return tl::unexpected(rules.error());
  setting.rules = std::make_shared<door::Live<Rules>>(std::move(*rules));
  return setting;
}

Result<Setting> read_setting(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  return setting_of(*text);
}

}  // namespace lifeline::snmp
