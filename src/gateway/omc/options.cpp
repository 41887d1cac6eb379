// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/options.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

namespace lifeline::omc {
namespace {

constexpr std::string_view schemes[] = {"ftp://", "ftps://", "sftp://", "http://", "https://"};

// What is put between semicolons must not hold one.
Result<std::string> key_in(const std::string& file) {
  if (file.empty()) return "";
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  std::string key(trimmed(*text));
  if (key.empty() || key.find_first_of(";\r\n") != std::string::npos)
    return invalid("key_must_be_one_word", "key_file", file);
  return key;
}

Result<void> must_be_usable(const PeerOptions& peer) {
  if (peer.name.empty()) return invalid("name_must_be_given", "name");
  if (peer.name.size() > limits::name_bytes_max) return invalid("name_must_be_short", "name");
  const auto is_of = [&](std::string_view scheme) { return peer.files.starts_with(scheme); };
  if (!peer.files.empty() && std::ranges::none_of(schemes, is_of))
    return invalid("files_must_be_at_a_url", "files", "ftp, ftps, sftp, http or https");
  if (peer.user.find(';') != std::string::npos) return invalid("key_must_be_one_word", "user");
  return {};
}

Result<Source> source_of(const PeerOptions& peer, const Options& options) {
  if (auto usable = must_be_usable(peer); !usable) return tl::unexpected(usable.error());
  const std::string name(peer.dialect.empty() ? default_dialect : peer.dialect);
  const auto dialect = options.dialects.find(name);
  const bool is_known = dialect != options.dialects.end();
  if (!is_known && name != default_dialect)
    return invalid("dialect_must_be_known", "dialect", peer.dialect);
  const std::string origin = "omc:" + peer.name;
  auto reading = Reading::of(is_known ? dialect->second : Dialect{}, origin);
  if (!reading) return tl::unexpected(reading.error());
  auto key = key_in(peer.key_file);
  if (!key) return tl::unexpected(key.error());
  auto files_key = key_in(peer.files_key_file);
  if (!files_key) return tl::unexpected(files_key.error());
  return Source{.options = peer,
                .reading = std::make_shared<door::Live<Reading>>(std::move(*reading)),
                .dialect = name,
                .origin = origin,
                .key = std::move(*key),
                .files_key = std::move(*files_key)};
}

}  // namespace

Result<Setting> setting_of(const std::string& json) {
  const auto options = from_json<Options>(json);
  if (!options) return tl::unexpected(options.error());
  if (options->omcs.size() > limits::omc_peers_max) return too_many("omcs_must_be_fewer");
  Setting setting{.sources = {}, .dialects = options->dialects};
  std::set<std::string> names;
  for (const PeerOptions& peer : options->omcs) {
    auto source = source_of(peer, *options);
    if (!source) return tl::unexpected(source.error());
    if (!names.insert(peer.name).second)
      return invalid("names_must_be_distinct", "name", peer.name);
    setting.sources.push_back(std::move(*source));
  }
  return setting;
}

Result<Setting> read_setting(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  return setting_of(*text);
}

}  // namespace lifeline::omc
