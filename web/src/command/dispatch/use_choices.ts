// SPDX-License-Identifier: Apache-2.0
// What each crew would cost for the job that is held or asked about. Of a job that is in no plan
// (nobody can go, or it is offered already) no cost is known: then every crew may still be chosen.
// An answer that comes after another job was taken up is dropped.
import { computed, ref, shallowRef } from 'vue';
import { get, get_all, Problem } from '@/base/api/client';
import { job_path, type Choice, type Choices } from './model';

const crews_max = 1000;

async function costs_of(job: string): Promise<Choice[]> {
  try {
    return (await get<Choices>(`${job_path(job)}/choices`)).choices;
  } catch (error) {
    if (!(error instanceof Problem) || error.refusal !== 'job_must_be_planned') throw error;
  }
  const crews = await get_all<{ id: string }>('/crews?fields=id&sort=id', crews_max);
  const unknown = { able: true, drive_s: 0, dearer: 0, reason: 'none', unknown: true };
  return crews.map(({ id }) => ({ crew: id, ...unknown, reason_names: [] }));
}

export function use_choices() {
  const job = ref('');
  const choices = shallowRef<Choice[]>([]);
  const problem = shallowRef<unknown>(null);
  const asking = ref(false);
  const by_crew = computed(() => new Map(choices.value.map((one) => [one.crew, one])));
  let turn = 0;

  async function ask(id: string): Promise<void> {
    turn += 1;
    const own = turn;
    if (job.value !== id) choices.value = [];
    job.value = id;
    problem.value = null;
    if (!id) return;
    asking.value = true;
    try {
      const answer = await costs_of(id);
      if (own === turn) choices.value = answer;
    } catch (error) {
      if (own === turn) problem.value = error;
    }
    if (own === turn) asking.value = false;
  }

  return { job, choices, by_crew, problem, asking, ask };
}
