// SPDX-License-Identifier: Apache-2.0
// A resource of a TM Forum API, described by one struct: its attributes with their types, how its
// rows are found and written, and how a request becomes a command. The engine (api.h) makes the
// routes of TMF630 from it: POST, GET of one and of a list, PATCH, DELETE, and the hub.
//
// Values are JSON texts (base/json_text.h). A resource that cannot be made, changed or removed
// leaves that function empty, and the method is not allowed there; a task resource (TMF642's
// ackAlarms, say) has `create` and rows of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/attributes.h"
#include "desk/desks.h"
#include "gateway/tmf/query.h"
#include "journal/journal.h"

namespace lifeline::tmf {

enum class Type { text, date_time, number, boolean, object, array };

/// A row while its desk is looked at.
struct Row {
  const void* at = nullptr;
  const desk::Nouns* nouns = nullptr;
  uint64_t noun = 0;                    // its bit, where a resource has rows of more than one
  const desk::Actor* caller = nullptr;  // who looks at it
};
Row seen_by(const Row& row, const desk::Actor& caller);

/// An attribute of a resource, or a member of an object or of the objects in an array.
struct Attribute {
  std::string_view name;
  Type type = Type::text;
  bool is_mandatory = false;                 // in a POST; of a member: wherever its object stands
  bool is_changeable = true;                 // by a PATCH
  std::vector<std::string_view> words = {};  // the only texts allowed; none: any
  std::vector<Attribute> members = {};
  /// Appends the value as JSON, or nothing when the row has none; null: Resource::write_kept.
  void (*write)(const Row&, std::string&) = nullptr;
  /// What of a text or a date-time is compared, without writing it; nothing: as it is written.
  std::optional<Sight> (*look)(const Row&) = nullptr;
};

/// Name → JSON text.
using Values = desk::Attributes;

/// What was posted, already checked against the attributes.
struct Posted {
  const desk::Request& request;
  const desk::Plan& plan;
  std::string id;  // of the resource; "" when it is new
  Values values;
  Instant now;
};

/// Where it is decided, and what.
struct Made {
  UnitCode desk;
  desk::Intent intent;
  std::string id_begins = {};  // what stands before the desk's own id of the new row
  /// The resource's word for a field of the command that is refused; null: it is the same.
  std::string (*field_of)(std::string_view field) = nullptr;
};
using Make = std::function<Result<Made>(const Posted&)>;

/// A task that first changes things on several desks: then what is decided of the task itself.
struct Carrying {
  std::shared_ptr<const desk::Request> request;
  Values values;
  desk::Desks& desks;
  desk::Reply reply;  // when it comes to nothing
};
using Carry = std::function<void(Carrying, std::function<void(Result<Made>)> then)>;

/// Something that subscribers are told of one row.
struct Notice {
  std::string event;  // "StatusChange": the type is the resource's, this and "Event"
  std::string id;     // of the row
  uint64_t position = 0;
  size_t part = 0;  // of what one event tells of several rows, from 1 on
};

struct Resource {
  std::string api;                    // "/tmf-api/troubleTicket/v4"
  std::string name;                   // "troubleTicket"
  std::string type;                   // "TroubleTicket"
  std::string noun;                   // its tag in the API's description
  std::vector<Attribute> attributes;  // the first is the id
  std::vector<std::string> event_kinds = {};

  /// The rows within the caller's reach, always in the same order.
  std::function<void(const desk::Nouns&, const desk::Actor&, std::function<void(const Row&)>)> each;
  /// Shows the row of that id, whether gone or not, if there is one. False: there is none.
  std::function<bool(const desk::Nouns&, std::string_view id, std::function<void(const Row&)>)>
      find;
  std::function<bool(const Row&, const desk::Actor&)> sees;
  std::function<bool(const Row&)> is_gone = nullptr;
  /// Whether callers who see the row see different things of it; null: none does so.
  std::function<bool(const Row&)> differs_by_caller = nullptr;
  /// Appends the value of an attribute kept as posted; the names of all that are not described.
  std::function<void(const Row&, std::string_view name, std::string&)> write_kept = nullptr;
  std::function<void(const Row&, std::function<void(std::string_view name)>)> others = nullptr;
  /// The desk that such an id belongs to, if it is one; null: an id names no desk, all are asked.
  std::function<std::optional<UnitCode>(const desk::Plan&, std::string_view id)> desk_of = nullptr;

  Make create = nullptr;
  Carry carry = nullptr;  // in place of create
  Make change = nullptr;
  Make remove = nullptr;
  desk::Role remove_role = desk::Role::commander;
  Error missing;  // of an id that nothing has, or nothing that the caller sees

  /// What a batch of a desk's journal tells of rows; the nouns it looks at.
  uint64_t told_nouns = 0;
  std::function<void(const journal::Batch&, const desk::Nouns&, std::vector<Notice>&)> tell =
      nullptr;
  /// Another resource of the API, whose notices go to the same hub, and so on.
  std::shared_ptr<const Resource> told_beside = nullptr;

  std::string path() const { return api + "/" + name; }
};

/// Stands in written documents for how the reader calls this server; no JSON text has that byte.
inline constexpr char base_mark = '\1';

/// The attribute of that name, or null.
const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name);

/// Appends the value of any attribute, described or not; nothing when the row has none.
void write_value(const Resource& resource, const Row& row, std::string_view name, std::string& out);

/// The id as it stands in a path: what is no letter, digit or one of "-._~" by its bytes.
std::string path_part(std::string_view id);

/// The row as a JSON object, with base_mark before each path. `fields`: id, href and these only.
std::string write_row(const Resource& resource, const Row& row,
                      const std::vector<std::string>* fields = nullptr);

/// With every base_mark replaced.
std::string based(std::string text, std::string_view base);

/// What was posted as values, nulls left out, or kept in a patch. Errors: attribute_must_be_given,
/// attribute_must_be_changeable, field_must_have_the_right_type, field_must_be_well_formed,
/// field_must_be_a_known_word, body_must_be_an_object, those of checked_json.
Result<Values> posted_values(const Resource& resource, std::string_view body, bool is_patch);

}  // namespace lifeline::tmf
