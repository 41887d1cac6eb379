// SPDX-License-Identifier: Apache-2.0
// A unit or a person as one word for a picker: "unit:420106", "person:HB-001".
import { get_list } from '@/base/api/client';
import { name_of } from '@/base/i18n/i18n';
import type { Choice } from '@/base/picker/choice';
import type { PersonRow } from '@/command/person/model';
import type { UnitRow } from '@/command/unit/model';
import { sought_words } from '@/command/unit/scope';
import type { Who } from './model';

export const token_of = (who: Who) =>
  who.person ? `person:${who.person}` : `unit:${who.unit ?? ''}`;

export function who_of(token: string): Who {
  const id = token.slice(token.indexOf(':') + 1);
  return token.startsWith('person:') ? { person: id } : { unit: id };
}

const offered_each = '5';

const rows_of = async <Row>(path: string, words: Record<string, string>) => {
  const query = new URLSearchParams({ ...words, limit: offered_each });
  return (await get_list<Row>(`${path}?${query}`).catch(() => ({ rows: [] as Row[] }))).rows;
};

// Units and people whose name or number has these letters.
export async function seek_who(sought: string): Promise<Choice[]> {
  const [units, people] = await Promise.all([
    rows_of<UnitRow>('/units', sought_words(sought)),
    rows_of<PersonRow>('/people', { q: sought }),
  ]);
  return [
    ...units.map((row) => ({
      id: token_of({ unit: row.code }),
      word: name_of(row) || row.code,
      note: row.code,
    })),
    ...people.map((row) => ({
      id: token_of({ person: row.id }),
      word: name_of(row) || row.id,
      note: `${row.id} · ${row.unit}`,
    })),
  ];
}
