// SPDX-License-Identifier: Apache-2.0
// Who is told of what: the subscriptions of the TM Forum APIs' hubs. Which APIs have one the server
// says in its description of itself.
import { get, get_list_at } from '@/base/api/client';
import type { SiteState } from '@/network/site/model';

export type DeliveryState = 'delivering' | 'waiting' | 'parked';

export interface Hub {
  place: string; // "/tmf-api/troubleTicket/v4/hub"
  api: string; // "troubleTicket v4"
}

export interface Subscription {
  id: string;
  callback: string;
  query: string;
  state: DeliveryState;
  delivered: number;
  refused: number;
  waiting: number;
  last_error: string;
  failing_since: string;
  owner?: string; // the account
  hub: Hub;
}

export const looks: Record<DeliveryState, SiteState> = {
  parked: 'down',
  waiting: 'degraded',
  delivering: 'normal',
};

interface Description {
  paths?: Record<string, Record<string, unknown>>;
}

// The hub of a topic is the hub of its API.
const is_hub = (place: string) => place.endsWith('/hub') && !place.includes('/topic/');

export function hubs_of(description: Description): Hub[] {
  return Object.entries(description.paths ?? {})
    .filter(([place, verbs]) => is_hub(place) && 'get' in verbs && 'post' in verbs)
    .map(([place]) => ({ place, api: place.split('/').slice(2, -1).join(' ') }))
    .sort((a, b) => a.api.localeCompare(b.api));
}

let known: Hub[] | null = null;

export async function ask_hubs(): Promise<Hub[]> {
  known ??= hubs_of(await get<Description>('/openapi.json'));
  return known;
}

// Who is not served stands first; of those the one that waits longest.
export function trouble_first(all: readonly Subscription[]): Subscription[] {
  const states: DeliveryState[] = ['parked', 'waiting', 'delivering'];
  const rank = (one: Subscription) => states.indexOf(one.state);
  return [...all].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.failing_since || '9').localeCompare(b.failing_since || '9') ||
      a.id.localeCompare(b.id),
  );
}

export async function ask_subscriptions(): Promise<Subscription[]> {
  const lists = await Promise.all(
    (await ask_hubs()).map(async (hub) => {
      const { rows } = await get_list_at<Omit<Subscription, 'hub'>>(hub.place);
      return rows.map((row) => ({ ...row, hub }));
    }),
  );
  return trouble_first(lists.flat());
}

// What a query asks for, one test after another: "eventType=A,B&troubleTicket.severity.gt=2".
export interface Test {
  attribute: string;
  operator: 'is' | 'ne' | 'gte' | 'gt' | 'lte' | 'lt';
  values: string[];
}

const operators = ['ne', 'gte', 'gt', 'lte', 'lt'] as const;

export function tests_of(query: string): Test[] {
  return [...new URLSearchParams(query.replace(/^\?/, ''))].map(([name, said]) => {
    const dot = name.lastIndexOf('.');
    const operator = operators.find((one) => one === name.slice(dot + 1));
    return {
      attribute: operator ? name.slice(0, dot) : name,
      operator: operator ?? 'is',
      values: said.split(',').filter(Boolean),
    };
  });
}
