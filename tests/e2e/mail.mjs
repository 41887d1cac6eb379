// SPDX-License-Identifier: Apache-2.0
// Mail servers on loopback, as processes of their own: Exim as Debian builds it, which spools and
// delivers into a folder, and one that misbehaves on demand (mail_server.py). Both are unpacked and
// not installed; see `./dev`, fetch_mail_peers. Exim wants a user of its own: libnss-wrapper tells
// it that there is one, and it runs as whoever runs the test, or as nobody when that is root.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { free_port, new_folder, root, until } from './server.mjs';

const peers = resolve(process.env.PEERS ?? join(root, '.cache/peers'));
const python_path = join(peers, 'usr/lib/python3/dist-packages');
const exim = join(peers, 'usr/sbin/exim4');
const libraries = join(peers, 'usr/lib/x86_64-linux-gnu');
const wrapper = join(libraries, 'libnss_wrapper.so');

const missing = (...paths) => {
  const found = paths.filter((path) => !existsSync(path));
  return found.length > 0 && `not there: ${found.join(', ')}`;
};
/// Why tests with the server that misbehaves cannot run here, or false.
export const no_bad_mail_server = missing(join(python_path, 'aiosmtpd'));
/// Why tests with both mail servers cannot run here, or false.
export const no_mail_server = no_bad_mail_server || missing(exim, wrapper);

const children = new Set();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function keep(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

export class BadMailServer {
  /// With `demands` ({certificate, key, user, password}) it takes mail only over STARTTLS and from
  /// that user.
  static async start(demands) {
    const server = new BadMailServer();
    server.taken = [];
    server.log_ins = []; // "ok user", "wrong user"
    server.modes = 0;
    const { certificate, key, user, password } = demands ?? {};
    const words = demands ? [certificate, key, user, password] : [];
    server.child = keep(
      spawn('python3', [join(root, 'tests/e2e/mail_server.py'), '0', ...words], {
        env: { ...process.env, PYTHONPATH: python_path, PYTHONWARNINGS: 'ignore' },
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    createInterface({ input: server.child.stdout }).on('line', (line) => {
      if (line.startsWith('port ')) server.port = Number(line.slice(5));
      else if (line.startsWith('mode ')) server.modes += 1;
      else if (line.startsWith('log_in ')) server.log_ins.push(line.slice(7));
      else server.taken.push(JSON.parse(line));
    });
    await until('the mail server listens', () => server.port ?? false);
    server.url = `smtp://127.0.0.1:${server.port}`;
    return server;
  }

  /// From the next message on, or for `count` messages only.
  async mode(name, count = '') {
    const before = this.modes;
    this.child.stdin.write(`mode ${name} ${count}\n`);
    await until('the mail server has changed its mode', () => this.modes > before);
  }

  stop() {
    this.child.kill('SIGKILL');
  }
}

function listens(port) {
  return new Promise((settle) => {
    const probe = net.connect(port, '127.0.0.1', () => settle(probe.destroy() && true));
    probe.on('error', () => settle(false));
  });
}

export class Exim {
  static async start() {
    const server = new Exim();
    const folder = new_folder();
    const is_root = process.getuid() === 0;
    const [uid, gid] = is_root ? [65534, 65534] : [process.getuid(), process.getgid()];
    const port = await free_port();
    server.box = join(folder, 'mail');
    const config = join(folder, 'exim.conf');
    writeFileSync(join(folder, 'passwd'), `Debian-exim:x:${uid}:${gid}::/tmp:/bin/sh\n`);
    writeFileSync(join(folder, 'group'), `Debian-exim:x:${gid}:\n`);
    for (const name of ['spool', 'mail']) mkdirSync(join(folder, name));
    writeFileSync(
      config,
      `spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
pid_file_path = ${folder}/exim.pid
primary_hostname = mail.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
tls_advertise_hosts =
smtp_accept_queue_per_connection = 0
keep_environment =
host_lookup =
deliver_drop_privilege = true
never_users =
acl_smtp_rcpt = take
acl_smtp_data = take
begin acl
take:
  accept
begin routers
all:
  driver = accept
  transport = file
begin transports
file:
  driver = appendfile
  directory = ${folder}/mail
`,
    );
    copyFileSync(exim, join(folder, 'exim')); // without whatever rights the package's has
    chmodSync(join(folder, 'exim'), 0o755);
    if (is_root)
      for (const path of ['', 'spool', 'mail', 'exim.conf'])
        chownSync(join(folder, path), uid, gid);
    chmodSync(config, 0o644);
    server.child = keep(
      spawn(join(folder, 'exim'), ['-C', config, '-bdf', '-q1m', '-oX', `127.0.0.1.${port}`], {
        uid,
        gid,
        env: {
          LD_LIBRARY_PATH: libraries,
          LD_PRELOAD: wrapper,
          NSS_WRAPPER_PASSWD: join(folder, 'passwd'),
          NSS_WRAPPER_GROUP: join(folder, 'group'),
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    await until('Exim listens', () => listens(port));
    server.url = `smtp://127.0.0.1:${port}`;
    return server;
  }

  /// The messages that were delivered, as they stand in the mailbox.
  delivered() {
    return readdirSync(this.box)
      .filter((name) => name.startsWith('q'))
      .map((name) => readFileSync(join(this.box, name), 'utf8'));
  }

  /// Message-ID → how often.
  ids() {
    const counts = new Map();
    for (const message of this.delivered()) {
      const id = /^Message-ID: <(.+)@[^@]+>$/m.exec(message)?.[1];
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  stop() {
    this.child.kill('SIGTERM');
  }
}
