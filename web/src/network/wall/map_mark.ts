// SPDX-License-Identifier: Apache-2.0
// Draws the marks of the map on a canvas: the state's shape, the count beside it, the name under
// it. An image's name holds all that it shows ("area|down|3/57|Hubei|dark"), so that the map asks
// for an image it lacks and each is drawn once.
import { colour_of, marks, type Theme } from '@/base/state/marks';
import type { SiteState } from '@/network/site/model';

export interface MarkImage {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

const family = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const inks = {
  light: { text: '#181C24', soft: '#414956', ground: '#FFFFFF', line: '#858D9A' },
  dark: { text: '#E8EBF0', soft: '#BAC2CE', ground: '#14181E', line: '#6B7482' },
};

type Draw = CanvasRenderingContext2D;

function draw_ring(draw: Draw, x: number, y: number, r: number, dashes: number[]): void {
  draw.lineWidth = r * 0.3;
  draw.setLineDash(dashes);
  draw.beginPath();
  draw.arc(x, y, r * 0.86, 0, Math.PI * 2);
  draw.stroke();
  draw.setLineDash([]);
}

function draw_cross(draw: Draw, x: number, y: number, r: number, ground: string): void {
  draw.beginPath();
  draw.roundRect(x - r, y - r, r * 2, r * 2, r * 0.25);
  draw.fill();
  draw.strokeStyle = ground;
  draw.lineWidth = r * 0.32;
  draw.lineCap = 'round';
  const d = r * 0.48;
  draw.beginPath();
  draw.moveTo(x - d, y - d);
  draw.lineTo(x + d, y + d);
  draw.moveTo(x + d, y - d);
  draw.lineTo(x - d, y + d);
  draw.stroke();
}

function draw_bar(draw: Draw, x: number, y: number, r: number): void {
  draw.lineWidth = r * 0.2;
  draw.strokeRect(x - r, y - r * 0.55, r * 2, r * 1.1);
  draw.beginPath();
  for (let at = -0.8; at < 0.8; at += 0.5) {
    draw.moveTo(x + r * at, y + r * 0.55);
    draw.lineTo(x + r * (at + 0.45), y - r * 0.55);
  }
  draw.stroke();
}

function draw_shape(
  draw: Draw,
  state: SiteState,
  x: number,
  y: number,
  r: number,
  theme: Theme,
): void {
  draw.fillStyle = colour_of(state, theme);
  draw.strokeStyle = draw.fillStyle;
  const { shape } = marks[state];
  if (shape === 'crossed_square') draw_cross(draw, x, y, r, inks[theme].ground);
  else if (shape === 'ring') draw_ring(draw, x, y, r, [r * 0.45, r * 0.3]);
  else if (shape === 'hatched_bar') draw_bar(draw, x, y, r);
  else if (shape === 'half_circle') {
    draw_ring(draw, x, y, r, []);
    draw.beginPath();
    draw.arc(x, y, r * 0.9, Math.PI / 2, (Math.PI * 3) / 2);
    draw.fill();
  } else {
    draw.beginPath();
    draw.arc(x, y, r * 0.86, 0, Math.PI * 2);
    draw.fill();
  }
}

function sheet(width: number, height: number): [HTMLCanvasElement, Draw] {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width);
  canvas.height = Math.ceil(height);
  return [canvas, canvas.getContext('2d', { willReadFrequently: true }) as Draw];
}

function image_of(canvas: HTMLCanvasElement, draw: Draw): MarkImage {
  const { width, height } = canvas;
  return { width, height, data: draw.getImageData(0, 0, width, height).data };
}

function halo_text(draw: Draw, text: string, x: number, y: number, theme: Theme): void {
  draw.lineJoin = 'round';
  draw.strokeStyle = inks[theme].ground;
  draw.strokeText(text, x, y);
  draw.fillText(text, x, y);
}

function draw_area(
  state: SiteState,
  count: string,
  name: string,
  theme: Theme,
  size: number,
): MarkImage {
  const calm = state === 'normal';
  const number_font = `${calm ? 500 : 700} ${size * (calm ? 0.82 : 1.1)}px ${family}`;
  const name_font = `${size * 0.82}px ${family}`;
  const [, probe] = sheet(1, 1);
  probe.font = number_font;
  const number_width = probe.measureText(count).width;
  probe.font = name_font;
  const name_width = probe.measureText(name).width;
  const r = size * (calm ? 0.32 : 0.5);
  const pill_width = r * 2 + number_width + size * 1.1;
  const pill_height = size * (calm ? 1.35 : 1.7);
  const width = Math.max(pill_width, name_width) + size * 0.6;
  const [canvas, draw] = sheet(width, pill_height + size * 1.35 + 4);
  const left = (canvas.width - pill_width) / 2;
  draw.fillStyle = inks[theme].ground;
  draw.strokeStyle = calm ? inks[theme].line : colour_of(state, theme);
  draw.lineWidth = calm ? 1 : Math.max(2, size / 9);
  draw.beginPath();
  draw.roundRect(left, 2, pill_width, pill_height - 2, pill_height / 2);
  draw.fill();
  draw.stroke();
  draw_shape(draw, state, left + size * 0.4 + r, 1 + pill_height / 2, r, theme);
  draw.textBaseline = 'middle';
  draw.font = number_font;
  draw.fillStyle = inks[theme].text;
  draw.fillText(count, left + size * 0.65 + r * 2, 2 + pill_height / 2);
  draw.font = name_font;
  draw.textAlign = 'center';
  draw.lineWidth = size / 4;
  draw.fillStyle = calm ? inks[theme].soft : inks[theme].text;
  halo_text(draw, name, canvas.width / 2, pill_height + size * 0.72, theme);
  return image_of(canvas, draw);
}

function draw_site(state: SiteState, theme: Theme, size: number): MarkImage {
  const r = size * (state === 'normal' ? 0.34 : 0.62);
  const [canvas, draw] = sheet(r * 2 + 6, r * 2 + 6);
  draw.fillStyle = inks[theme].ground;
  draw.beginPath();
  draw.arc(canvas.width / 2, r + 3, r + 2.5, 0, Math.PI * 2);
  draw.fill();
  draw_shape(draw, state, canvas.width / 2, r + 3, r, theme);
  return image_of(canvas, draw);
}

// The name under a site's mark, an image of its own: where two would overlap one gives way.
function draw_label(name: string, theme: Theme, size: number): MarkImage {
  const font = `${size * 0.85}px ${family}`;
  const [, probe] = sheet(1, 1);
  probe.font = font;
  const [canvas, draw] = sheet(probe.measureText(name).width + size * 0.5, size * 1.25);
  draw.font = font;
  draw.textAlign = 'center';
  draw.textBaseline = 'middle';
  draw.lineWidth = size / 4;
  draw.fillStyle = inks[theme].text;
  halo_text(draw, name, canvas.width / 2, canvas.height / 2, theme);
  return image_of(canvas, draw);
}

// `size` is the height of the map's text in device pixels.
export function draw_mark(id: string, size: number): MarkImage | null {
  const [what = '', state = 'normal', count = '', name = '', theme = 'light'] = id.split('|');
  if (!(state in marks)) return null;
  const [s, t] = [state as SiteState, theme as Theme];
  if (what === 'area') return draw_area(s, count, name, t, size);
  if (what === 'label') return draw_label(name, t, size);
  return what === 'site' ? draw_site(s, t, size) : null;
}
