// SPDX-License-Identifier: Apache-2.0
#include "gateway/report/drawing.h"

#include <algorithm>
#include <cmath>

namespace lifeline::reports {
namespace {

constexpr double left = 44, right = 6, top = 24, bottom = 20, plot_height = 120;
constexpr double letter_width = 34;  // room for one category's name
constexpr double key_letter_width = 6.5;

// 1, 2 or 5 times a power of ten, so that about four lines are drawn.
uint64_t step_of(uint64_t most) {
  uint64_t step = 1;
  while (most / step > 5) {
    if (most / (step * 2) <= 5) return step * 2;
    if (most / (step * 5) <= 5) return step * 5;
    step *= 10;
  }
  return step;
}

double width_of(const std::string& text) {
  double width = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) width += (c & 0x80) != 0 ? 11 : 5.5;
  return width;
}

void draw_key(Drawing& drawing, const Chart& chart) {
  double x = left;
  for (const BarSeries& series : chart.series) {
    drawing.boxes.push_back(
        {.x = x, .y = 6, .width = 9, .height = 9, .paint = paint_of(series.colour)});
    drawing.letters.push_back({.x = x + 13, .y = 14, .text = series.name});
    x += 13 + width_of(series.name) + 2 * key_letter_width;
  }
}

void draw_scale(Drawing& drawing, uint64_t most, uint64_t step) {
  const double base = top + plot_height;
  for (uint64_t value = 0; value <= most; value += step) {
    const double y = base - plot_height * static_cast<double>(value) / static_cast<double>(most);
    drawing.strokes.push_back({.x1 = left, .y1 = y, .x2 = drawing.width - right, .y2 = y});
    drawing.letters.push_back(
        {.x = left - 5, .y = y + 3.5, .text = std::to_string(value), .anchor = Anchor::end});
  }
}

}  // namespace

Paint paint_of(std::string_view colour) {
  if (colour == "down") return {0xB3261E, Pattern::full};
  if (colour == "degraded") return {0xB26A00, Pattern::half};
  if (colour == "normal") return {0x2E7D6B, Pattern::full};
  if (colour == "suppressed") return {0x4A5FA5, Pattern::framed};
  if (colour == "stale") return {0x6B7280, Pattern::framed};
  return {0x374151, Pattern::half};
}

Drawing draw(const Chart& chart, double width) {
  Drawing drawing{.width = width, .height = top + plot_height + bottom};
  uint64_t most = 1;
  for (const BarSeries& series : chart.series)
    for (const uint64_t value : series.values) most = std::max(most, value);
  const uint64_t step = step_of(most);
  most = (most + step - 1) / step * step;
  draw_key(drawing, chart);
  draw_scale(drawing, most, step);
  const auto count = static_cast<double>(std::max<size_t>(chart.categories.size(), 1));
  const double slot = (width - left - right) / count;
  const double gap = std::min(slot * 0.2, 10.0);
  const double bar = std::min((slot - gap) / static_cast<double>(chart.series.size()), 24.0);
  const auto every = static_cast<size_t>(std::max(1.0, std::ceil(letter_width / slot)));
  for (size_t i = 0; i < chart.categories.size(); ++i) {
    const double middle = left + slot * (static_cast<double>(i) + 0.5);
    double x = middle - bar * static_cast<double>(chart.series.size()) / 2;
    for (const BarSeries& series : chart.series) {
      const double height =
          plot_height * static_cast<double>(series.values[i]) / static_cast<double>(most);
      if (series.values[i] > 0)
        drawing.boxes.push_back({.x = x,
                                 .y = top + plot_height - height,
                                 .width = std::max(bar - 1, 0.5),
                                 .height = height,
                                 .paint = paint_of(series.colour),
                                 .figure = series.figures[i],
                                 .title = chart.categories[i] + " " + series.name + " " +
                                          std::to_string(series.values[i])});
      x += bar;
    }
    if (i % every == 0)
      drawing.letters.push_back({.x = middle,
                                 .y = top + plot_height + 14,
                                 .text = chart.categories[i],
                                 .anchor = Anchor::middle});
  }
  return drawing;
}

std::string decimal(double value) {
  const auto hundredths = static_cast<int64_t>(std::llround(value * 100));
  const int64_t size = std::abs(hundredths);
  std::string text = hundredths < 0 ? "-" : "";
  text += std::to_string(size / 100);
  if (size % 100 == 0) return text;
  text += '.';
  text += static_cast<char>('0' + size % 100 / 10);
  if (size % 10 != 0) text += static_cast<char>('0' + size % 10);
  return text;
}

void append_html_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
}

namespace {

std::string colour_text(unsigned rgb) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "#";
  for (int shift = 20; shift >= 0; shift -= 4) text += digits[(rgb >> shift) & 15];
  return text;
}

void append_box(std::string& out, const Box& box) {
  const std::string colour = colour_text(box.paint.rgb);
  const bool is_framed = box.paint.pattern == Pattern::framed;
  out += "<rect x=\"" + decimal(box.x) + "\" y=\"" + decimal(box.y) + "\" width=\"" +
         decimal(box.width) + "\" height=\"" + decimal(box.height) + "\" fill=\"" + colour + "\"";
  if (is_framed) out += " fill-opacity=\"0.25\" stroke=\"" + colour + "\"";
  if (box.paint.pattern == Pattern::half) out += " fill-opacity=\"0.6\" stroke=\"" + colour + "\"";
  if (box.title.empty()) {
    out += "/>";
    return;
  }
  out += "><title>";
  append_html_text(out, box.title);
  out += "</title></rect>";
}

}  // namespace

void append_svg(std::string& out, const Drawing& drawing, const std::string& base,
                FigureLink link) {
  out += "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + decimal(drawing.width) + " " +
         decimal(drawing.height) + "\" xmlns=\"http://www.w3.org/2000/svg\">";
  for (const Stroke& stroke : drawing.strokes)
    out += "<line class=\"grid\" x1=\"" + decimal(stroke.x1) + "\" y1=\"" + decimal(stroke.y1) +
           "\" x2=\"" + decimal(stroke.x2) + "\" y2=\"" + decimal(stroke.y2) + "\"/>";
  for (const Box& box : drawing.boxes) {
    if (!box.figure.empty()) {
      out += "<a href=\"";
      append_html_text(out, link(base, box.figure));
      out += "\">";
    }
    append_box(out, box);
    if (!box.figure.empty()) out += "</a>";
  }
  constexpr const char* anchors[] = {"start", "middle", "end"};
  for (const Lettering& one : drawing.letters) {
    out += "<text x=\"" + decimal(one.x) + "\" y=\"" + decimal(one.y) + "\" text-anchor=\"" +
           anchors[static_cast<size_t>(one.anchor)] + "\">";
    append_html_text(out, one.text);
    out += "</text>";
  }
  out += "</svg>";
}

}  // namespace lifeline::reports
