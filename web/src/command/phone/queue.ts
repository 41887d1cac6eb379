// SPDX-License-Identifier: Apache-2.0
// Tells the server the steps that a phone kept, oldest first, each until it is answered.
//
//   pressed ──▶ kept ──▶ told ──▶ taken: gone from the phone
//                ▲ no answer │ └──▶ refused: shown, until somebody tells it again or drops it
//                └───────────┘
//
// A step leaves the phone only when the server has answered its key, so a request or an answer that
// is lost, a reload and a killed tab lose nothing; the key never changes while there is no answer,
// so nothing counts twice, even if two tabs tell the same. A step is never told before the ones
// that were pressed before it: a call begins with the oldest, and stops where no answer came.
import type { KeptPhoto, KeptStep, Refusal, SyncAnswer, SyncStep } from './model';

/// No answer came, or one that says "later": everything stays kept.
export class Unreached extends Error {}

/// The log-in is over: everything stays kept until somebody has signed in again.
export class SignedOut extends Error {}

/// The server read the request and says no to it as a whole.
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.name);
  }
}

export interface Settled {
  seq: number;
  key: string; // that was answered; the step may have been told anew by another since
  refusal: Refusal | null; // null: it was taken
}

/// What survives a reload; each call is done as a whole or not at all.
export interface Shelf {
  steps(): Promise<KeptStep[]>; // in the order of the presses
  settle(settled: Settled[]): Promise<void>; // what was taken goes, with its photos
  photo(id: string): Promise<KeptPhoto | undefined>;
  name_photo(id: string, attachment: string): Promise<void>;
}

/// The line to the server. Throws Unreached, SignedOut or Refused.
export interface Line {
  tell(steps: SyncStep[]): Promise<SyncAnswer[]>;
  send_photo(photo: KeptPhoto): Promise<string>;
}

export interface Told {
  taken: number;
  refused: number;
}

const steps_at_once = 50;

const lost_photo: Refusal = { status: 0, name: 'photo_must_be_kept', detail: '', field: 'photos' };

// The ids by which the server knows the step's photos, after sending those that it does not know.
async function sent_photos(step: KeptStep, shelf: Shelf, line: Line): Promise<string[]> {
  const ids: string[] = [];
  for (const id of step.photos) {
    const photo = await shelf.photo(id);
    if (!photo) throw new Refused(lost_photo);
    const attachment = photo.attachment || (await line.send_photo(photo));
    if (!photo.attachment) await shelf.name_photo(id, attachment);
    ids.push(attachment);
  }
  return ids;
}

function sync_step(step: KeptStep, photos: string[]): SyncStep {
  const { key, job, step: verb, crew, at, reason, note, number, parts } = step;
  return { key, job, step: verb, crew, at, reason, note, number, photos, parts };
}

// What the server's answers settle. One that says "later" (a desk that is overloaded) settles
// nothing, and neither do those after it.
function settled_by(answers: SyncAnswer[], batch: KeptStep[]): Settled[] {
  const by_key = new Map(answers.map((answer) => [answer.key, answer]));
  const settled: Settled[] = [];
  for (const { key, seq } of batch) {
    const answer = by_key.get(key);
    if (!answer || answer.status === 429 || answer.status >= 500) break;
    const { status, name, detail, field } = answer;
    settled.push({ seq, key, refusal: status === 200 ? null : { status, name, detail, field } });
  }
  return settled;
}

/// Tells all that `account` has kept. Throws Unreached or SignedOut where it could not go on; what
/// was answered before that is settled.
export async function tell_all(shelf: Shelf, line: Line, account: string): Promise<Told> {
  const told: Told = { taken: 0, refused: 0 };
  let count_max = steps_at_once;
  const settle = async (settled: Settled[]) => {
    await shelf.settle(settled);
    for (const { refusal } of settled) told[refusal ? 'refused' : 'taken'] += 1;
  };
  for (;;) {
    const waiting = (await shelf.steps()).filter((s) => s.account === account && !s.refusal);
    const batch = waiting.slice(0, count_max);
    if (batch.length === 0) return told;
    const steps: SyncStep[] = [];
    try {
      for (const step of batch) {
        // A photo is sent when its step's turn has come, not before what was pressed earlier.
        if (step.photos.length > 0 && steps.length > 0) break;
        steps.push(sync_step(step, await sent_photos(step, shelf, line)));
        if (step.photos.length > 0) break;
      }
      const settled = settled_by(await line.tell(steps), batch.slice(0, steps.length));
      await settle(settled);
      if (settled.length < steps.length) throw new Unreached();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Of many the wrong one is found by telling each alone; alone it is the wrong one itself.
      const [{ seq, key }] = batch as [KeptStep];
      if (steps.length <= 1) await settle([{ seq, key, refusal: error.refusal }]);
      count_max = 1;
    }
  }
}

/// How long to wait before the next try, after so many that failed.
export function wait_ms(failures: number): number {
  const first_ms = 2_000;
  const longest_ms = 60_000;
  return Math.min(longest_ms, first_ms * 2 ** Math.min(failures, 10));
}
