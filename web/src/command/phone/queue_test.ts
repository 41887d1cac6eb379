// SPDX-License-Identifier: Apache-2.0
// The queue against a server and a line that lose what they can: requests, answers, the power.
import { describe, expect, it } from 'vitest';
import type { KeptPhoto, KeptStep, SyncAnswer, SyncStep, Verb } from './model';
import { Refused, SignedOut, tell_all, Unreached, wait_ms } from './queue';
import type { Line, Settled, Shelf } from './queue';

// A small generator of chance, so that a failing seed can be run again (mulberry32).
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function step(seq: number, job: string, verb: Verb, more: Partial<KeptStep> = {}): KeptStep {
  return {
    seq,
    key: `key-${seq}`,
    account: 'zhang',
    crew: 'C1',
    job,
    title_zh: '',
    title_en: '',
    step: verb,
    at: new Date(Date.UTC(2020, 0, 23) + seq * 1000).toISOString(),
    reason: '',
    note: '',
    number: null,
    photos: [],
    parts: {},
    refusal: null,
    ...more,
  };
}

const photo = (id: string): KeptPhoto => ({
  id,
  bytes: new ArrayBuffer(1),
  type: 'image/jpeg',
  attachment: '',
});

class MemoryShelf implements Shelf {
  kept: KeptStep[] = [];
  photos = new Map<string, KeptPhoto>();

  async steps() {
    return structuredClone(this.kept);
  }
  async settle(settled: Settled[]) {
    for (const { seq, key, refusal } of settled) {
      const one = this.kept.find((kept) => kept.seq === seq && kept.key === key);
      if (!one) continue;
      if (refusal) one.refusal = refusal;
      else this.kept.splice(this.kept.indexOf(one), 1);
    }
  }
  async photo(id: string) {
    return structuredClone(this.photos.get(id));
  }
  async name_photo(id: string, attachment: string) {
    this.photos.get(id)!.attachment = attachment;
  }
}

const ok = (one: SyncStep): SyncAnswer => ({
  key: one.key,
  job: one.job,
  step: one.step,
  status: 200,
  state: '',
  name: '',
  detail: '',
  field: '',
});

// Takes each key once, in the order in which it hears of them; refuses the jobs that it is told to.
class Server implements Line {
  taken: SyncStep[] = [];
  photos: string[] = [];
  refused_jobs = new Set<string>();

  async tell(steps: SyncStep[]) {
    return steps.map((one) => {
      if (this.refused_jobs.has(one.job))
        return { ...ok(one), status: 409, name: 'job_must_be_free', detail: 'C2 has it' };
      if (!this.taken.some((other) => other.key === one.key)) this.taken.push(one);
      return ok(one);
    });
  }
  async send_photo({ id }: KeptPhoto) {
    if (!this.photos.includes(id)) this.photos.push(id);
    return `attachment-${id}`;
  }
}

class Killed extends Error {}

// Loses a request before or an answer after the server had it, or kills the tab with it.
function losing(line: Line, random: () => number): Line {
  const through = async <T>(call: () => Promise<T>): Promise<T> => {
    const luck = random();
    if (luck < 0.2) throw new Unreached();
    const answer = await call();
    if (luck < 0.4) throw new Unreached();
    if (luck < 0.5) throw new Killed();
    return answer;
  };
  return {
    tell: (steps) => through(() => line.tell(steps)),
    send_photo: (one) => through(() => line.send_photo(one)),
  };
}

const expected_losses = (error: unknown) => {
  if (!(error instanceof Unreached) && !(error instanceof Killed)) throw error;
};

const course: Verb[] = ['accept', 'depart', 'arrive', 'finish'];

function day_of_work(random: () => number, shelf: MemoryShelf): KeptStep[] {
  const left = [0, 1, 2].map((job) => ({ job: `J${job}`, at: 0 }));
  const pressed: KeptStep[] = [];
  while (left.some(({ at }) => at < course.length)) {
    const open = left.filter(({ at }) => at < course.length);
    const one = open[Math.floor(random() * open.length)]!;
    const seq = pressed.length + 1;
    const photos = course[one.at] === 'finish' && random() < 0.7 ? [`photo-${seq}`] : [];
    for (const id of photos) shelf.photos.set(id, photo(id));
    pressed.push(step(seq, one.job, course[one.at]!, { photos }));
    one.at += 1;
  }
  return pressed;
}

const patience_ms = 60_000; // for a machine that does much else

describe('steps that a phone kept', { timeout: patience_ms }, () => {
  it('are taken once each and in order, whatever requests, answers and tabs are lost', async () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const random = chance(seed);
      const [shelf, server] = [new MemoryShelf(), new Server()];
      const pressed = day_of_work(random, shelf);
      const line = losing(server, random);
      const coming = [...pressed];
      for (let turn = 0; turn < 500 && (coming.length > 0 || shelf.kept.length > 0); turn += 1) {
        while (coming.length > 0 && random() < 0.5) shelf.kept.push({ ...coming.shift()! });
        await tell_all(shelf, line, 'zhang').catch(expected_losses);
      }
      expect([seed, shelf.kept]).toEqual([seed, []]);
      expect([seed, server.taken.map(({ key }) => key)]).toEqual([seed, pressed.map((s) => s.key)]);
      expect(server.taken.map(({ at }) => at)).toEqual(pressed.map(({ at }) => at));
      for (const one of server.taken) {
        const wanted = pressed.find(({ key }) => key === one.key)!.photos;
        expect(one.photos).toEqual(wanted.map((id) => `attachment-${id}`));
        for (const id of wanted) expect(server.photos).toContain(id);
      }
    }
  });

  it('are taken once each and in order when two tabs tell them at once', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = chance(seed);
      const [shelf, server] = [new MemoryShelf(), new Server()];
      const pressed = day_of_work(random, shelf);
      shelf.kept = structuredClone(pressed);
      // Each answer takes its own time, so that the two overtake each other.
      const slow = (line: Line): Line => ({
        async tell(steps) {
          for (let wait = Math.floor(random() * 4); wait > 0; wait -= 1) await Promise.resolve();
          return line.tell(steps);
        },
        send_photo: (one) => line.send_photo(one),
      });
      for (let turn = 0; turn < 500 && shelf.kept.length > 0; turn += 1) {
        const tab = () =>
          tell_all(shelf, slow(losing(server, random)), 'zhang').catch(expected_losses);
        await Promise.all([tab(), tab()]);
      }
      expect([seed, server.taken.map(({ key }) => key)]).toEqual([seed, pressed.map((s) => s.key)]);
      expect([seed, shelf.kept]).toEqual([seed, []]);
    }
  });

  it('stay with the reason when they are refused, and the others go on', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = chance(seed);
      const [shelf, server] = [new MemoryShelf(), new Server()];
      server.refused_jobs.add('J1');
      const pressed = day_of_work(random, shelf);
      shelf.kept = structuredClone(pressed);
      const line = losing(server, random);
      const is_waiting = () => shelf.kept.some(({ refusal }) => refusal === null);
      for (let turn = 0; turn < 500 && is_waiting(); turn += 1)
        await tell_all(shelf, line, 'zhang').catch(expected_losses);
      const others = pressed.filter(({ job }) => job !== 'J1');
      expect(server.taken.map(({ key }) => key)).toEqual(others.map(({ key }) => key));
      expect(shelf.kept.map(({ job, refusal }) => [job, refusal?.detail])).toEqual(
        course.map(() => ['J1', 'C2 has it']),
      );
    }
  });
});

describe('telling', () => {
  const shelf_of = (...kept: KeptStep[]) => Object.assign(new MemoryShelf(), { kept });

  it('stops at a log-in that is over, and keeps everything', async () => {
    const shelf = shelf_of(step(1, 'J1', 'accept'));
    const line = {
      ...new Server(),
      tell: () => Promise.reject(new SignedOut()),
      send_photo: () => Promise.reject(new SignedOut()),
    };
    await expect(tell_all(shelf, line, 'zhang')).rejects.toBeInstanceOf(SignedOut);
    expect(shelf.kept).toHaveLength(1);
  });

  it('leaves what another account pressed to that account', async () => {
    const shelf = shelf_of(step(1, 'J1', 'accept', { account: 'wang' }), step(2, 'J2', 'accept'));
    const server = new Server();
    expect(await tell_all(shelf, server, 'zhang')).toEqual({ taken: 1, refused: 0 });
    expect(server.taken.map(({ key }) => key)).toEqual(['key-2']);
    expect(shelf.kept.map(({ seq }) => seq)).toEqual([1]);
  });

  it('goes no further than a desk that says later', async () => {
    const shelf = shelf_of(...[1, 2, 3].map((seq) => step(seq, `J${seq}`, 'accept')));
    const server = new Server();
    const line: Line = {
      send_photo: (one) => server.send_photo(one),
      tell: async (steps) =>
        (await server.tell(steps.slice(0, 1))).concat(
          steps.slice(1).map((one) => ({ ...ok(one), status: 503 })),
        ),
    };
    await tell_all(shelf, { ...line, tell: async (s) => [{ ...ok(s[0]!), status: 503 }] }, 'zhang')
      .then(() => expect.unreachable())
      .catch((error) => expect(error).toBeInstanceOf(Unreached));
    expect(shelf.kept).toHaveLength(3);
    await expect(tell_all(shelf, line, 'zhang')).rejects.toBeInstanceOf(Unreached);
    expect(shelf.kept.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('finds the one step that makes the whole request wrong', async () => {
    const shelf = shelf_of(...[1, 2, 3].map((seq) => step(seq, `J${seq}`, 'accept')));
    const server = new Server();
    const refusal = { status: 400, name: 'body_must_be_json', detail: '', field: 'steps' };
    const line: Line = {
      send_photo: (one) => server.send_photo(one),
      tell: async (steps) => {
        if (steps.some(({ key }) => key === 'key-2')) throw new Refused(refusal);
        return server.tell(steps);
      },
    };
    expect(await tell_all(shelf, line, 'zhang')).toEqual({ taken: 2, refused: 1 });
    expect(shelf.kept.map(({ seq, refusal: why }) => [seq, why])).toEqual([[2, refusal]]);
    expect(server.taken.map(({ key }) => key)).toEqual(['key-1', 'key-3']);
  });

  it('keeps a step whose photo is refused, with the reason', async () => {
    const shelf = shelf_of(
      step(1, 'J1', 'finish', { photos: ['p1'] }),
      step(2, 'J2', 'finish', { photos: ['p2'] }),
    );
    for (const id of ['p1', 'p2']) shelf.photos.set(id, photo(id));
    const server = new Server();
    const refusal = { status: 413, name: 'attachment_must_be_smaller', detail: '', field: '' };
    const line: Line = {
      tell: (steps) => server.tell(steps),
      send_photo: async (one) => {
        if (one.id === 'p1') throw new Refused(refusal);
        return server.send_photo(one);
      },
    };
    expect(await tell_all(shelf, line, 'zhang')).toEqual({ taken: 1, refused: 1 });
    expect(shelf.kept.map(({ seq, refusal: why }) => [seq, why])).toEqual([[1, refusal]]);
    expect(server.taken.map(({ photos }) => photos)).toEqual([['attachment-p2']]);
  });

  it('sends no photo that the server has already', async () => {
    const shelf = shelf_of(step(1, 'J1', 'finish', { photos: ['p1'] }));
    shelf.photos.set('p1', photo('p1'));
    const server = new Server();
    let asked = 0;
    const line: Line = {
      send_photo: (one) => server.send_photo(one),
      tell: async (steps) => {
        asked += 1;
        if (asked === 1) throw new Unreached();
        return server.tell(steps);
      },
    };
    await expect(tell_all(shelf, line, 'zhang')).rejects.toBeInstanceOf(Unreached);
    server.photos = [];
    await tell_all(shelf, line, 'zhang');
    expect(server.photos).toEqual([]);
    expect(server.taken[0]?.photos).toEqual(['attachment-p1']);
  });
});

describe('the wait before the next try', () => {
  it('doubles up to a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(wait_ms)).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });
});
