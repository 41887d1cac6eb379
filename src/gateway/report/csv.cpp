// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include "gateway/report/drawing.h"
#include "gateway/report/print.h"

namespace lifeline::reports {

std::string print_csv(const Answer& answer, report::Language language) {
  std::string out = "figure,label,value,was,is,events\r\n";
  for (const FigureValue& figure : answer.content.figures) {
    append_csv_field(out, figure.name);
    out += ',';
    append_csv_field(out, label_of(answer.content, figure.name, language));
    out += ',' + decimal(figure.value) + ',';
    const Correction* correction = nullptr;
    for (const Correction& one : answer.content.corrections)
      if (figure.name == "corrections." + one.name) correction = &one;
    if (correction != nullptr) out += decimal(correction->was);
    out += ',';
    if (correction != nullptr) out += decimal(correction->is);
    out += ',';
    append_csv_field(out, figure.events);
    out += "\r\n";
  }
  return out;
}

}  // namespace lifeline::reports
