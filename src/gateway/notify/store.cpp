// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/store.h"

#include <algorithm>

#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "gateway/notify/phrases.h"
#include "gateway/notify/sqlite.h"

namespace lifeline::notify {
namespace {

constexpr int64_t format_version = 1;
constexpr int64_t first_wait_ms = 500;
constexpr uint64_t trim_every = 1'000;  // notices that are over, beyond what is kept
constexpr int64_t hour_ms = 3'600'000;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS cursors(desk INTEGER PRIMARY KEY, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notices(
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, queue TEXT NOT NULL,
  kind INTEGER NOT NULL, channel TEXT NOT NULL, person TEXT NOT NULL,
  address TEXT NOT NULL, unit INTEGER NOT NULL, type TEXT NOT NULL,
  priority INTEGER NOT NULL, subject_order TEXT NOT NULL, subject_zh TEXT NOT NULL,
  subject_en TEXT NOT NULL, body TEXT NOT NULL, at_us INTEGER NOT NULL, state INTEGER NOT NULL,
  attempts INTEGER NOT NULL, may_have_arrived INTEGER NOT NULL, due_ms INTEGER NOT NULL,
  made_ms INTEGER NOT NULL, changed_us INTEGER NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS waiting ON notices(queue, priority DESC, id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS unfinished ON notices(state, made_ms) WHERE state < 2;
CREATE INDEX IF NOT EXISTS by_channel ON notices(channel, state);
)";

constexpr std::string_view insert_notice =
    "INSERT OR IGNORE INTO notices(key, queue, kind, channel, person, address, unit, type, "
    "priority, subject_order,"
    " subject_zh, subject_en, body, at_us, state, attempts, may_have_arrived, due_ms, made_ms,"
    " changed_us, answer) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,0,0,0,?,?,'')";
constexpr std::string_view select_due =
    "SELECT id, key, channel, body, attempts, made_ms, may_have_arrived, address FROM notices"
    " WHERE state = 0 AND queue = ? AND due_ms <= ? ORDER BY priority DESC, id LIMIT ?";
constexpr std::string_view update_settled =
    "UPDATE notices SET state = ?, attempts = ?, may_have_arrived = ?, due_ms = ?, changed_us = ?,"
    " answer = ? WHERE id = ?";
constexpr std::string_view columns =
    "id, state, kind, channel, person, unit, type, subject_order, subject_zh, subject_en, "
    "priority, at_us,"
    " attempts, answer, may_have_arrived, changed_us, key";

int number_of(State state) { return static_cast<int>(state); }

template <class AnId>
AnId id_of(std::string_view text) {
  return [&]<class Tag>(Id<Tag>) { return parse_id<Tag>(text).value_or(Id<Tag>{}); }(AnId{});
}

Parcel parcel_of(const Statement& row) {
  return {.id = static_cast<uint64_t>(row.number(0)),
          .key = std::string(row.text(1)),
          .channel = id_of<ChannelId>(row.text(2)),
          .address = std::string(row.text(7)),
          .body = std::string(row.text(3)),
          .attempts = static_cast<uint64_t>(row.number(4)),
          .made_ms = row.number(5),
          .may_have_arrived = row.number(6) != 0};
}

Notice notice_of(const Statement& row) {
  return {.id = static_cast<uint64_t>(row.number(0)),
          .state = static_cast<State>(row.number(1)),
          .kind = static_cast<Kind>(row.number(2)),
          .channel = id_of<ChannelId>(row.text(3)),
          .person = std::string(row.text(4)),
          .unit = {static_cast<uint64_t>(row.number(5))},
          .type = std::string(row.text(6)),
          .order = id_of<OrderId>(row.text(7)),
          .subject_zh = std::string(row.text(8)),
          .subject_en = std::string(row.text(9)),
          .priority = static_cast<Priority>(row.number(10)),
          .at = {row.number(11)},
          .attempts = static_cast<uint64_t>(row.number(12)),
          .answer = std::string(row.text(13)),
          .may_have_arrived = row.number(14) != 0,
          .changed_at = {row.number(15)},
          .key = std::string(row.text(16))};
}

// What a peer said, in one line of printable text and not too much of it.
std::string kept_answer(std::string_view answer) {
  std::string kept(answer.substr(0, limits::notice_answer_bytes_max));
  for (char& c : kept)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  kept.resize(utf8_prefix(kept));
  return kept;
}

/// Where a notice stands after an attempt.
struct Standing {
  State state = State::waiting;
  uint64_t attempts = 0;
  bool may_have_arrived = false;
  int64_t due_ms = 0;
};

Standing standing_after(const Settled& settled, Kind kind, Times now) {
  const Parcel& parcel = settled.parcel;
  Standing after{.state = State::waiting,
                 .attempts = parcel.attempts,
                 .may_have_arrived = parcel.may_have_arrived,
                 .due_ms = 0};
  if (settled.ending == Ending::untouched) return after;
  const State lost = after.may_have_arrived ? State::in_doubt : State::given_up;
  if (settled.ending == Ending::cancelled) return after.state = lost, after;
  ++after.attempts;
  if (settled.ending == Ending::sent) return after.state = State::sent, after;
  if (settled.ending == Ending::refused) return after.state = State::refused, after;
  if (settled.ending == Ending::unknown) after.may_have_arrived = true;
  // The mail server cannot tell a notice that it has had before; a webhook can, by the key.
  if (settled.ending == Ending::unknown && kind == Kind::email)
    return after.state = State::in_doubt, after;
  const bool is_late = now.ms - parcel.made_ms >= limits::notice_hours_max * hour_ms ||
                       after.attempts >= limits::notice_attempts_max;
  if (is_late)
    return after.state = after.may_have_arrived ? State::in_doubt : State::given_up, after;
  after.due_ms = now.ms + wait_ms_after(after.attempts);
  return after;
}

}  // namespace

std::string queue_of(Kind kind, ChannelId channel) {
  return kind == Kind::email ? std::string(mail_queue) : to_text(channel);
}

int64_t wait_ms_after(uint64_t attempts) {
  const uint64_t doublings = std::min<uint64_t>(attempts == 0 ? 0 : attempts - 1, 20);
  return std::min<int64_t>(first_wait_ms << doublings, limits::notice_wait_ms_max);
}

struct Store::Inside {
  std::unique_ptr<Sqlite> database;
  std::map<ChannelId, Counts> counts;      // of what is kept
  std::map<std::string, uint64_t> queued;  // waiting or being handed over, by queue
  uint64_t over = 0;                       // kept, and finished
  Counts ended{};
  std::set<UnitCode> units;
  std::unique_ptr<Sqlite> reader;  // so that a list keeps nobody from sending; under its mutex
  std::mutex reader_mutex;

  /// All of the work or none; what is counted stays what is kept.
  template <class Work>
  Result<void> whole(Work work) {
    const Counts ended_before = ended;
    const auto attempt = [&]() -> Result<void> {
      Transaction transaction(*database);
      if (auto begun = transaction.begin(); !begun) return begun;
      if (auto done = work(); !done) return done;
      return transaction.commit();
    };
    const Result<void> done = attempt();
    if (done) return done;
    ended = ended_before;
    (void)count_all();
    return done;
  }

  Result<void> recover(Times now);
  Result<void> count_all();
  Result<uint64_t> insert(const Draft& draft, Times now);
  Result<void> shed(const std::string& queue, Times now);
  Result<void> settle(const Settled& settled, Times now);
  Result<void> mark(const Parcel& parcel, Times now);
  Result<void> trim();
  Result<void> cancel(Statement& rows, const std::string& why, Times now);
  Result<std::optional<Notice>> find(uint64_t id);
  Result<std::vector<Parcel>> take_due(const Want& want, const std::set<ChannelId>& except,
                                       Times now);
};

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Times now) {
  auto database = Sqlite::open(path);
  if (!database) return tl::unexpected(database.error());
  auto inside = std::make_unique<Inside>();
  inside->database = std::move(*database);
  auto reader = Sqlite::open(path);
  if (!reader) return tl::unexpected(reader.error());
  inside->reader = std::move(*reader);
  Statement& version = inside->database->use("PRAGMA user_version");
  if (auto row = version.step(); !row) return tl::unexpected(row.error());
  const int64_t found = version.number(0);
  version.fresh();
  if (found > format_version)
    return tl::unexpected(
        unavailable("notices_must_be_of_this_version", path + ": " + std::to_string(found))
            .value());
  if (auto made = inside->database->run(schema); !made) return tl::unexpected(made.error());
  if (auto set = inside->database->run("PRAGMA user_version = 1"); !set)
    return tl::unexpected(set.error());
  if (auto done = inside->recover(now); !done) return tl::unexpected(done.error());
  if (auto done = inside->count_all(); !done) return tl::unexpected(done.error());
  return std::unique_ptr<Store>(new Store(std::move(inside)));
}

// The process ended while these were being handed over.
Result<void> Store::Inside::recover(Times now) {
  Statement& mail = database->use(
      "UPDATE notices SET state = ?, may_have_arrived = 1, attempts = attempts + 1, changed_us = ?,"
      " answer = 'the server ended while it was handed over' WHERE state = 1 AND kind = 0");
  mail.with(number_of(State::in_doubt)).with(now.instant.us);
  if (auto done = mail.run(); !done) return done;
  return database->use("UPDATE notices SET state = 0, may_have_arrived = 1 WHERE state = 1").run();
}

Result<void> Store::Inside::count_all() {
  counts.clear();
  queued.clear();
  over = 0;
  Statement& rows = database->use(
      "SELECT channel, state, queue, count(*), unit FROM notices GROUP BY 1, 2, 3, 5");
  for (;;) {
    const auto row = rows.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    const auto state = static_cast<size_t>(rows.number(1));
    const auto count = static_cast<uint64_t>(rows.number(3));
    counts[id_of<ChannelId>(rows.text(0))][state] += count;
    if (state < 2) queued[std::string(rows.text(2))] += count;
    if (state >= 2) over += count;
    units.insert({static_cast<uint64_t>(rows.number(4))});
  }
}

Result<std::optional<uint64_t>> Store::cursor(UnitCode desk) {
  const std::lock_guard lock(mutex_);
  Statement& found =
      inside_->database->use("SELECT position FROM cursors WHERE desk = ?").with(desk.value);
  const auto row = found.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<uint64_t>();
  const auto position = static_cast<uint64_t>(found.number(0));
  found.fresh();
  return std::optional<uint64_t>(position);
}

// The new notice's id; 0 when its key is known.
Result<uint64_t> Store::Inside::insert(const Draft& draft, Times now) {
  const Told& told = draft.told;
  std::string body;
  write_json<Detail::sparse>(body, told);
  Statement& row = database->use(insert_notice);
  row.with(told.id)
      .with(queue_of(draft.kind, draft.channel))
      .with(static_cast<int>(draft.kind))
      .with(to_text(draft.channel))
      .with(draft.person)
      .with(draft.address)
      .with(told.unit.value)
      .with(told.type)
      .with(static_cast<int>(told.order.priority))
      .with(to_text(told.order.id))
      .with(subject_zh_of(told))
      .with(subject_en_of(told))
      .with(body)
      .with(told.at.us)
      .with(now.ms)
      .with(now.instant.us);
  if (auto done = row.run(); !done) return tl::unexpected(done.error());
  if (database->changed() == 0) return 0;
  ++counts[draft.channel][number_of(State::waiting)];
  ++queued[queue_of(draft.kind, draft.channel)];
  units.insert(told.unit);
  return static_cast<uint64_t>(database->last_id());
}

// A queue that is full loses its least urgent notices, the oldest of them first.
Result<void> Store::Inside::shed(const std::string& queue, Times now) {
  uint64_t& count = queued[queue];
  if (count <= limits::notices_waiting_max) return {};
  Statement& least = database->use(
      "UPDATE notices SET state = ?, changed_us = ?, answer = 'too many notices waited' WHERE id IN"
      " (SELECT id FROM notices WHERE state = 0 AND queue = ? ORDER BY priority, id LIMIT ?)"
      " RETURNING channel");
  least.with(number_of(State::shed)).with(now.instant.us).with(queue);
  least.with(count - limits::notices_waiting_max);
  for (;;) {
    const auto row = least.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    Counts& of = counts[id_of<ChannelId>(least.text(0))];
    --of[number_of(State::waiting)];
    ++of[number_of(State::shed)];
    ++ended[number_of(State::shed)];
    ++over;
    --count;
  }
}

Result<void> Store::add(UnitCode desk, uint64_t position, std::span<const Draft> drafts,
                        Times now) {
  const std::lock_guard lock(mutex_);
  return inside_->whole([&]() -> Result<void> {
    std::set<std::string> queues;
    for (const Draft& draft : drafts) {
      const auto id = inside_->insert(draft, now);
      if (!id) return tl::unexpected(id.error());
      if (*id != 0) queues.insert(queue_of(draft.kind, draft.channel));
    }
    Statement& moved = inside_->database->use("INSERT OR REPLACE INTO cursors VALUES(?, ?)");
    if (auto done = moved.with(desk.value).with(position).run(); !done) return done;
    for (const std::string& queue : queues)
      if (auto done = inside_->shed(queue, now); !done) return done;
    return {};
  });
}

Result<uint64_t> Store::add_test(const Draft& draft, Times now) {
  const std::lock_guard lock(mutex_);
  const auto made = inside_->insert(draft, now);
  if (!made || *made != 0) return made;
  Statement& known = inside_->database->use("SELECT id FROM notices WHERE key = ?");
  const auto row = known.with(draft.told.id).step();
  if (!row) return tl::unexpected(row.error());
  const auto id = static_cast<uint64_t>(known.number(0));
  known.fresh();
  return id;
}

Result<void> Store::Inside::settle(const Settled& settled, Times now) {
  Statement& before =
      database->use("SELECT kind, state, queue FROM notices WHERE id = ?").with(settled.parcel.id);
  const auto row = before.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return {};
  const Kind kind = static_cast<Kind>(before.number(0));
  const auto was = static_cast<size_t>(before.number(1));
  const std::string queue(before.text(2));
  before.fresh();
  const Standing after = standing_after(settled, kind, now);
  Statement& change = database->use(update_settled);
  change.with(number_of(after.state))
      .with(after.attempts)
      .with(after.may_have_arrived ? 1 : 0)
      .with(after.due_ms)
      .with(now.instant.us)
      .with(kept_answer(settled.answer))
      .with(settled.parcel.id);
  if (auto done = change.run(); !done) return done;
  const auto is = static_cast<size_t>(after.state);
  Counts& of = counts[settled.parcel.channel];
  --of[was];
  ++of[is];
  if (is < 2) return {};
  ++ended[is];
  ++over;
  --queued[queue];
  return {};
}

Result<void> Store::Inside::mark(const Parcel& parcel, Times now) {
  Statement& change = database->use("UPDATE notices SET state = 1, changed_us = ? WHERE id = ?");
  if (auto done = change.with(now.instant.us).with(parcel.id).run(); !done) return done;
  --counts[parcel.channel][number_of(State::waiting)];
  ++counts[parcel.channel][number_of(State::handing_over)];
  return {};
}

// What is over and older than what is kept goes.
Result<void> Store::Inside::trim() {
  if (over <= limits::notices_kept_max + trim_every) return {};
  Statement& oldest = database->use(
      "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE state >= 2 ORDER BY id LIMIT"
      " ?) RETURNING channel, state");
  oldest.with(over - limits::notices_kept_max);
  for (;;) {
    const auto row = oldest.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    --counts[id_of<ChannelId>(oldest.text(0))][static_cast<size_t>(oldest.number(1))];
    --over;
  }
}

Result<std::vector<Parcel>> Store::Inside::take_due(const Want& want,
                                                    const std::set<ChannelId>& except, Times now) {
  std::vector<Parcel> parcels;
  Statement& rows = database->use(select_due);
  // Those of channels that must rest are passed over; there are few, and no more than this.
  rows.with(want.queue).with(now.ms);
  rows.with(except.empty() ? want.count : limits::notices_waiting_max);
  while (parcels.size() < want.count) {
    const auto row = rows.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return parcels;
    Parcel parcel = parcel_of(rows);
    if (!except.contains(parcel.channel)) parcels.push_back(std::move(parcel));
  }
  rows.fresh();
  return parcels;
}

Result<std::vector<Parcel>> Store::turn(std::span<const Settled> settled,
                                        std::span<const Want> wants, Times now) {
  const std::lock_guard lock(mutex_);
  std::vector<Parcel> taken;
  const auto done = inside_->whole([&]() -> Result<void> {
    for (const Settled& one : settled)
      if (auto step = inside_->settle(one, now); !step) return step;
    for (const Want& want : wants) {
      auto due = inside_->take_due(want, {}, now);
      if (!due) return tl::unexpected(due.error());
      for (Parcel& parcel : *due) {
        if (auto step = inside_->mark(parcel, now); !step) return step;
        taken.push_back(std::move(parcel));
      }
    }
    return inside_->trim();
  });
  if (!done) return tl::unexpected(done.error());
  return taken;
}

Result<std::vector<Parcel>> Store::due(const std::string& queue, size_t count,
                                       const std::set<ChannelId>& except, Times now) {
  const std::lock_guard lock(mutex_);
  return inside_->take_due({.queue = queue, .count = count}, except, now);
}

Result<void> Store::mark_handing_over(const Parcel& parcel, Times now) {
  const std::lock_guard lock(mutex_);
  return inside_->mark(parcel, now);
}

Result<std::optional<int64_t>> Store::next_due_ms(const std::string& queue) {
  const std::lock_guard lock(mutex_);
  Statement& first =
      inside_->database
          ->use(
              "SELECT count(*), coalesce(min(due_ms), 0) FROM notices WHERE state = 0 AND"
              " queue = ?")
          .with(queue);
  const auto row = first.step();
  if (!row) return tl::unexpected(row.error());
  const bool is_there = first.number(0) > 0;
  const int64_t due_ms = first.number(1);
  first.fresh();
  return is_there ? std::optional<int64_t>(due_ms) : std::nullopt;
}

// Gives up what the rows name; those are the columns of a parcel and the last answer.
Result<void> Store::Inside::cancel(Statement& rows, const std::string& why, Times now) {
  std::vector<Settled> gone;
  for (auto row = rows.step();; row = rows.step()) {
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    std::string answer = why;
    if (!rows.text(8).empty()) answer += "; last: " + std::string(rows.text(8));
    gone.push_back({.parcel = parcel_of(rows), .ending = Ending::cancelled, .answer = answer});
  }
  if (gone.empty()) return {};
  return whole([&]() -> Result<void> {
    for (const Settled& one : gone)
      if (auto done = settle(one, now); !done) return done;
    return {};
  });
}

Result<void> Store::give_up(ChannelId channel, const std::string& why, Times now) {
  const std::lock_guard lock(mutex_);
  Statement& rows = inside_->database->use(
      "SELECT id, key, channel, body, attempts, made_ms, may_have_arrived, address, answer FROM "
      "notices"
      " WHERE state = 0 AND channel = ?");
  return inside_->cancel(rows.with(to_text(channel)), why, now);
}

Result<void> Store::expire(Times now) {
  const std::lock_guard lock(mutex_);
  Statement& rows = inside_->database->use(
      "SELECT id, key, channel, body, attempts, made_ms, may_have_arrived, address, answer FROM "
      "notices"
      " WHERE state = 0 AND made_ms <= ? LIMIT 1000");
  rows.with(now.ms - limits::notice_hours_max * hour_ms);
  return inside_->cancel(rows, "it waited too long", now);
}

Result<std::optional<Notice>> Store::find(uint64_t id) {
  const std::lock_guard lock(mutex_);
  return inside_->find(id);
}

Result<std::optional<Notice>> Store::Inside::find(uint64_t id) {
  Statement& found =
      database->use("SELECT " + std::string(columns) + " FROM notices WHERE id = ?").with(id);
  const auto row = found.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Notice>();
  Notice notice = notice_of(found);
  found.fresh();
  return std::optional<Notice>(std::move(notice));
}

Result<Notice> Store::send_again(uint64_t id, Times now) {
  const std::lock_guard lock(mutex_);
  auto found = inside_->find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return not_found("notice_must_exist", "id");
  Notice notice = std::move(**found);
  if (notice.state == State::sent) return conflict("notice_must_not_be_sent");
  if (notice.state == State::waiting || notice.state == State::handing_over)
    return conflict("notice_must_be_over", {}, "it is still being tried");
  const auto done = inside_->whole([&]() -> Result<void> {
    Statement& change = inside_->database->use(
        "UPDATE notices SET state = 0, attempts = 0, due_ms = 0, made_ms = ?, changed_us = ?"
        " WHERE id = ?");
    Counts& of = inside_->counts[notice.channel];
    --of[number_of(notice.state)];
    ++of[number_of(State::waiting)];
    ++inside_->queued[queue_of(notice.kind, notice.channel)];
    --inside_->over;
    return change.with(now.ms).with(now.instant.us).with(id).run();
  });
  if (!done) return tl::unexpected(done.error());
  notice.state = State::waiting;
  notice.attempts = 0;
  notice.changed_at = now.instant;
  return notice;
}

Result<void> Store::each(const std::function<bool(Notice&)>& visit) {
  const std::lock_guard lock(inside_->reader_mutex);
  Statement& rows =
      inside_->reader->use("SELECT " + std::string(columns) + " FROM notices ORDER BY id DESC");
  for (;;) {
    const auto row = rows.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    Notice notice = notice_of(rows);
    if (!visit(notice)) return rows.fresh(), Result<void>();
  }
}

std::map<ChannelId, Counts> Store::counts() const {
  const std::lock_guard lock(mutex_);
  return inside_->counts;
}

std::set<UnitCode> Store::units() const {
  const std::lock_guard lock(mutex_);
  return inside_->units;
}

uint64_t Store::waiting(const std::string& queue) const {
  const std::lock_guard lock(mutex_);
  const auto found = inside_->queued.find(queue);
  return found == inside_->queued.end() ? 0 : found->second;
}

Counts Store::ended() const {
  const std::lock_guard lock(mutex_);
  return inside_->ended;
}

}  // namespace lifeline::notify
