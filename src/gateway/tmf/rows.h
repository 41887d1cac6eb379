// SPDX-License-Identifier: Apache-2.0
// What resources do alike that show a noun of this server: whose desk an id names, what is decided
// there, what was posted beyond what is described, and references to other things.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json_read.h"
#include "desk/exchange.h"
#include "gateway/tmf/items.h"
#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

using Show = std::function<void(const Row&)>;

/// The desk that such an id names, if there is one.
template <class Tag>
std::optional<UnitCode> desk_named(const desk::Plan& plan, std::string_view text) {
  const auto id = parse_id<Tag>(text);
  if (!id || !*id) return std::nullopt;
  for (const UnitCode desk : plan.desks())
    if (desk.value == id->desk) return desk;
  return std::nullopt;
}

template <class Command>
Result<Made> made(const Posted& posted, UnitCode desk, Command command, std::string why = {}) {
  auto intent = desk::intent_of(posted.request, std::move(command), std::move(why));
  if (!intent) return tl::unexpected(std::move(intent.error()));
  return Made{.desk = desk, .intent = std::move(*intent)};
}

/// The reason in the query of a DELETE.
std::string reason_of(const desk::Request& request, std::string usual);

/// Shows the names of what was posted and is not described.
void show_others(const std::vector<Attribute>& described, const desk::Attributes& posted,
                 const std::function<void(std::string_view)>& show);

/// An item that refers to something, its href a path of this server.
struct Reference {
  std::string id;
  std::string href;
  std::string name = {};
  std::string_view role;
  std::string_view type;  // "RelatedParty"
  std::string_view referred;
};
/// Adds it unless an item of that id was posted, or it has none.
void add_reference(Items& items, const Reference& reference);
/// A RelatedEntity, by its id below a path.
void add_entity(Items& items, const std::string& id, const std::string& path, std::string_view role,
                std::string_view referred);
/// A RelatedParty: the unit with its name.
void add_unit(Items& items, UnitCode unit, std::string_view role, const desk::Nouns& nouns);

/// A note that is not one of an array; nothing without a text.
struct Note {
  std::string text;
  std::string author;
  Instant at;
};
void write_note(std::string& out, const Note& note);

/// What an import tells: of each row that it brings, Create or, of one that was there before, a
/// change. `rows` is the member of the event that has them.
void tell_of_import(Json event, std::string_view rows, uint64_t position, std::vector<Notice>& out);

}  // namespace lifeline::tmf
