// SPDX-License-Identifier: Apache-2.0
import { computed } from 'vue';
import { use_people } from '@/command/person/names';
import { use_session } from '@/command/session/session';
import type { Reader } from './standing';

export function use_reader() {
  const session = use_session();
  const people = use_people();
  return computed<Reader>(() => ({
    unit: session.account?.unit ?? '',
    person: people.self?.id ?? '',
    operates: session.at_least('operator'),
    commands: session.at_least('commander'),
  }));
}
