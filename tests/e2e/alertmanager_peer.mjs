// SPDX-License-Identifier: Apache-2.0
// Debian's Alertmanager as a peer. It reads its templates from /usr/share wherever it is itself, so
// one that is only unpacked sees the unpacked /usr/share there.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { free_port, new_folder, root, until } from './server.mjs';

const share = join(root, '.cache/peers/usr/share');
const binary = [
  process.env.ALERTMANAGER,
  join(root, '.cache/peers/usr/bin/prometheus-alertmanager'),
  '/usr/bin/prometheus-alertmanager',
].find((path) => path && existsSync(path));
const has_templates = existsSync('/usr/share/prometheus/alertmanager');
const seeing_share = ['unshare', '-rm', 'sh', '-c', 'mount --bind "$0" /usr/share && exec "$@"'];

export const unless_alertmanager = binary
  ? false
  : 'there is no prometheus-alertmanager: ./dev test unpacks one';

/// Runs one with this configuration until it answers.
export async function start_alertmanager(configuration) {
  const folder = new_folder();
  const port = await free_port();
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, configuration);
  const [command, ...args] = [
    ...(has_templates ? [] : [...seeing_share, share]),
    binary,
    `--config.file=${file}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  const child = spawn(command, args);
  child.stdout.resume();
  let said = '';
  child.stderr.on('data', (text) => (said = String(text)));
  const url = `http://127.0.0.1:${port}`;
  await until(
    'the Alertmanager answers',
    () =>
      child.exitCode === null
        ? fetch(`${url}/api/v2/status`).then(
            (answer) => answer.ok,
            () => false,
          )
        : Promise.reject(new Error(said)),
    30_000,
  );
  return { child, port, url };
}
