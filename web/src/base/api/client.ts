// SPDX-License-Identifier: Apache-2.0
// The one door to the server: JSON over /api/v1, refusals as Problem (RFC 9457); and what stands
// beside it, as TM Forum's APIs do, whose errors have the same names.
// A request that gets no answer within the limit fails as Problem `server_must_answer`; a POST may
// then be sent again with the same key, which the server carries out once.

const base = '/api/v1';
const answer_wait_ms_max = 20_000;

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly refusal: string,
    readonly detail: string,
    readonly field = '',
  ) {
    super(detail || refusal);
  }
}

export interface Page<Row> {
  rows: Row[];
  total: number;
}

type Listener = () => void;
let on_signed_out: Listener = () => undefined;

export function when_signed_out(listener: Listener): void {
  on_signed_out = listener;
}

async function problem_of(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const word = (key: string) => (typeof body[key] === 'string' ? (body[key] as string) : '');
    const detail = word('detail') || word('message') || word('title');
    return new Problem(response.status, word('name') || word('code'), detail, word('field'));
  } catch {
    return new Problem(response.status, '', text.slice(0, 200) || response.statusText);
  }
}

// `is_fine` lets a caller read an error status itself (the import answers 400 with its report).
export function request(
  path: string,
  init?: RequestInit,
  is_fine?: (status: number) => boolean,
): Promise<Response> {
  return request_at(base + path, init, is_fine);
}

// `place` is the whole path.
export async function request_at(
  place: string,
  init: RequestInit = {},
  is_fine: (status: number) => boolean = () => false,
): Promise<Response> {
  let response: Response;
  try {
    const signal = init.signal ?? AbortSignal.timeout(answer_wait_ms_max);
    response = await fetch(place, { credentials: 'same-origin', ...init, signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'server_must_answer', '');
  }
  if (response.ok || is_fine(response.status)) return response;
  if (response.status === 401 && place !== `${base}/session`) on_signed_out();
  throw await problem_of(response);
}

const json_of = { headers: { Accept: 'application/json' } };

export async function get<T>(path: string): Promise<T> {
  return (await (await request(path, json_of)).json()) as T;
}

export function get_list<Row>(path: string, signal?: AbortSignal): Promise<Page<Row>> {
  return get_list_at(base + path, signal);
}

export async function get_list_at<Row>(place: string, signal?: AbortSignal): Promise<Page<Row>> {
  const response = await request_at(place, signal ? { ...json_of, signal } : json_of);
  const rows = (await response.json()) as Row[];
  const total = Number(response.headers.get('X-Total-Count') ?? rows.length);
  return { rows, total };
}

export function post<T>(path: string, body: unknown, key = new_key()): Promise<T> {
  return post_at(base + path, body, key);
}

export async function post_at<T>(place: string, body: unknown, key = new_key()): Promise<T> {
  const response = await request_at(place, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : {}) as T;
}

// A key for one press of one button: 128 random bits (crypto.randomUUID needs a secure origin,
// which a server on the local network does not always have).
export function new_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Reads every page of a list, 1000 rows at a time, up to `rows_max`.
export async function get_all<Row>(path: string, rows_max = 50_000): Promise<Row[]> {
  const joint = path.includes('?') ? '&' : '?';
  const rows: Row[] = [];
  for (;;) {
    const page = await get_list<Row>(`${path}${joint}offset=${rows.length}&limit=1000`);
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total || rows.length >= rows_max) return rows;
  }
}
