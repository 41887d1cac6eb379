// SPDX-License-Identifier: Apache-2.0
// The phone's one state: who it is, the crew's jobs, what is kept, and whether the server is there.
// One round tells what is kept and then asks what is new; it goes at once after a press, when the
// network comes back and when the phone is looked at, and otherwise by a timer: every 15 s while
// all is well, after ever longer waits while nobody answers.
import { computed, ref, shallowRef } from 'vue';
import type { Crew } from '@/command/crew/model';
import { crew_path } from '@/command/crew/model';
import type { Account } from '@/command/session/session';
import type { Site } from '@/network/site/model';
import { get, get_changed, line, post } from './line';
import { no_words, type KeptStep, type Mine, type Refusal, type Verb, type Words } from './model';
import { ask_clock, at_of_phone, now_ms, start_phone_clock } from './phone_clock';
import { Refused, SignedOut, tell_all, Unreached, wait_ms } from './queue';
import { drop_refused, keep_step, keep_words, read_words, shelf, tell_again } from './shelf';
import { advanced, standings, type Standing } from './standing';

export type Connection = 'asking' | 'reached' | 'unreached' | 'signed_out' | 'refused';

const quiet_ms = 15_000; // between rounds when all is well
const facts_ms = 60_000; // that what a crew is and has may be old
const lock_name = 'lifeline-phone';
const nothing: Mine = { crews: [], duty: [], jobs: [] };

const account = shallowRef<Account | null>(null);
const connection = ref<Connection>('asking');
const mine = shallowRef<Mine>(nothing);
const kept = shallowRef<KeptStep[]>([]);
const crew = shallowRef<Crew | null>(null);
const sites = shallowRef<Record<string, Site>>({});
const heard_at_ms = ref(0); // by the server's clock
const is_telling = ref(false);
const shelf_failed = ref(false);
const no_entry = shallowRef<Refusal | null>(null); // why this account gets no jobs
const others = new BroadcastChannel(lock_name);

let tag = '';
let failures = 0;
let timer = 0;
let running: Promise<void> | null = null;
let again = false;
let facts_at_ms = 0;

const own_words = (name: string) => `${name}:${account.value?.name ?? ''}`;

async function read_shelf(): Promise<void> {
  try {
    kept.value = await shelf.steps();
    shelf_failed.value = false;
  } catch {
    shelf_failed.value = true;
  }
}

async function read_heard(): Promise<void> {
  const heard = await read_words<{ mine: Mine; tag: string; at_ms: number }>(own_words('mine'));
  mine.value = heard?.mine ?? nothing;
  tag = heard?.tag ?? '';
  heard_at_ms.value = heard?.at_ms ?? 0;
  crew.value = (await read_words<Crew>(own_words('crew'))) ?? null;
  sites.value = (await read_words<Record<string, Site>>(own_words('sites'))) ?? {};
}

async function become(next: Account): Promise<void> {
  const is_other = account.value?.name !== next.name;
  account.value = next;
  await keep_words('account', next);
  if (is_other) await read_heard();
}

// One tab tells at a time, where the browser can see to it; the keys make sure without.
async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return navigator.locks.request(lock_name, work) as Promise<T>;
}

async function tell_kept(): Promise<void> {
  const name = account.value?.name;
  if (!name || waiting.value.length === 0) return;
  const told = waiting.value;
  is_telling.value = true;
  try {
    const { taken, refused } = await alone(() => tell_all(shelf, line, name));
    if (taken + refused > 0) others.postMessage('changed');
  } finally {
    is_telling.value = false;
    await read_shelf();
    const left = new Set(kept.value.map(({ key }) => key));
    const taken = told.filter(({ key }) => !left.has(key));
    mine.value = { ...mine.value, jobs: advanced(mine.value.jobs, taken) };
    await keep_mine();
  }
}

const keep_mine = () =>
  keep_words(own_words('mine'), { mine: mine.value, tag, at_ms: heard_at_ms.value });

async function ask_mine(): Promise<void> {
  const changed = await get_changed<Mine>('/jobs/mine', tag);
  heard_at_ms.value = now_ms();
  if (changed) {
    mine.value = { ...nothing, ...changed.body };
    tag = changed.tag;
  }
  await keep_mine();
}

// What helps but may be refused: a site beyond the reach leaves its name unknown, no more.
async function ask_facts(): Promise<void> {
  if (Date.now() - facts_at_ms < facts_ms) return;
  const unless_refused = async <T>(asked: Promise<T>) =>
    asked.catch((error) => {
      if (error instanceof Refused) return undefined;
      throw error;
    });
  await ask_clock();
  const [own] = mine.value.crews;
  if (own) await take_crew(await unless_refused(get<Crew>(crew_path(own))));
  const known = { ...sites.value };
  for (const { job } of mine.value.jobs) {
    if (!job.site || known[job.site]) continue;
    const site = await unless_refused(get<Site>(`/sites/${encodeURIComponent(job.site)}`));
    if (site) known[job.site] = site;
  }
  sites.value = known;
  await keep_words(own_words('sites'), known);
  facts_at_ms = Date.now();
}

async function take_crew(next: Crew | undefined): Promise<void> {
  if (!next) return;
  crew.value = next;
  await keep_words(own_words('crew'), next);
}

async function ask_account(): Promise<void> {
  const answer = await get<{ account: Account }>('/session');
  await become(answer.account);
}

async function round(): Promise<void> {
  try {
    // Somebody else may have signed in on this phone: what is told is told in the right name.
    const is_known = account.value !== null && connection.value === 'reached';
    if (!is_known || waiting.value.length > 0) await ask_account();
    await tell_kept();
    await ask_mine();
    if (failures > 0) facts_at_ms = 0;
    await ask_facts();
    failures = 0;
    connection.value = 'reached';
  } catch (error) {
    failures += 1;
    if (error instanceof SignedOut) connection.value = 'signed_out';
    else if (error instanceof Unreached) connection.value = 'unreached';
    else if (error instanceof Refused)
      [connection.value, no_entry.value] = ['refused', error.refusal];
    else throw error;
  }
}

function plan(): void {
  clearTimeout(timer);
  if (connection.value === 'signed_out') return;
  const after_ms = failures > 0 ? wait_ms(failures - 1) : quiet_ms;
  timer = window.setTimeout(() => void wake(), after_ms);
}

// A round that is asked for while one runs comes right after it.
function wake(): Promise<void> {
  again = true;
  running ??= (async () => {
    while (again) {
      again = false;
      await round().catch(() => (shelf_failed.value = true));
    }
    running = null;
    plan();
  })();
  return running;
}

// Kept on the phone before anything else happens; `false` where it waits already.
async function press(standing: Standing, step: Verb, words: Partial<Words> = {}): Promise<boolean> {
  const { job, crew: own } = standing;
  try {
    const is_new = await keep_step({
      ...no_words,
      ...words,
      account: account.value?.name ?? '',
      crew: own,
      job: job.id,
      title_zh: job.title_zh,
      title_en: job.title_en,
      step,
      at: new Date(now_ms()).toISOString(),
    });
    await read_shelf();
    others.postMessage('changed');
    void wake();
    return is_new;
  } catch (error) {
    shelf_failed.value = true;
    throw error;
  }
}

// A step that lay ahead of the server's time is told with the time that is now; others keep theirs.
async function again_with(steps: KeptStep[]): Promise<void> {
  await ask_clock().catch(() => undefined);
  const latest = now_ms();
  const at_of = (step: KeptStep) => new Date(Math.min(Date.parse(step.at), latest)).toISOString();
  await tell_again(
    steps.map(({ seq }) => seq),
    at_of,
  );
  await read_shelf();
  void wake();
}

async function forget(steps: KeptStep[]): Promise<void> {
  await drop_refused(steps.map(({ seq }) => seq));
  await read_shelf();
  others.postMessage('changed');
}

async function sign_in(name: string, password: string): Promise<void> {
  const answer = await post<{ account: Account }>('/session', { name, password });
  await become(answer.account);
  [connection.value, failures, facts_at_ms] = ['asking', 0, 0];
  others.postMessage('changed');
  await wake();
}

async function check_in(key: string): Promise<void> {
  const own = crew.value?.id;
  if (own) await take_crew(await post<Crew>(`${crew_path(own)}/check_in`, {}, key));
}

async function start_phone(): Promise<void> {
  try {
    await start_phone_clock();
    account.value = (await read_words<Account>('account')) ?? null;
    if (account.value) await read_heard();
  } catch {
    shelf_failed.value = true;
  }
  await read_shelf();
  others.onmessage = () => void read_shelf().then(wake);
  window.addEventListener('online', () => void wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && connection.value !== 'signed_out') void wake();
  });
  void wake();
}

const mine_of = computed(() => kept.value.filter((one) => one.account === account.value?.name));
const waiting = computed(() => mine_of.value.filter((one) => !one.refusal));
const refused = computed(() => mine_of.value.filter((one) => one.refusal));
const of_others = computed(() =>
  kept.value.filter((one) => one.account !== account.value?.name && !one.refusal),
);
const jobs = computed(() => standings(mine.value.jobs, mine_of.value));
const duty = computed(() => mine.value.duty.find(({ phone }) => phone) ?? null);

export function use_phone() {
  return {
    account,
    connection,
    crew,
    duty,
    heard_at_ms,
    is_telling,
    jobs,
    mine,
    no_entry,
    of_others,
    refused,
    shelf_failed,
    sites,
    waiting,
    again_with,
    at_of_phone,
    check_in,
    forget,
    press,
    sign_in,
    start_phone,
    wake,
  };
}
