// SPDX-License-Identifier: Apache-2.0
// All that the board shows: plans, proposals, crews, what it needs of the jobs, closed roads. Which
// plan is the newest is asked often; when it is another one, its proposals are asked for as a
// whole. Crews and jobs are asked for now and then; what is pushed changes in place. While a job
// is held in the hand nothing under it moves.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get_all, type Problem } from '@/base/api/client';
import { use_live } from '@/base/live/live';
import { merge } from '@/base/live/merge';
import type { Change } from '@/base/live/model';
import type { CrewRow } from '@/command/crew/model';
import { province_of } from '@/command/unit/scope';
import { area_bounds, desk_of_job, is_of_desk } from './area';
import type { Closure, JobFacts, Plan, Proposal } from './model';
import { use_again } from './use_again';

const proposals_ms = 1500; // between two times of asking for all of them
const crews_ms = 20_000;
const plans_ms = 3000;
const planning_ms = 1000;
const planning_ms_max = 20_000; // then the board no longer says that a plan is being made
const open_states = 'open,offered,accepted,on_the_way,on_site';
const job_fields = 'state,pinned,forbidden,skills';
const crew_fields =
  'name_zh,name_en,unit,state,on_break,job,skills,vehicle,longitude_deg,latitude_deg,' +
  'position_at,shift_from,shift_until,check_in_missed';

const keyed = (row: Plan) => ({ ...row, id: row.unit });

function usual_desk(plans: readonly Plan[], own_unit: string): string {
  const busy = (one: Plan) => one.jobs + one.crews;
  const own = plans.find((one) => province_of(one.unit) === province_of(own_unit));
  if (own && busy(own) > 0) return own.unit;
  const busiest = [...plans].sort((a, b) => busy(b) - busy(a));
  return busiest[0]?.unit ?? '';
}

// `asked` is the desk that the reader chose; else it is the reader's own, or the one with the most
// to do, and stays so.
export function use_board(asked: Ref<string>, own_unit: string, held: Ref<boolean>) {
  const live = use_live();
  const plans = shallowRef<Plan[]>([]);
  const newest = shallowRef<Proposal[]>([]);
  const proposals = shallowRef<Proposal[]>([]);
  const crews = shallowRef<CrewRow[]>([]);
  const jobs = shallowRef(new Map<string, JobFacts>());
  const closures = shallowRef<Closure[]>([]);
  const problem = shallowRef<Problem | null>(null);
  const loaded = ref(false);
  const usual = ref('');
  const desk = computed(() => {
    const known = plans.value.map((one) => one.unit);
    return known.includes(asked.value) ? asked.value : usual.value;
  });
  const plan = computed(() => plans.value.find((one) => one.unit === desk.value) ?? null);

  // Of the desk's ground. An answer for a desk that was left meanwhile is not shown.
  async function ask_within<Row extends { id: string }>(
    path: string,
    show: (rows: Row[]) => void,
  ): Promise<void> {
    const before = desk.value;
    const parts = await Promise.all(
      area_bounds(before).map((bounds) => get_all<Row>(`${path}&${bounds}`)),
    );
    const rows = new Map(parts.flat().map((row) => [row.id, row]));
    if (before === desk.value) show([...rows.values()]);
  }

  const plans_again = use_again(async () => {
    plans.value = await get_all<Plan>('/plans');
  }, 500);
  const proposals_again = use_again(
    () =>
      ask_within<Proposal>('/proposals?sort=id', (rows) => {
        newest.value = rows.filter((one) => desk_of_job(one.job) === desk.value);
      }),
    proposals_ms,
  );
  const crews_again = use_again(
    () =>
      ask_within<CrewRow>(`/crews?sort=id&fields=${crew_fields}`, (rows) => {
        const desks = plans.value.map((one) => one.unit);
        crews.value = rows.filter((row) => is_of_desk(row.unit, desk.value, desks));
      }),
    crews_ms / 10,
  );
  const jobs_again = use_again(
    () =>
      ask_within<JobFacts>(
        `/jobs?state=${open_states}&sort=id&fields=${job_fields}`,
        (rows) => (jobs.value = new Map(rows.map((row) => [row.id, row]))),
      ),
    crews_ms / 10,
  );
  const closures_again = use_again(
    () => ask_within<Closure>('/closures?sort=id', (rows) => (closures.value = rows)),
    500,
  );

  // Which desk is shown follows from the plans, so they come first.
  let plans_known = false;

  async function load(): Promise<void> {
    try {
      await plans_again.now();
      usual.value ||= usual_desk(plans.value, own_unit);
      await Promise.all([
        proposals_again.now(),
        crews_again.now(),
        jobs_again.now(),
        closures_again.now(),
      ]);
      problem.value = null;
    } catch (error) {
      problem.value = error as Problem;
    }
    plans_known = true;
    loaded.value = true;
  }

  function take(change: Change): void {
    if (change.plans)
      plans.value = merge(plans.value.map(keyed), change.plans.map(keyed), () => false).rows;
    if (!change.proposals) return;
    const merged = merge(newest.value, change.proposals, () => true);
    if (merged.changed.length > 0) newest.value = merged.rows;
    if (merged.fresh.length > 0) proposals_again.soon();
  }

  // What somebody pressed here changes the plan; until there is another one it is being made.
  const awaited = ref('');
  const planning = computed(() => awaited.value !== '' && awaited.value === plan.value?.made_at);
  let give_up = 0;

  function changed(): void {
    awaited.value = plan.value?.made_at ?? '';
    clearTimeout(give_up);
    give_up = window.setTimeout(() => (awaited.value = ''), planning_ms_max);
    for (const again of [plans_again, proposals_again, jobs_again]) again.soon();
  }

  watch(
    [newest, held],
    () => {
      if (!held.value) proposals.value = newest.value;
    },
    { immediate: true },
  );
  watch(desk, () => plans_known && void load());
  void load();
  const stop_changes = live.on_change(take);
  const stop_resets = live.on_reset(() => void load());
  const each = (ms: number, ask_again: () => void) =>
    window.setInterval(() => document.hidden || ask_again(), ms);
  const timers = [
    each(plans_ms, plans_again.soon),
    each(planning_ms, () => planning.value && plans_again.soon()),
    each(crews_ms, () => {
      for (const again of [crews_again, jobs_again, proposals_again, closures_again]) again.soon();
    }),
  ];
  watch(
    () => plan.value?.made_at,
    (now, before) => before && now !== before && board_again(),
  );
  function board_again(): void {
    proposals_again.soon();
    jobs_again.soon();
  }
  onScopeDispose(() => {
    stop_changes();
    stop_resets();
    clearTimeout(give_up);
    timers.forEach(clearInterval);
  });

  return {
    desk,
    plans,
    plan,
    planning,
    proposals,
    crews,
    jobs,
    closures,
    problem,
    loaded,
    load,
    changed,
    closures_again,
  };
}

export type Board = ReturnType<typeof use_board>;
