// SPDX-License-Identifier: Apache-2.0
import type { Router } from 'vue-router';
import { help_open, type Bindings } from '@/base/keyboard/keyboard';
import type { use_session } from '@/command/session/session';
import { read_opened } from '@/base/sheet/address';
import { address_word } from '@/base/table/query';
import { wings } from './wings';

// `g` and a letter goes to a page, `?` shows all keys, `o` issues an order where no page says more.
export function page_keys(router: Router, session: ReturnType<typeof use_session>): Bindings {
  const bindings: Bindings = {
    '?': () => {
      help_open.value = !help_open.value;
    },
    o: () => {
      const route = router.currentRoute.value;
      const opened = read_opened(address_word(route.query, 'open'));
      if (!session.at_least('commander') || opened?.kind === 'order_form') return false;
      void router.push({ path: route.path, query: { ...route.query, open: 'order_form:new' } });
      return true;
    },
  };
  for (const page of wings.flatMap((wing) => wing.pages)) {
    bindings[`g ${page.letter}`] = () => {
      if (!session.signed_in || (page.role && !session.at_least(page.role))) return false;
      void router.push(page.path);
      return true;
    };
  }
  return bindings;
}
