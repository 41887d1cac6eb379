// SPDX-License-Identifier: Apache-2.0
#include "command/account/view.h"

namespace lifeline::account {

Row row_of(const Account& account) {
  return {.name = account.name,
          .display_name = account.display_name,
          .role = account.role,
          .unit = account.unit,
          .disabled = account.disabled};
}

}  // namespace lifeline::account
