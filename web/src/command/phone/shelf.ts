// SPDX-License-Identifier: Apache-2.0
// What a phone keeps through a reload, a killed tab and an empty battery: IndexedDB, one database.
//   steps    seq → KeptStep, in the order of the presses
//   photos   id → KeptPhoto, until the step that names it is taken
//   words    name → what was heard or typed last: my jobs, my crew, a note that is not pressed yet
// A promise is kept when the transaction is on the disk, not before.
import { new_key } from '@/base/api/client';
import type { KeptPhoto, KeptStep, Pressed } from './model';
import type { Shelf } from './queue';

const name = 'lifeline-phone';
const version = 1;
type Store = 'steps' | 'photos' | 'words';

let opening: Promise<IDBDatabase> | null = null;

function open_database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('steps', { keyPath: 'seq', autoIncrement: true });
      asked.result.createObjectStore('photos', { keyPath: 'id' });
      asked.result.createObjectStore('words');
    };
    asked.onsuccess = () => {
      asked.result.onclose = () => (opening = null);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
}

function database(): Promise<IDBDatabase> {
  opening ??= open_database().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

type Stores = (name: Store) => IDBObjectStore;

// One transaction: `work` asks what it needs through callbacks, and says its result.
async function transact<T>(
  names: Store[],
  mode: IDBTransactionMode,
  work: (stores: Stores, say: (result: T) => void) => void,
): Promise<T> {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(names, mode, { durability: 'strict' });
    let result: T;
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
    work(
      (store) => transaction.objectStore(store),
      (said) => (result = said),
    );
  });
}

function read<T>(store: Store, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  return transact<T>([store], 'readonly', (stores, say) => {
    const asked = ask(stores(store));
    asked.onsuccess = () => say(asked.result as T);
  });
}

function write(store: Store, change: (store: IDBObjectStore) => void): Promise<void> {
  return transact<void>([store], 'readwrite', (stores) => change(stores(store)));
}

const is_same = (one: KeptStep, other: Pressed) =>
  one.job === other.job && one.crew === other.crew && one.step === other.step;

// The step, unless the same one waits already: a glove presses twice.
export function keep_step(pressed: Pressed): Promise<boolean> {
  return transact<boolean>(['steps'], 'readwrite', (stores, say) => {
    const asked = stores('steps').getAll();
    asked.onsuccess = () => {
      const kept = asked.result as KeptStep[];
      const waits = kept.some((one) => !one.refusal && is_same(one, pressed));
      say(!waits);
      if (!waits) stores('steps').add({ ...pressed, key: new_key(), refusal: null });
    };
  });
}

function drop(stores: Stores, step: KeptStep): void {
  stores('steps').delete(step.seq);
  for (const photo of step.photos) stores('photos').delete(photo);
}

// With the time of the press, and a key of its own: the old one has been answered.
export function tell_again(seqs: number[], at_of: (step: KeptStep) => string): Promise<void> {
  return write('steps', (store) => {
    for (const seq of seqs) {
      const asked = store.get(seq);
      asked.onsuccess = () => {
        const step = asked.result as KeptStep | undefined;
        if (!step?.refusal) return;
        store.put({ ...step, at: at_of(step), key: new_key(), refusal: null });
      };
    }
  });
}

// Drops refused steps, on somebody's word.
export function drop_refused(seqs: number[]): Promise<void> {
  return transact<void>(['steps', 'photos'], 'readwrite', (stores) => {
    for (const seq of seqs) {
      const asked = stores('steps').get(seq);
      asked.onsuccess = () => {
        const step = asked.result as KeptStep | undefined;
        if (step?.refusal) drop(stores, step);
      };
    }
  });
}

export const shelf: Shelf = {
  steps: () => read<KeptStep[]>('steps', (store) => store.getAll()),
  photo: (id) => read<KeptPhoto | undefined>('photos', (store) => store.get(id)),
  settle: (settled) =>
    transact<void>(['steps', 'photos'], 'readwrite', (stores) => {
      for (const { seq, key, refusal } of settled) {
        const asked = stores('steps').get(seq);
        asked.onsuccess = () => {
          const step = asked.result as KeptStep | undefined;
          if (step?.key !== key) return;
          if (refusal) stores('steps').put({ ...step, refusal });
          else drop(stores, step);
        };
      }
    }),
  name_photo: (id, attachment) =>
    write('photos', (store) => {
      const asked = store.get(id);
      asked.onsuccess = () => asked.result && store.put({ ...asked.result, attachment });
    }),
};

export const keep_photo = (photo: KeptPhoto) => write('photos', (store) => store.put(photo));
export const drop_photo = (id: string) => write('photos', (store) => store.delete(id));

export const read_words = <T>(key: string) =>
  read<T | undefined>('words', (store) => store.get(key));
export const keep_words = (key: string, words: unknown) =>
  write('words', (store) => store.put(words, key));
export const drop_words = (key: string) => write('words', (store) => store.delete(key));
