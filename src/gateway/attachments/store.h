// SPDX-License-Identifier: Apache-2.0
// Photos on disk, each named by the SHA-256 of its bytes:
//
//   attachments/ab/abcdef…       whole, for good
//   attachments/ab/abcdef….new   being written; gone at the next start
//
// Operation: a photo is written under another name, synced, renamed, and its folder synced; only
// then does keep() answer, so that an event never names bytes that a crash could take. What has no
// event is swept at the start. Photos leave limits::attachment_reserve_bytes of the disk free: the
// journal must not stop for a photo.
// Concurrency: one thread at a time; reading alone is any thread's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lifeline::attachments {

/// The steps that make a file durable; a test makes them fail one by one. Each answers errno, 0
/// when it is done.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual int make_folder(const std::string& path);
  virtual int write_synced(const std::string& path, std::string_view bytes);
  virtual int rename(const std::string& from, const std::string& to);
  virtual int sync_folder(const std::string& path);
  virtual void remove(const std::string& path);
  virtual uint64_t free_bytes(const std::string& path);
};

class Store {
 public:
  /// Makes the folder if it is missing. Errors: attachments_must_be_writable.
  static Result<std::unique_ptr<Store>> open(std::string folder,
                                             std::unique_ptr<Disk> disk = make_disk());
  static std::unique_ptr<Disk> make_disk() { return std::make_unique<Disk>(); }

  /// Durable when it answers; bytes that are there already are not written again. `id` is theirs.
  /// Errors: disk_must_have_room, attachments_must_be_writable; then nothing is left of it.
  Result<void> keep(const std::string& id, std::string_view bytes);
  /// Errors: attachment_must_be_whole.
  Result<std::string> read(const std::string& id) const;
  /// Removes drafts and files that nobody knows. Answers how many.
  size_t sweep(const std::function<bool(const std::string& id)>& is_known);

 private:
  Store(std::string folder, std::unique_ptr<Disk> disk)
      : folder_(std::move(folder)), disk_(std::move(disk)) {}
  std::string folder_of(const std::string& id) const { return folder_ + "/" + id.substr(0, 2); }
  std::string path_of(const std::string& id) const { return folder_of(id) + "/" + id; }

  std::string folder_;
  std::unique_ptr<Disk> disk_;
};

}  // namespace lifeline::attachments
