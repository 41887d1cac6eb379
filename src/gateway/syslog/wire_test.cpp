// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/wire.h"

#include <doctest/doctest.h>

#include "base/limits.h"
#include "gateway/syslog/framing.h"

namespace lifeline::syslog {
namespace {

std::string refusal_of(std::string_view bytes) {
  Message message;
  const auto read = read_message(bytes, message);
  return read ? "taken" : read.error().name;
}

TEST_CASE("a message of RFC 5424 is read part by part") {
  Message message;
  REQUIRE(
      read_message("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
                   "[exampleSDID@32473 iut=\"3\" eventSource=\"App \\\"x\\\" \\\\ \\] \\n\"]"
                   "[examplePriority@32473 class=\"high\"] \xEF\xBB\xBFtext of it",
                   message));
  CHECK(message.facility == 20);
  CHECK(message.severity == 5);
  CHECK(to_rfc3339(message.at) == "2003-10-11T22:14:15.003000Z");
  CHECK(message.host == "mymachine.example.com");
  CHECK(message.app == "evntslog");
  CHECK(message.proc.empty());
  CHECK(message.id == "ID47");
  CHECK(message.text == "text of it");
  REQUIRE(message.elements.size() == 2);
  const Element* element = message.element("exampleSDID@32473");
  REQUIRE(element != nullptr);
  REQUIRE(message.param(*element, "eventSource") != nullptr);
  CHECK(value_of(*message.param(*element, "eventSource")) == "App \"x\" \\ ] \\n");
  CHECK(message.param(*element, "class") == nullptr);
  CHECK(message.element("class") == nullptr);
}

TEST_CASE("what is nil is empty, and a message may have no text") {
  Message message;
  REQUIRE(read_message("<0>1 - - - - - -", message));
  CHECK(message.facility == 0);
  CHECK_FALSE(message.at);
  CHECK(message.host.empty());
  CHECK(message.text.empty());
  CHECK(print_message(message) == "<0>1 - - - - - -");
  REQUIRE(read_message("<191>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's",
                       message));
  CHECK(message.proc == "8710");
  CHECK(message.text == "%% It's");
  CHECK(to_rfc3339(message.at) == "2003-08-24T12:14:15.000003Z");
}

TEST_CASE("a line of RFC 3164 is read as far as it goes") {
  Message message;
  REQUIRE(read_message("<13>Oct  1 22:14:15 router-1 rpd[42]: Interface ge-0/0/1 down", message));
  CHECK(message.is_bsd);
  CHECK(message.host == "router-1");
  CHECK(message.app == "rpd");
  CHECK(message.proc == "42");
  CHECK(message.text == "Interface ge-0/0/1 down");
  CHECK_FALSE(message.at);
  REQUIRE(read_message("<13>Nov 23 16:20:00 box root: hello", message));
  CHECK(message.host == "box");
  CHECK(message.app == "root");
  CHECK(message.text == "hello");
  REQUIRE(read_message("<13>no time and no host", message));
  CHECK(message.host.empty());
  CHECK(message.app.empty());
  CHECK(message.text == "no time and no host");
  CHECK(refusal_of("<13>Nov 23 16:20:00 root:") == "host_must_be_well_formed");
}

TEST_CASE("what is not well formed is refused by name") {
  CHECK(refusal_of("") == "priority_must_be_given");
  CHECK(refusal_of("hello") == "priority_must_be_given");
  CHECK(refusal_of("<192>1 - - - - - -") == "priority_must_be_given");
  CHECK(refusal_of("<01>1 - - - - - -") == "priority_must_be_given");
  CHECK(refusal_of("<1") == "priority_must_be_given");
  CHECK(refusal_of("<34>2 - - - - - -") == "version_must_be_1");
  CHECK(refusal_of("<34>1") == "timestamp_must_be_well_formed");
  CHECK(refusal_of("<34>1 yesterday - - - - -") == "timestamp_must_be_well_formed");
  CHECK(refusal_of("<34>1 - - - -") == "message_id_must_be_well_formed");
  CHECK(refusal_of("<34>1 -  - - - -") == "host_must_be_well_formed");
  CHECK(refusal_of("<34>1 - -  - - -") == "app_must_be_well_formed");
  CHECK(refusal_of("<34>1 - h\x01 - - - -") == "host_must_be_well_formed");
  CHECK(refusal_of("<34>1 - - - - -") == "structured_data_must_be_well_formed");
  for (const std::string_view data :
       {"x", "[", "[]", "[a", "[a b]", "[a b=]", "[a b=\"c]", "[a b=\"]\"]", "[a][a]", "[a b=\"\\",
        "[a b=\"c\"]x", "-x", "[123456789012345678901234567890123]"})
    CHECK_MESSAGE(
        refusal_of("<34>1 - - - - - " + std::string(data)) == "structured_data_must_be_well_formed",
        data);
  CHECK(refusal_of("<34>1 - - - - - [a b=\"\xff\"]") == "value_must_be_utf8");
  CHECK(refusal_of("<34>" + std::string(limits::syslog_message_bytes_max, 'x')) ==
        "message_must_be_short");
  std::string many = "<34>1 - - - - - [a";
  for (size_t i = 0; i <= limits::syslog_params_max; ++i) many += " b=\"\"";
  CHECK(refusal_of(many + "]") == "parameters_must_be_fewer");
}

TEST_CASE("a text may begin with a byte order mark of its own") {
  Message message;
  const std::string once = "<34>1 - - - - - - \xEF\xBB\xBF\xEF\xBB\xBFx";
  REQUIRE(read_message(once, message));
  CHECK(print_message(message) == once);
}

struct Stream {
  Framing framing;
  std::vector<std::string> taken, refused;

  bool feed(std::string_view bytes) {
    return framing.feed(
        bytes, [&](std::string_view message) { taken.emplace_back(message); },
        [&](const Error& why, std::string_view) { refused.push_back(why.name); });
  }
  void end() {
    framing.end([&](const Error& why, std::string_view) { refused.push_back(why.name); });
  }
};

TEST_CASE("messages stand in a stream by count or by line, in any pieces") {
  const std::string_view bytes = "6 <1>abc<2>line\r\n10 <3>two\nxyz<4>last\n";
  for (size_t piece = 1; piece <= bytes.size(); ++piece) {
    Stream stream;
    for (size_t at = 0; at < bytes.size(); at += piece) CHECK(stream.feed(bytes.substr(at, piece)));
    stream.end();
    CHECK(stream.taken == std::vector<std::string>{"<1>abc", "<2>line", "<3>two\nxyz", "<4>last"});
    CHECK(stream.refused.empty());
  }
}

TEST_CASE("a message that is too long is passed over, and the next is taken") {
  const std::string long_text(limits::syslog_message_bytes_max + 1, 'x');
  Stream stream;
  CHECK(stream.feed(std::to_string(long_text.size()) + " " + long_text + "3 <1>"));
  CHECK(stream.feed("<1>" + long_text));
  CHECK(stream.feed("y\n<2>\n"));
  CHECK(stream.taken == std::vector<std::string>{"<1>", "<2>"});
  CHECK(stream.refused ==
        std::vector<std::string>{"message_must_be_short", "message_must_be_short"});
}

TEST_CASE("a stream that says nothing that can be followed is lost") {
  for (const std::string_view bytes : {"hello\n", "0 <1>", "12x", "12345678901 "}) {
    Stream stream;
    CHECK_FALSE(stream.feed(bytes));
    CHECK(stream.refused.size() == 1);
  }
}

TEST_CASE("what a stream ends in the middle of is refused") {
  Stream stream;
  CHECK(stream.feed("<1>whole\n<2>par"));
  stream.end();
  CHECK(stream.taken == std::vector<std::string>{"<1>whole"});
  CHECK(stream.refused == std::vector<std::string>{"message_must_be_whole"});
}

}  // namespace
}  // namespace lifeline::syslog
