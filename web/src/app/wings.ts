// SPDX-License-Identifier: Apache-2.0
// The pages, in the order of the house. A wing with no page that the user may use is not shown.
import type { Role } from '@/command/session/session';

export interface PageEntry {
  name: string; // route and message key: page.<name>
  path: string;
  letter: string; // after `g`
  role?: Role; // the least role that may use it
  phone?: boolean; // in the bar at the bottom of a phone
  beside?: string; // reached by its key and from that page, not from the rail
}

export interface Wing {
  name: 'command' | 'network' | 'service' | 'prevention' | 'system';
  pages: PageEntry[];
}

export const wings: Wing[] = [
  {
    name: 'command',
    pages: [
      { name: 'duty', path: '/', letter: 'd', phone: true },
      { name: 'incidents', path: '/incidents', letter: 'i', phone: true },
      { name: 'orders', path: '/orders', letter: 'o', phone: true },
      { name: 'order_templates', path: '/order-templates', letter: 'j', beside: 'orders' },
      { name: 'reports', path: '/reports', letter: 'r' },
      { name: 'dispatch', path: '/dispatch', letter: 'g' },
      { name: 'jobs', path: '/jobs', letter: '2' },
      { name: 'crews', path: '/crews', letter: 'z' },
      { name: 'vehicles', path: '/vehicles', letter: '1', beside: 'crews' },
      { name: 'teams', path: '/teams', letter: 'v' },
      { name: 'units', path: '/units', letter: 'u' },
      { name: 'people', path: '/people', letter: 'f' },
      { name: 'rosters', path: '/rosters', letter: 'y' },
      { name: 'notices', path: '/notices', letter: 'n', role: 'commander' },
      { name: 'channels', path: '/channels', letter: 'q', role: 'commander' },
      { name: 'desks', path: '/desks', letter: 'k' },
    ],
  },
  {
    name: 'network',
    pages: [
      { name: 'wall', path: '/wall', letter: 'w' },
      { name: 'sites', path: '/sites', letter: 's', phone: true },
      { name: 'alarms', path: '/alarms', letter: 'a' },
      { name: 'sources', path: '/sources', letter: '3' },
      { name: 'mappings', path: '/mappings', letter: '4', role: 'operator', beside: 'sources' },
      { name: 'elements', path: '/elements', letter: 'e' },
      { name: 'scenarios', path: '/scenarios', letter: 'b' },
      { name: 'planned_works', path: '/planned-works', letter: 'p' },
      { name: 'service_level', path: '/service-level', letter: 'l' },
      { name: 'outages', path: '/outages', letter: 't' },
      { name: 'expansions', path: '/expansions', letter: 'x' },
      { name: 'thresholds', path: '/thresholds', letter: 'h' },
      { name: 'intake', path: '/import', letter: 'm', role: 'commander' },
    ],
  },
  { name: 'service', pages: [] },
  { name: 'prevention', pages: [] },
  {
    name: 'system',
    pages: [
      { name: 'subscriptions', path: '/subscriptions', letter: '5', role: 'operator' },
      { name: 'accounts', path: '/accounts', letter: 'c', role: 'administrator' },
    ],
  },
];

export function wings_for(may: (role: Role) => boolean): Wing[] {
  return wings
    .map((wing) => ({ ...wing, pages: wing.pages.filter((page) => !page.role || may(page.role)) }))
    .filter((wing) => wing.pages.length > 0);
}
