// SPDX-License-Identifier: Apache-2.0
// Notifications of SNMP version 2c as bytes (RFC 3416 in BER), and net-snmp's own commands, which a
// test runs where they are: on the path, or unpacked into .cache/peers.
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { new_folder, root } from './server.mjs';

const peers = resolve(process.env.PEERS ?? join(root, '.cache/peers'));
const folder = new_folder();
const env = {
  ...process.env,
  PATH: `${process.env.PATH}:${join(peers, 'usr/bin')}`,
  MIBS: '',
  SNMPCONFPATH: folder,
  SNMP_PERSISTENT_DIR: folder,
};
const peer_ms_max = 20_000;

export const has_peers = () => spawnSync('snmptrap', ['-V'], { env }).status === 0;

/// Runs snmptrap or snmpinform to its end: {code, error}.
export function net_snmp(command, args) {
  return new Promise((settle) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), peer_ms_max);
    let error = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => (error += text));
    child.once('close', (code) => {
      clearTimeout(timer);
      settle({ code, error });
    });
  });
}

export const oids = {
  link_down: '1.3.6.1.6.3.1.1.5.3',
  link_up: '1.3.6.1.6.3.1.1.5.4',
  if_index: '1.3.6.1.2.1.2.2.1.1',
  alarm_active: '1.3.6.1.2.1.118.0.2',
  alarm_clear: '1.3.6.1.2.1.118.0.3',
  model_pointer: '1.3.6.1.2.1.118.1.2.2.1.13',
  resource_id: '1.3.6.1.2.1.118.1.2.2.1.10',
};

const tags = { integer: 0x02, text: 0x04, oid: 0x06, sequence: 0x30, ticks: 0x43 };

function coded(tag, content) {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function integer(value, tag = tags.integer) {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value >>> 0, 1);
  let from = 0;
  while (from < 4 && bytes[from] === 0 && bytes[from + 1] < 128) ++from;
  return coded(tag, bytes.subarray(from));
}

function oid(text) {
  const [first, second, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 127];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return coded(tags.oid, Buffer.from(bytes));
}

const value = (of) =>
  typeof of === 'number'
    ? integer(of)
    : /^\d+(\.\d+){6,}$/.test(of)
      ? oid(of)
      : coded(tags.text, Buffer.from(of, 'utf8'));

/// `varbinds` are pairs of an OID and a number, a text or an OID.
export function notification(trap, varbinds, words = {}) {
  const { community = 'e2e', request = 1, up_time = 100, is_inform = false } = words;
  const all = [
    coded(tags.sequence, Buffer.concat([oid('1.3.6.1.2.1.1.3.0'), integer(up_time, tags.ticks)])),
    coded(tags.sequence, Buffer.concat([oid('1.3.6.1.6.3.1.1.4.1.0'), oid(trap)])),
    ...varbinds.map(([of, said]) => coded(tags.sequence, Buffer.concat([oid(of), value(said)]))),
  ];
  const pdu = Buffer.concat([
    integer(request),
    integer(0),
    integer(0),
    coded(tags.sequence, Buffer.concat(all)),
  ]);
  return coded(
    tags.sequence,
    Buffer.concat([
      integer(1),
      coded(tags.text, Buffer.from(community)),
      coded(is_inform ? 0xa6 : 0xa7, pdu),
    ]),
  );
}

export const link_trap = (up, index, words) =>
  notification(up ? oids.link_up : oids.link_down, [[`${oids.if_index}.${index}`, index]], words);
