// SPDX-License-Identifier: Apache-2.0
#include "gateway/measurements/store.h"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "base/limits.h"
#include "gateway/measurements/file.h"

namespace lifeline::measurements {
namespace {

namespace fs = std::filesystem;
using performance::block_elements;
using performance::hour_slots;
using performance::HourBlock;
using performance::metric_count;
using performance::SummaryBlock;

Refusal not_writable(const std::string& path) {
  return unavailable("measurements_must_be_writable", path);
}

// "2026-11-22T21", and back.
std::string hour_text(Hour hour) {
  return to_rfc3339(performance::time_of_hour(hour)).substr(0, 13);
}
std::optional<Hour> hour_from(std::string_view text) {
  const auto at = parse_rfc3339(std::string(text) + ":00:00Z");
  if (!at) return std::nullopt;
  return performance::hour_of(performance::slot_of(*at));
}

// A batch that is written half would hide all that come after it.
bool append_whole(File& file, std::string_view bytes) {
  const uint64_t before = file.size();
  if (file.append(bytes)) return true;
  file.cut(before);
  return false;
}

// One block of a file; empty where the file has none or it is broken.
template <class Block>
std::optional<Block> block_of(const File& file, std::string_view magic, uint32_t index,
                              std::atomic<uint64_t>& broken) {
  const auto head = performance::read_head(file.read(0, performance::file_head_bytes), magic);
  if (!head) {
    ++broken;
    return std::nullopt;
  }
  if (index >= head->blocks) return std::nullopt;
  const size_t place = performance::file_head_bytes + index * performance::entry_bytes;
  const std::string entry_text = file.read(place, performance::entry_bytes);
  if (entry_text.size() < performance::entry_bytes) {
    ++broken;
    return std::nullopt;
  }
  const auto entry = performance::read_entry(entry_text);
  if (entry.bytes == 0 || entry.bytes > file.size()) return std::nullopt;
  std::optional<Block> block(std::in_place);
  if (performance::read_block(file.read(entry.offset, entry.bytes), head->hour, index, *block))
    return block;
  ++broken;
  return std::nullopt;
}

std::vector<std::string> packed(const std::vector<std::unique_ptr<HourBlock>>& blocks, Hour hour,
                                bool as_summary) {
  std::vector<std::string> out(blocks.size());
  for (uint32_t i = 0; i < blocks.size(); ++i) {
    if (!blocks[i]) continue;
    if (as_summary)
      append_block(out[i], hour, i, summary_of(*blocks[i]));
    else
      append_block(out[i], hour, i, *blocks[i]);
  }
  return out;
}

}  // namespace

Written& Written::operator+=(const Written& other) {
  fresh += other.fresh;
  replaced += other.replaced;
  repeated += other.repeated;
  return *this;
}

struct Store::OpenHour {
  std::vector<std::unique_ptr<HourBlock>> blocks;
  File log;
  uint64_t log_bytes = 0;
  uint64_t written_in = 0;  // the turn
  bool is_quiet = false;    // not written to since the last call of seal()

  Level* place_of(const Sample& sample) {
    const size_t index = sample.element / block_elements;
    if (blocks.size() <= index) blocks.resize(index + 1);
    if (!blocks[index]) blocks[index] = std::make_unique<HourBlock>();
    return &blocks[index]->levels[sample.element % block_elements][static_cast<size_t>(
        sample.metric)][static_cast<size_t>(sample.slot % hour_slots)];
  }
  const HourBlock* block(size_t index) const {
    return index < blocks.size() ? blocks[index].get() : nullptr;
  }
};

Store::Store(std::string folder) : folder_(std::move(folder)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  std::unique_ptr<Store> store(new Store(folder));
  if (auto loaded = store->load(); !loaded) return tl::unexpected(loaded.error());
  return store;
}

std::string Store::path_of(Hour hour, std::string_view kind) const {
  return folder_ + "/" + hour_text(hour) + "." + std::string(kind);
}

Result<void> Store::load() {
  if (auto loaded = load_names(); !loaded) return loaded;
  std::set<Hour> logs;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_, failed)) {
    const auto hour = hour_from(entry.path().stem().string());
    const std::string kind = entry.path().extension();
    if (kind == ".new") fs::remove(entry.path(), failed);
    if (!hour) continue;
    if (kind == ".log") logs.insert(*hour);
    if (kind == ".segment") sealed_.insert(*hour);
    if (kind == ".summary") summarised_.insert(*hour);
  }
  if (failed) return not_writable(folder_);
  for (const Hour hour : logs) {
    if (auto loaded = load_log(hour); !loaded) return loaded;
    if (auto sealed = seal_beyond(limits::measurement_hours_open_max); !sealed) return sealed;
  }
  return {};
}

Result<void> Store::load_names() {
  const std::string path = folder_ + "/elements.names";
  names_file_ = File::to_append(path);
  if (!names_file_) return not_writable(path);
  auto read = performance::read_names(names_file_.read(0, names_file_.size()));
  if (read.good_bytes == 0) {
    if (!names_file_.cut(0) || !names_file_.append(performance::names_magic))
      return not_writable(path);
  } else if (read.good_bytes < names_file_.size() && !names_file_.cut(read.good_bytes)) {
    return not_writable(path);
  }
  names_ = std::move(read.names);
  for (uint32_t i = 0; i < names_.size(); ++i) numbers_.emplace(names_[i], i);
  return {};
}

Result<void> Store::load_log(Hour hour) {
  auto opened = open_hour(hour);
  if (!opened) return tl::unexpected(opened.error());
  OpenHour& open = **opened;
  const auto log = performance::read_log(open.log.read(0, open.log.size()));
  for (const Sample& sample : log.samples)
    if (sample.element < names_.size()) *open.place_of(sample) = sample.level;
  if (log.good_bytes == 0 || log.hour != hour) {
    if (!open.log.cut(0) || !open.log.append(performance::log_head(hour)))
      return not_writable(path_of(hour, "log"));
  } else if (log.good_bytes < open.log.size() && !open.log.cut(log.good_bytes)) {
    return not_writable(path_of(hour, "log"));
  }
  open.log_bytes = open.log.size();
  return {};
}

// Takes a sealed hour's blocks back into memory, if it has any.
Result<Store::OpenHour*> Store::open_hour(Hour hour) {
  if (const auto found = open_.find(hour); found != open_.end()) return found->second.get();
  auto open = std::make_unique<OpenHour>();
  open->log = File::to_append(path_of(hour, "log"));
  if (!open->log) return not_writable(path_of(hour, "log"));
  if (open->log.size() == 0 && !open->log.append(performance::log_head(hour)))
    return not_writable(path_of(hour, "log"));
  open->log_bytes = open->log.size();
  if (sealed_.contains(hour)) {
    const File file = File::to_read(path_of(hour, "segment"));
    const auto count = static_cast<uint32_t>(names_.size() / block_elements + 1);
    open->blocks.resize(count);
    for (uint32_t i = 0; file && i < count; ++i)
      if (auto block = block_of<HourBlock>(file, performance::segment_magic, i, blocks_broken_))
        open->blocks[i] = std::make_unique<HourBlock>(*block);
  }
  open->written_in = ++turn_;
  return open_.emplace(hour, std::move(open)).first->second.get();
}

std::optional<uint32_t> Store::find(std::string_view element) const {
  const std::shared_lock lock(mutex_);
  const auto found = numbers_.find(std::string(element));
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::string Store::name_of(uint32_t element) const {
  const std::shared_lock lock(mutex_);
  return element < names_.size() ? names_[element] : std::string();
}

uint32_t Store::elements() const {
  const std::shared_lock lock(mutex_);
  return static_cast<uint32_t>(names_.size());
}

Result<std::vector<uint32_t>> Store::numbers_of(const std::vector<std::string>& names) {
  std::vector<uint32_t> numbers;
  numbers.reserve(names.size());
  std::vector<std::string> news;
  const std::unique_lock lock(mutex_);
  for (const std::string& name : names) {
    const auto next = static_cast<uint32_t>(names_.size() + news.size());
    const auto [found, is_new] = numbers_.try_emplace(name, next);
    if (is_new) news.push_back(name);
    numbers.push_back(found->second);
  }
  const bool is_full = names_.size() + news.size() > limits::measured_elements_max;
  std::string bytes;
  performance::append_names(bytes, news);
  if (is_full || (!news.empty() && !append_whole(names_file_, bytes))) {
    for (const std::string& name : news) numbers_.erase(name);
    if (is_full) return too_many("measured_elements_must_be_fewer");
    return not_writable(folder_ + "/elements.names");
  }
  for (std::string& name : news) names_.push_back(std::move(name));
  return numbers;
}

Result<Written> Store::write(std::vector<Sample> samples) {
  std::ranges::stable_sort(samples, {},
                           [](const Sample& s) { return performance::hour_of(s.slot); });
  Written all;
  for (auto from = samples.begin(); from != samples.end();) {
    const Hour hour = performance::hour_of(from->slot);
    const auto to = std::find_if(from, samples.end(), [hour](const Sample& s) {
      return performance::hour_of(s.slot) != hour;
    });
    auto written = write_hour({from, to});
    if (!written) return written;
    all += *written;
    from = to;
  }
  return all;
}

Result<Written> Store::write_hour(std::span<const Sample> samples) {
  const Hour hour = performance::hour_of(samples.front().slot);
  const std::unique_lock lock(mutex_);
  auto opened = open_hour(hour);
  if (!opened) return tl::unexpected(opened.error());
  OpenHour& open = **opened;
  open.written_in = ++turn_;
  open.is_quiet = false;
  std::vector<Sample> news;  // what changes something
  std::vector<std::pair<Level*, Level>> before;
  news.reserve(samples.size());
  Written written;
  for (const Sample& sample : samples) {
    Level* place = open.place_of(sample);
    ++(*place == performance::absent ? written.fresh
       : *place == sample.level      ? written.repeated
                                     : written.replaced);
    if (*place == sample.level) continue;
    news.push_back(sample);
    before.emplace_back(place, *place);
    *place = sample.level;
  }
  std::string bytes;
  append_batch(bytes, news);
  if (!bytes.empty() && !append_whole(open.log, bytes)) {
    // What is not in the log is not there: the sender comes again with it.
    for (auto undone = before.rbegin(); undone != before.rend(); ++undone)
      *undone->first = undone->second;
    return not_writable(path_of(hour, "log"));
  }
  open.log_bytes += bytes.size();
  if (open.log_bytes > limits::measurement_log_bytes_max)
    if (auto sealed = seal_hour(hour); !sealed) return tl::unexpected(sealed.error());
  if (auto sealed = seal_beyond(limits::measurement_hours_open_max); !sealed)
    return tl::unexpected(sealed.error());
  return written;
}

Result<void> Store::seal_hour(Hour hour) {
  const auto found = open_.find(hour);
  if (found == open_.end()) return {};
  const auto& blocks = found->second->blocks;
  const std::string segment = path_of(hour, "segment"), summary = path_of(hour, "summary");
  const auto write = [&](const std::string& path, std::string_view magic, bool as_summary) {
    return replace_file(path, performance::file_of(magic, hour, packed(blocks, hour, as_summary)));
  };
  if (!write(segment, performance::segment_magic, false)) return not_writable(segment);
  if (!write(summary, performance::summary_magic, true)) return not_writable(summary);
  sealed_.insert(hour);
  summarised_.insert(hour);
  open_.erase(found);
  std::error_code ignored;  // a log that stays is read again, with the same result
  fs::remove(path_of(hour, "log"), ignored);
  return {};
}

Result<void> Store::seal_beyond(size_t kept) {
  while (open_.size() > kept) {
    const auto oldest = std::ranges::min_element(
        open_, {}, [](const auto& entry) { return entry.second->written_in; });
    if (auto sealed = seal_hour(oldest->first); !sealed) return sealed;
  }
  return {};
}

Result<void> Store::seal(Hour keep_from) {
  const std::unique_lock lock(mutex_);
  std::vector<Hour> due;
  for (auto& [hour, open] : open_) {
    if (hour < keep_from && open->is_quiet) due.push_back(hour);
    open->is_quiet = true;
  }
  for (const Hour hour : due)
    if (auto sealed = seal_hour(hour); !sealed) return sealed;
  return {};
}

Result<void> Store::seal_all() {
  const std::unique_lock lock(mutex_);
  return seal_beyond(0);
}

void Store::expire(Hour now) {
  const std::unique_lock lock(mutex_);
  const auto drop = [&](std::set<Hour>& hours, Hour oldest, std::string_view kind) {
    std::error_code ignored;  // what cannot be deleted now is found at the next start
    while (!hours.empty() && *hours.begin() < oldest) {
      fs::remove(path_of(*hours.begin(), kind), ignored);
      hours.erase(hours.begin());
    }
  };
  const Hour oldest = now - limits::measurement_days * 24;
  drop(sealed_, oldest, "segment");
  drop(summarised_, now - limits::measurement_summary_days * 24, "summary");
}

void Store::sync() {
  const std::unique_lock lock(mutex_);
  names_file_.sync();
  for (auto& [hour, open] : open_) open->log.sync();
}

Store::Levels Store::read(uint32_t element, Slot from, Slot to) const {
  Levels out;
  for (auto& levels : out)
    levels.assign(static_cast<size_t>(std::max<Slot>(to - from, 0)), performance::absent);
  const std::shared_lock lock(mutex_);
  const uint32_t index = element / block_elements;
  for (Hour hour = performance::hour_of(from); hour * hour_slots < to; ++hour) {
    const auto open = open_.find(hour);
    std::optional<HourBlock> read;
    const HourBlock* block = nullptr;
    if (open != open_.end()) {
      block = open->second->block(index);
    } else if (sealed_.contains(hour)) {
      if (const File file = File::to_read(path_of(hour, "segment")))
        read = block_of<HourBlock>(file, performance::segment_magic, index, blocks_broken_);
      block = read ? &*read : nullptr;
    }
    if (block == nullptr) continue;
    for (size_t metric = 0; metric < metric_count; ++metric)
      for (Slot i = 0; i < hour_slots; ++i)
        if (const Slot slot = hour * hour_slots + i; slot >= from && slot < to)
          out[metric][static_cast<size_t>(slot - from)] =
              block->levels[element % block_elements][metric][static_cast<size_t>(i)];
  }
  return out;
}

Store::Latest Store::latest(uint32_t element, Hour now) const {
  Latest latest;
  const Slot to = (now + 2) * hour_slots, from = to - 4 * hour_slots;
  const Levels levels = read(element, from, to);
  for (size_t metric = 0; metric < metric_count; ++metric)
    for (Slot slot = to - 1; slot >= from; --slot) {
      const Level level = levels[metric][static_cast<size_t>(slot - from)];
      if (level == performance::absent) continue;
      latest.slots[metric] = slot;
      latest.levels[metric] = level;
      break;
    }
  return latest;
}

std::vector<SummaryBlock> Store::summaries(Hour hour, uint32_t first, uint32_t count) const {
  std::vector<SummaryBlock> out;
  const std::shared_lock lock(mutex_);
  if (const auto open = open_.find(hour); open != open_.end()) {
    for (uint32_t i = first; i < first + count; ++i) {
      const HourBlock* block = open->second->block(i);
      out.push_back(block == nullptr ? SummaryBlock{} : performance::summary_of(*block));
    }
    return out;
  }
  if (!summarised_.contains(hour)) return out;
  const File file = File::to_read(path_of(hour, "summary"));
  for (uint32_t i = first; file && i < first + count; ++i)
    out.push_back(block_of<SummaryBlock>(file, performance::summary_magic, i, blocks_broken_)
                      .value_or(SummaryBlock{}));
  return out;
}

std::vector<Hour> Store::summary_hours() const {
  const std::shared_lock lock(mutex_);
  std::set<Hour> hours = summarised_;
  for (const auto& [hour, open] : open_) hours.insert(hour);
  return {hours.begin(), hours.end()};
}

StoreFigures Store::figures() const {
  const std::shared_lock lock(mutex_);
  StoreFigures figures{.elements = names_.size(),
                       .hours_open = open_.size(),
                       .hours_sealed = sealed_.size(),
                       .blocks_broken = blocks_broken_};
  for (const auto& [hour, open] : open_) figures.bytes_open += open->log_bytes;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored))
    if (const auto bytes = entry.file_size(ignored); !ignored) figures.bytes += bytes;
  return figures;
}

}  // namespace lifeline::measurements
