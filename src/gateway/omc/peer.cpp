// SPDX-License-Identifier: Apache-2.0
#include "gateway/omc/peer.h"

#include <algorithm>
#include <ctime>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "network/source/model.h"

namespace lifeline::omc {
namespace {

using Steady = std::chrono::steady_clock;
constexpr Millis first_wait{500};
constexpr Millis longest_wait{limits::omc_wait_ms_max};
constexpr Millis turn_wait{500};                  // by which every deadline is looked at again
constexpr int64_t clock_ahead_s_max = 24 * 3600;  // of an alarm's time before its frame's

Sequence::Settings settings_of(const Dialect& dialect) {
  return {.gap_max = static_cast<uint64_t>(dialect.gap_max),
          .message_wait = std::chrono::seconds(dialect.message_wait_s),
          .file_wait = std::chrono::seconds(limits::omc_file_wait_s)};
}

}  // namespace

Peer::Peer(Source source, const Parts& parts)
    : source_(std::move(source)),
      reading_(source_.reading->get()),
      charset_(encoding_of(reading_->dialect().charset).value()),
      desks_(parts.desks),
      door_(parts.door),
      intake_(parts.intake),
      sequence_(settings_of(reading_->dialect())),
      rounds_(
          source_.options.name,
          {.desks = parts.desks, .directory = parts.directory, .door = parts.door, .bell = bell_}),
      files_(source_, [bell = bell_] { bell->ring(); }) {}

Peer::~Peer() { stop(); }

void Peer::start() {
  thread_ = std::thread([this] { run(); });
}

void Peer::stop() {
  end();
  if (thread_.joinable()) thread_.join();
}

void Peer::run() {
  sequence_.resume(rounds_.places());
  const Dialect& dialect = reading_->dialect();
  if (!sequence_.has_place() && !dialect.active_source.empty() && !source_.options.files.empty())
    active_ = Active::wanted;
  Millis pause = first_wait;
  while (!bell_->is_over()) {
    door_->set_state(door::DoorState::connecting);
    heard_at_ = {};
    const auto ended = converse();
    if (bell_->is_over()) break;
    door_->set_state(door::DoorState::failed, ended.error().name + ": " + ended.error().detail);
    pause = heard_at_ == Time{} ? std::min(pause * 2, longest_wait) : first_wait;
    wait(pause);
  }
  door_->set_state(door::DoorState::closed);
}

// What was read before a connection broke is handed over meanwhile.
void Peer::wait(Millis most) {
  const auto end = Steady::now() + most;
  for (Time now = Steady::now(); now < end && !bell_->is_over(); now = Steady::now()) {
    hand_over(now);
    bell_->wait(std::min(turn_wait, std::chrono::duration_cast<Millis>(end - now) + Millis(1)));
  }
}

// Ends with the reason why, unless the server ends.
Result<void> Peer::converse() {
  auto conversation = Conversation::open(source_, Channel::messages, *bell_);
  if (!conversation) return tl::unexpected(conversation.error());
  door_->set_state(door::DoorState::connected);
  sequence_.connected();
  if (active_ == Active::asked) active_ = Active::wanted;
  heard_at_ = Steady::now();
  beat_at_ = heard_at_;
  beat();
  while (!bell_->is_over())
    if (auto went = exchange(*conversation, Steady::now()); !went) return went;
  conversation->say(Kind::close, {.name = "closeConnAlarm", .values = {}});
  return conversation->turn(*bell_, Millis(0), false, [](const Frame&) { return false; });
}

Result<void> Peer::exchange(Conversation& conversation, Time now) {
  take_reading();
  const Dialect& dialect = reading_->dialect();
  if (!has_room()) heard_at_ = now;  // nobody listens just now
  if (now - heard_at_ > std::chrono::seconds(dialect.receive_timeout_s))
    return unavailable("omc_must_be_heard");
  if (now >= beat_at_) {
    const std::string request = std::to_string(conversation.next_request());
    conversation.say(Kind::heartbeat, {.name = "reqHeartBeat", .values = {{"reqId", request}}});
    beat_at_ = now + std::chrono::seconds(dialect.heartbeat_s);
  }
  hear_file();
  ask_for_missing(conversation, now);
  hand_over(now);
  return conversation.turn(*bell_, turn_wait, has_room(),
                           [&](const Frame& frame) { return hear(conversation, frame); });
}

// A dialect that was changed counts from the next turn on.
void Peer::take_reading() {
  auto reading = source_.reading->get();
  if (reading == reading_) return;
  reading_ = std::move(reading);
  charset_ = encoding_of(reading_->dialect().charset).value();
  sequence_.set(settings_of(reading_->dialect()));
}

bool Peer::has_room() const { return sequence_.ready() < limits::omc_waiting_alarms_max; }

// True while there is room for more.
Result<bool> Peer::hear(Conversation& conversation, const Frame& frame) {
  heard_at_ = Steady::now();
  if (frame.kind == Kind::alarm) {
    hear_alarm(frame.body, frame.at_s);
    return has_room();
  }
  if (frame.kind == Kind::close) return unavailable("connection_must_last", "the OMC closes it");
  const auto message =
      frame.is_known() ? read_message(frame.body) : invalid("message_must_be_of_a_known_kind");
  if (!message) {
    door_->refuse(message.error(), source_.options.address, frame.body);
    return true;
  }
  const bool is_granted = message->value("result") == "succ";
  if (frame.kind == Kind::sync_answer) sequence_.ended(Sequence::Way::messages, is_granted);
  if (frame.kind == Kind::file_sync_answer && !is_granted) hear_no_file();
  if (frame.kind == Kind::file_sync_result) {
    if (auto name = file_named(std::string(frame.body)))
      files_.fetch(std::move(*name));
    else
      hear_no_file();
  }
  if (frame.kind == Kind::heartbeat_answer) beat();
  if (frame.kind == Kind::heartbeat)
    conversation.say(Kind::heartbeat_answer, {.name = "ackHeartBeat", .values = message->values});
  return true;
}

void Peer::hear_no_file() {
  if (active_ == Active::known) return sequence_.ended(Sequence::Way::file, false);
  active_ = Active::known;
}

// A number that cannot be read leaves a gap, which is asked for.
void Peer::hear_alarm(std::string_view body, uint32_t at_s) {
  if (auto told = told_by(body, at_s)) sequence_.hear(std::move(*told));
}

std::optional<Told> Peer::told_by(std::string_view body, uint32_t at_s) {
  const auto refuse = [&](const Error& why, std::string_view text) {
    door_->refuse(why, source_.options.address, text);
    return std::nullopt;
  };
  door_->hear(1);
  std::string text(body);
  if (charset_ != Encoding::utf8) {
    auto converted = to_utf8(std::move(text), charset_);
    if (!converted) return refuse(converted.error(), body);
    text = std::move(*converted);
  }
  const auto fields = read_alarm(document_, text);
  if (!fields) return refuse(fields.error(), text);
  auto told = reading_->tell(*fields);
  if (!told) return refuse(told.error(), text);
  if (!told->command) refuse(told->command.error(), text);
  // A clock that runs far ahead would make every later number look old.
  if (told->at > seconds_after({}, int64_t{at_s} + clock_ahead_s_max)) told->at = {};
  return std::move(*told);
}

void Peer::ask_for_active(Conversation& conversation, Time now) {
  active_ = Active::asked;
  active_until_ = now + std::chrono::seconds(limits::omc_file_wait_s);
  if (reading_->dialect().has_file_channel) return files_.ask_active();
  conversation.say(Kind::file_sync, active_request(std::to_string(conversation.next_request()),
                                                   reading_->dialect()));
}

void Peer::hear_active(std::string_view file) {
  std::vector<alarm::Command> reports;
  for (std::string_view line : split(file, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    auto told = told_by(line, static_cast<uint32_t>(std::time(nullptr)));
    if (told && told->command) reports.push_back(std::move(*told->command));
  }
  active_ = Active::arriving;
  intake_.take(std::move(reports), door_,
               [has_active = has_active_, bell = bell_](const door::Settled&) {
                 has_active->store(true);
                 bell->ring();
               });
}

void Peer::hear_file() {
  if (!file_.is_open) {
    auto file = files_.take();
    if (!file) return;
    if (!*file) {
      door_->refuse(file->error(), source_.options.address, {});
      return hear_no_file();
    }
    if (active_ == Active::asked) return hear_active(**file);
    file_ = {.text = std::move(**file), .at = 0, .is_open = true};
  }
  while (has_room() && file_.at < file_.text.size()) {
    const size_t end = std::min(file_.text.find('\n', file_.at), file_.text.size());
    std::string_view line = std::string_view(file_.text).substr(file_.at, end - file_.at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    file_.at = end + 1;
    if (!line.empty()) hear_alarm(line, static_cast<uint32_t>(std::time(nullptr)));
  }
  if (file_.at < file_.text.size()) return;
  file_ = {};
  sequence_.ended(Sequence::Way::file, true);
}

void Peer::ask_for_missing(Conversation& conversation, Time now) {
  if (active_ == Active::wanted) return ask_for_active(conversation, now);
  if (file_.is_open || active_ != Active::known) return;
  const auto ask = sequence_.ask(now);
  tell_figures();
  if (!ask) return;
  const std::string from = std::to_string(ask->from);
  if (ask->way == Sequence::Way::file && reading_->dialect().has_file_channel)
    return files_.ask(ask->from);
  const std::string request = std::to_string(conversation.next_request());
  if (ask->way == Sequence::Way::file)
    return conversation.say(Kind::file_sync, file_request(request, from, reading_->dialect()));
  conversation.say(Kind::sync,
                   {.name = "reqSyncAlarmMsg", .values = {{"reqId", request}, {"alarmSeq", from}}});
}

void Peer::tell_figures() {
  const SequenceFigures& figures = sequence_.figures();
  if (figures.lost > told_.lost) door_->miss(figures.lost - told_.lost);
  if (figures.duplicates > told_.duplicates)
    door_->pass_over(figures.duplicates - told_.duplicates);
  told_ = figures;
}

void Peer::hand_over(Time now) {
  const bool is_late = active_ == Active::asked && now > active_until_;
  if (is_late || (active_ == Active::arriving && has_active_->load())) active_ = Active::known;
  rounds_.step(now);
  if (active_ != Active::known) return;
  if (!rounds_.is_idle() || sequence_.ready() == 0) return;
  rounds_.begin(sequence_.take(limits::omc_round_alarms_max));
  rounds_.step(now);
}

void Peer::beat() {
  desks_.submit(
      group_unit,
      desk::intent(desk::system_actor(),
                   source::Command(source::Beat{.name = source_.options.name,
                                                .interval_s = reading_->dialect().heartbeat_s})),
      [](const desk::Outcome&, const desk::Nouns&) { return desk::json_response(200, {}); },
      [](const desk::Response&) {});
}

}  // namespace lifeline::omc
