// SPDX-License-Identifier: Apache-2.0
// Times as a form field has them ("2020-01-23T10:00", on the clock of a zone) and as the server
// does (RFC 3339, UTC). An empty field is no time.

function parts_of(ms: number, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(ms).replace(' ', 'T');
}

export function to_field(at: string, zone: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? '' : parts_of(ms, zone);
}

// The zone's offset is looked up where the time is: once for a guess, once more where the guess
// falls beyond a change of the clock.
export function from_field(text: string, zone: string): string {
  const wall_ms = text ? Date.parse(`${text}:00Z`) : NaN;
  if (Number.isNaN(wall_ms)) return '';
  let ms = wall_ms;
  for (let turn = 0; turn < 2; turn += 1) {
    ms += wall_ms - Date.parse(`${parts_of(ms, zone)}:00Z`);
  }
  return new Date(ms).toISOString();
}
