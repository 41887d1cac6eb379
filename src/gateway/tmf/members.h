// SPDX-License-Identifier: Apache-2.0
// Attributes and member lists that TM Forum's resources have in common.
#pragma once

#include "gateway/tmf/resource.h"

namespace lifeline::tmf {

using Write = void (*)(const Row&, std::string&);

/// With @baseType, @schemaLocation and @type; of a reference also @referredType.
std::vector<Attribute> with_kinds(std::vector<Attribute> members, bool is_reference);
/// id, href, name and the kinds; with a role where it has one.
std::vector<Attribute> reference(bool must_refer, bool has_role, bool must_have_role);
Attribute moment(std::string_view name, Write write = nullptr, bool is_changeable = true);
Attribute list(std::string_view name, std::vector<Attribute> members, Write write = nullptr);

}  // namespace lifeline::tmf
