// SPDX-License-Identifier: Apache-2.0
// Layers by hand: each level is a band, what is hit stands left and what carries on right, nodes
// stand near what they depend on, and a band that is too wide goes on in a second row.
import type { Topology, TopologyNode } from './model';

export const box = { width: 168, height: 58, gap_x: 14, gap_y: 22, band: 62, margin: 16, head: 22 };

export interface Placed {
  node: TopologyNode;
  x: number;
  y: number;
}

export interface Band {
  level: number;
  y: number;
}

export interface Layout {
  placed: Placed[];
  bands: Band[];
  width: number;
  height: number;
}

export function columns_in(width: number): number {
  return Math.max(1, Math.floor((width - 2 * box.margin + box.gap_x) / (box.width + box.gap_x)));
}

// The mean place, in its band, of what the node depends on: 0.5 when nothing is drawn of it.
function pull(node: TopologyNode, topology: Topology, place: Map<string, number>): number {
  const at = topology.edges
    .filter((edge) => edge.from === node.id && place.has(edge.to))
    .map((edge) => place.get(edge.to) as number);
  return at.length > 0 ? at.reduce((sum, one) => sum + one, 0) / at.length : 0.5;
}

function in_order(nodes: TopologyNode[], topology: Topology, place: Map<string, number>) {
  const rank = (node: TopologyNode) => (node.role === 'carries_on' ? 1 : 0);
  const pulled = new Map(nodes.map((node) => [node.id, pull(node, topology, place)]));
  const by = (a: TopologyNode, b: TopologyNode) =>
    rank(a) - rank(b) || (pulled.get(a.id) as number) - (pulled.get(b.id) as number);
  return [...nodes].sort(by);
}

export function lay_out(topology: Topology, width: number): Layout {
  const columns = columns_in(width);
  const levels = [...new Set(topology.nodes.map((node) => node.level))].sort((a, b) => a - b);
  const place = new Map<string, number>();
  const placed: Placed[] = [];
  const bands: Band[] = [];
  let y = box.margin;
  for (const level of levels) {
    const own = topology.nodes.filter((node) => node.level === level);
    const nodes = in_order(own, topology, place);
    bands.push({ level, y });
    y += box.head;
    for (let first = 0; first < nodes.length; first += columns) {
      const row = nodes.slice(first, first + columns);
      const row_width = row.length * (box.width + box.gap_x) - box.gap_x;
      const start = (width - row_width) / 2;
      row.forEach((node, at) => {
        const x = start + at * (box.width + box.gap_x);
        placed.push({ node, x, y });
        place.set(node.id, (x + box.width / 2) / width);
      });
      y += box.height + box.gap_y;
    }
    y += box.band - box.gap_y;
  }
  return { placed, bands, width, height: Math.max(0, y - box.band + box.margin) };
}

// From the foot of the upper box to the head of the lower one; side by side, from side to side.
export function edge_path(from: Placed, to: Placed): string {
  const middle = box.width / 2;
  if (from.y === to.y) {
    const [left, right] = from.x < to.x ? [from, to] : [to, from];
    const y = left.y + box.height / 2;
    return `M${left.x + box.width} ${y}L${right.x} ${y}`;
  }
  const [upper, lower] = to.y < from.y ? [to, from] : [from, to];
  const [x1, y1] = [upper.x + middle, upper.y + box.height];
  const [x2, y2] = [lower.x + middle, lower.y];
  const bend = Math.min(40, (y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}

// The node that an arrow key leads to: the nearest in that direction.
export function neighbour(placed: Placed[], id: string, key: string): string | null {
  const here = placed.find((one) => one.node.id === id);
  if (!here) return null;
  const ahead = placed.filter((one) => {
    if (one === here) return false;
    if (key === 'ArrowLeft') return one.y === here.y && one.x < here.x;
    if (key === 'ArrowRight') return one.y === here.y && one.x > here.x;
    return key === 'ArrowUp' ? one.y < here.y : one.y > here.y;
  });
  const far = (one: Placed) => Math.abs(one.y - here.y) * 4 + Math.abs(one.x - here.x);
  return ahead.sort((a, b) => far(a) - far(b))[0]?.node.id ?? null;
}

// Cut to what a box holds; a Chinese character is as wide as two letters.
export function fitted(text: string, letters: number): string {
  let used = 0;
  for (let at = 0; at < text.length; at += 1) {
    used += text.charCodeAt(at) > 0x2e7f ? 2 : 1;
    if (used > letters) return `${text.slice(0, at)}…`;
  }
  return text;
}
