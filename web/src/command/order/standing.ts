// SPDX-License-Identifier: Apache-2.0
// Who a reader is to a recipient: itself, one who answers for it, its superior.
import { in_scope } from '@/command/unit/scope';
import { owes, type Recipient } from './model';

export interface Reader {
  unit: string;
  person: string; // the reader's own staff number, "" for none
  operates: boolean;
  commands: boolean;
}

type Named = Pick<Recipient, 'unit' | 'person'>;

// The unit that one is of, or the person that one is.
export const is_own = (one: Named, reader: Reader) =>
  one.person ? one.person === reader.person : one.unit === reader.unit;

export const may_answer = (one: Named, reader: Reader) =>
  reader.operates && (in_scope(one.unit, reader.unit) || is_own(one, reader));

// A commander of a unit above it, or of the issuer.
export const is_superior = (one: Named, issuer: string, reader: Reader) =>
  reader.commands &&
  in_scope(one.unit, reader.unit) &&
  (one.unit !== reader.unit || one.person !== '' || reader.unit === issuer);

// Nobody is counted who only came in by escalation, or whose place another took.
export const is_counted = (one: Pick<Recipient, 'way' | 'state'>) =>
  one.way !== 'escalation' && one.state !== 'handed_on' && one.state !== 'released';

export type Deed = 'supervise' | 'hand_back' | 'hand_on';

export function deeds_of(one: Recipient, issuer: string, reader: Reader): Deed[] {
  if (!is_superior(one, issuer, reader)) return [];
  if (one.state === 'done') return ['hand_back'];
  const deeds: Deed[] = owes(one) ? ['supervise'] : [];
  return is_counted(one) ? [...deeds, 'hand_on'] : deeds;
}

// For whom the reader answers: oneself before one's unit before the others, as they come.
export function answerable(recipients: readonly Recipient[], reader: Reader): Recipient[] {
  const rank = (one: Recipient) => (!is_own(one, reader) ? 2 : one.person ? 0 : 1);
  return recipients
    .filter((one) => owes(one) && may_answer(one, reader))
    .map((one, place) => ({ one, place }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.place - b.place)
    .map(({ one }) => one);
}
