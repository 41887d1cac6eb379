// SPDX-License-Identifier: Apache-2.0
// Lists as TM Forum's TMF630 has them, over any described row, on all desks at once.
//
//   offset=0 limit=50                 a page; limit up to limits::page_rows_max
//   sort=-raised_at,id                ties go by the row's first attribute, so pages do not overlap
//   fields=name_zh,state              the row's first attribute and these
//   state=down,degraded               any attribute that is one value; comma is or
//   raised_at.gte=2020-01-23T00:00Z   .gt .gte .lt .lte .ne
//   q=words                           in any text of the row
//   format=csv                        or Accept: text/csv
//
// Operation: the request becomes a typed Selection once; each desk offers its rows to a Best, which
// keeps the offset + limit best; what is kept is copied, merged and written. An answer is an array
// with X-Total-Count and X-Result-Count. A list of rows is described by a struct:
//
//   struct OrderList {
//     using Row = order::Row;
//     static constexpr std::string_view sort = "-issued_at";  // when the request names none
//     static constexpr bool lasting = false;  // whether the rows shown stay until the look ends
//     template <class Show> static void each(const Nouns&, const Actor&, Show show);  // in reach
//   };
//
// and, where it has attributes that the kept row lacks (`derived`, and complete() fills them in):
//     static constexpr std::array<std::string_view, 1> derived{"sites"};
//     static void complete(Row&, const Nouns&);
// or lives on one desk only: static constexpr UnitCode home.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_schema.h"
#include "desk/desks.h"
#include "desk/row_type.h"

namespace lifeline::desk {

namespace listing {

/// What is asked of a list: which rows, in which order, which of them, and how they are written.
struct Selection {
  const RowType* row = nullptr;
  size_t offset = 0;
  size_t limit = 0;
  std::vector<Test> tests;
  std::vector<std::pair<const Column*, bool>> order;  // and whether it is descending
  std::vector<const Column*> fields;                  // none: the whole row
  std::vector<const Column*> used;                    // by tests and order
  std::string wanted;                                 // of q
  bool csv = false;

  bool holds(const void* at) const;
  int compare(const void* a, const void* b) const;
};

/// Errors: offset_must_be_a_number, limit_must_be_a_number, format_must_be_json_or_csv, …;
/// attribute_must_be_known, value_must_be_well_formed.
Result<Selection> select(const Request& request, const RowType& row, std::string_view usual_sort);

struct Kept {
  const void* row = nullptr;
  std::shared_ptr<void> owner;  // null: the row lasts as long as the look
};

/// Keeps the best of what it is offered: up to twice as many as are wanted are held, then the worse
/// half goes, so an offer costs one comparison and now and then its share of a partition.
class Best {
 public:
  Best(const Selection& selection, size_t wanted);

  /// Counts a row that is asked for; whether it is among the best so far and so to be kept.
  bool admits(const void* row);
  void keep(Kept kept);

  size_t admitted() const { return admitted_; }
  std::vector<Kept> take();

 private:
  using Held = std::pair<Kept, size_t>;  // and when it was offered: equals keep that order
  bool is_before(const Held& a, const Held& b) const;
  void cut();

  const Selection& selection_;
  size_t wanted_;
  size_t room_;
  size_t admitted_ = 0;
  bool is_full_ = false;  // held_[wanted_ - 1] is the worst of the first wanted_
  std::vector<Held> held_;
};

/// A list without its types.
struct ListType {
  const RowType* row = nullptr;
  std::string_view sort;
  bool lasting = false;
  std::span<const std::string_view> derived;
  void (*complete)(void* row, const Nouns&) = nullptr;
  /// `whole`: each row is completed, and copied if it is kept.
  void (*offer)(Best&, const Nouns&, const Actor&, bool whole) = nullptr;
  std::optional<UnitCode> home;
};

/// The best rows of one desk, complete, and how many there were.
struct Part {
  std::vector<Kept> rows;
  size_t total = 0;
};
Part best_rows(const ListType& list, const Selection& selection, const Nouns& nouns,
               const Actor& caller);

/// One page out of the desks' parts, in the order of the desks where the rows are equal. `name` is
/// a CSV file's, without its ending.
Response page_of(const Selection& selection, std::vector<Part> parts, std::string_view name);

Handler handler_of(const ListType& list);

/// What a list's request may ask, for OpenAPI.
std::vector<Parameter> parameters_of(const RowType& row);

template <class L>
void offer_each(Best& best, const Nouns& nouns, const Actor& caller, bool whole) {
  using Row = typename L::Row;
  if constexpr (L::lasting) {
    if (!whole)
      return L::each(nouns, caller, [&](const Row& row) {
        if (best.admits(&row)) best.keep({.row = &row, .owner = {}});
      });
  }
  L::each(nouns, caller, [&](Row row) {
    if constexpr (requires { L::complete(row, nouns); }) L::complete(row, nouns);
    if (!best.admits(&row)) return;
    auto owner = std::make_shared<Row>(std::move(row));
    const void* at = owner.get();
    best.keep({.row = at, .owner = std::move(owner)});
  });
}

template <class L>
ListType list_type() {
  using Row = typename L::Row;
  ListType list{.row = &row_type<Row>(),
                .sort = L::sort,
                .lasting = L::lasting,
                .derived = {},
                .offer = offer_each<L>,
                .home = {}};
  if constexpr (requires(Row & row, const Nouns& nouns) { L::complete(row, nouns); }) {
    list.derived = L::derived;
    list.complete = [](void* row, const Nouns& nouns) {
      L::complete(*static_cast<Row*>(row), nouns);
    };
  }
  if constexpr (requires { L::home; }) list.home = L::home;
  return list;
}

}  // namespace listing

/// Answers GET of a list.
template <class L>
Route list_route(std::string path, std::string operation, std::string tag, std::string summary) {
  const listing::ListType list = listing::list_type<L>();
  return {.method = "GET",
          .path = std::move(path),
          .operation = std::move(operation),
          .tag = std::move(tag),
          .summary = std::move(summary),
          .role = Role::viewer,
          .handler = listing::handler_of(list),
          .parameters = listing::parameters_of(*list.row),
          .answer_schema = json_schema<std::vector<typename L::Row>>()};
}

}  // namespace lifeline::desk
