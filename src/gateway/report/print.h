// SPDX-License-Identifier: Apache-2.0
// A report's document as a file. `base` is the console's address for links to figures ("" for links
// of the same host); what is printed depends on the arguments alone.
#pragma once

#include <string>

#include "gateway/report/document.h"

namespace lifeline::reports {

/// The console's page with the events that a figure counts.
std::string figure_link(const std::string& base, const std::string& figure);

/// One file: style and charts are within it.
std::string print_html(const Document& document, const std::string& base);

/// figure,label,value,was,is,events: a line each, headed by the columns' names.
std::string print_csv(const Answer& answer, report::Language language);

/// A4. Text can be searched and copied, links can be followed; no date of its making is in it.
/// Errors: font_must_be_installed, pdf_must_be_printable.
Result<std::string> print_pdf(const Document& document, const std::string& base);

}  // namespace lifeline::reports
