// SPDX-License-Identifier: Apache-2.0
// What is written and not saved, for each door: it stands while the reader looks at another door,
// and when somebody else was quicker.
import { computed, reactive, type Ref } from 'vue';
import { request } from '@/base/api/client';
import { path_of, type MappingRow } from './model';
import { read_text, says_the_same, spread_text, write_text, type Value } from './text';

interface Draft {
  text: string;
  based_on: number; // the version that the writer saw
}

export function use_drafts(rows: Ref<MappingRow[]>, row: Ref<MappingRow | undefined>) {
  const drafts = reactive(new Map<string, Draft>());

  const begun = (of: MappingRow): Draft => ({
    text: spread_text(of.text),
    based_on: of.version,
  });
  const is_changed = (of: MappingRow) =>
    !says_the_same(drafts.get(of.door)?.text ?? of.text, of.text);
  const draft = computed(() =>
    row.value ? (drafts.get(row.value.door) ?? begun(row.value)) : { text: '', based_on: 0 },
  );
  const text = computed({
    get: () => draft.value.text,
    set: (next) =>
      row.value && drafts.set(row.value.door, { text: next, based_on: draft.value.based_on }),
  });
  const read = computed(() => read_text(text.value));
  const value = computed({
    get: () => read.value.value,
    set: (next: Value | null) => {
      if (next) text.value = write_text(next);
    },
  });
  const changed = computed(() => row.value !== undefined && is_changed(row.value));
  const some_changed = computed(() => rows.value.some(is_changed));
  // Somebody else's version came between.
  const is_behind = computed(
    () => changed.value && row.value !== undefined && draft.value.based_on !== row.value.version,
  );

  function take_theirs(): void {
    if (row.value) drafts.delete(row.value.door);
  }

  function go_on_from_theirs(): void {
    if (row.value) drafts.set(row.value.door, { text: text.value, based_on: row.value.version });
  }

  async function save(reason: string, key: string): Promise<MappingRow> {
    const { door } = row.value as MappingRow;
    const response = await request(path_of(door), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ text: text.value, based_on: draft.value.based_on, reason }),
    });
    const saved = (await response.json()) as MappingRow;
    drafts.delete(door);
    return saved;
  }

  return {
    text,
    wrong: computed(() => read.value.wrong),
    value,
    changed,
    some_changed,
    is_behind,
    take_theirs,
    go_on_from_theirs,
    save,
  };
}

export type Drafts = ReturnType<typeof use_drafts>;
