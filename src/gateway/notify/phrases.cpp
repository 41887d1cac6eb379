// SPDX-License-Identifier: Apache-2.0
#include "gateway/notify/phrases.h"

#include "base/zone.h"

namespace lifeline::notify {
namespace {

struct Words {
  std::string_view type;
  std::string_view zh;
  std::string_view en;
};
constexpr Words happenings[] = {
    {"order.issued", "新指令", "New order"},
    {"order.amended", "指令已更改", "Order amended"},
    {"order.supervised", "督办", "Supervised"},
    {"order.handed_back", "指令被退回", "Order handed back"},
    {"order.recalled", "指令已撤回", "Order recalled"},
    {"order.escalated", "指令已升级", "Order escalated"},
    {"order.declined", "指令被拒绝", "Order declined"},
    {"order.done", "指令已完成", "Order done"},
    {report_type, "战报已签发", "Situation report released"},
    {test_type, "测试通知", "Test notice"},
};
constexpr Words priorities[] = {
    {"normal", "普通", "normal"}, {"high", "加急", "high"}, {"urgent", "特急", "urgent"}};

const Words& happening(const std::string& type) {
  for (const Words& words : happenings)
    if (words.type == type) return words;
  static constexpr Words other{{}, "通知", "Notice"};
  return other;
}

const Words& priority(const Told& told) {
  return priorities[static_cast<size_t>(told.order.priority)];
}

// "2020-01-23 12:00", on Beijing's clocks.
std::string local(Instant at) {
  std::string text = to_rfc3339(seconds_after(at, local_ahead_s)).substr(0, 16);
  text[10] = ' ';
  return text;
}

void add(std::string& out, std::string_view zh, std::string_view en, const std::string& value) {
  if (value.empty()) return;
  out.append(zh).append(" / ").append(en).append(": ").append(value).append("\r\n");
}

void add_time(std::string& out, std::string_view zh, std::string_view en, Instant at) {
  if (at) add(out, zh, en, local(at) + " (北京时间 / Beijing time)");
}

std::string units_text(const OrderTold& order) {
  std::string text;
  for (const UnitCode unit : order.units) text += (text.empty() ? "" : ", ") + to_text(unit);
  if (order.units_total > order.units.size())
    text += " + " + std::to_string(order.units_total - order.units.size());
  return text;
}

std::string both(const std::string& zh, const std::string& en) {
  if (zh == en || en.empty()) return zh;
  return zh.empty() ? en : zh + " / " + en;
}

}  // namespace

std::string subject_zh_of(const Told& told) {
  if (told.type != report_type) return told.order.subject_zh;
  return told.report.unit_name_zh + "战报第" + std::to_string(told.report.number) + "期";
}

std::string subject_en_of(const Told& told) {
  if (told.type != report_type) return told.order.subject_en;
  const std::string number = "Situation report No. " + std::to_string(told.report.number);
  return told.report.unit_name_en.empty() ? number : number + ", " + told.report.unit_name_en;
}

std::string subject_of(const Told& told) {
  const Words& what = happening(told.type);
  const std::string kind = both(std::string(what.zh), std::string(what.en));
  if (told.type == test_type) return "[Lifeline] " + kind;
  if (told.type == report_type)
    return "[Lifeline] " + kind + " " + to_text(told.report.id) + ": " +
           both(subject_zh_of(told), subject_en_of(told));
  const Words& how = priority(told);
  return "[Lifeline " + both(std::string(how.zh), std::string(how.en)) + "] " + kind + " " +
         to_text(told.order.id) + ": " + both(told.order.subject_zh, told.order.subject_en);
}

namespace {

void add_order(std::string& out, const Told& told) {
  const OrderTold& order = told.order;
  add(out, "指令", "Order", to_text(order.id));
  add(out, "主题", "Subject", order.subject_zh);
  if (order.subject_en != order.subject_zh) add(out, "主题", "Subject", order.subject_en);
  add(out, "缓急", "Priority",
      both(std::string(priority(told).zh), std::string(priority(told).en)));
  add(out, "下发单位", "Issued by",
      both(order.issuer_name_zh, order.issuer_name_en) + " (" + to_text(order.issuer) + ")");
  add_time(out, "下发时间", "Issued at", order.issued_at);
  add_time(out, "确认时限", "Acknowledge by", order.acknowledge_by);
  add_time(out, "完成时限", "Finish by", order.finish_by);
  add(out, "接收单位", "For", units_text(order));
  add(out, "相关单位", "Unit", to_text(told.by));
  add(out, "升级至", "Escalated to", to_text(told.to));
  add(out, "原因", "Reason", told.reason);
}

void add_report(std::string& out, const ReportTold& report) {
  add(out, "战报", "Report", to_text(report.id));
  add(out, "期号", "Number", std::to_string(report.number));
  add(out, "单位", "Unit",
      both(report.unit_name_zh, report.unit_name_en) + " (" + to_text(report.unit) + ")");
  add(out, "重保场景", "Assurance scenario", report.scenario);
  add_time(out, "起始", "From", report.from);
  add_time(out, "截止", "Cut-off", report.cut_off);
  add(out, "内容摘要", "SHA-256 of the content", report.digest);
}

}  // namespace

std::string text_of(const Told& told) {
  const Words& what = happening(told.type);
  std::string out = both(std::string(what.zh), std::string(what.en)) + "\r\n\r\n";
  if (told.type == report_type)
    add_report(out, told.report);
  else if (told.type != test_type)
    add_order(out, told);
  add_time(out, "时间", "At", told.at);
  add(out, "打开", "Open", told.url);
  out +=
      "\r\n本通知由 Lifeline 自动发送,请勿回复。\r\n"
      "This notice was sent by Lifeline. Please do not reply to it.\r\n";
  return out;
}

}  // namespace lifeline::notify
