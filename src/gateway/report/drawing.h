// SPDX-License-Identifier: Apache-2.0
// A chart as boxes, lines and words on a sheet, for SVG and PDF alike. Points, from the top left.
// Colours are those of the console's states; each colour has a pattern of its own (full, half,
// framed), so that a print without colour can be read.
#pragma once

#include <string>
#include <vector>

#include "gateway/report/document.h"

namespace lifeline::reports {

enum class Pattern { full, half, framed };

struct Paint {
  unsigned rgb = 0;
  Pattern pattern = Pattern::full;
};

/// down, degraded, normal, suppressed, stale; anything else is plain.
Paint paint_of(std::string_view colour);

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  Paint paint;
  std::string figure;
  std::string title;  // said when it is pointed at
};
struct Stroke {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};
enum class Anchor { start, middle, end };
struct Lettering {
  double x = 0, y = 0;  // of the base line
  std::string text;
  Anchor anchor = Anchor::start;
};

struct Drawing {
  double width = 0, height = 0;
  std::vector<Box> boxes;
  std::vector<Stroke> strokes;
  std::vector<Lettering> letters;
};

Drawing draw(const Chart& chart, double width);

/// A number with two decimals at most, whatever the locale.
std::string decimal(double value);
void append_html_text(std::string& out, std::string_view text);

/// Appends an SVG element; `link` makes the address of a figure.
using FigureLink = std::string (*)(const std::string& base, const std::string& figure);
void append_svg(std::string& out, const Drawing& drawing, const std::string& base, FigureLink link);

}  // namespace lifeline::reports
