// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gateway/report/drawing.h"
#include "gateway/report/print.h"

namespace lifeline::reports {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6573;--line:#d5dae1;--paper:#fff;
--link:#1f4f8f;
--down:#b3261e;--degraded:#b26a00;--normal:#2e7d6b;
--suppressed:#4a5fa5;--stale:#6b7280}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa3af;--line:#3a424e;
--paper:#14181e;
--link:#8fb6ee;--down:#ff6b5e;--degraded:#f0a63a;--normal:#58b39b;--suppressed:#8fa2e8;
--stale:#9aa3af}}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 3rem;background:var(--paper);
color:var(--ink);
font:16px/1.6 system-ui,"Noto Sans CJK SC","Noto Sans SC",sans-serif;
font-variant-numeric:tabular-nums}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}p{margin:.3rem 0}
.subtitle,footer,caption{color:var(--soft)}footer{margin-top:2rem;font-size:.8rem;
overflow-wrap:anywhere}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:3px}
.notice{border:2px solid var(--down);padding:.5rem .8rem;margin:.8rem 0;font-weight:600}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:1.2rem 0 .4rem;
font-size:.9rem}
caption{text-align:left;font-weight:600;color:var(--ink);padding-bottom:.3rem}
th,td{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}
th{font-weight:600;color:var(--soft)}td.n,th.n{text-align:right}
.down{color:var(--down)}.degraded{color:var(--degraded)}.normal{color:var(--normal)}
.suppressed{color:var(--suppressed)}.stale{color:var(--stale)}
.down::before{content:"⊠ "}.degraded::before{content:"◐ "}.normal::before{content:"● "}
.suppressed::before{content:"▬ "}.stale::before{content:"◌ "}td a{color:inherit}
figure{margin:1.2rem 0}figcaption{font-weight:600;font-size:.9rem}.chart{width:100%;height:auto}
.chart text{font-size:10.5px;fill:var(--ink)}.grid{stroke:var(--line)}
.mark{position:fixed;right:.5rem;bottom:.5rem;padding:.1rem .5rem;font-size:.8rem;
color:var(--down);
background:var(--paper);border:1px solid var(--down)}
@page{size:A4;margin:16mm 14mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--link:#000;
--down:#b3261e;--degraded:#b26a00;--normal:#2e7d6b;
--suppressed:#4a5fa5;--stale:#6b7280}
body{font-size:10.5pt;padding:0;max-width:none}h2,figure,tr{break-inside:avoid}h2{
break-after:avoid}
thead{display:table-header-group}}
)";

class Html {
 public:
  Html(const Document& document, const std::string& base) : document_(document), base_(base) {}

  std::string print() {
    out_ = "<!doctype html>\n<html lang=\"";
    out_ += document_.language == report::Language::zh ? "zh-CN" : "en";
    out_ +=
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><title>";
    text(document_.title);
    out_ += "</title><style>";
    out_ += style;
    out_ += "</style></head><body>\n<header>";
    element("h1", document_.title);
    out_ += "<p class=\"subtitle\">";
    text(document_.subtitle);
    out_ += "</p></header>\n<main>\n";
    for (const Block& block : document_.blocks) put(block);
    out_ += "</main>\n<footer>";
    text(document_.footer);
    out_ += "</footer>";
    if (!document_.mark.empty()) {
      out_ += "<div class=\"mark\">";
      text(document_.mark);
      out_ += "</div>";
    }
    out_ += "</body></html>\n";
    return std::move(out_);
  }

 private:
  void text(std::string_view words) { append_html_text(out_, words); }
  void element(std::string_view name, std::string_view words) {
    out_ += '<';
    out_ += name;
    out_ += '>';
    text(words);
    out_ += "</";
    out_ += name;
    out_ += '>';
  }
  void link(const std::string& address, std::string_view words, std::string_view figure) {
    out_ += "<a href=\"";
    text(address);
    if (!figure.empty()) {
      out_ += "\" data-figure=\"";
      text(figure);
    }
    out_ += "\">";
    text(words);
    out_ += "</a>";
  }
  void spans(const std::vector<Span>& all) {
    for (const Span& span : all)
      if (span.figure.empty())
        text(span.text);
      else
        link(figure_link(base_, span.figure), span.text, span.figure);
  }

  void put(const Block& block) {
    if (block.kind == BlockKind::table) return table(block);
    if (block.kind == BlockKind::chart) return chart(block);
    const bool is_heading = block.kind == BlockKind::heading;
    out_ += is_heading ? "<h2>" : block.kind == BlockKind::notice ? "<p class=\"notice\">" : "<p>";
    spans(block.spans);
    out_ += is_heading ? "</h2>\n" : "</p>\n";
  }

  void table(const Block& block) {
    out_ += "<div class=\"wide\"><table>";
    if (!block.spans.empty()) {
      out_ += "<caption>";
      spans(block.spans);
      out_ += "</caption>";
    }
    out_ += "<thead><tr>";
    for (size_t i = 0; i < block.columns.size(); ++i) {
      out_ += is_number_column(block, i) ? "<th class=\"n\">" : "<th>";
      text(block.columns[i]);
      out_ += "</th>";
    }
    out_ += "</tr></thead><tbody>\n";
    for (const auto& row : block.rows) {
      out_ += "<tr>";
      for (size_t i = 0; i < row.size(); ++i) cell(row[i], is_number_column(block, i));
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div>\n";
  }

  static bool is_number_column(const Block& block, size_t column) {
    return std::ranges::any_of(block.rows, [&](const std::vector<Cell>& row) {
      return column < row.size() && !row[column].figure.empty();
    });
  }

  void cell(const Cell& cell, bool is_number) {
    out_ += is_number ? "<td class=\"n\">" : "<td>";
    if (!cell.state.empty()) out_ += "<span class=\"" + cell.state + "\">";
    if (!cell.figure.empty())
      link(figure_link(base_, cell.figure), cell.text, cell.figure);
    else if (!cell.link.empty())
      link(base_of_links() + cell.link, cell.text, {});
    else
      text(cell.text);
    if (!cell.state.empty()) out_ += "</span>";
    out_ += "</td>";
  }

  std::string base_of_links() const { return base_.substr(0, base_.find("/reports/")); }

  void chart(const Block& block) {
    out_ += "<figure><figcaption>";
    spans(block.spans);
    out_ += "</figcaption>";
    append_svg(out_, draw(block.chart, 720), base_, figure_link);
    out_ += "</figure>\n";
  }

  const Document& document_;
  const std::string& base_;
  std::string out_;
};

}  // namespace

std::string figure_link(const std::string& base, const std::string& figure) {
  return base + "?figure=" + figure;
}

std::string print_html(const Document& document, const std::string& base) {
  return Html(document, base).print();
}

}  // namespace lifeline::reports
