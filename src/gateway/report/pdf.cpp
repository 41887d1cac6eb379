// SPDX-License-Identifier: Apache-2.0
// Pages by Pango and Cairo, in this process: no browser that could hang or phone home, and no time
// of making in the file (its date is the report's cut-off). Cairo numbers objects and names fonts
// by what is printed alone, so equal documents give equal bytes.
#include <algorithm>
#include <memory>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "gateway/report/drawing.h"
#include "gateway/report/print.h"

namespace lifeline::reports {
namespace {

constexpr double page_width = 595.28, page_height = 841.89;  // A4 in points
constexpr double margin = 44, foot = 30;
constexpr double inner = page_width - 2 * margin;
constexpr double cell_pad = 3;
constexpr unsigned ink = 0x000000, soft = 0x555555, red = 0xB3261E;
constexpr const char* family = "Noto Sans CJK SC, Noto Sans SC, sans-serif";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct Manner {
  double size = 9.5;
  bool bold = false;
  unsigned rgb = ink;
  PangoAlignment align = PANGO_ALIGN_LEFT;
};

std::string_view shape_of(std::string_view state) {
  if (state == "down") return "⊠ ";
  if (state == "degraded") return "◐ ";
  if (state == "normal") return "● ";
  if (state == "suppressed") return "▬ ";
  return "◌ ";
}

class Pages {
 public:
  Pages(const Document& document, const std::string& base)
      : document_(document),
        base_(base.starts_with("http") ? base : std::string()),
        surface_(cairo_pdf_surface_create_for_stream(write, &out_, page_width, page_height)),
        cairo_(cairo_create(surface_.get())),
        fonts_(pango_cairo_font_map_new()),
        context_(pango_font_map_create_context(fonts_.get())) {
    pango_cairo_context_set_resolution(context_.get(), 72);
    pango_context_set_language(
        context_.get(),
        pango_language_from_string(document.language == report::Language::zh ? "zh-cn" : "en"));
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                   document.title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   document.dated.c_str());
  }

  Result<std::string> print() {
    title();
    for (const Block& block : document_.blocks) put(block);
    end_page();
    cairo_surface_finish(surface_.get());
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS ||
        cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS)
      return internal("pdf_must_be_printable", cairo_status_to_string(cairo_status(cairo_.get())));
    if (unknown_ > 0)
      return unavailable("font_must_be_installed",
                         "no font has all characters: install fonts-noto-cjk");
    return std::move(out_);
  }

 private:
  static cairo_status_t write(void* out, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
  }

  void colour(unsigned rgb) {
    cairo_set_source_rgb(cairo_.get(), ((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0,
                         (rgb & 255) / 255.0);
  }

  Owned<PangoLayout> lay(const std::string& text, double width, const Manner& manner) {
    Owned<PangoLayout> layout(pango_layout_new(context_.get()));
    const Owned<PangoFontDescription> font(pango_font_description_from_string(family));
    pango_font_description_set_absolute_size(font.get(), manner.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(),
                                      manner.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), manner.align);
    pango_layout_set_line_spacing(layout.get(), 1.1F);
    unknown_ += pango_layout_get_unknown_glyphs_count(layout.get());
    return layout;
  }

  static double height_of(PangoLayout* layout) {
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  void show(PangoLayout* layout, double x, double y, unsigned rgb) {
    colour(rgb);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout);
  }

  // A link over a box; figures' names need no escape.
  void link(double x, double y, double width, double height, const std::string& address) {
    if (base_.empty() || address.find_first_of("'\\") != std::string::npos) return;
    const std::string where = "rect=[" + decimal(x) + " " + decimal(y) + " " + decimal(width) +
                              " " + decimal(height) + "] uri='" + address + "'";
    cairo_tag_begin(cairo_.get(), CAIRO_TAG_LINK, where.c_str());
    cairo_tag_end(cairo_.get(), CAIRO_TAG_LINK);
  }

  void need(double height) {
    if (y_ + height <= page_height - margin - foot) return;
    end_page();
    cairo_show_page(cairo_.get());
    y_ = margin;
  }

  void end_page() {
    const double top = page_height - margin - foot + 10;
    cairo_set_line_width(cairo_.get(), 0.5);
    colour(0xBBBBBB);
    cairo_move_to(cairo_.get(), margin, top);
    cairo_line_to(cairo_.get(), page_width - margin, top);
    cairo_stroke(cairo_.get());
    const auto note = lay(document_.footer, inner - 40, {.size = 6.5, .rgb = soft});
    show(note.get(), margin, top + 4, soft);
    const auto number = lay(std::to_string(++page_), 36, {.size = 8, .align = PANGO_ALIGN_RIGHT});
    show(number.get(), page_width - margin - 36, top + 4, ink);
    if (document_.mark.empty()) return;
    const auto mark = lay(document_.mark, inner, {.size = 9, .bold = true});
    show(mark.get(), margin, top + 15, red);
  }

  void title() {
    const auto head = lay(document_.title, inner, {.size = 18, .bold = true});
    show(head.get(), margin, y_, ink);
    y_ += height_of(head.get()) + 2;
    const auto below = lay(document_.subtitle, inner, {.size = 10});
    show(below.get(), margin, y_, soft);
    y_ += height_of(below.get()) + 8;
  }

  void put(const Block& block) {
    if (block.kind == BlockKind::table) return table(block);
    if (block.kind == BlockKind::chart) return chart(block);
    const bool is_heading = block.kind == BlockKind::heading;
    const bool is_notice = block.kind == BlockKind::notice;
    if (is_heading) y_ += 7;
    spans(block.spans, {.size = is_heading ? 11.5 : 9.5,
                        .bold = is_heading || is_notice,
                        .rgb = is_notice ? red : ink});
    y_ += 3;
    if (is_heading) need(30);  // not alone at the end of a page
  }

  void spans(const std::vector<Span>& all, const Manner& manner) {
    if (all.empty()) return;
    std::string text;
    const Owned<PangoAttrList> attributes(pango_attr_list_new());
    std::vector<std::pair<size_t, const Span*>> links;
    for (const Span& span : all) {
      if (!span.figure.empty()) {
        links.emplace_back(text.size(), &span);
        PangoAttribute* line = pango_attr_underline_new(PANGO_UNDERLINE_SINGLE);
        line->start_index = static_cast<guint>(text.size());
        line->end_index = static_cast<guint>(text.size() + span.text.size());
        pango_attr_list_insert(attributes.get(), line);
      }
      text += span.text;
    }
    const auto layout = lay(text, inner, manner);
    pango_layout_set_attributes(layout.get(), attributes.get());
    const double height = height_of(layout.get());
    need(std::min(height, 300.0));
    show(layout.get(), margin, y_, manner.rgb);
    for (const auto& [start, span] : links) link_span(layout.get(), start, *span);
    y_ += height;
  }

  void link_span(PangoLayout* layout, size_t start, const Span& span) {
    PangoRectangle first, last;
    pango_layout_index_to_pos(layout, static_cast<int>(start), &first);
    pango_layout_index_to_pos(layout, static_cast<int>(start + span.text.size()), &last);
    const bool is_one_line = first.y == last.y && last.x > first.x;
    const double width = is_one_line ? last.x - first.x : first.width;
    link(margin + static_cast<double>(first.x) / PANGO_SCALE,
         y_ + static_cast<double>(first.y) / PANGO_SCALE, width / PANGO_SCALE,
         static_cast<double>(first.height) / PANGO_SCALE, figure_link(base_, span.figure));
  }

  static std::vector<bool> numbers_of(const Block& block) {
    std::vector<bool> is_number(block.columns.size());
    for (const auto& row : block.rows)
      for (size_t i = 0; i < is_number.size() && i < row.size(); ++i)
        if (!row[i].figure.empty()) is_number[i] = true;
    return is_number;
  }

  // Columns of numbers are narrow; the others share what is left, the first twice.
  static std::vector<double> widths_of(const std::vector<bool>& is_number) {
    const auto numbers = static_cast<double>(std::ranges::count(is_number, true));
    const double number_width = numbers > 6 ? 44 : 58;
    const double shares = static_cast<double>(is_number.size()) - numbers + 1;
    const double share = (inner - numbers * number_width) / shares;
    std::vector<double> widths;
    for (size_t i = 0; i < is_number.size(); ++i)
      widths.push_back(is_number[i] ? number_width : i == 0 ? 2 * share : share);
    return widths;
  }

  void table(const Block& block) {
    y_ += 7;
    need(60);
    spans(block.spans, {.size = 10, .bold = true});
    y_ += 2;
    const std::vector<bool> is_number = numbers_of(block);
    const std::vector<double> widths = widths_of(is_number);
    std::vector<Cell> head;
    for (size_t i = 0; i < block.columns.size(); ++i) head.push_back({.text = block.columns[i]});
    const auto right = [&](size_t column) { return is_number[column]; };
    row(head, widths, right, true);
    for (const auto& cells : block.rows) {
      const int page = page_;
      need(row_height(cells, widths, false));
      if (page != page_) row(head, widths, right, true);
      row(cells, widths, right, false);
    }
    y_ += 4;
  }

  static std::string text_of(const Cell& cell) {
    return cell.state.empty() ? cell.text : std::string(shape_of(cell.state)) + cell.text;
  }
  static Manner manner_of(const Cell& cell, bool is_head) {
    return {.size = is_head ? 7.5 : 8.5,
            .bold = is_head,
            .rgb = is_head              ? soft
                   : cell.state.empty() ? ink
                                        : paint_of(cell.state).rgb};
  }

  double row_height(const std::vector<Cell>& cells, const std::vector<double>& widths,
                    bool is_head) {
    double height = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      const auto layout =
          lay(text_of(cells[i]), widths[i] - 2 * cell_pad, manner_of(cells[i], is_head));
      height = std::max(height, height_of(layout.get()));
    }
    return height + 2 * cell_pad;
  }

  template <class Right>
  void row(const std::vector<Cell>& cells, const std::vector<double>& widths, Right right,
           bool is_head) {
    const double height = row_height(cells, widths, is_head);
    double x = margin;
    for (size_t i = 0; i < cells.size(); ++i) {
      Manner manner = manner_of(cells[i], is_head);
      if (right(i)) manner.align = PANGO_ALIGN_RIGHT;
      const auto layout = lay(text_of(cells[i]), widths[i] - 2 * cell_pad, manner);
      show(layout.get(), x + cell_pad, y_ + cell_pad, manner.rgb);
      if (!is_head && !cells[i].figure.empty())
        link(x, y_, widths[i], height, figure_link(base_, cells[i].figure));
      x += widths[i];
    }
    y_ += height;
    cairo_set_line_width(cairo_.get(), is_head ? 0.8 : 0.3);
    colour(0x999999);
    cairo_move_to(cairo_.get(), margin, y_);
    cairo_line_to(cairo_.get(), page_width - margin, y_);
    cairo_stroke(cairo_.get());
  }

  void chart(const Block& block) {
    const Drawing drawing = draw(block.chart, inner);
    y_ += 7;
    need(drawing.height + 20);
    spans(block.spans, {.size = 10, .bold = true});
    for (const Stroke& stroke : drawing.strokes) {
      cairo_set_line_width(cairo_.get(), 0.3);
      colour(0xBBBBBB);
      cairo_move_to(cairo_.get(), margin + stroke.x1, y_ + stroke.y1);
      cairo_line_to(cairo_.get(), margin + stroke.x2, y_ + stroke.y2);
      cairo_stroke(cairo_.get());
    }
    for (const Box& box : drawing.boxes) put(box);
    for (const Lettering& one : drawing.letters) put(one);
    y_ += drawing.height + 4;
  }

  void put(const Box& box) {
    const unsigned rgb = box.paint.rgb;
    const double alpha = box.paint.pattern == Pattern::full   ? 1.0
                         : box.paint.pattern == Pattern::half ? 0.6
                                                              : 0.25;
    cairo_rectangle(cairo_.get(), margin + box.x, y_ + box.y, box.width, box.height);
    // Mixed with the paper, so that no transparency is needed in print.
    const auto mixed = [&](int shift) { return 1 - alpha * (1 - ((rgb >> shift) & 255) / 255.0); };
    cairo_set_source_rgb(cairo_.get(), mixed(16), mixed(8), mixed(0));
    cairo_fill_preserve(cairo_.get());
    colour(rgb);
    cairo_set_line_width(cairo_.get(), 0.5);
    cairo_stroke(cairo_.get());
    if (!box.figure.empty())
      link(margin + box.x, y_ + box.y, box.width, box.height, figure_link(base_, box.figure));
  }

  void put(const Lettering& one) {
    const auto layout = lay(one.text, 200, {.size = 7.5});
    int width = 0, height = 0;
    pango_layout_get_size(layout.get(), &width, &height);
    const double base = static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
    const double length = static_cast<double>(width) / PANGO_SCALE;
    double x = margin + one.x;
    if (one.anchor == Anchor::middle) x -= length / 2;
    if (one.anchor == Anchor::end) x -= length;
    show(layout.get(), x, y_ + one.y - base, ink);
  }

  const Document& document_;
  std::string base_;
  std::string out_;
  Owned<cairo_surface_t> surface_;
  Owned<cairo_t> cairo_;
  Owned<PangoFontMap> fonts_;
  Owned<PangoContext> context_;
  double y_ = margin;
  int page_ = 0;
  int unknown_ = 0;
};

}  // namespace

Result<std::string> print_pdf(const Document& document, const std::string& base) {
  return Pages(document, base).print();
}

}  // namespace lifeline::reports
