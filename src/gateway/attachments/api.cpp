// SPDX-License-Identifier: Apache-2.0
#include "gateway/attachments/api.h"

#include "base/text.h"
#include "command/attachment/view.h"
#include "desk/exchange.h"
#include "gateway/http/problem.h"
#include "gateway/identity/password.h"

namespace lifeline::attachments {
namespace {

using attachment::Keep;
using attachment::Type;
using desk::Desks;
using desk::Reply;
using desk::Requested;

Refusal busy() { return unavailable("attachments_must_be_kept_up_with", "too many are waiting"); }

std::optional<Type> type_named(std::string_view content_type) {
  const std::string media = lowercase(trimmed(content_type.substr(0, content_type.find(';'))));
  for (const Type type : {Type::jpeg, Type::png, Type::webp})
    if (media == attachment::media_type(type)) return type;
  return std::nullopt;
}

desk::Response wrong_type() {
  return http::problem_of(415, {.code = Code::invalid,
                                .name = "content_type_must_be_an_image",
                                .detail = "image/jpeg, image/png or image/webp",
                                .field = "Content-Type"});
}

// The row, 201 where it is new on the desk.
desk::RowAnswer answer_of(std::string id) {
  return [id = std::move(id)](const desk::RowKey& subject, const desk::Nouns& nouns) {
    const auto& known = nouns.get<attachment::State>().attachments;
    const auto found = known.find(id);
    if (found == known.end())
      return desk::problem(not_found("attachment_must_exist", "id").value());
    std::string body = to_json(attachment::row_of(id, found->second));
    if (subject.empty()) return desk::json_response(200, std::move(body));
    return desk::created_response("/api/v1/attachments/" + id, std::move(body));
  };
}

void keep(Clerk& clerk, const Requested& request, Desks& desks, const Reply& reply) {
  const auto type = type_named(request->content_type);
  if (!type) return reply(wrong_type());
  if (type_of(request->body) != type)
    return reply(desk::problem(
        invalid("image_must_be_of_its_type", "body", "its first bytes are not those of the type")
            .value()));
  const auto job = [request, &desks, reply, type = *type](Store& store) {
    const std::string id = identity::sha256_hex(request->body);
    if (const auto kept = store.keep(id, request->body); !kept)
      return reply(desk::problem(kept.error()));
    attachment::Command command = Keep{.id = id, .type = type, .bytes = request->body.size()};
    desk::submit(desks, desks.plan().desk_of(request->caller.unit),
                 desk::intent_of(*request, std::move(command)), answer_of(id), reply);
  };
  if (!clerk.take(job)) reply(desk::problem(busy().value()));
}

// What never changes may be kept by the browser, and is never run as a page.
desk::Response shown(std::string bytes, std::string type, const std::string& id) {
  return {.status = 200,
          .content_type = std::move(type),
          .body = std::move(bytes),
          .headers = {{"Cache-Control", "private, max-age=31536000, immutable"},
                      {"ETag", "\"" + id + "\""},
                      {"Content-Disposition", "inline"},
                      {"Content-Security-Policy", "default-src 'none'; sandbox"}}};
}

void show(Clerk& clerk, const Requested& request, Desks& desks, Reply reply) {
  const std::string id(request->path_value("id"));
  const auto missing = not_found("attachment_must_exist", "id").value();
  if (!attachment::is_id(id)) return reply(desk::problem(missing));
  const auto find = [id, request](const desk::Nouns& nouns) -> std::optional<desk::Response> {
    const auto& known = nouns.get<attachment::State>().attachments;
    const auto found = known.find(id);
    if (found == known.end() || !attachment::is_seen_by(found->second, request->caller, nouns))
      return std::nullopt;
    return desk::Response{.content_type = attachment::media_type(found->second.type)};
  };
  const auto fetch = [&clerk, id, reply](desk::Response found) {
    if (found.status != 200) return reply(std::move(found));
    const auto job = [id, reply, type = found.content_type](Store& store) {
      auto bytes = store.read(id);
      reply(bytes ? shown(std::move(*bytes), type, id) : desk::problem(bytes.error()));
    };
    if (!clerk.take(job)) reply(desk::problem(busy().value()));
  };
  desk::find_on_any(desks, find, missing, fetch);
}

}  // namespace

Clerk::Clerk(std::unique_ptr<Store> store)
    : store_(std::move(store)), thread_([this] { work(); }) {}

bool Clerk::take(std::function<void(Store&)> job) {
  const std::lock_guard lock(mutex_);
  if (is_ending_ || queue_.size() >= limits::attachment_queue_max) return false;
  queue_.push_back(std::move(job));
  woken_.notify_one();
  return true;
}

void Clerk::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
    woken_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Clerk::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    woken_.wait(lock, [this] { return is_ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job(*store_);
    lock.lock();
  }
}

std::optional<Type> type_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return Type::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return Type::png;
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv)
    return Type::webp;
  return std::nullopt;
}

desk::Routes routes(Clerk& clerk) {
  desk::Routes routes;
  routes.push_back({.method = "POST",
                    .path = "/api/v1/attachments",
                    .operation = "keep_attachment",
                    .tag = "attachment",
                    .summary = "Keeps an evidence photo (image/jpeg, image/png or image/webp); the "
                               "same bytes again are the same photo",
                    .role = desk::Role::operator_,
                    .handler = [&clerk](auto request, auto& desks,
                                        auto reply) { keep(clerk, request, desks, reply); },
                    .body_schema = R"({"type":"string","format":"binary"})",
                    .answer_schema = json_schema<attachment::Row>(),
                    .body_type = "image/jpeg",
                    .body_bytes_max = limits::attachment_bytes_max});
  routes.push_back(
      {.method = "GET",
       .path = "/api/v1/attachments/{id}",
       .operation = "get_attachment",
       .tag = "attachment",
       .summary = "The bytes of an evidence photo, as they came",
       .handler = [&clerk](auto request, auto& desks,
                           auto reply) { show(clerk, request, desks, std::move(reply)); },
       .answer_type = "image/*"});
  return routes;
}

}  // namespace lifeline::attachments
