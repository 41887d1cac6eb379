// SPDX-License-Identifier: Apache-2.0
// `lifeline import units|people|elements|… FILE.csv --to URL`: posts the file and prints the report
// for a person, one refusal a line.
//
//   0  imported, or the check found nothing to refuse
//   1  something is refused, nothing is imported
//   2  it could not be done: no such file, no server, no permission
//
// Limits: limits::import_body_bytes_max.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "desk/import.h"
#include "gateway/http/client.h"

namespace lifeline::importing {

struct Options {
  bool check_only = false;
  std::string charset;  // "" lets the server tell
};

struct Answer {
  int status = 0;
  std::string body;
};
/// target, content type and body of a POST.
using Post = std::function<Result<Answer>(std::string_view, std::string_view, std::string_view)>;

/// Reads the file, posts it and prints. `noun` is units, people, elements, sites, causes, teams,
/// team_members, vehicles or crews.
int run(std::string_view noun, const std::string& path, const Options& options, const Post& post);

struct Told {
  int code = 0;
  std::string out;
  std::string error;
};
/// What run() prints and answers, the file being read.
Told tell(std::string_view noun, std::string_view body, const Options& options, const Post& post);

/// Posts through the client, which must outlive what is made.
Post post_with(http::Client& client);

}  // namespace lifeline::importing
