// SPDX-License-Identifier: Apache-2.0
#include "base/build_id.h"

#include <cstring>

#include <link.h>

namespace lifeline {
namespace {

constexpr size_t aligned(size_t bytes) { return (bytes + 3) & ~size_t{3}; }

std::string hexadecimal(const unsigned char* bytes, size_t count) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::string find_in_notes(const char* notes, size_t bytes) {
  for (const char* end = notes + bytes; notes + sizeof(ElfW(Nhdr)) <= end;) {
    ElfW(Nhdr) head;
    std::memcpy(&head, notes, sizeof head);
    const char* name = notes + sizeof head;
    const char* content = name + aligned(head.n_namesz);
    if (head.n_type == NT_GNU_BUILD_ID &&
        std::string_view(name, head.n_namesz) == std::string_view("GNU\0", 4))
      return hexadecimal(reinterpret_cast<const unsigned char*>(content), head.n_descsz);
    notes = content + aligned(head.n_descsz);
  }
  return {};
}

// The program itself is the first to be told of.
int visit(dl_phdr_info* program, size_t, void* found) {
  for (int i = 0; i < program->dlpi_phnum; ++i) {
    const auto& header = program->dlpi_phdr[i];
    if (header.p_type != PT_NOTE) continue;
    const auto* notes = reinterpret_cast<const char*>(program->dlpi_addr + header.p_vaddr);
    auto& id = *static_cast<std::string*>(found);
    id = find_in_notes(notes, header.p_memsz);
    if (!id.empty()) break;
  }
  return 1;
}

}  // namespace

const std::string& build_id() {
  static const std::string id = [] {
    std::string found;
    dl_iterate_phdr(visit, &found);
    return found;
  }();
  return id;
}

}  // namespace lifeline
