// SPDX-License-Identifier: Apache-2.0
#include "desk/snapshot.h"

#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "base/build_id.h"

namespace lifeline::desk {
namespace {

// Another build may fold the same events into another state, so it replays them.
std::string mark() { return "lifeline-snapshot 2 " + build_id() + " "; }

std::string path_of(const std::string& folder, UnitCode id) {
  return folder + "/" + to_text(id) + ".snapshot";
}

std::string digest_text(std::string_view content) {
  journal::Batch batch;
  batch.payload = content;
  return journal::to_hex(journal::seal({}, batch));
}

// The content of a snapshot that is whole, else "".
std::string read_snapshot(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string first;
  if (!file || !std::getline(file, first) || !first.starts_with(mark())) return {};
  std::string content(std::istreambuf_iterator<char>(file), {});
  return digest_text(content) == first.substr(mark().size()) ? content : std::string();
}

Refusal must_write(const std::string& path) {
  return unavailable("snapshot_must_be_writable", path + ": " + std::strerror(errno));
}

Result<void> write_whole(const std::string& path, std::string_view content) {
  const std::string draft = path + ".new";
  const int file = ::open(draft.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return must_write(draft);
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0) {
      const Refusal refusal = must_write(draft);
      ::close(file);
      return refusal;
    }
    content.remove_prefix(static_cast<size_t>(written));
  }
  const bool synced = ::fdatasync(file) == 0;
  ::close(file);
  if (!synced || std::rename(draft.c_str(), path.c_str()) != 0) return must_write(path);
  return {};
}

}  // namespace

namespace {

// Brings a desk from where it is to the journal's end.
Result<void> replay_rest(Desk& desk, journal::Journal& journal, const Replayed& show) {
  Result<void> replayed;
  auto visit = [&](const journal::Batch& batch) {
    replayed = desk.replay(batch);
    if (replayed && show) show(&batch, desk.nouns());
    return replayed.has_value();
  };
  const auto read = journal.read(desk.id(), desk.position() + 1, journal::all_nouns, visit);
  return read ? replayed : read;
}

// The desk by its snapshot, or nothing when there is none that this journal follows from: a
// journal that was put back from a backup may be another one than the snapshot was made of.
std::unique_ptr<Desk> from_snapshot(UnitCode id, journal::Journal& journal,
                                    const std::string& folder, const MakeDesk& make,
                                    const Replayed& show) {
  const std::string content = folder.empty() ? "" : read_snapshot(path_of(folder, id));
  if (content.empty()) return nullptr;
  auto desk = make(id);
  const auto head = journal.head(id);
  if (!head || !desk->load(content) || desk->position() > head->position) return nullptr;
  if (desk->position() == head->position && desk->digest() != head->digest) return nullptr;
  if (!replay_rest(*desk, journal, show)) return nullptr;
  return desk;
}

}  // namespace

Result<std::unique_ptr<Desk>> restore(UnitCode id, journal::Journal& journal,
                                      const std::string& folder, const MakeDesk& make,
                                      const Replayed& show) {
  if (auto desk = from_snapshot(id, journal, folder, make, show)) return desk;
  auto desk = make(id);
  if (auto replayed = replay_rest(*desk, journal, show); !replayed) {
    Error error = replayed.error();
    error.detail = "desk " + to_text(id) + ": " + error.detail;
    return tl::unexpected(std::move(error));
  }
  return desk;
}

Result<uint64_t> take_snapshot(UnitCode id, journal::Journal& journal, const std::string& folder,
                               const MakeDesk& make) {
  auto desk = restore(id, journal, folder, make);
  if (!desk) return tl::unexpected(desk.error());
  std::string content = (*desk)->save();
  const uint64_t position = (*desk)->position();
  desk->reset();
  content.insert(0, mark() + digest_text(content) + "\n");
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  if (auto written = write_whole(path_of(folder, id), content); !written)
    return tl::unexpected(written.error());
  return position;
}

}  // namespace lifeline::desk
