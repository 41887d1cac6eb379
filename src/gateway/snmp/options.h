// SPDX-License-Identifier: Apache-2.0
// What the file that --snmp-rules names says: who may tell, and what their
// notifications mean.
//
//   {"communities_file": "/etc/lifeline/snmp-communities",
//    "users": [{"name": "nms", "auth": "SHA-256", "auth_key_file": "…", "priv":
//    "AES",
//               "priv_key_file": "…", "engine": "80001f8803"}],
//    "sources": {"10.9.8.7": "E-4201-1"}, "rules": [{…}], "models": {"mib2.1":
//    {…}}}
//
// Without a file of communities nobody may tell by versions 1 and 2c: a line
// each.
#pragma once

#include <set>

#include "gateway/door/live.h"
#include "gateway/snmp/map.h"

namespace lifeline::snmp {

struct UserOptions {
  std::string name;
  std::string auth;
  std::string auth_key_file;
  std::string priv;
  std::string priv_key_file;
  std::string engine;
};
LIFELINE_STRUCT(UserOptions, name, auth, auth_key_file, priv, priv_key_file, engine)

struct Options {
  std::string communities_file;
  std::vector<UserOptions> users;
  std::map<std::string, std::string> sources;
  std::vector<Rule> rules;
  std::map<std::string, Model> models;
};
LIFELINE_STRUCT(Options, communities_file, users, sources, rules, models)

/// All of it ready for use.
struct Setting {
  std::set<std::string, std::less<>> communities;
  std::vector<User> users;
  Mapping mapping;  // as the file has it
  std::shared_ptr<door::Live<Rules>> rules;
};

/// Errors: those of JSON, of Rules::of and of the files.
Result<Setting> setting_of(const std::string& json);
Result<Setting> read_setting(const std::string& path);

}  // namespace lifeline::snmp
