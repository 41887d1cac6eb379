// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/static_files.h"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <stdlib.h>

namespace lifeline::http {
namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "static_files_XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void put(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string header(const FileAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return {};
}

FileAnswer found(const StaticFiles& files, std::string_view path, desk::Pairs headers = {}) {
  desk::Request request;
  request.headers = std::move(headers);
  FileAnswer answer;
  REQUIRE(files.find(path, request, answer));
  return answer;
}

StaticFiles console() {
  const Folder folder;
  folder.put("index.html", "<html>");
  folder.put("assets/app-1f.js", std::string(5000, 'a'));
  folder.put("assets/app-1f.js.br", "brotli");
  folder.put("map.json.gz", "no plain form");
  folder.put("logo.png", std::string(5000, 'a'));
  auto files = StaticFiles::load(folder.path());
  REQUIRE(files);
  return std::move(*files);
}

TEST_CASE("pages without a file get index.html, files and doors do not") {
  const StaticFiles files = console();
  for (const char* path : {"/", "/index.html", "/alarms", "/orders/420000-17"})
    CHECK(*found(files, path).body == "<html>");
  FileAnswer answer;
  for (const char* path : {"/none.js", "/assets/x.css", "/api/v1/x", "/api", "/eventListener/v7",
                           "/../index.html.bak"})
    CHECK(!files.find(path, {}, answer));
  CHECK(!StaticFiles().find("/", {}, answer));
}

TEST_CASE("a file comes in the form that the client takes") {
  const StaticFiles files = console();
  const auto brotli = found(files, "/assets/app-1f.js", {{"accept-encoding", "gzip, br"}});
  CHECK(*brotli.body == "brotli");
  CHECK(header(brotli, "Content-Encoding") == "br");
  CHECK(header(brotli, "Vary") == "Accept-Encoding");
  const auto gzip = found(files, "/assets/app-1f.js", {{"accept-encoding", "gzip"}});
  CHECK(header(gzip, "Content-Encoding") == "gzip");
  CHECK(gzip.body->size() < 100);
  const auto plain = found(files, "/assets/app-1f.js");
  CHECK(plain.body->size() == 5000);
  CHECK(header(plain, "Content-Encoding").empty());
  CHECK(plain.content_type == "text/javascript; charset=utf-8");
  CHECK(header(found(files, "/logo.png", {{"accept-encoding", "gzip"}}), "Vary").empty());
  CHECK(found(files, "/map.json.gz").content_type == "application/octet-stream");
}

TEST_CASE("what the client has is not sent again, and each form has its tag") {
  const StaticFiles files = console();
  const auto plain = found(files, "/assets/app-1f.js");
  const auto coded = found(files, "/assets/app-1f.js", {{"accept-encoding", "gzip"}});
  CHECK(header(plain, "ETag") != header(coded, "ETag"));
  const auto same = found(files, "/assets/app-1f.js", {{"if-none-match", header(plain, "ETag")}});
  CHECK(same.status == 304);
  CHECK(!same.body);
  CHECK(header(same, "ETag") == header(plain, "ETag"));
}

TEST_CASE("hashed files are kept for good, others asked for again") {
  const StaticFiles files = console();
  CHECK(header(found(files, "/assets/app-1f.js"), "Cache-Control") ==
        "public, max-age=31536000, immutable");
  CHECK(header(found(files, "/"), "Cache-Control") == "no-cache");
  CHECK(header(found(files, "/"), "Content-Security-Policy").starts_with("default-src 'self';"));
  CHECK(header(found(files, "/"), "Content-Security-Policy").find("frame-ancestors 'none'") !=
        std::string::npos);
}

TEST_CASE("a folder must be there") {
  CHECK(StaticFiles::load("/no/such/folder").error().name == "folder_must_be_readable");
}

}  // namespace
}  // namespace lifeline::http
