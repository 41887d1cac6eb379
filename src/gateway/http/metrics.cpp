// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/metrics.h"

#include <iterator>

#include <fmt/format.h>

namespace lifeline::http {
namespace {

std::string labels_text(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out.append(name).append("=\"");
    for (const char c : value) {
      if (c == '\\' || c == '"') out += '\\';
      if (c == '\n')
        out += "\\n";
      else
        out += c;
    }
    out += '"';
  }
  return out;
}

void write_head(std::string& out, std::string_view name, std::string_view help,
                std::string_view type) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

template <class Value>
void write_value(std::string& out, std::string_view name, std::string_view labels, Value value) {
  if (labels.empty())
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
  else
    fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
}

void write_histogram(std::string& out, std::string_view name, const std::string& labels,
                     const Histogram& histogram) {
  const auto buckets = histogram.buckets();
  const std::string prefix = labels.empty() ? "" : labels + ",";
  const std::string bucket_name = std::string(name) + "_bucket";
  uint64_t count = 0;
  for (size_t i = 0; i < buckets.size(); ++i) {
    count += buckets[i];
    const std::string bound =
        i < Histogram::bounds_s.size() ? fmt::format("{}", Histogram::bounds_s[i]) : "+Inf";
    write_value(out, bucket_name, prefix + "le=\"" + bound + "\"", count);
  }
  write_value(out, std::string(name) + "_sum", labels,
              static_cast<double>(histogram.sum_us()) / 1e6);
  write_value(out, std::string(name) + "_count", labels, count);
}

}  // namespace

void Histogram::observe_us(uint64_t us) {
  size_t i = 0;
  while (i < bounds_s.size() && static_cast<double>(us) > bounds_s[i] * 1e6) ++i;
  buckets_[i].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
}

std::array<uint64_t, 13> Histogram::buckets() const {
  std::array<uint64_t, 13> counts{};
  for (size_t i = 0; i < counts.size(); ++i)
    counts[i] = buckets_[i].load(std::memory_order_relaxed);
  return counts;
}

template <class Figure>
Figure& Metrics::figure(Families<Figure>& families, std::string_view name, std::string_view help,
                        const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& family = families[std::string(name)];
  if (family.help.empty()) family.help = help;
  return family.figures[labels_text(labels)];
}

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  return figure(counters_, name, help, labels);
}
Gauge& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  return figure(gauges_, name, help, labels);
}
Histogram& Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
  return figure(histograms_, name, help, labels);
}

void Metrics::write(std::string& out) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, family] : counters_) {
    write_head(out, name, family.help, "counter");
    for (const auto& [labels, counter] : family.figures)
      write_value(out, name, labels, counter.value());
  }
  for (const auto& [name, family] : gauges_) {
    write_head(out, name, family.help, "gauge");
    for (const auto& [labels, gauge] : family.figures)
      write_value(out, name, labels, gauge.value());
  }
  for (const auto& [name, family] : histograms_) {
    write_head(out, name, family.help, "histogram");
    for (const auto& [labels, histogram] : family.figures)
      write_histogram(out, name, labels, histogram);
  }
}

}  // namespace lifeline::http
