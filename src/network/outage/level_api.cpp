// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/service-level: every desk tells its sites and outages that are asked for, then the
// figures are worked out once for all of them and for each group.
#include <algorithm>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "command/unit/view.h"
#include "desk/asked.h"
#include "desk/exchange.h"
#include "desk/listing.h"
#include "network/outage/api.h"
#include "network/outage/service_level.h"

namespace lifeline::outage {
namespace {

enum class By { none, site, tier, unit, site_kind, day, month };
LIFELINE_ENUM(By, none, site, tier, unit, site_kind, day, month)

constexpr int64_t usual_days = 30;

struct Question {
  Window window;
  By by = By::none;
  int64_t zone_minutes = desk::usual_zone_minutes;
  UnitCode within;  // the caller's unit when nothing is asked
  std::set<std::string> sites;
  std::set<int> tiers;
  std::set<site::Kind> kinds;
};

template <class T>
Result<void> take_set(const desk::Request& request, std::string_view name, std::set<T>& values) {
  for (const auto& [key, text] : request.query) {
    if (key != name) continue;
    for (const std::string_view word : split(text, ',')) {
      if (word.empty()) continue;
      const auto value = desk::listing::parse_value<T>(word);
      if (!value)
        return invalid("value_must_be_well_formed", name,
                       "it must be " + desk::listing::expected<T>());
      values.insert(*value);
      if (values.size() > limits::list_values_max) return invalid("values_must_be_fewer", name);
    }
  }
  return {};
}

Result<void> take_time(const desk::Request& request, std::string_view name, Instant& time) {
  const std::string_view text = request.query_value(name);
  if (text.empty()) return {};
  const auto parsed = parse_rfc3339(text);
  if (!parsed || !*parsed)
    return invalid("value_must_be_well_formed", name, "it must be a time as RFC 3339 has it");
  time = *parsed;
  return {};
}

Result<void> take_window(const desk::Request& request, Instant now, Window& window) {
  window.until = now;
  if (auto taken = take_time(request, "until", window.until); !taken) return taken;
  window.from = seconds_after(window.until, -usual_days * 24 * 3600);
  if (auto taken = take_time(request, "from", window.from); !taken) return taken;
  if (window.empty()) return invalid("window_must_be_in_order", "from", "from is before until");
  return {};
}

Result<Question> question_of(const desk::Request& request, Instant now) {
  Question question;
  if (auto taken = take_window(request, now, question.window); !taken)
    return tl::unexpected(taken.error());
  const std::string_view by = request.query_value("by");
  if (!by.empty() && !enum_from_text(by, question.by))
    return invalid("value_must_be_well_formed", "by",
                   "it must be " + desk::listing::expected<By>());
  const auto zone = desk::zone_minutes_of(request);
  if (!zone) return tl::unexpected(zone.error());
  question.zone_minutes = *zone;
  const auto within = parse_unit_code(request.query_value("within"));
  if (!within) return invalid("unit_must_be_known", "within");
  question.within = *within ? *within : request.caller.unit;
  for (auto taken :
       {take_set(request, "site", question.sites), take_set(request, "tier", question.tiers),
        take_set(request, "site_kind", question.kinds)})
    if (!taken) return tl::unexpected(taken.error());
  return question;
}

struct Name {
  std::string zh;
  std::string en;
};

/// A site as one desk tells it.
struct Told {
  std::string key;  // of its group; none when the groups are periods
  Watched watched;
};

/// What one desk knows of the question.
struct Part {
  std::vector<Told> sites;
  std::vector<Stretch> stretches;
  std::map<std::string, Name> names;  // of groups
  Instant complete_from;
  std::map<UnitCode, Instant> silence;  // of other desks
};

template <class T>
bool admits(const std::set<T>& wanted, const T& value) {
  return wanted.empty() || wanted.contains(value);
}

// The unit right below `top` that the site's unit belongs to; top itself when it is its own.
UnitCode branch_of(const unit::State& tree, UnitCode unit, UnitCode top) {
  UnitCode branch = unit;
  for (int level = 0; unit && unit != top && level < 12; ++level) {
    branch = unit;
    unit = unit::parent_of(tree, unit);
  }
  return branch;
}

std::string group_of(const site::Site& site, const Question& question, const unit::State& tree,
                     Part& part) {
  switch (question.by) {
    case By::site: part.names[site.id] = {site.name_zh, site.name_en}; return site.id;
    case By::tier: return std::to_string(site.tier);
    case By::site_kind: return std::string(enum_text(site.kind));
    case By::unit: {
      const UnitCode branch = branch_of(tree, site.unit, question.within);
      const std::string key = to_text(branch);
      if (const auto found = tree.units.find(branch); found != tree.units.end())
        part.names[key] = {found->second.name_zh, found->second.name_en};
      return key;
    }
    default: return {};
  }
}

Stretch stretch_of(const Outage& outage, size_t site) {
  return {.site = site,
          .kind = outage.kind,
          .from = outage.from,
          .until = outage.until,
          .excluded = is_excluded(outage),
          .first = outage.first,
          .restored_at = outage.restored_at,
          .incident = outage.incident,
          .alerted_at = outage.alerted_at,
          .answered_at = outage.answered_at};
}

Part part_of(const Question& question, const desk::Actor& caller, const desk::Nouns& nouns) {
  Part part;
  const auto& view = nouns.get<View>();
  const auto& tree = nouns.get<unit::State>();
  part.complete_from = view.complete_from;
  if (nouns.has<desk::Silence>()) part.silence = nouns.get<desk::Silence>().since;
  desk::Actor narrowed = caller;
  narrowed.unit = question.within;
  unit::Reach reach(nouns, caller), wanted(nouns, narrowed);
  std::map<std::string_view, size_t> index;
  for (const auto& [id, site] : nouns.get<site::State>().sites) {
    if (!reach.holds(site.unit) || !wanted.holds(site.unit)) continue;
    if (!admits(question.sites, id) || !admits(question.tiers, site.tier) ||
        !admits(question.kinds, site.kind))
      continue;
    const auto known = view.known_from.find(id);
    if (known == view.known_from.end()) continue;
    index[id] = part.sites.size();
    part.sites.push_back({.key = group_of(site, question, tree, part),
                          .watched = {.known = {.from = std::max(known->second, view.complete_from),
                                                .until = end_of_time}}});
  }
  for (const auto& [id, outage] : view.outages) {
    const auto site = index.find(outage.site);
    if (site == index.end() || outage.from >= question.window.until) continue;
    if (outage.until && outage.until <= question.window.from) continue;
    part.stretches.push_back(stretch_of(outage, site->second));
  }
  return part;
}

struct Silent {
  UnitCode desk;
  Instant since;
};
LIFELINE_STRUCT(Silent, desk, since)

struct Head {
  Instant from;
  Instant until;
  By by = By::none;
  UnitCode within;
  Instant known_from;     // from when on some of the sites are known
  Instant complete_from;  // from when on all of them are, with all their outages
  std::vector<Silent> silent;
  Figures total;
};
LIFELINE_STRUCT(Head, from, until, by, within, known_from, complete_from, silent, total)

struct More {
  std::vector<Figures> groups;
};
LIFELINE_STRUCT(More, groups)

struct Work {
  desk::Requested request;
  Question question;
  Instant now;
  desk::listing::Selection selection;  // of groups
  std::vector<UnitCode> desks;
  std::vector<Part> parts;  // by desk
};

// What nobody has heard from since is not known either.
void end_at_silence(Work& work, Head& head) {
  std::map<UnitCode, Instant> silent;
  for (const Part& part : work.parts)
    for (const auto& [desk, since] : part.silence) {
      const auto [known, is_new] = silent.try_emplace(desk, since);
      if (!is_new) known->second = std::min(known->second, since);
    }
  for (size_t i = 0; i < work.parts.size(); ++i) {
    const auto found = silent.find(work.desks[i]);
    if (found == silent.end()) continue;
    head.silent.push_back({found->first, found->second});
    for (Told& told : work.parts[i].sites) told.watched.known.until = found->second;
  }
}

Figures figures_of(const Measure& measure, std::string key, Window window, Name name = {}) {
  Figures figures = measure.figures();
  figures.key = std::move(key);
  figures.name_zh = std::move(name.zh);
  figures.name_en = std::move(name.en);
  figures.from = window.from;
  figures.until = window.until;
  return figures;
}

Figures whole(const Work& work, Window window, std::string key) {
  Measure measure(window, work.now);
  for (const Part& part : work.parts) {
    for (const Told& told : part.sites) measure.add(told.watched);
    for (const Stretch& stretch : part.stretches)
      measure.add(part.sites[stretch.site].watched, stretch);
  }
  return figures_of(measure, std::move(key), window);
}

std::vector<Figures> by_group(const Work& work) {
  std::map<std::string, Measure> groups;
  std::map<std::string, Name> names;
  const Window window = work.question.window;
  for (const Part& part : work.parts) {
    names.insert(part.names.begin(), part.names.end());
    std::vector<Measure*> measures;
    for (const Told& told : part.sites) {
      measures.push_back(&groups.try_emplace(told.key, window, work.now).first->second);
      measures.back()->add(told.watched);
    }
    for (const Stretch& stretch : part.stretches)
      measures[stretch.site]->add(part.sites[stretch.site].watched, stretch);
  }
  std::vector<Figures> all;
  for (const auto& [key, measure] : groups)
    all.push_back(figures_of(measure, key, window, names[key]));
  return all;
}

// A stretch is added to the periods that it lies in, found by halving; a site to all of them.
std::vector<Figures> by_period(const Work& work, const std::vector<Window>& windows,
                               Period period) {
  std::vector<Measure> measures;
  for (const Window& window : windows) measures.emplace_back(window, work.now);
  for (const Part& part : work.parts) {
    for (const Told& told : part.sites)
      for (Measure& measure : measures) measure.add(told.watched);
    for (const Stretch& stretch : part.stretches) {
      const auto first = std::ranges::upper_bound(windows, stretch.from, {}, &Window::until);
      for (auto at = static_cast<size_t>(first - windows.begin());
           at < windows.size() && (!stretch.until || windows[at].from < stretch.until); ++at)
        measures[at].add(part.sites[stretch.site].watched, stretch);
    }
  }
  std::vector<Figures> all;
  for (size_t at = 0; at < windows.size(); ++at)
    all.push_back(figures_of(measures[at],
                             period_name(windows[at].from, period, work.question.zone_minutes),
                             windows[at]));
  return all;
}

Result<std::vector<Figures>> groups_of(const Work& work) {
  const Question& question = work.question;
  if (question.by == By::none) return std::vector<Figures>{};
  if (question.by != By::day && question.by != By::month) return by_group(work);
  const Period period = question.by == By::day ? Period::day : Period::month;
  const auto parts =
      periods(question.window, period, question.zone_minutes, limits::outage_periods_max);
  if (parts.empty())
    return invalid("periods_must_be_fewer", "by",
                   "at most " + std::to_string(limits::outage_periods_max));
  return by_period(work, parts, period);
}

Head head_of(Work& work) {
  const Question& question = work.question;
  Head head;
  head.from = question.window.from;
  head.until = question.window.until;
  head.by = question.by;
  head.within = question.within;
  end_at_silence(work, head);
  for (const Part& part : work.parts)
    for (const Told& told : part.sites) {
      const Instant from = told.watched.known.from;
      head.known_from = head.known_from ? std::min(head.known_from, from) : from;
      head.complete_from = std::max(head.complete_from, from);
    }
  head.total = whole(work, question.window, "total");
  return head;
}

desk::Response answer(Work& work) {
  const Head head = head_of(work);
  auto groups = groups_of(work);
  if (!groups) return desk::problem(groups.error());
  desk::listing::Best best(work.selection, work.selection.offset + work.selection.limit);
  for (const Figures& figures : *groups)
    if (best.admits(&figures)) best.keep({.row = &figures, .owner = {}});
  std::vector<desk::listing::Part> parts(1);
  parts[0].total = best.admitted();
  parts[0].rows = best.take();
  desk::Response page = desk::listing::page_of(work.selection, std::move(parts), "service-level");
  if (!work.selection.csv)
    page.body = desk::joined_objects(to_json(head), "{\"groups\":" + page.body + "}");
  return page;
}

constexpr std::string_view own_words[] = {"from",   "until", "by",   "zone_minutes",
                                          "within", "site",  "tier", "site_kind"};

// The groups are a list like any other: what the question itself takes is taken out first.
Result<desk::listing::Selection> selection_of(const desk::Request& request, By by) {
  desk::Request rest = request;
  std::erase_if(rest.query, [](const auto& pair) {
    return std::ranges::find(own_words, pair.first) != std::end(own_words);
  });
  const bool in_time = by == By::day || by == By::month;
  return desk::listing::select(rest, desk::listing::row_type<Figures>(),
                               in_time || by == By::tier ? "key" : "availability_percent,key");
}

void answer_level(desk::Requested request, desk::Desks& desks, desk::Reply reply) {
  auto work = std::make_shared<Work>();
  work->now = desks.now();
  auto question = question_of(*request, work->now);
  if (!question) return reply(desk::problem(question.error()));
  auto selection = selection_of(*request, question->by);
  if (!selection) return reply(desk::problem(selection.error()));
  work->request = std::move(request);
  work->question = std::move(*question);
  work->selection = std::move(*selection);
  work->desks = desks.plan().desks();
  work->parts.resize(work->desks.size());
  const auto look = [work](size_t index, UnitCode, const desk::Nouns& nouns) {
    work->parts[index] = part_of(work->question, work->request->caller, nouns);
  };
  desks.read_each(
      look, [work] { return answer(*work); }, std::move(reply));
}

}  // namespace

desk::Route service_level_route() {
  return {.method = "GET",
          .path = "/api/v1/service-level",
          .operation = "get_service_level",
          .tag = "outage",
          .summary = "Availability, outages, and times to answer and to restore, over a window",
          .handler = answer_level,
          .parameters = {{"from", "the window's begin, RFC 3339; else 30 days before its end"},
                         {"until", "the window's end, RFC 3339; else now"},
                         {"by", "groups: " + desk::listing::expected<By>()},
                         {"zone_minutes", "ahead of UTC, for days and months; else 480"},
                         {"within", "a unit's code: its sites and those of all below it"},
                         {"site", "ids of sites, comma between"},
                         {"tier", "1, 2, 3, comma between"},
                         {"site_kind", desk::listing::expected<site::Kind>()},
                         {"offset", "groups to pass over, from 0"},
                         {"limit", "groups to answer"},
                         {"sort", "attributes of a group, - before one for descending"},
                         {"format", "csv for the groups as a file"}},
          .answer_schema = desk::joined_schema<Head, More>()};
}

}  // namespace lifeline::outage
