// SPDX-License-Identifier: Apache-2.0
// All desks as an api or a gateway sees them. Looks and answers run on the desk's own thread, so
// they see its state exactly as it is; replies come from another thread, once everything that was
// seen is durable.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "desk/desk.h"
#include "desk/route.h"

namespace lifeline::desk {

/// Makes the response from the outcome and the state right after it.
using Answer = std::function<Response(const Outcome&, const Nouns&)>;
using Look = std::function<Response(const Nouns&)>;

class Desks {
 public:
  virtual ~Desks() = default;
  virtual const Plan& plan() const = 0;
  virtual Instant now() const = 0;

  /// Decides on a desk. A queue that is full answers 503 at once (desk_must_keep_up).
  virtual void submit(UnitCode desk, Intent intent, Answer answer, Reply reply) = 0;

  /// Looks at one desk.
  virtual void read(UnitCode desk, Look look, Reply reply) = 0;

  /// Looks at every desk, in parallel, then combines once; `index` counts plan().desks().
  virtual void read_each(std::function<void(size_t index, UnitCode desk, const Nouns&)> look,
                         std::function<Response()> combine, Reply reply) = 0;
};

/// The desk named in an id ("420000-17"), if there is one.
template <class AnId>
Result<AnId> known_id(const Desks& desks, std::string_view text, std::string_view name) {
  const auto id = [&]<class Tag>(Id<Tag>) { return parse_id<Tag>(text); }(AnId{});
  if (id && *id)
    for (const UnitCode desk : desks.plan().desks())
      if (desk.value == id->desk) return *id;
  return not_found(name, "id");
}

}  // namespace lifeline::desk
