// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/framing.h"

#include <algorithm>

#include "base/limits.h"

namespace lifeline::syslog {
namespace {

constexpr size_t count_digits_max = 9;

bool is_line_end(char c) { return c == '\n' || c == '\r' || c == '\0'; }

Error too_long() { return invalid("message_must_be_short").value(); }

}  // namespace

Framing::Step Framing::counted(std::string_view& rest, const Taken& taken, const Refused& refused) {
  size_t digits = 0, count = 0;
  while (digits < rest.size() && digits <= count_digits_max && rest[digits] >= '0' &&
         rest[digits] <= '9')
    count = count * 10 + static_cast<size_t>(rest[digits++] - '0');
  if (digits == rest.size() && digits <= count_digits_max) return Step::wait;
  if (digits > count_digits_max || rest[digits] != ' ') {
    refused(invalid("count_must_be_well_formed").value(), rest);
    return Step::lost;
  }
  const std::string_view behind = rest.substr(digits + 1);
  if (count > limits::syslog_message_bytes_max) {
    refused(too_long(), behind);
    to_skip_ = count;
    rest = behind;
    return Step::more;
  }
  if (behind.size() < count) return Step::wait;
  taken(behind.substr(0, count));
  rest = behind.substr(count);
  return Step::more;
}

Framing::Step Framing::line(std::string_view& rest, const Taken& taken, const Refused& refused) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    if (rest.size() <= limits::syslog_message_bytes_max) return Step::wait;
    refused(too_long(), rest);
    skips_a_line_ = true;
    return Step::more;
  }
  if (end > limits::syslog_message_bytes_max) {
    refused(too_long(), rest);
    rest.remove_prefix(end + 1);
    return Step::more;
  }
  std::string_view message = rest.substr(0, end);
  while (!message.empty() && is_line_end(message.back())) message.remove_suffix(1);
  rest.remove_prefix(end + 1);
  taken(message);
  return Step::more;
}

Framing::Step Framing::next(std::string_view& rest, const Taken& taken, const Refused& refused) {
  const size_t skipped = std::min(to_skip_, rest.size());
  to_skip_ -= skipped;
  rest.remove_prefix(skipped);
  if (skips_a_line_) {
    const size_t end = rest.find('\n');
    skips_a_line_ = end == std::string_view::npos;
    rest.remove_prefix(skips_a_line_ ? rest.size() : end + 1);
  }
  while (!rest.empty() && is_line_end(rest.front())) rest.remove_prefix(1);
  if (rest.empty()) return Step::wait;
  if (rest.front() == '<') return line(rest, taken, refused);
  if (rest.front() >= '1' && rest.front() <= '9') return counted(rest, taken, refused);
  refused(invalid("frame_must_begin_with_a_count_or_priority").value(), rest);
  return Step::lost;
}

bool Framing::feed(std::string_view bytes, const Taken& taken, const Refused& refused) {
  if (!held_.empty()) {
    held_.append(bytes);
    bytes = held_;
  }
  Step step = Step::more;
  while (step == Step::more) step = next(bytes, taken, refused);
  held_ = std::string(bytes);
  return step != Step::lost;
}

void Framing::end(const Refused& refused) {
  if (held_.empty()) return;
  refused(invalid("message_must_be_whole").value(), held_);
  held_.clear();
}

}  // namespace lifeline::syslog
