// SPDX-License-Identifier: Apache-2.0
// The phone's line to the server. Whatever is not a clear answer of the server itself (no network,
// a hot-spot's log-in page, a proxy, an overload) is Unreached, and nothing is settled by it.
import type { KeptPhoto, SyncAnswer, SyncStep } from './model';
import { Refused, SignedOut, Unreached, type Line } from './queue';

const base = '/api/v1';
const answer_ms_max = 20_000;
const photo_ms_max = 120_000;
const problem_type = 'application/problem+json';

const type_of = (response: Response) => response.headers.get('Content-Type') ?? '';

async function refused_by(response: Response): Promise<Error> {
  const is_later = response.status === 408 || response.status === 429 || response.status >= 500;
  if (is_later || !type_of(response).startsWith(problem_type)) return new Unreached();
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const word = (key: string) => (typeof body[key] === 'string' ? (body[key] as string) : '');
  if (response.status === 401) return new SignedOut();
  const refusal = { name: word('name'), detail: word('detail'), field: word('field') };
  return new Refused({ status: response.status, ...refusal });
}

// An answer of the server; 304 only where `headers` ask for it.
export async function ask(path: string, init: RequestInit, ms_max = answer_ms_max) {
  let response: Response;
  try {
    response = await fetch(base + path, {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ms_max),
      ...init,
    });
  } catch {
    throw new Unreached();
  }
  if (response.ok || response.status === 304) return response;
  throw await refused_by(response);
}

async function json_of<T>(response: Response): Promise<T> {
  if (!type_of(response).startsWith('application/json')) throw new Unreached();
  return response.json().catch(() => {
    throw new Unreached();
  }) as Promise<T>;
}

export async function get<T>(path: string): Promise<T> {
  return json_of<T>(await ask(path, { headers: { Accept: 'application/json' } }));
}

export async function post<T>(path: string, body: unknown, key = ''): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  if (key) headers['Idempotency-Key'] = key;
  return json_of<T>(await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

// Null: nothing has changed since `tag`.
export async function get_changed<T>(
  path: string,
  tag: string,
): Promise<{ body: T; tag: string } | null> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (tag) headers['If-None-Match'] = tag;
  const response = await ask(path, { headers });
  if (response.status === 304) return null;
  return { body: await json_of<T>(response), tag: response.headers.get('ETag') ?? '' };
}

export const line: Line = {
  async tell(steps: SyncStep[]) {
    const { steps: answers } = await post<{ steps?: SyncAnswer[] }>('/jobs/sync', { steps });
    if (!Array.isArray(answers)) throw new Unreached();
    return answers;
  },
  async send_photo(photo: KeptPhoto) {
    const headers = {
      Accept: 'application/json',
      'Content-Type': photo.type,
      'Idempotency-Key': photo.id,
    };
    const init = { method: 'POST', headers, body: photo.bytes };
    return (await json_of<{ id: string }>(await ask('/attachments', init, photo_ms_max))).id;
  },
};
