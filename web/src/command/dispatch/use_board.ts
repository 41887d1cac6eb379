// SPDX-License-Identifier: Apache-2.0
// All that the board shows: plans, proposals, crews, what it needs of the jobs, closed roads. Asked
// for once as a whole; then what is pushed changes in place. It is asked anew where more has
// changed than is pushed, and where the clock alone changes it. While a job is held in the hand
// nothing under it moves.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { get_all, type Problem } from '@/base/api/client';
import { use_live } from '@/base/live/live';
import { kept_whole } from '@/base/live/merge';
import type { Change } from '@/base/live/model';
import { use_again } from '@/base/live/use_again';
import { use_turn } from '@/base/time/use_turn';
import type { CrewRow } from '@/command/crew/model';
import { in_scope, province_of } from '@/command/unit/scope';
import { area_bounds, desk_of_job, is_of_desk } from './area';
import type { Closure, JobFacts, Plan, Proposal } from './model';

const apart_ms = 1500; // between two times of asking for all of them
const planning_ms_max = 20_000; // then the board no longer says that a plan is being made
const open_states = ['open', 'offered', 'accepted', 'on_the_way', 'on_site'];
const job_fields = 'state,pinned,forbidden,skills';
const crew_fields =
  'name_zh,name_en,unit,state,on_break,job,skills,vehicle,longitude_deg,latitude_deg,' +
  'position_at,shift_from,shift_until,turns_at,check_in_missed';

const keyed = (row: Plan) => ({ ...row, id: row.unit });
const is_any = () => true;

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
  const newest = shallowRef<Proposal[]>([]); // also while a job is held
  const proposals = shallowRef<Proposal[]>([]);
  const crews = shallowRef<CrewRow[]>([]);
  const job_rows = shallowRef<JobFacts[]>([]);
  const jobs = computed(() => new Map(job_rows.value.map((row) => [row.id, row])));
  const closures = shallowRef<Closure[]>([]);
  const problem = shallowRef<Problem | null>(null);
  const loaded = ref(false);
  const usual = ref('');
  const desk = computed(() => {
    const known = plans.value.map((one) => one.unit);
    return known.includes(asked.value) ? asked.value : usual.value;
  });
  const plan = computed(() => plans.value.find((one) => one.unit === desk.value) ?? null);

  const desks = () => plans.value.map((one) => one.unit);
  const is_crew_here = (row: CrewRow) => is_of_desk(row.unit, desk.value, desks());
  const is_going_here = (row: Proposal) => desk_of_job(row.job) === desk.value;
  const is_open_here = (row: JobFacts) =>
    desk_of_job(row.id) === desk.value && open_states.includes(row.state);
  const is_in_area = (row: Closure) => in_scope(row.unit, desk.value);

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
  }, apart_ms);
  const proposals_again = use_again(
    () =>
      ask_within<Proposal>('/proposals?sort=id', (rows) => {
        newest.value = rows.filter(is_going_here);
      }),
    apart_ms,
  );
  const crews_again = use_again(
    () =>
      ask_within<CrewRow>(`/crews?sort=id&fields=${crew_fields}`, (rows) => {
        crews.value = rows.filter(is_crew_here);
      }),
    apart_ms,
  );
  const jobs_again = use_again(
    () =>
      ask_within<JobFacts>(
        `/jobs?state=${open_states.join(',')}&sort=id&fields=${job_fields}`,
        (rows) => (job_rows.value = rows),
      ),
    apart_ms,
  );
  const closures_again = use_again(
    () => ask_within<Closure>('/closures?sort=id', (rows) => (closures.value = rows)),
    apart_ms,
  );
  const again = {
    proposals: proposals_again,
    crews: crews_again,
    jobs: jobs_again,
    closures: closures_again,
  };

  // Which desk is shown follows from the plans, so they come first.
  let plans_known = false;

  async function load(): Promise<void> {
    try {
      await plans_again.now();
      usual.value ||= usual_desk(plans.value, own_unit);
      await Promise.all(Object.values(again).map((one) => one.now()));
      problem.value = null;
    } catch (error) {
      problem.value = error as Problem;
    }
    plans_known = true;
    loaded.value = true;
  }

  // What is pushed while the same is being asked for is asked for once more.
  function take(change: Change): void {
    const { plans: planned, proposals_gone, closures_gone, more = [] } = change;
    if (planned && plans_again.is_asking()) plans_again.soon();
    if (planned) plans.value = kept_whole(plans.value.map(keyed), planned.map(keyed), [], is_any);
    if (plans_known) usual.value ||= usual_desk(plans.value, own_unit);
    newest.value = kept_whole(
      newest.value,
      change.proposals ?? [],
      proposals_gone ?? [],
      is_going_here,
    );
    crews.value = kept_whole(crews.value, change.crews ?? [], [], is_crew_here);
    job_rows.value = kept_whole(job_rows.value, change.jobs ?? [], [], is_open_here);
    closures.value = kept_whole(
      closures.value,
      change.closures ?? [],
      closures_gone ?? [],
      is_in_area,
    );
    for (const [list, one] of Object.entries(again))
      if (more.includes(list) || (one.is_asking() && (list in change || `${list}_gone` in change)))
        one.soon();
  }

  // What somebody pressed here changes the plan; until there is another one it is being made.
  const awaited = ref('');
  const planning = computed(() => awaited.value !== '' && awaited.value === plan.value?.made_at);
  let give_up = 0;

  function changed(): void {
    awaited.value = plan.value?.made_at ?? '';
    clearTimeout(give_up);
    give_up = window.setTimeout(() => (awaited.value = ''), planning_ms_max);
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
  use_turn(() => crews.value.map((row) => row.turns_at), crews_again.soon);
  onScopeDispose(() => {
    stop_changes();
    stop_resets();
    clearTimeout(give_up);
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
  };
}

export type Board = ReturnType<typeof use_board>;
