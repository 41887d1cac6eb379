// SPDX-License-Identifier: Apache-2.0
// Which OMCs a server reads, from the JSON file that --omc names:
//
//   {"omcs": [{"name": "hubei-1", "address": "10.1.2.3:31232", "user": "nms",
//              "key_file": "/etc/lifeline/omc-hubei-1", "dialect": "hubei",
//              "files": "sftp://10.1.2.3/", "files_user": "nms",
//              "files_key_file": "/etc/lifeline/omc-hubei-1-files"}],
//    "dialects": {"hubei": {"source": "{neName}"}}}
//
// Without a dialect an OMC speaks the one named "default", which is as map.h has it unless it
// stands here; without `files` wide gaps are given up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/door/live.h"
#include "gateway/omc/map.h"

namespace lifeline::omc {

struct PeerOptions {
  std::string name;     // of the feed, for good: the journal keeps its place under it
  std::string address;  // numeric, with its port
  std::string user;
  std::string key_file;
  std::string dialect;
  std::string files;  // where the OMC's files are: ftp, ftps, sftp, http or https
  std::string files_user;
  std::string files_key_file;
};
LIFELINE_STRUCT(PeerOptions, name, address, user, key_file, dialect, files, files_user,
                files_key_file)

struct Options {
  std::vector<PeerOptions> omcs;
  std::map<std::string, Dialect> dialects;
};
LIFELINE_STRUCT(Options, omcs, dialects)

/// An OMC ready to be read.
struct Source {
  PeerOptions options;
  std::shared_ptr<door::Live<Reading>> reading;
  std::string dialect;  // by name
  std::string origin;   // who tells, in the alarms
  std::string key;
  std::string files_key;
};

/// What an OMC without a dialect speaks, unless `dialects` says otherwise.
inline constexpr std::string_view default_dialect = "default";

/// All of it ready for use.
struct Setting {
  std::vector<Source> sources;
  std::map<std::string, Dialect> dialects;  // as the file has them
};

/// Errors: those of JSON, of Reading::of and of the files; omcs_must_be_fewer, name_must_be_given,
/// name_must_be_short, names_must_be_distinct, key_must_be_one_word, dialect_must_be_known,
/// files_must_be_at_a_url.
Result<Setting> setting_of(const std::string& json);
Result<Setting> read_setting(const std::string& path);

}  // namespace lifeline::omc
