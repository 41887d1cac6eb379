// SPDX-License-Identifier: Apache-2.0
// A report as a document in one language: what HTML, PDF and the console print alike. Numbers are
// links to their figures; sentences are filled from templates, so that nobody types a number.
#pragma once

#include <string>
#include <vector>

#include "gateway/report/fold.h"

namespace lifeline::reports {

struct Span {
  std::string text;
  std::string figure;  // "" for words
};
LIFELINE_STRUCT(Span, text, figure)

struct Cell {
  std::string text;
  std::string figure;  // a number's
  std::string state;   // "down", "degraded", "normal", …: colour and shape beside the word
  std::string link;    // the console's page of what the cell names
};
LIFELINE_STRUCT(Cell, text, figure, state, link)

/// Bars, a group of them for each category.
struct BarSeries {
  std::string name;
  std::string colour;  // a word of the palette: down, degraded, normal, suppressed, plain
  std::vector<uint64_t> values;
  std::vector<std::string> figures;  // "" where nothing is counted
};
LIFELINE_STRUCT(BarSeries, name, colour, values, figures)

struct Chart {
  std::vector<std::string> categories;
  std::vector<BarSeries> series;
};
LIFELINE_STRUCT(Chart, categories, series)

enum class BlockKind { heading, paragraph, notice, table, chart };
LIFELINE_ENUM(BlockKind, heading, paragraph, notice, table, chart)

struct Block {
  BlockKind kind = BlockKind::paragraph;
  std::vector<Span> spans;           // heading, paragraph, notice; the title of a table or chart
  std::vector<std::string> columns;  // of a table
  std::vector<std::vector<Cell>> rows;
  Chart chart;
};
LIFELINE_STRUCT(Block, kind, spans, columns, rows, chart)

struct Document {
  report::Language language = report::Language::zh;
  std::string title;
  std::string subtitle;  // whose, over which time
  std::string mark;      // on every page: a draft, withdrawn; "" when it is released
  std::string footer;    // id and digest
  std::string dated;     // the cut-off, RFC 3339
  std::vector<Block> blocks;
};
LIFELINE_STRUCT(Document, language, title, subtitle, mark, footer, dated, blocks)

/// How the report stands, which is no part of its content.
struct Standing {
  report::Phase phase = report::Phase::draft;
  std::string released_by;
  Instant released_at;
  std::string note;
  std::string withdrawal_reason;
  bool is_as_released = true;  // else the digest is another than the one that was released
};

Document write_document(const Answer& answer, const Standing& standing, report::Language language);

/// What a figure counts, in words; "" if it is unknown.
std::string label_of(const Content& content, std::string_view figure, report::Language language);

}  // namespace lifeline::reports
