// SPDX-License-Identifier: Apache-2.0
// An element manager with a real-time alarm socket, as the OMC northbound interface has it: log-in,
// numbered alarms, heartbeats, missed alarms again as messages or as a file over FTP. What it is to
// leave out, send twice or garble is told to it; it remembers everything it ever told.
//
//   FF FF │ kind │ Unix seconds, 4 │ length, 2 │ body
import { createServer } from 'node:net';
import { free_port } from './server.mjs';

export const kinds = {
  alarm: 0,
  log_in: 1,
  log_in_answer: 2,
  sync: 3,
  sync_answer: 4,
  file_sync: 5,
  file_sync_answer: 6,
  file_sync_result: 7,
  heartbeat: 8,
  heartbeat_answer: 9,
  close: 10,
};
const head_bytes = 9;

export function frame(kind, body) {
  const text = Buffer.from(body, 'utf8');
  const head = Buffer.alloc(head_bytes);
  head.writeUInt16BE(0xffff, 0);
  head.writeUInt8(kind, 2);
  head.writeUInt32BE(Math.floor(Date.now() / 1000), 3);
  head.writeUInt16BE(text.length, 7);
  return Buffer.concat([head, text]);
}

const values_of = (body) =>
  Object.fromEntries(
    body
      .split(';')
      .slice(1)
      .map((pair) => pair.split('=')),
  );

/// "2020-01-25 20:30:40" in Beijing.
export const local_time = (at_ms) =>
  new Date(at_ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

export class Omc {
  constructor({ user = 'nms', key = 'e2e-key', sync_max = 50 } = {}) {
    Object.assign(this, { user, key, sync_max });
    this.told = new Map(); // number → body
    this.next = 1;
    this.fate = () => 'sent'; // of an alarm by its number: sent, left_out, twice
    this.asked = []; // what was asked for: 'messages 7', 'file 9'
    this.log_ins = 0;
    this.beats = 0;
    this.sockets = new Set();
    this.listeners = new Set(); // sockets that are told of alarms
    this.files = new Map();
  }

  static async start(options) {
    const omc = new Omc(options);
    omc.port = await free_port();
    omc.ftp_port = await free_port();
    await omc.open();
    return omc;
  }

  async open() {
    this.server = createServer((socket) => this.serve(socket));
    this.ftp = createServer((socket) => this.serve_file(socket));
    await new Promise((settle) => this.server.listen(this.port, '127.0.0.1', settle));
    await new Promise((settle) => this.ftp.listen(this.ftp_port, '127.0.0.1', settle));
  }

  async close() {
    this.cut();
    await new Promise((settle) => this.server.close(settle));
    await new Promise((settle) => this.ftp.close(settle));
  }

  /// Breaks every connection.
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  /// Counts from its start again, and has forgotten what it told before.
  begin_again() {
    this.cut();
    this.told.clear();
    this.next = 1;
  }

  /// The number that the alarm got.
  tell(fields) {
    const number = this.next++;
    const body = JSON.stringify({ alarmSeq: number, ...fields });
    this.told.set(number, body);
    const fate = this.fate(number);
    const copies = fate === 'left_out' ? 0 : fate === 'twice' ? 2 : 1;
    for (const socket of this.listeners)
      for (let i = 0; i < copies; ++i) socket.write(frame(kinds.alarm, body));
    return number;
  }

  serve(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.listeners.delete(socket);
    });
    let bytes = Buffer.alloc(0);
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      while (bytes.length >= head_bytes) {
        const size = head_bytes + bytes.readUInt16BE(7);
        if (bytes.length < size) break;
        this.answer(socket, bytes.readUInt8(2), bytes.subarray(head_bytes, size).toString('utf8'));
        bytes = bytes.subarray(size);
      }
    });
  }

  answer(socket, kind, body) {
    const values = values_of(body);
    if (kind === kinds.log_in) return this.log_in(socket, values);
    if (kind === kinds.sync) return this.send_missed(socket, values);
    if (kind === kinds.file_sync) return this.make_file(socket, values);
    if (kind === kinds.heartbeat) {
      ++this.beats;
      return socket.write(frame(kinds.heartbeat_answer, `ackHeartBeat;reqId=${values.reqId}`));
    }
    if (kind === kinds.close) return socket.end();
  }

  log_in(socket, { user, key, type }) {
    const is_known = user === this.user && key === this.key;
    const words = is_known ? 'result=succ;resDesc=null' : 'result=fail;resDesc=password-error';
    socket.write(frame(kinds.log_in_answer, `ackLoginAlarm;${words}`));
    if (!is_known) return;
    if (type !== 'msg') return;
    ++this.log_ins;
    this.listeners.add(socket);
  }

  missed_from(number) {
    return [...this.told].filter(([at]) => at >= number).map(([, body]) => body);
  }

  send_missed(socket, { reqId, alarmSeq }) {
    this.asked.push(`messages ${alarmSeq}`);
    const missed = this.missed_from(Number(alarmSeq));
    const can = missed.length <= this.sync_max && Number(alarmSeq) <= this.next;
    const words = can ? 'result=succ;resDesc=null' : 'result=fail;resDesc=too-many';
    socket.write(frame(kinds.sync_answer, `ackSyncAlarmMsg;reqId=${reqId};${words}`));
    if (can) for (const body of missed) socket.write(frame(kinds.alarm, body));
  }

  // The newest word about each alarm that is not over.
  active() {
    const newest = new Map();
    for (const body of this.told.values()) {
      if (!body.endsWith('}')) continue; // garbled
      const { neUID, alarmTitle, objectUID, alarmStatus } = JSON.parse(body);
      const key = JSON.stringify([neUID, alarmTitle, objectUID]);
      if (alarmStatus === 0) newest.delete(key);
      else newest.set(key, body);
    }
    return [...newest.values()];
  }

  make_file(socket, { reqId, alarmSeq, syncSource }) {
    const is_active = syncSource === '0';
    this.asked.push(is_active ? 'active' : `file ${alarmSeq}`);
    const name = `/alarms/file-${this.asked.length}.txt`;
    const bodies = is_active ? this.active() : this.missed_from(Number(alarmSeq));
    this.files.set(name, `${bodies.join('\n')}\n`);
    socket.write(
      frame(kinds.file_sync_answer, `ackSyncAlarmFile;reqId=${reqId};result=succ;resDesc=null`),
    );
    socket.write(
      frame(
        kinds.file_sync_result,
        `ackSyncAlarmFileResult;reqId=${reqId};result=succ;fileName=${name};resDesc=null`,
      ),
    );
  }

  // RFC 959, as much of it as a client needs to read one file.
  serve_file(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    const say = (line) => socket.write(`${line}\r\n`);
    let folder = '';
    let data = null; // the data connection that is being made
    say('220 files');
    const commands = {
      USER: () => say('331 password?'),
      PASS: (key) => say(key === this.key ? '230 in' : '530 no'),
      PWD: () => say('257 "/"'),
      TYPE: () => say('200 so be it'),
      CWD: (name) => {
        folder = name.startsWith('/') ? name : `${folder}/${name}`;
        say('250 there');
      },
      EPSV: () => {
        const listener = createServer();
        data = new Promise((settle) =>
          listener.once('connection', (connection) => {
            listener.close();
            connection.on('error', () => {});
            settle(connection);
          }),
        );
        listener.listen(0, '127.0.0.1', () => say(`229 here (|||${listener.address().port}|)`));
      },
      RETR: async (name) => {
        const content = this.files.get(`${folder}/${name}`.replace(/^\/*/, '/'));
        if (content === undefined) return say('550 none');
        say('150 it comes');
        (await data).end(content);
        say('226 done');
      },
      QUIT: () => socket.end('221 bye\r\n'),
    };
    socket.setEncoding('utf8');
    let text = '';
    socket.on('data', (part) => {
      text += part;
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const [command, ...words] = text.slice(0, end).split(' ');
        text = text.slice(end + 2);
        (commands[command.toUpperCase()] ?? (() => say('502 no')))(words.join(' '));
      }
    });
  }
}
