// SPDX-License-Identifier: Apache-2.0
// A job as a form has it, and as the server wants it. Words that are separated by ; are names;
// parts are name=count.
import { from_field, to_field } from '@/base/time/fields';
import type { Priority } from '@/command/order/model';
import { is_placed, type JobRow, type Parts, type Place } from './model';

export interface Draft {
  title: string;
  unit: string[];
  priority: Priority;
  site: string[];
  element: string;
  place: string; // "114.31, 30.55"
  minutes: number | '';
  earliest: string; // as a datetime field has it
  latest: string;
  skills: string;
  tools: string;
  parts: string;
  vehicle_kinds: string[];
  crews_needed: number;
  load_kg: number | '';
  after: string;
  text: string;
  incident: string;
  order: string;
}

export const blank = (unit = ''): Draft => ({
  title: '',
  unit: unit ? [unit] : [],
  priority: 'normal',
  site: [],
  element: '',
  place: '',
  minutes: 60,
  earliest: '',
  latest: '',
  skills: '',
  tools: '',
  parts: '',
  vehicle_kinds: [],
  crews_needed: 1,
  load_kg: '',
  after: '',
  text: '',
  incident: '',
  order: '',
});

export const names_of = (text: string): string[] =>
  text
    .split(/[;；、]/)
    .map((name) => name.trim())
    .filter(Boolean);

export const parts_text = (parts: Parts): string =>
  Object.entries(parts)
    .map(([part, count]) => `${part} × ${count}`)
    .join('、');

// Null where it is not name=count.
export function parts_of(text: string): Parts | null {
  const parts: Parts = {};
  for (const word of names_of(text)) {
    const [, name = '', count = ''] = /^(.+?)\s*[=×x]\s*(\d+)$/.exec(word) ?? [];
    if (!name) return null;
    parts[name.trim()] = Number(count);
  }
  return parts;
}

const written_parts = (parts: Parts) =>
  Object.entries(parts)
    .map(([part, count]) => `${part}=${count}`)
    .join('; ');

// Null where it is not two numbers; no place where nothing is written.
export function place_of(text: string): Place | null {
  if (text.trim() === '') return { longitude_deg: 0, latitude_deg: 0 };
  const [longitude_deg, latitude_deg, more] = text
    .split(/[,，\s]+/)
    .filter(Boolean)
    .map(Number);
  if (more !== undefined || !Number.isFinite(longitude_deg) || !Number.isFinite(latitude_deg))
    return null;
  return { longitude_deg: longitude_deg as number, latitude_deg: latitude_deg as number };
}

export const place_text = (place: Place): string =>
  is_placed(place) ? `${place.longitude_deg}, ${place.latitude_deg}` : '';

export function draft_of(job: JobRow, title: string, zone: string): Draft {
  return {
    title,
    unit: [job.unit],
    priority: job.priority,
    site: job.site ? [job.site] : [],
    element: job.element,
    place: place_text(job.place),
    minutes: job.duration_s > 0 ? Math.round(job.duration_s / 60) : '',
    earliest: to_field(job.earliest, zone),
    latest: to_field(job.latest, zone),
    skills: job.skills.join('; '),
    tools: job.tools.join('; '),
    parts: written_parts(job.parts),
    vehicle_kinds: [...job.vehicle_kinds],
    crews_needed: job.crews_needed,
    load_kg: job.load_kg > 0 ? job.load_kg : '',
    after: job.after.join('; '),
    text: job.text,
    incident: job.incident,
    order: job.order,
  };
}

// What is empty and the server would fill in by itself (the place of an order's incident) is left
// out when the job is `new`; a change says everything.
export function body_of(draft: Draft, zone: string, is_new: boolean): Record<string, unknown> {
  const place = place_of(draft.place);
  const all: Record<string, unknown> = {
    title_zh: draft.title.trim(),
    unit: draft.unit[0] ?? '',
    priority: draft.priority,
    site: draft.site[0] ?? '',
    element: draft.element.trim(),
    place: place && is_placed(place) ? place : '',
    duration_s: draft.minutes === '' ? 0 : Math.round(draft.minutes * 60),
    earliest: from_field(draft.earliest, zone),
    latest: from_field(draft.latest, zone),
    skills: names_of(draft.skills),
    tools: names_of(draft.tools),
    parts: parts_of(draft.parts) ?? {},
    vehicle_kinds: draft.vehicle_kinds,
    crews_needed: draft.crews_needed,
    load_kg: draft.load_kg === '' ? 0 : draft.load_kg,
    after: names_of(draft.after),
    text: draft.text.trim(),
    incident: draft.incident,
  };
  const is_empty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
  if (!is_new) return { ...all, place: place ?? undefined };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !is_empty(value)));
}
