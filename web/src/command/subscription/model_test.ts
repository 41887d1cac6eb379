// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { hubs_of, tests_of, trouble_first, type Subscription } from './model';

const subscription = (id: string, what: Partial<Subscription>): Subscription => ({
  id,
  callback: 'http://listener/told',
  query: '',
  state: 'delivering',
  delivered: 0,
  refused: 0,
  waiting: 0,
  last_error: '',
  failing_since: '',
  hub: { place: '/tmf-api/troubleTicket/v4/hub', api: 'troubleTicket v4' },
  ...what,
});

describe('hubs', () => {
  it('are those that the server describes, whichever they are', () => {
    const both = { get: {}, post: {} };
    const paths = {
      '/tmf-api/workOrder/v4/hub': both,
      '/tmf-api/alarmManagement/v4/hub': both,
      '/tmf-api/event/v4/topic/workOrder/hub': both,
      '/tmf-api/workOrder/v4/hub/{id}': { get: {}, delete: {} },
      '/tmf-api/workOrder/v4/workOrder': both,
    };
    expect(hubs_of({ paths }).map(({ api }) => api)).toEqual([
      'alarmManagement v4',
      'workOrder v4',
    ]);
    expect(hubs_of({})).toEqual([]);
  });
});

describe('subscriptions', () => {
  it('stand with the parked first, then who waits longest', () => {
    const all = [
      subscription('1', {}),
      subscription('2', { state: 'waiting', failing_since: '2030-01-24T03:00:00Z' }),
      subscription('3', { state: 'waiting', failing_since: '2030-01-24T02:00:00Z' }),
      subscription('4', { state: 'parked', failing_since: '2030-01-24T04:00:00Z' }),
    ];
    expect(trouble_first(all).map(({ id }) => id)).toEqual(['4', '3', '2', '1']);
  });
});

describe('a query', () => {
  it('is one test after another', () => {
    expect(tests_of('eventType=A,B&troubleTicket.severity=Critical')).toEqual([
      { attribute: 'eventType', operator: 'is', values: ['A', 'B'] },
      { attribute: 'troubleTicket.severity', operator: 'is', values: ['Critical'] },
    ]);
    expect(tests_of('eventTime.gte=2030-01-24T00:00:00Z&state.ne=done')).toEqual([
      { attribute: 'eventTime', operator: 'gte', values: ['2030-01-24T00:00:00Z'] },
      { attribute: 'state', operator: 'ne', values: ['done'] },
    ]);
    expect(tests_of('')).toEqual([]);
  });
});
