// SPDX-License-Identifier: Apache-2.0
// Units on all five levels in two provinces, the people of them and the accounts that answer, for
// the tests of orders. Names are the tests' own.
import { call, post } from './ground.mjs';

const units = `code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg
100000,集团公司,Group,group,,集团总值班室,+861000000001,116.4,39.9
420000,湖北,Hubei,province,100000,省公司值班室,+861000000002,114.3,30.6
430000,湖南,Hunan,province,100000,省公司值班室,+861000000003,112.9,28.2
420100,武汉,Wuhan,city,420000,市公司值班室,+861000000004,114.3,30.6
420500,宜昌,Yichang,city,420000,市公司值班室,+861000000005,111.3,30.7
430100,长沙,Changsha,city,430000,市公司值班室,+861000000006,112.9,28.2
420106,武昌,Wuchang,county,420100,区公司值班室,+861000000007,114.31,30.55
420107,青山,Qingshan,county,420100,区公司值班室,+861000000008,114.39,30.63
430102,芙蓉,Furong,county,430100,区公司值班室,+861000000009,113.03,28.18
420106001,积玉桥网格,Jiyuqiao grid,grid,420106,网格长,+861000000010,114.30,30.56
420106002,中南路网格,Zhongnan Road grid,grid,420106,网格长,+861000000011,114.33,30.53
420107001,红钢城网格,Honggangcheng grid,grid,420107,网格长,+861000000012,114.40,30.64
`;

const people = `id,name_zh,name_en,unit,skills,phone,email,account,substitute
HB-001,陈静,Chen Jing,420000,传输,+8613800000001,,hubei,
WH-001,刘洋,Liu Yang,420100,无线,+8613800000002,,wuhan,
WC-001,王芳,Wang Fang,420106,电源,+8613800000003,,wuchang,
WC-002,赵强,Zhao Qiang,420106,油机,+8613800000004,,,
`;

const password = 'a long enough password 9';
const accounts = {
  hubei: { unit: '420000', role: 'commander' },
  wuhan: { unit: '420100', role: 'commander' },
  wuchang: { unit: '420106', role: 'operator' },
};

const csv = (server, path, body) =>
  call(server, path, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv; charset=utf-8' },
    body,
  });

/// The tree, and the server as somebody else sees it: `as.hubei` has its address and may ask it.
export async function lay_tree(server) {
  const as = {};
  await csv(server, '/api/v1/units/import', units);
  for (const [user, { unit, role }] of Object.entries(accounts)) {
    const account = { name: user, display_name: user, password, role, unit };
    await post(server, '/api/v1/accounts', account);
    const { token } = await post(server, `/api/v1/accounts/${user}/tokens`, { label: 'tests' });
    as[user] = { url: server.url, user, password, token };
  }
  await csv(server, '/api/v1/people/import', people);
  const roster = await post(server, '/api/v1/rosters', {
    kind: 'leading_group',
    unit: '420106',
    name_zh: '武昌应急领导小组',
    name_en: 'Wuchang leading group',
    members: [
      { person: 'WC-001', post: '组长' },
      { person: 'WC-002', post: '成员' },
    ],
  });
  return { as, roster: roster.id };
}

/// An order as a test needs it; what is not said is usual.
export const issue = (server, what) =>
  post(server, '/api/v1/orders', {
    priority: 'high',
    acknowledge_within_s: 900,
    finish_within_s: 14_400,
    ...what,
  });

export const answer = (server, order, verb, body) =>
  post(server, `/api/v1/orders/${order}/${verb}`, body);
