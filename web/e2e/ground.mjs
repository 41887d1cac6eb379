// SPDX-License-Identifier: Apache-2.0
// The small ground that the tests stand on: four units, and for each language one fibre with a
// base station on it and two hospitals. Names are the tests' own; bringing them in twice changes
// nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { fault } from '../../tests/e2e/ves.mjs';

const units = `code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg
100000,集团公司,Group,group,,集团总值班室,+861000000001,116.4,39.9
420000,湖北,Hubei,province,100000,省公司值班室,+861000000002,114.3,30.6
420100,武汉,Wuhan,city,420000,市公司值班室,+861000000003,114.3,30.6
420106,武昌,Wuchang,county,420100,区公司值班室,+861000000004,114.31,30.55
`;

export const fibre = (language) => `E2E-${language.toUpperCase()}-FIBRE`;
export const hospital = (language) => `E2E-${language.toUpperCase()}-HOSPITAL`;
const station = (language) => `E2E-${language.toUpperCase()}-STATION`;

const elements = ['zh', 'en']
  .map((language) =>
    [
      `${fibre(language)},测试光缆 ${language},fibre,420106,114.31,30.55,`,
      `${station(language)},测试基站 ${language},base_station,420106,114.32,30.56,${fibre(language)}`,
    ].join('\n'),
  )
  .join('\n');

export function sites_csv(language) {
  const needs = `5g:${station(language)};private_line:${fibre(language)}`;
  return [
    'id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services',
    `${hospital(language)},测试一医院（${language}）,Test Hospital One (${language}),` +
      `designated_hospital,1,420106,420106,114.33${language === 'zh' ? 1 : 5},30.56,测试路 1 号,${needs}`,
    `${hospital(language)}-2,试验第二门诊（${language}）,Second Trial Clinic (${language}),fever_clinic,` +
      `2,420106,420106,114.36${language === 'zh' ? 1 : 5},30.52,测试路 200 号,${needs}`,
    '',
  ].join('\n');
}

export const refused_csv =
  'id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services\n' +
  'E2E-REFUSED,某医院,Some Hospital,hospital,9,420106,420106,114.3,30.5,某路,5g\n';

const credentials = (server) =>
  server.token
    ? `Bearer ${server.token}`
    : `Basic ${Buffer.from(`${server.user}:${server.password}`).toString('base64')}`;

export async function call(server, path, options = {}) {
  const response = await fetch(server.url + path, {
    ...options,
    headers: { Authorization: credentials(server), ...options.headers },
  });
  const text = await response.text();
  assert.ok(response.ok, `${path} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

export const post = (server, path, body) =>
  call(server, path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

export async function lay_ground(server) {
  const csv = (path, body) =>
    call(server, path, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv; charset=utf-8' },
      body,
    });
  await csv('/api/v1/units/import', units);
  await csv(
    '/api/v1/elements/import',
    `id,name,kind,region,longitude_deg,latitude_deg,depends_on\n${elements}\n`,
  );
}

export const report_fault = (server, source, severity = 'CRITICAL', condition = 'LossOfSignal') =>
  post(server, '/eventListener/v7', {
    event: fault({
      source,
      condition,
      severity,
      id: `e2e-${randomUUID()}`,
      at_us: Date.now() * 1000,
      problem: condition === 'LossOfSignal' ? 'Loss of signal' : condition,
    }),
  });

export const issue_order = (server, subject) =>
  post(server, '/api/v1/orders', {
    subject_zh: subject,
    subject_en: subject,
    text: subject,
    priority: 'high',
    recipients: ['420106'],
    acknowledge_within_s: 600,
    finish_within_s: 7200,
  });
