// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/file_sync.h"

#include "base/limits.h"
#include "gateway/notify/curl.h"

namespace lifeline::omc {
namespace {

constexpr Millis file_wait{limits::omc_file_wait_s * 1000};
constexpr std::string_view plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

// What a name brings along must not change where it is looked for.
std::string url_of(const std::string& files, std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string url = files;
  if (!url.ends_with('/')) url += '/';
  while (name.starts_with('/')) name.remove_prefix(1);
  for (const char c : name) {
    const auto byte = static_cast<uint8_t>(c);
    if (plain.find(c) != std::string_view::npos)
      url += c;
    else
      url.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return url;
}

struct Fetching {
  std::string text;
  const Bell& bell;
};

size_t hear_bytes(char* bytes, size_t size, size_t count, void* to) {
  auto& fetching = *static_cast<Fetching*>(to);
  if (fetching.text.size() + size * count > limits::omc_file_bytes_max) return 0;
  fetching.text.append(bytes, size * count);
  return size * count;
}

int look_for_end(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Fetching*>(to)->bell.is_over() ? 1 : 0;
}

}  // namespace

Message file_request(const std::string& request, const std::string& from, const Dialect& dialect) {
  return {.name = "reqSyncAlarmFile",
          .values = {{"reqId", request}, {"alarmSeq", from}, {"syncSource", dialect.sync_source}}};
}

Message active_request(const std::string& request, const Dialect& dialect) {
  return {.name = "reqSyncAlarmFile",
          .values = {{"reqId", request},
                     {"startTime", ""},
                     {"endTime", ""},
                     {"syncSource", dialect.active_source}}};
}

Result<std::string> file_named(const std::string& body) {
  const auto message = read_message(body);
  if (!message) return tl::unexpected(message.error());
  if (auto granted = must_be_granted(*message, "file_must_be_granted"); !granted)
    return tl::unexpected(granted.error());
  const std::string_view name = message->value("fileName");
  if (name.empty()) return unavailable("file_must_have_a_name");
  return std::string(name);
}

FileSync::FileSync(const Source& source, std::function<void()> arrived)
    : source_(source), arrived_(std::move(arrived)) {}

FileSync::~FileSync() {
  bell_.end();
  if (thread_.joinable()) thread_.join();
}

void FileSync::ask(uint64_t from) {
  ask([reading = source_.reading->get(), from = std::to_string(from)](const std::string& number) {
    return file_request(number, from, reading->dialect());
  });
}

void FileSync::ask_active() {
  ask([reading = source_.reading->get()](const std::string& number) {
    return active_request(number, reading->dialect());
  });
}

void FileSync::ask(Request request) {
  run([this, request = std::move(request)]() -> Result<std::string> {
    if (source_.options.files.empty()) return unavailable("files_must_be_reachable");
    const auto name = ask_name(request);
    if (!name) return tl::unexpected(name.error());
    return read(*name);
  });
}

void FileSync::fetch(std::string name) {
  run([this, name = std::move(name)]() -> Result<std::string> {
    if (source_.options.files.empty()) return unavailable("files_must_be_reachable");
    return read(name);
  });
}

void FileSync::run(std::function<Result<std::string>()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (is_busy_) return;
    is_busy_ = true;
    file_.reset();
  }
  if (thread_.joinable()) thread_.join();
  thread_ = std::thread([this, work = std::move(work)] {
    auto file = work();
    {
      const std::lock_guard lock(mutex_);
      file_ = std::move(file);
      is_busy_ = false;
    }
    arrived_();
  });
}

std::optional<Result<std::string>> FileSync::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(file_, std::nullopt);
}

Result<std::string> FileSync::ask_name(const Request& request) const {
  auto conversation = Conversation::open(source_, Channel::files, bell_);
  if (!conversation) return tl::unexpected(conversation.error());
  conversation->say(Kind::file_sync, request(std::to_string(conversation->next_request())));
  const auto granted = conversation->answer(Kind::file_sync_answer, bell_, file_wait);
  if (!granted) return tl::unexpected(granted.error());
  const auto message = read_message(*granted);
  if (!message) return tl::unexpected(message.error());
  if (auto taken = must_be_granted(*message, "file_must_be_granted"); !taken)
    return tl::unexpected(taken.error());
  const auto result = conversation->answer(Kind::file_sync_result, bell_, file_wait);
  if (!result) return tl::unexpected(result.error());
  return file_named(*result);
}

Result<std::string> FileSync::read(const std::string& name) const {
  const notify::Curl owner;
  CURL* curl = owner.fresh();
  const std::string url = url_of(source_.options.files, name);
  Fetching fetching{.text = {}, .bell = bell_};
  char details[CURL_ERROR_SIZE] = {};
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "ftp,ftps,sftp,http,https");
  if (!source_.options.files_user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, source_.options.files_user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, source_.files_key.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetching);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_for_end);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &fetching);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(file_wait.count()));
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, details);
  const CURLcode ended = curl_easy_perform(curl);
  if (ended == CURLE_OK) return std::move(fetching.text);
  return unavailable("file_must_be_fetched",
                     *details != '\0' ? details : curl_easy_strerror(ended));
}

}  // namespace lifeline::omc
