// SPDX-License-Identifier: Apache-2.0
// A small ground to stand on: five units, and in Wuchang a hospital on two base stations behind one
// fibre. Names are the tests' own.
//
//   100000 ─ 420000 ─┬─ 420100 ─ 420106      E2E-HOSPITAL ── 5g ── E2E-STATION-1 ─┐
//                    └─ 420600                           └── 4g ── E2E-STATION-2 ─┴─ E2E-FIBRE
import { until } from './server.mjs';

const table = (...lines) => `${lines.join('\n')}\n`;

export const units_csv = table(
  'code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg',
  '100000,集团公司,Group,group,,集团总值班室,+861000000001,116.4,39.9',
  '420000,湖北,Hubei,province,100000,省公司值班室,+861000000002,114.3,30.6',
  '420100,武汉,Wuhan,city,420000,武汉值班室,+861000000003,114.3,30.6',
  '420106,武昌,Wuchang,county,420100,武昌值班室,+861000000004,114.31,30.55',
  '420600,襄阳,Xiangyang,city,420000,襄阳值班室,+861000000005,112.14,32.04',
);

export const elements_csv = table(
  'id,name,kind,region,longitude_deg,latitude_deg,depends_on',
  'E2E-STATION-1,武昌一号站,base_station,420106,114.32,30.56,E2E-FIBRE',
  'E2E-STATION-2,武昌二号站,base_station,420106,114.33,30.55,E2E-FIBRE',
  'E2E-FIBRE,武昌光缆,fibre,420106,114.31,30.55,',
);

export const sites_csv = table(
  'id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services',
  'E2E-HOSPITAL,测试医院,Test Hospital,designated_hospital,1,420106,420106,114.33,30.56,测试路,' +
    '5g:E2E-STATION-1;4g:E2E-STATION-2',
);

export const hospital = 'E2E-HOSPITAL';
export const fibre = 'E2E-FIBRE';
export const stations = ['E2E-STATION-1', 'E2E-STATION-2'];

export async function lay_ground(server) {
  const [{ position }] = await server.get('/api/v1/desks');
  await server.import('units', units_csv);
  await until('every desk has heard of the units', async () => {
    const [first, ...others] = await server.get('/api/v1/desks');
    return others.every(({ desk }) =>
      first.followers.some((follower) => follower.desk === desk && follower.position > position),
    );
  });
  await server.import('elements', elements_csv);
  await server.import('sites', sites_csv);
}

export const order_for = (units, words = {}) => ({
  subject_zh: '抢修',
  subject_en: 'Repair',
  text: '',
  priority: 'high',
  recipients: units,
  acknowledge_within_s: 900,
  finish_within_s: 7200,
  ...words,
});
