// SPDX-License-Identifier: Apache-2.0
// Time in words. A duration grows ("12 min"), a deadline shrinks ("in 4 min", then "3 min late").
// The words come from the message files; here are only the numbers and which sentence they go into.

export interface Span {
  unit: 'seconds' | 'minutes' | 'hours' | 'days';
  count: number;
  minor: number; // minutes beside hours, hours beside days, else 0
}

export function span_of(ms: number): Span {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds < 60) return { unit: 'seconds', count: seconds, minor: 0 };
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return { unit: 'minutes', count: minutes, minor: 0 };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { unit: 'hours', count: hours, minor: minutes % 60 };
  return { unit: 'days', count: Math.floor(hours / 24), minor: hours % 24 };
}

export function span_key(span: Span): string {
  return span.minor > 0 ? `time.${span.unit}_and` : `time.${span.unit}`;
}

export type Urgency = 'calm' | 'soon' | 'late';

export interface Deadline {
  urgency: Urgency;
  span: Span;
}

const soon_ms = 5 * 60_000;

export function deadline_of(due: string, now_ms: number): Deadline | null {
  const at = Date.parse(due);
  if (Number.isNaN(at)) return null;
  const left = at - now_ms;
  const urgency: Urgency = left < 0 ? 'late' : left <= soon_ms ? 'soon' : 'calm';
  return { urgency, span: span_of(left) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format_of(zone: string, locale: string, options: Intl.DateTimeFormatOptions) {
  const key = `${zone}|${locale}|${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, format);
  }
  return format;
}

const two = '2-digit' as const;

export function hour_minute(ms: number, zone: string): string {
  return format_of(zone, 'en-GB', { hour: two, minute: two }).format(ms);
}

export function hour_minute_second(ms: number, zone: string): string {
  return format_of(zone, 'en-GB', { hour: two, minute: two, second: two }).format(ms);
}

// The same day: "10:02". Another day: "01-22 10:02". Another year: "2019-12-30 10:02".
export function moment(at: string, now_ms: number, zone: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return '';
  const [day, today] = [iso_day(ms, zone), iso_day(now_ms, zone)];
  if (day === today) return hour_minute(ms, zone);
  const short = day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
  return `${short} ${hour_minute(ms, zone)}`;
}

export function iso_day(ms: number, zone: string): string {
  return format_of(zone, 'en-CA', { year: 'numeric', month: two, day: two }).format(ms);
}

export function full_moment(at: string, zone: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? '' : `${iso_day(ms, zone)} ${hour_minute_second(ms, zone)}`;
}

export function day_in_words(ms: number, zone: string, locale: string): string {
  return format_of(zone, locale, { month: 'short', day: 'numeric', weekday: 'short' }).format(ms);
}

// "UTC+8" for Asia/Shanghai.
export function zone_offset(ms: number, zone: string): string {
  const parts = format_of(zone, 'en-US', { timeZoneName: 'shortOffset' }).formatToParts(ms);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', 'UTC');
}
