// SPDX-License-Identifier: Apache-2.0
// Which rows of a long table are worth drawing: those in sight and some beyond, so that a turn of
// the wheel finds them there already.
export interface Range {
  first: number;
  end: number; // one past the last
}

const beyond = 6;

export function rows_in_sight(
  top_px: number,
  height_px: number,
  row_px: number,
  count: number,
): Range {
  const first = Math.floor(top_px / row_px) - beyond;
  const end = Math.ceil((top_px + height_px) / row_px) + beyond;
  return {
    first: Math.min(Math.max(0, first), count),
    end: Math.max(0, Math.min(count, end)),
  };
}

// Where to scroll so that the row is in sight; where it is already, nothing moves.
export function scroll_to_row(
  at: number,
  top_px: number,
  height_px: number,
  row_px: number,
): number {
  const row_top = at * row_px;
  if (row_top < top_px) return row_top;
  if (row_top + row_px > top_px + height_px) return row_top + row_px - height_px;
  return top_px;
}

// How far to scroll so that the first row in sight stays where it is when rows came or went above
// it; 0 where that row has gone.
export function kept_in_place(
  before: readonly { crew: string }[],
  now: readonly { crew: string }[],
  top_px: number,
  row_px: number,
): number {
  const at = Math.floor(top_px / row_px);
  const first = before[at]?.crew;
  const next = first === undefined ? -1 : now.findIndex(({ crew }) => crew === first);
  return next < 0 ? 0 : (next - at) * row_px;
}

// How fast the table scrolls while something is held near its edge, in pixels a frame.
export function edge_pace(y: number, top: number, bottom: number): number {
  const near = 48;
  const fastest = 18;
  if (y < top + near) return -fastest * Math.min(1, (top + near - y) / near);
  if (y > bottom - near) return fastest * Math.min(1, (y - bottom + near) / near);
  return 0;
}
