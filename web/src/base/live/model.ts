// SPDX-License-Identifier: Apache-2.0
// What the server pushes: changed rows by list, and the picture (all counts within one's scope).
import type { AlarmRow } from '@/network/alarm/model';
import type { WorkRow } from '@/network/planned_work/model';
import type { ScenarioRow } from '@/network/scenario/model';
import type { SiteRow, SiteState } from '@/network/site/model';
import type { IncidentRow } from '@/command/incident/model';
import type { OrderRow } from '@/command/order/model';
import type { CrewRow } from '@/command/crew/model';
import type { Closure, Plan, Proposal } from '@/command/dispatch/model';
import type { JobRow } from '@/command/job/model';
import type { RosterRow } from '@/command/roster/model';
import type { Vehicle } from '@/command/vehicle/model';

export interface DeskRow {
  desk: string;
  name_zh: string;
  name_en: string;
  position: string | number;
  heard_at: string;
  stale: boolean;
  stale_since: string;
  followers?: { desk: string; position: string | number }[];
}

export interface Picture {
  position: string;
  sites: Record<SiteState, number>;
  alarms: {
    open: number;
    unacknowledged: number;
    critical: number;
    major: number;
    minor: number;
    warning: number;
    unmapped: number;
  };
  incidents: { open: number; critical: number; major: number; minor: number; warning: number };
  orders: { open: number; overdue: number; unacknowledged: number };
}

export interface Change {
  position: string;
  picture?: Picture;
  sites?: SiteRow[];
  incidents?: IncidentRow[];
  orders?: OrderRow[];
  alarms?: AlarmRow[];
  alarms_more?: number;
  scenarios?: ScenarioRow[];
  planned_works?: WorkRow[];
  rosters?: RosterRow[];
  jobs?: JobRow[];
  plans?: Plan[];
  proposals?: Proposal[];
  proposals_gone?: string[];
  closures?: Closure[];
  closures_gone?: string[];
  crews?: PushedCrew[];
  vehicles?: Vehicle[];
  more?: string[]; // lists of which more has changed than is said here
}

// A phone number is not everybody's to see, so none is pushed.
export type PushedCrew = Omit<CrewRow, 'phone'>;

export type LiveList =
  | 'sites'
  | 'incidents'
  | 'orders'
  | 'alarms'
  | 'scenarios'
  | 'planned_works'
  | 'rosters'
  | 'jobs'
  | 'crews'
  | 'vehicles';

export type Connection =
  | 'connecting' // the first connection of this page
  | 'live'
  | 'catching_up' // connected again; what was missed is still coming
  | 'waiting' // no connection; the next try is timed
  | 'signed_out';
