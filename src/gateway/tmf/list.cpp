// SPDX-License-Identifier: Apache-2.0
#include "gateway/tmf/list.h"

#include <algorithm>

#include "base/json_text.h"
#include "gateway/tmf/answer.h"

namespace lifeline::tmf {
namespace {

/// A row as sorting remembers it.
struct Pick {
  std::vector<Key> keys;
  size_t desk = 0;   // index in the plan
  size_t order = 0;  // of the row on its desk
  std::string id;
};

struct Work {
  std::shared_ptr<const Resource> resource;
  std::shared_ptr<const desk::Request> request;
  Query query;
  std::vector<const Attribute*> looked_at;  // of each test; null: its value is written
  std::vector<const Attribute*> sorted_by;  // of each key; the same
  desk::Desks& desks;
  desk::Reply reply;
  std::vector<std::vector<Pick>> parts;  // by desk
  std::vector<size_t> totals;            // by desk
  std::vector<Pick> page;
  std::vector<std::string> written;  // by row of the page
};

int compare_keys(const Work& work, const Pick& a, const Pick& b) {
  for (size_t i = 0; i < work.query.sort.size(); ++i) {
    const Key &x = a.keys[i], &y = b.keys[i];
    const bool has_none = x.rank == Key{}.rank || y.rank == Key{}.rank;
    if (const int sign = compare(x, y); sign != 0)
      return work.query.sort[i].descending && !has_none ? -sign : sign;
  }
  return 0;
}

bool is_before(const Work& work, const Pick& a, const Pick& b) {
  if (const int sign = compare_keys(work, a, b); sign != 0) return sign < 0;
  return std::pair(a.desk, a.order) < std::pair(b.desk, b.order);
}

// The attribute at the path when it can be compared without writing it, else null.
const Attribute* look_of(const Resource& resource, const std::string& name,
                         const std::vector<std::string>& path) {
  const Attribute* attribute = find_attribute(resource.attributes, name);
  for (const std::string& part : path)
    if (attribute != nullptr) attribute = find_attribute(attribute->members, part);
  return attribute != nullptr && attribute->look != nullptr ? attribute : nullptr;
}

bool holds(const Work& work, const Row& row, std::string& value) {
  for (size_t i = 0; i < work.query.tests.size(); ++i) {
    const Test& test = work.query.tests[i];
    if (work.looked_at[i] != nullptr) {
      if (const auto sight = work.looked_at[i]->look(row)) {
        if (!test.holds(*sight)) return false;
        continue;
      }
    }
    value.clear();
    write_value(*work.resource, row, test.attribute, value);
    if (test.attribute == "href" || value.find(base_mark) != std::string::npos)
      value = based(std::move(value), base_of(*work.request));
    if (!test.holds(value)) return false;
  }
  return true;
}

std::vector<Key> keys_of(const Work& work, const Row& row, std::string& value) {
  std::vector<Key> keys;
  keys.reserve(work.query.sort.size());
  for (size_t i = 0; i < work.query.sort.size(); ++i) {
    const SortBy& by = work.query.sort[i];
    const auto sight = work.sorted_by[i] == nullptr ? std::nullopt : work.sorted_by[i]->look(row);
    if (sight) {
      keys.push_back(key_of(*sight));
      continue;
    }
    value.clear();
    write_value(*work.resource, row, by.attribute, value);
    keys.push_back(key_of(value, by.path));
  }
  return keys;
}

// Keeps up to twice as many as are wanted; then the worse half goes, and what is worse than the
// worst of the others is not even looked at closely.
void pick_rows(Work& work, size_t desk, const desk::Nouns& nouns) {
  const size_t wanted = work.query.offset + work.query.limit;
  const auto before = [&](const Pick& a, const Pick& b) { return is_before(work, a, b); };
  auto& picks = work.parts[desk];
  size_t order = 0;
  std::string value;
  std::optional<Pick> worst;
  const auto cut = [&] {
    std::ranges::nth_element(picks, picks.begin() + static_cast<std::ptrdiff_t>(wanted), before);
    picks.resize(wanted);
    if (wanted > 0) worst = *std::ranges::max_element(picks, before);
  };
  const desk::Actor& caller = work.request->caller;
  work.resource->each(nouns, caller, [&](const Row& shown) {
    const Row row = seen_by(shown, caller);
    if (!holds(work, row, value)) return;
    ++work.totals[desk];
    Pick pick{.keys = {}, .desk = desk, .order = order++, .id = {}};
    if (work.query.sort.empty() && picks.size() >= wanted) return;
    pick.keys = keys_of(work, row, value);
    if (worst && !before(pick, *worst)) return;
    value.clear();
    work.resource->attributes.front().write(row, value);
    pick.id = json_text_of(value);
    picks.push_back(std::move(pick));
    if (picks.size() > 2 * std::max<size_t>(wanted, 64)) cut();
  });
  if (picks.size() > wanted) cut();
  std::ranges::sort(picks, before);
}

void choose_page(Work& work) {
  std::vector<Pick> all;
  for (auto& part : work.parts) std::ranges::move(part, std::back_inserter(all));
  std::ranges::sort(all, [&](const Pick& a, const Pick& b) { return is_before(work, a, b); });
  const size_t first = std::min(work.query.offset, all.size());
  const size_t last = std::min(first + work.query.limit, all.size());
  for (size_t i = first; i < last; ++i) work.page.push_back(std::move(all[i]));
  work.written.resize(work.page.size());
}

void write_rows(Work& work, size_t desk, const desk::Nouns& nouns) {
  const Resource& resource = *work.resource;
  std::string value;
  for (size_t i = 0; i < work.page.size(); ++i) {
    if (work.page[i].desk != desk) continue;
    resource.find(nouns, work.page[i].id, [&](const Row& shown) {
      const Row row = seen_by(shown, work.request->caller);
      if (resource.is_gone && resource.is_gone(row)) return;
      if (!holds(work, row, value)) return;
      work.written[i] = write_row(resource, row, work.query.fields ? &*work.query.fields : nullptr);
    });
  }
}

desk::Response page_response(const Work& work) {
  size_t total = 0, count = 0;
  for (const size_t part : work.totals) total += part;
  std::string body = "[";
  for (const std::string& row : work.written) {
    if (row.empty()) continue;
    if (count++ > 0) body += ',';
    body += row;
  }
  auto response = desk::json_response(200, based(std::move(body) + "]", base_of(*work.request)));
  response.headers.emplace_back("X-Total-Count", std::to_string(total));
  response.headers.emplace_back("X-Result-Count", std::to_string(count));
  return response;
}

}  // namespace

void answer_list(std::shared_ptr<const Resource> resource,
                 std::shared_ptr<const desk::Request> request, desk::Desks& desks,
                 desk::Reply reply) {
  auto query = parse_query(request->query);
  if (!query) return reply(desk::problem(query.error()));
  auto work = std::make_shared<Work>(Work{.resource = std::move(resource),
                                          .request = std::move(request),
                                          .query = std::move(*query),
                                          .looked_at = {},
                                          .sorted_by = {},
                                          .desks = desks,
                                          .reply = std::move(reply),
                                          .parts = {},
                                          .totals = {},
                                          .page = {},
                                          .written = {}});
  for (const Test& test : work->query.tests)
    work->looked_at.push_back(look_of(*work->resource, test.attribute, test.path));
  for (const SortBy& by : work->query.sort)
    work->sorted_by.push_back(look_of(*work->resource, by.attribute, by.path));
  work->parts.resize(desks.plan().desks().size());
  work->totals.resize(desks.plan().desks().size());
  const auto pick = [work](size_t desk, UnitCode, const desk::Nouns& nouns) {
    pick_rows(*work, desk, nouns);
  };
  const auto write = [work](size_t desk, UnitCode, const desk::Nouns& nouns) {
    write_rows(*work, desk, nouns);
  };
  const auto picked = [work, write](const desk::Response& answer) {
    if (answer.status != 200) return work->reply(answer);
    choose_page(*work);
    work->desks.read_each(
        write, [work] { return page_response(*work); }, work->reply);
  };
  desks.read_each(
      pick, [] { return desk::Response{}; }, picked);
}

}  // namespace lifeline::tmf
