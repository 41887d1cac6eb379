// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/wire.h"

#include <doctest/doctest.h>

namespace lifeline::http {
namespace {

TEST_CASE("a target's path and query are decoded once") {
  const auto target =
      parse_target("/api/v1/elements/Shelf%3D1%2FSlot%3D3?q=%E6%AD%A6%E6%B1%89&x=a+b%2B&y&&=z");
  REQUIRE(target);
  CHECK(target->path == "/api/v1/elements/Shelf=1/Slot=3");
  CHECK(target->segment_count == 4);
  CHECK(target->segment(3) == "Shelf=1/Slot=3");
  const desk::Pairs query = {{"q", "武汉"}, {"x", "a b+"}, {"y", ""}, {"", "z"}};
  CHECK(target->query == query);
  CHECK(parse_target("/%252e")->path == "/%2e");
}

TEST_CASE("the root, an empty query and the absolute form are targets") {
  CHECK(parse_target("/")->segment_count == 1);
  CHECK(parse_target("/")->segment(0).empty());
  CHECK(parse_target("/a?")->query.empty());
  CHECK(parse_target("http://host:8080/a/b?c=d")->path == "/a/b");
  CHECK(parse_target("http://host")->path == "/");
  CHECK(parse_target("/a//b/")->segment_count == 4);
}

TEST_CASE("a target that can be read in two ways is refused") {
  for (const char* text : {"", "a", "*", "/%", "/%4", "/%zz", "/a%00b", "/?a=%00", "/%ff",
                           "/?%C0%80", "/?x=%ED%A0%80", "/a#b", "host:80"}) {
    CAPTURE(text);
    const auto target = parse_target(text);
    REQUIRE(!target);
    CHECK(target.error().name == "target_must_be_well_formed");
    CHECK(target.error().field == "target");
  }
}

TEST_CASE("a target has limits") {
  std::string deep;
  for (size_t i = 0; i <= limits::http_path_segments_max; ++i) deep += "/a";
  CHECK(parse_target(deep)->segment_count == limits::http_path_segments_max + 1);
  std::string wide = "/?";
  for (size_t i = 0; i < limits::http_query_pairs_max; ++i) wide += "a=b&";
  CHECK(parse_target(wide)->query.size() == limits::http_query_pairs_max);
  CHECK(!parse_target(wide + "a=b"));
}

TEST_CASE("a target printed and parsed again is the same") {
  for (const char* text : {"/", "/a/b%2Fc?x=%26%3D+&y=", "/%E6%AD%A6?q=a%00"}) {
    const auto first = parse_target(text);
    if (!first) continue;
    const auto second = parse_target(print_target(*first));
    REQUIRE(second);
    CHECK(second->path == first->path);
    CHECK(second->query == first->query);
    CHECK(second->segment_count == first->segment_count);
  }
}

TEST_CASE("a cookie is found by its whole name") {
  const std::string_view header = "a=1; lifeline_session=abc=; xlifeline_session=no";
  CHECK(cookie_value(header, "lifeline_session") == "abc=");
  CHECK(cookie_value(header, "session").empty());
  CHECK(cookie_value("lifeline_session", "lifeline_session").empty());
  CHECK(cookie_value("", "a").empty());
}

TEST_CASE("credentials are Bearer or Basic") {
  using Scheme = Credentials::Scheme;
  CHECK(parse_authorization("").scheme == Scheme::none);
  CHECK(parse_authorization("Bearer abc").token == "abc");
  CHECK(parse_authorization("bearer  abc ").token == "abc");
  const auto basic = parse_authorization("Basic dmVzOnA6dw==");  // ves:p:w
  CHECK(basic.scheme == Scheme::basic);
  CHECK(basic.name == "ves");
  CHECK(basic.password == "p:w");
  CHECK(parse_authorization("Basic dmVzOnA6dw").password == "p:w");
  for (const char* text :
       {"Bearer", "Bearer ", "Basic !!!", "Basic dmVz", "Basic A", "Digest a=b", "Basic AAA6"}) {
    CAPTURE(text);
    CHECK(parse_authorization(text).scheme == Scheme::malformed);
  }
}

TEST_CASE("content codings respect quality") {
  CHECK(accepted_codings("gzip, deflate, br").gzip);
  CHECK(accepted_codings("gzip, deflate, br").brotli);
  CHECK(!accepted_codings("gzip;q=0, br;q=0.1").gzip);
  CHECK(accepted_codings("gzip;q=0, br;q=0.1").brotli);
  CHECK(!accepted_codings("identity").gzip);
  CHECK(accepted_codings("GZIP ; q=1.0").gzip);
}

TEST_CASE("entity tags match weakly, in lists and by a star") {
  CHECK(etag_matches("\"a\"", "\"a\""));
  CHECK(etag_matches("\"b\", W/\"a\"", "\"a\""));
  CHECK(etag_matches(" * ", "\"a\""));
  CHECK(!etag_matches("\"ab\"", "\"a\""));
  CHECK(!etag_matches("a", "\"a\""));
  CHECK(!etag_matches("", "\"a\""));
}

TEST_CASE("a browser says where a request was made") {
  using Headers = desk::Pairs;
  CHECK(from_same_site(Headers{{"sec-fetch-site", "same-origin"}}));
  CHECK(from_same_site(Headers{{"sec-fetch-site", "none"}}));
  CHECK(!from_same_site(Headers{{"sec-fetch-site", "same-site"}}));
  CHECK(!from_same_site(
      Headers{{"sec-fetch-site", "cross-site"}, {"origin", "http://a"}, {"host", "a"}}));
  CHECK(from_same_site(Headers{{"origin", "http://A:8080"}, {"host", "a:8080"}}));
  CHECK(!from_same_site(Headers{{"origin", "http://evil"}, {"host", "a"}}));
  CHECK(!from_same_site(Headers{{"origin", "null"}, {"host", "null"}}));
  CHECK(!from_same_site(Headers{{"host", "a"}}));
}

TEST_CASE("dates are those of HTTP") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(1579744800) == "Thu, 23 Jan 2020 02:00:00 GMT");
}

TEST_CASE("a route's path is literals and names") {
  const auto parts = parse_pattern("/api/{id}/x");
  REQUIRE(parts);
  REQUIRE(parts->size() == 3);
  CHECK(!(*parts)[0].is_name);
  CHECK((*parts)[1].is_name);
  CHECK((*parts)[1].text == "id");
  for (const char* text : {"", "a", "/{}", "/a{b}", "/{a", "/a?b"}) CHECK(!parse_pattern(text));
}

}  // namespace
}  // namespace lifeline::http
