// SPDX-License-Identifier: Apache-2.0
// Saved views and chosen columns of one browser. A view is a name and the words of an address.
import { ref, type Ref } from 'vue';

export interface SavedView {
  name: string;
  query: Record<string, string>;
}

const views_max = 30;

export function read_kept<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`lifeline.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(`lifeline.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden store loses a convenience, not work.
  }
}

export function use_views(noun: string): {
  views: Ref<SavedView[]>;
  save: (name: string, query: Record<string, string>) => void;
  remove: (name: string) => void;
} {
  const key = `views.${noun}`;
  const views = ref<SavedView[]>(read_kept<SavedView[]>(key, []));

  function put(next: SavedView[]): void {
    views.value = next.slice(0, views_max);
    keep(key, views.value);
  }

  return {
    views,
    save: (name, query) => put([{ name, query }, ...views.value.filter((v) => v.name !== name)]),
    remove: (name) => put(views.value.filter((view) => view.name !== name)),
  };
}
