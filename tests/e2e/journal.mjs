// SPDX-License-Identifier: Apache-2.0
// Reads journal.db without the program that wrote it, and checks its chain: each batch's digest is
// SHA-256 over the digest before it, desk, first position, count (u64, little endian) and payload.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const position_bits = 44n;
const position_mask = (1n << position_bits) - 1n;
const output_bytes_max = 1024 * 1024 * 1024;

function query(file, sql) {
  const done = spawnSync('sqlite3', ['-readonly', '-separator', ' ', file, sql], {
    maxBuffer: output_bytes_max,
    encoding: 'utf8',
  });
  assert.equal(done.status, 0, `sqlite3: ${done.error ?? done.stderr}`);
  return done.stdout.split('\n').filter(Boolean);
}

function sealed(before, desk, first, count, payload) {
  const numbers = Buffer.alloc(24);
  numbers.writeBigUInt64LE(desk, 0);
  numbers.writeBigUInt64LE(first, 8);
  numbers.writeBigUInt64LE(count, 16);
  return createHash('sha256').update(before).update(numbers).update(payload).digest('hex');
}

/// The batches as [{desk, first, count, at, who, id, events: [[type, event], …]}, …], desk by
/// desk, in order; fails when the file is damaged, the chain is broken or a position is missing.
export function read_journal(folder) {
  const file = join(folder, 'journal.db');
  assert.deepEqual(query(file, 'PRAGMA integrity_check'), ['ok']);
  const desks = new Map(
    query(file, 'SELECT number, code FROM desk').map((line) => line.split(' ').map(BigInt)),
  );
  const batches = [];
  let current = null;
  const rows = query(
    file,
    'SELECT key, count, lower(hex(digest)), hex(payload) FROM batch ORDER BY key',
  );
  for (const line of rows) {
    const [key, count, digest, hex] = line.split(' ');
    const number = BigInt(key) >> position_bits;
    const first = BigInt(key) & position_mask;
    const desk = desks.get(number);
    assert.notEqual(desk, undefined, `desk ${number} has a code`);
    if (current?.desk !== desk) current = { desk, next: 1n, digest: Buffer.alloc(32) };
    assert.equal(first, current.next, `desk ${desk} goes on without a gap`);
    const payload = Buffer.from(hex, 'hex');
    const expected = sealed(current.digest, desk, first, BigInt(count), payload);
    assert.equal(digest, expected, `the digest of desk ${desk} at ${first}`);
    current.digest = Buffer.from(digest, 'hex');
    current.next = first + BigInt(count);
    const { at, who = '', id = '', events } = JSON.parse(payload.toString('utf8'));
    assert.equal(events.length, Number(count), `the events of desk ${desk} at ${first}`);
    batches.push({
      desk: String(desk),
      first: Number(first),
      count: Number(count),
      at,
      who,
      id,
      events,
    });
  }
  return batches;
}

/// The events of one type, as [{desk, id, event}, …].
export function events_of(batches, type) {
  const found = [];
  for (const { desk, id, events } of batches)
    for (const [name, event] of events) if (name === type) found.push({ desk, id, event });
  return found;
}
