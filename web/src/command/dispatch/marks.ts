// SPDX-License-Identifier: Apache-2.0
// Draws the marks of the board's map on a canvas. Crews are squares, full when free, half when
// busy, open and dashed off duty; jobs have the shape of their priority (triangle, diamond, dot),
// with a dashed ring while nobody goes there. An image's name holds all that it shows.
import { colour_of, type Theme } from '@/base/state/marks';

export interface MarkImage {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

type Draw = CanvasRenderingContext2D;

const family = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
export const inks = {
  light: { text: '#181C24', ground: '#FFFFFF', accent: '#1B58B8', route: '#5B6472' },
  dark: { text: '#E8EBF0', ground: '#14181E', accent: '#7DB0FF', route: '#98A2B0' },
};

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

function draw_crew(state: string, chosen: boolean, theme: Theme, size: number): MarkImage {
  const r = size * (chosen ? 0.72 : 0.5);
  const [canvas, draw] = sheet(r * 2 + 8, r * 2 + 8);
  const middle = r + 4;
  const free = colour_of('normal', theme);
  const colour = { free, busy: inks[theme].accent }[state] ?? colour_of('stale', theme);
  const square = (half: number) => {
    draw.beginPath();
    draw.roundRect(middle - half, middle - half, half * 2, half * 2, half * 0.4);
  };
  draw.fillStyle = inks[theme].ground;
  square(r + 2);
  draw.fill();
  draw.fillStyle = colour;
  draw.strokeStyle = colour;
  draw.lineWidth = r * 0.3;
  if (state === 'free') {
    square(r);
    draw.fill();
  } else {
    draw.setLineDash(state === 'busy' ? [] : [r * 0.5, r * 0.35]);
    square(r - r * 0.15);
    draw.stroke();
    draw.setLineDash([]);
    if (state === 'busy') draw.fillRect(middle - r, middle - r, r, r * 2);
  }
  if (chosen) {
    draw.strokeStyle = inks[theme].text;
    draw.lineWidth = 2;
    square(r + 1);
    draw.stroke();
  }
  return image_of(canvas, draw);
}

function priority_path(draw: Draw, priority: string, x: number, y: number, r: number): void {
  draw.beginPath();
  if (priority === 'urgent') {
    draw.moveTo(x, y - r);
    draw.lineTo(x + r, y + r * 0.85);
    draw.lineTo(x - r, y + r * 0.85);
  } else if (priority === 'high') {
    draw.moveTo(x, y - r);
    draw.lineTo(x + r, y);
    draw.lineTo(x, y + r);
    draw.lineTo(x - r, y);
  } else draw.arc(x, y, r * 0.7, 0, Math.PI * 2);
  draw.closePath();
}

interface JobMark {
  priority: string;
  chosen: boolean;
  number: string;
  state: string;
}

function draw_job(job: JobMark, theme: Theme, size: number): MarkImage {
  const r = size * (job.chosen ? 0.62 : 0.44);
  const font = `700 ${size * 0.85}px ${family}`;
  const [, probe] = sheet(1, 1);
  probe.font = font;
  const beside = job.number ? probe.measureText(job.number).width + size * 0.3 : 0;
  const ring = r + size * 0.28;
  // The mark stands in the middle of the image; the number only to its right.
  const [canvas, draw] = sheet((ring + beside + 4) * 2, ring * 2 + 6);
  const [x, y] = [canvas.width / 2, canvas.height / 2];
  const { text, ground, accent } = inks[theme];
  const nobody = job.state === 'unassigned';
  draw.lineJoin = 'round';
  draw.strokeStyle = ground;
  draw.lineWidth = r * 0.7;
  priority_path(draw, job.priority, x, y, r);
  draw.stroke();
  draw.fillStyle = nobody ? colour_of('degraded', theme) : text;
  draw.fill();
  if (nobody || job.chosen) {
    draw.strokeStyle = job.chosen ? accent : colour_of('degraded', theme);
    draw.lineWidth = Math.max(1.5, size * 0.12);
    draw.setLineDash(nobody ? [size * 0.25, size * 0.18] : []);
    draw.beginPath();
    draw.arc(x, y, ring, 0, Math.PI * 2);
    draw.stroke();
    draw.setLineDash([]);
  }
  if (job.number) {
    draw.font = font;
    draw.textBaseline = 'middle';
    draw.lineWidth = size / 3.5;
    draw.strokeStyle = ground;
    draw.strokeText(job.number, x + ring, y);
    draw.fillStyle = text;
    draw.fillText(job.number, x + ring, y);
  }
  return image_of(canvas, draw);
}

function draw_label(name: string, theme: Theme, size: number): MarkImage {
  const font = `600 ${size}px ${family}`;
  const [, probe] = sheet(1, 1);
  probe.font = font;
  const [canvas, draw] = sheet(probe.measureText(name).width + size * 0.6, size * 1.4);
  draw.font = font;
  draw.textAlign = 'center';
  draw.textBaseline = 'middle';
  draw.lineJoin = 'round';
  draw.lineWidth = size / 3;
  draw.strokeStyle = inks[theme].ground;
  draw.strokeText(name, canvas.width / 2, canvas.height / 2);
  draw.fillStyle = inks[theme].text;
  draw.fillText(name, canvas.width / 2, canvas.height / 2);
  return image_of(canvas, draw);
}

// A tile that repeats without a seam.
function draw_hatch(theme: Theme, size: number): MarkImage {
  const side = Math.max(8, Math.round(size * 0.7));
  const [canvas, draw] = sheet(side, side);
  draw.strokeStyle = inks[theme].text;
  draw.lineWidth = Math.max(1, side * 0.14);
  draw.beginPath();
  for (const from of [-side, 0, side]) {
    draw.moveTo(from - 1, side + 1);
    draw.lineTo(from + side + 1, -1);
  }
  draw.stroke();
  return image_of(canvas, draw);
}

// `size` is the height of the map's text in device pixels.
export function draw_mark(id: string, size: number): MarkImage | null {
  const [what = '', state = '', chosen = '', word = '', theme = 'light', more = ''] = id.split('|');
  const [is_chosen, in_theme] = [chosen === 'true', theme === 'dark' ? 'dark' : 'light'] as const;
  if (what === 'crew') return draw_crew(state, is_chosen, in_theme, size);
  if (what === 'job')
    return draw_job(
      { priority: state, chosen: is_chosen, number: word, state: more },
      in_theme,
      size,
    );
  if (what === 'label') return draw_label(word, in_theme, size);
  return what === 'hatch' ? draw_hatch(in_theme, size) : null;
}
