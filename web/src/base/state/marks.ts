// SPDX-License-Identifier: Apache-2.0
// The one look of every state, as numbers: the component draws it as SVG, the map on a canvas.
// Colour, shape and word always go together.
import type { SiteState } from '@/network/site/model';

export type Theme = 'light' | 'dark';
export type Shape = 'circle' | 'half_circle' | 'crossed_square' | 'ring' | 'hatched_bar';

export interface Mark {
  shape: Shape;
  light: string;
  dark: string;
  rank: number; // 0 = the worst
}

export const marks: Record<SiteState, Mark> = {
  down: { shape: 'crossed_square', light: '#B3261E', dark: '#FF6B5E', rank: 0 },
  degraded: { shape: 'half_circle', light: '#B26A00', dark: '#F0A63A', rank: 1 },
  stale: { shape: 'ring', light: '#6B7280', dark: '#9AA3AF', rank: 2 },
  suppressed: { shape: 'hatched_bar', light: '#4A5FA5', dark: '#8FA2E8', rank: 3 },
  normal: { shape: 'circle', light: '#2E7D6B', dark: '#58B39B', rank: 4 },
};

export function colour_of(state: SiteState, theme: Theme): string {
  return marks[state][theme];
}

export function worst(states: Iterable<SiteState>): SiteState {
  let found: SiteState = 'normal';
  for (const state of states) if (marks[state].rank < marks[found].rank) found = state;
  return found;
}

// Relative luminance contrast of WCAG 2.2, for two colours as #rrggbb.
export function contrast(left: string, right: string): number {
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [a, b] = [luminance(left), luminance(right)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
