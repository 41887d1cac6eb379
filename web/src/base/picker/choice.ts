// SPDX-License-Identifier: Apache-2.0
// What a picker offers, and the usual way to find it: by a few letters in a list of the server.
import { get_list } from '@/base/api/client';

export interface Choice {
  id: string;
  word: string;
  note: string;
}

export type Seek = (sought: string) => Promise<Choice[]>;

const offered_max = '8';

export function seek_in<Row>(
  path: string,
  words: (sought: string) => Record<string, string>,
  choice_of: (row: Row) => Choice,
): Seek {
  return async (sought) => {
    const query = new URLSearchParams({ ...words(sought), limit: offered_max });
    return (await get_list<Row>(`${path}?${query}`)).rows.map(choice_of);
  };
}
