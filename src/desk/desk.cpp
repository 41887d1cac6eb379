// SPDX-License-Identifier: Apache-2.0
#include "desk/desk.h"

#include "base/check.h"
#include "base/limits.h"
#include "desk/following.h"

namespace lifeline::desk {

Desk::Desk(UnitCode id, Plan plan, std::vector<std::unique_ptr<Module>> modules)
    : id_(id), plan_(std::move(plan)), modules_(std::move(modules)) {
  modules_.push_back(std::make_unique<ModuleOf<following::Noun>>());
  nouns_.put(position_);
  nouns_.put(silence_);
  nouns_.put(present_);
  for (const auto& module : modules_) {
    module->enlist(nouns_);
    by_command_[module->command_slot()] = module.get();
  }
}

Outcome Desk::handle(const Intent& intent, Instant now, std::optional<journal::Batch>& batch) {
  batch.reset();
  if (!intent.id.empty()) {
    if (const auto known = answers_.find(intent.id); known != answers_.end())
      return {.position = position_.value, .repeated = true, .subject = known->second, .each = {}};
  }
  // A desk's time never runs backwards, whatever the clock was set to.
  const Instant at = std::max(now, last_at_);
  stamp_ = {.desk = id_,
            .position = position_.value,
            .at = at,
            .who = intent.who.name,
            .why = intent.why};
  noun_bits_ = 0;
  const Context context{.now = at, .desk = id_, .who = intent.who, .nouns = nouns_, .plan = plan_};
  Outcome outcome;
  outcome.each = work_off(intent, context);
  for (const auto& answer : outcome.each)
    if (answer && outcome.subject.empty()) outcome.subject = *answer;
  if (record_.count() > 0) {
    batch.emplace();
    batch->desk = id_;
    batch->first = position_.value - record_.count() + 1;
    batch->count = record_.count();
    batch->nouns = noun_bits_;
    batch->payload = record_.finish({.at = at,
                                     .who = intent.who.name,
                                     .id = intent.id,
                                     .why = intent.why,
                                     .subject = outcome.subject});
    digest_ = batch->digest = journal::seal(digest_, *batch);
    last_at_ = at;
    remember(intent.id, outcome.subject);
    // Rows are not read at a time before what has just been decided.
    present_.now = std::max(present_.now, at);
  }
  outcome.position = position_.value;
  return outcome;
}

// The intent's commands one after another, each followed by all that it leads to, depth first: what
// a reaction leads to comes before the next reaction of the same event. A refused command of the
// intent is answered; a refused reaction means that there was nothing to do.
std::vector<Result<RowKey>> Desk::work_off(const Intent& intent, const Context& at) {
  std::vector<Result<RowKey>> answers;
  answers.reserve(intent.commands.items().size());
  std::vector<AnyCommand> open;  // the next one last
  // What follows of itself is Lifeline's own doing, whoever began it: nobody's role bounds it.
  const Actor lifeline = system_actor();
  const Context derived_at{
      .now = at.now, .desk = at.desk, .who = lifeline, .nouns = at.nouns, .plan = at.plan};
  size_t derived = 0;
  for (const AnyCommand& command : intent.commands.items()) {
    answers.push_back(handle_one(command, at, open));
    while (!open.empty()) {
      LIFELINE_CHECK(++derived <= limits::batch_commands_max, "reactions must come to an end");
      const AnyCommand reaction = std::move(open.back());
      open.pop_back();
      (void)handle_one(reaction, derived_at, open);
    }
  }
  return answers;
}

Result<RowKey> Desk::handle_one(const AnyCommand& command, const Context& at,
                                std::vector<AnyCommand>& open) {
  Module* module = by_command_.at(command.slot());
  const uint32_t before = record_.count();
  Result<RowKey> answer = module->handle(command.value(), at, *this);
  if (record_.count() != before) noun_bits_ |= module->bit();
  auto& derived = reactions_.items();
  open.insert(open.end(), std::make_move_iterator(derived.rbegin()),
              std::make_move_iterator(derived.rend()));
  derived.clear();
  return answer;
}

std::optional<Instant> Desk::due() const {
  std::optional<Instant> earliest;
  for (const auto& module : modules_) {
    const auto due = module->due();
    if (due && (!earliest || *due < *earliest)) earliest = due;
  }
  return earliest;
}

Intent Desk::expire(Instant now) const {
  Intent intent{.who = system_actor(), .id = {}, .why = "deadline", .commands = {}};
  for (const auto& module : modules_) module->expire(now, intent.commands);
  return intent;
}

uint64_t Desk::heard_nouns() const {
  uint64_t bits = 0;
  for (const auto& module : modules_)
    if (module->hears()) bits |= module->bit();
  return bits;
}

void Desk::note_hearing(UnitCode other, bool heard, Instant now) {
  if (heard)
    silence_.since.erase(other);
  else
    silence_.since.try_emplace(other, now);
}

Result<Intent> Desk::hear(const journal::Batch& batch) const {
  Intent intent{.who = system_actor(), .id = {}, .why = "heard", .commands = {}};
  const Context at{.now = last_at_, .desk = id_, .who = intent.who, .nouns = nouns_, .plan = plan_};
  Result<void> result;
  Instant heard_at;
  auto visit = [&](const RecordHead& head, std::string_view type, Json event) {
    heard_at = head.at;
    const Module* module = module_of(type);
    if (module == nullptr || !module->hears()) return true;
    const Heard heard{.from = batch.desk, .at = head.at, .who = head.who};
    result = module->hear(type.substr(type.find('.') + 1), event, heard, at, intent.commands);
    return result.has_value();
  };
  JsonDocument document;
  const auto record = read_record(document, batch.payload, visit);
  if (!record) return tl::unexpected(record.error());
  if (!result) return tl::unexpected(result.error());
  intent.commands.add<following::Command>(
      following::Advance{.desk = batch.desk, .position = batch.last(), .heard_at = heard_at});
  return intent;
}

namespace {

// Finds what an event touches without changing anything: the modules of a scratch desk would cost
// memory, so the row is asked of the event alone.
class TouchList final : public Sink {
 public:
  explicit TouchList(Touched& touched) : touched_(touched) {}
  Stamp next_stamp() override { return {}; }
  RecordWriter& record() override { return record_; }
  void tell(size_t, const void*, const Stamp&) override {}
  Commands& reactions() override { return commands_; }
  void touched(uint64_t bit, const RowKey& row) override { touched_[bit].push_back(row); }

 private:
  Touched& touched_;
  RecordWriter record_;
  Commands commands_;
};

}  // namespace

Result<void> Desk::list_touched(const journal::Batch& batch, Touched& touched) const {
  TouchList list(touched);
  auto visit = [&](const RecordHead&, std::string_view type, Json event) {
    if (const Module* module = module_of(type))
      module->touch(type.substr(type.find('.') + 1), event, list);
    return true;
  };
  JsonDocument document;
  const auto record = read_record(document, batch.payload, visit);
  if (!record) return tl::unexpected(record.error());
  return {};
}

Result<void> Desk::replay(const journal::Batch& batch) {
  if (batch.desk != id_ || batch.first != position_.value + 1)
    return conflict("batch_must_follow_the_head");
  if (journal::seal(digest_, batch) != batch.digest)
    return internal("digest_must_match", "batch at " + std::to_string(batch.first));
  Result<void> result;
  stamp_ = {.desk = id_, .position = position_.value, .at = {}, .who = {}, .why = {}};
  auto visit = [&](const RecordHead& head, std::string_view type, Json event) {
    stamp_.at = head.at;
    stamp_.who = head.who;
    stamp_.why = head.why;
    Module* module = module_of(type);
    if (module == nullptr) {
      result = internal("event_type_must_be_known", std::string(type));
      return false;
    }
    auto replayed = module->replay(type.substr(type.find('.') + 1), event, *this);
    if (!replayed) result = tl::unexpected(replayed.error());
    return result.has_value();
  };
  thread_local JsonDocument document;
  const auto head = read_record(document, batch.payload, visit);
  if (!head) return tl::unexpected(head.error());
  if (!result) return result;
  if (position_.value != batch.last()) return internal("record_must_be_whole");
  digest_ = batch.digest;
  last_at_ = head->at;
  remember(std::string(head->id), std::string(head->subject));
  touched_.clear();
  return {};
}

Stamp Desk::next_stamp() {
  stamp_.position = ++position_.value;
  return stamp_;
}

void Desk::tell(size_t event_slot, const void* event, const Stamp& stamp) {
  for (const auto& module : modules_) module->overhear(event_slot, event, stamp);
}

void Desk::touched(uint64_t noun_bit, const RowKey& row) { touched_[noun_bit].push_back(row); }

Module* Desk::module_of(std::string_view type) const {
  const std::string_view noun = type.substr(0, type.find('.'));
  for (const auto& module : modules_)
    if (module->name() == noun) return module.get();
  return nullptr;
}

void Desk::remember(const std::string& id, const RowKey& subject) {
  if (id.empty()) return;
  answers_[id] = subject;
  answer_order_.push_back(id);
  if (answer_order_.size() <= limits::answers_remembered) return;
  answers_.erase(answer_order_.front());
  answer_order_.pop_front();
}

std::string Desk::save() const {
  std::string out = "{\"position\":" + std::to_string(position_.value) + ",\"digest\":\"" +
                    journal::to_hex(digest_) + "\",\"at\":\"";
  append_rfc3339(out, last_at_);
  out += "\",\"answers\":[";
  for (const std::string& id : answer_order_) {
    if (&id != &answer_order_.front()) out += ',';
    out += '[';
    append_json_text(out, id);
    out += ',';
    append_json_text(out, answers_.at(id));
    out += ']';
  }
  out += "],\"nouns\":{";
  for (const auto& module : modules_) {
    if (module != modules_.front()) out += ',';
    append_json_text(out, module->name());
    out += ':';
    module->save(out);
  }
  out += "}}";
  return out;
}

Result<void> Desk::load(std::string_view snapshot) {
  JsonDocument document;
  const auto root = document.parse(snapshot);
  if (!root) return tl::unexpected(root.error());
  const auto position = root->at("position"), digest = root->at("digest"), at = root->at("at"),
             answers = root->at("answers"), nouns = root->at("nouns");
  if (!position || !digest || !at || !answers || !nouns) return internal("snapshot_must_be_whole");
  for (const auto& module : modules_) {
    const auto parts = nouns->at(module->name());
    const auto state = parts ? parts->at("state") : std::nullopt;
    const auto view = parts ? parts->at("view") : std::nullopt;
    if (!state || !view) return internal("snapshot_must_be_whole", std::string(module->name()));
    if (auto loaded = module->load(*state, *view); !loaded) return loaded;
  }
  std::vector<std::vector<std::string>> pairs;
  if (auto read = read_json(*answers, pairs); !read) return read;
  for (const auto& pair : pairs)
    if (pair.size() == 2) remember(pair[0], pair[1]);
  position_.value = position->unsigned_integer().value_or(0);
  last_at_ = parse_rfc3339(at->text()).value_or(Instant{});
  const auto sealed = journal::from_hex(digest->text());
  if (!sealed) return internal("snapshot_must_be_whole", "digest");
  digest_ = *sealed;
  return {};
}

}  // namespace lifeline::desk
