// SPDX-License-Identifier: Apache-2.0
// Who may be offered a job, in the order in which a duty desk looks: who has the skills, who is
// free, who is near.
import type { CrewRow } from '@/command/crew/model';
import { is_placed, metres_between, type JobRow } from './model';

export interface Candidate {
  crew: CrewRow;
  lacks: string[]; // skills
  away_km: number | null; // null: it never said where it is
}

const readiness = { free: 0, busy: 1, off_duty: 2 };

export function ranked(
  crews: CrewRow[],
  job: Pick<JobRow, 'skills' | 'place' | 'forbidden'>,
): Candidate[] {
  const rank = ({ crew, lacks, away_km }: Candidate) => [
    job.forbidden.includes(crew.id) ? 1 : 0,
    lacks.length,
    readiness[crew.state] ?? 3,
    away_km ?? Infinity,
  ];
  const candidates = crews.map((crew) => {
    const is_known = crew.position_at !== '' && is_placed(job.place);
    const away_m = is_known ? metres_between(crew, job.place) : 0;
    return {
      crew,
      lacks: job.skills.filter((skill) => !crew.skills.includes(skill)),
      away_km: is_known ? Math.round(away_m / 100) / 10 : null,
    };
  });
  return candidates.sort((left, right) => {
    const others = rank(right);
    const at = rank(left).findIndex((figure, place) => figure !== others[place]);
    if (at < 0) return left.crew.id < right.crew.id ? -1 : 1;
    return (rank(left)[at] as number) - (others[at] as number);
  });
}
