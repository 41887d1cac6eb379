// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/static_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/limits.h"
#include "gateway/http/gzip.h"

namespace lifeline::http {
namespace {

namespace fs = std::filesystem;

constexpr size_t file_gzip_from_bytes = 1024;  // below it a coding saves no packet

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> content_types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".geojson", "application/geo+json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".pbf", "application/x-protobuf"},
    {".xml", "application/xml"},
}};

std::string_view content_type_of(std::string_view path) {
  for (const auto& [extension, type] : content_types)
    if (path.ends_with(extension)) return type;
  return "application/octet-stream";
}

Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return unavailable("folder_must_be_readable", path.string());
  return bytes;
}

bool has_extension(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
}

void add_security_headers(desk::Pairs& headers) {
  headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
      "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
      "form-action 'self'; frame-ancestors 'none'");
  headers.emplace_back("Referrer-Policy", "same-origin");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

}  // namespace

// FNV-1a, 128 bits as two lanes of 64.
std::string digest_of(std::string_view bytes) {
  constexpr uint64_t prime = 0x100000001B3ull;
  uint64_t left = 0xCBF29CE484222325ull;
  uint64_t right = 0x9E3779B97F4A7C15ull ^ bytes.size();
  for (const char c : bytes) {
    left = (left ^ static_cast<uint8_t>(c)) * prime;
    right = (right + static_cast<uint8_t>(c)) * prime;
    right ^= right >> 29;
  }
  return fmt::format("{:016x}{:016x}", left, right);
}

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
  std::error_code error;
  std::map<std::string, std::string> found;
  size_t bytes = 0;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code status_error;
    if (!at->is_regular_file(status_error)) continue;
    auto text = read_file(at->path());
    if (!text) return tl::unexpected(text.error());
    bytes += text->size();
    if (bytes > limits::console_bytes_max || found.size() >= limits::console_files_max)
      return unavailable("folder_must_not_be_too_large", folder);
    found.emplace("/" + fs::relative(at->path(), folder).generic_string(), std::move(*text));
  }
  if (error) return unavailable("folder_must_be_readable", folder + ": " + error.message());

  const auto shared = [](std::string text) {
    return std::make_shared<const std::string>(std::move(text));
  };
  const auto is_form = [&](const std::string& path) {
    return (path.ends_with(".br") || path.ends_with(".gz")) &&
           found.contains(path.substr(0, path.size() - 3));
  };
  StaticFiles files;
  for (const auto& [path, text] : found) {
    if (is_form(path)) continue;
    File& file = files.files_[path];
    file.content_type = content_type_of(path);
    file.etag = digest_of(text);
    file.keep_for_good = path.starts_with("/assets/");
    file.plain = shared(text);
    if (const auto form = found.find(path + ".br"); form != found.end())
      file.brotli = shared(form->second);
    if (const auto form = found.find(path + ".gz"); form != found.end()) {
      file.gzip = shared(form->second);
    } else if (text.size() >= file_gzip_from_bytes && is_compressible(file.content_type)) {
      auto coded = lifeline::http::gzip(text, 9);
      if (!coded.empty() && coded.size() < text.size()) file.gzip = shared(std::move(coded));
    }
  }
  return files;
}

const StaticFiles::File* StaticFiles::file_of(std::string_view path) const {
  if (const auto at = files_.find(path); at != files_.end()) return &at->second;
  if (path.starts_with("/api") || path.starts_with("/eventListener") || has_extension(path))
    return nullptr;
  const auto index = files_.find("/index.html");
  return index == files_.end() ? nullptr : &index->second;
}

bool StaticFiles::find(std::string_view path, const desk::Request& request,
                       FileAnswer& answer) const {
  const File* file = file_of(path);
  if (!file) return false;
  const Codings accepted = accepted_codings(request.header("accept-encoding"));
  std::string_view coding;
  answer.body = file->plain;
  if (accepted.brotli && file->brotli) {
    answer.body = file->brotli;
    coding = "br";
  } else if (accepted.gzip && file->gzip) {
    answer.body = file->gzip;
    coding = "gzip";
  }
  // Each form has a tag of its own: a strong tag means equal bytes (RFC 9110 section 8.8.3).
  std::string etag = "\"" + file->etag;
  if (!coding.empty()) etag.append("-").append(coding);
  etag += '"';
  answer.status = 200;
  answer.content_type = file->content_type;
  if (etag_matches(request.header("if-none-match"), etag)) {
    answer.status = 304;
    answer.body = nullptr;
  } else if (!coding.empty()) {
    answer.headers.emplace_back("Content-Encoding", coding);
  }
  answer.headers.emplace_back("ETag", std::move(etag));
  answer.headers.emplace_back(
      "Cache-Control", file->keep_for_good ? "public, max-age=31536000, immutable" : "no-cache");
  if (file->gzip || file->brotli) answer.headers.emplace_back("Vary", "Accept-Encoding");
  add_security_headers(answer.headers);
  return true;
}

}  // namespace lifeline::http
