// SPDX-License-Identifier: Apache-2.0
// How many alarms a second one OMC's socket brings to the disk: all of them are there before the
// server connects, and are sent as fast as the socket takes them.
//
//   LIFELINE=build-release/lifeline node bench/omc.mjs [alarms] [elements]
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { frame, kinds, local_time } from '../tests/e2e/omc.mjs';
import { new_folder, Server, until } from '../tests/e2e/server.mjs';

const [alarms = 500_000, elements = 10_000] = process.argv.slice(2).map(Number);
const start_ms = Date.parse('2020-01-25T12:00:00Z');
const frames = Array.from({ length: alarms }, (_, i) =>
  frame(
    kinds.alarm,
    JSON.stringify({
      alarmSeq: i + 1,
      alarmTitle: '小区退服',
      alarmStatus: Math.floor(i / elements) % 2 === 0 ? 1 : 0,
      alarmType: 'communicationsAlarm',
      origSeverity: 4,
      eventTime: local_time(start_ms + i),
      alarmId: `bench-${i % elements}`,
      specificProblemID: '3712.31',
      specificProblem: 'Cell out of service',
      neUID: `ENB-${i % elements}`,
      neName: '金银潭医院-基站1',
      objectUID: `CELL-${i % elements}`,
      locationInfo: 'Rack-1/Slot-2',
      addInfo: 'causeType=root',
    }),
  ),
);
const bytes = Buffer.concat(frames);
let began_ms = 0;
const omc = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(frame(kinds.log_in_answer, 'ackLoginAlarm;result=succ;resDesc=null'));
    began_ms = performance.now();
    socket.write(bytes);
  });
});
await new Promise((settle) => omc.listen(0, '127.0.0.1', settle));
const folder = new_folder();
const file = join(folder, 'omc.json');
const address = `127.0.0.1:${omc.address().port}`;
writeFileSync(file, JSON.stringify({ omcs: [{ name: 'bench', address, user: 'nms' }] }));
const server = await Server.start({ args: ['--omc', file] });
await until(
  'all are taken',
  async () => {
    const [feed] = await server.get('/api/v1/feeds');
    return feed?.sequence === alarms;
  },
  600_000,
);
const took_s = (performance.now() - began_ms) / 1000;
const [user, system] = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8')
  .split(' ')
  .slice(13, 15)
  .map(Number);
console.log(
  `${alarms} alarms of ${elements} elements over one OMC socket, durable, in ` +
    `${took_s.toFixed(1)} s: ` +
    `${Math.round(alarms / took_s)} a second; ` +
    `${Math.round((100 * alarms) / (user + system))} a CPU second`,
);
await server.stop();
process.exit(0);
