// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { box, columns_in, edge_path, fitted, lay_out, neighbour } from './layout';
import type { Role, Topology, TopologyNode } from './model';

const node = (id: string, level: number, role: Role = 'explained') =>
  ({ id, level, role, count: 1 }) as TopologyNode;
const edge = (from: string, to: string) => ({
  from,
  to,
  group: 0,
  relation: 'needed' as const,
  count: 1,
});
const picture = (nodes: TopologyNode[], edges: Topology['edges'] = []) =>
  ({ nodes, edges }) as Topology;
const at = (topology: Topology, width: number) =>
  new Map(lay_out(topology, width).placed.map((one) => [one.node.id, one]));

describe('the layers of a topology', () => {
  it('puts the root above what it explains and sites at the bottom', () => {
    const placed = at(picture([node('S', 2, 'site'), node('R', 0, 'root'), node('E', 1)]), 900);
    expect(placed.get('R')!.y).toBeLessThan(placed.get('E')!.y);
    expect(placed.get('E')!.y).toBeLessThan(placed.get('S')!.y);
  });

  it('puts what carries on to the right of what is hit', () => {
    const placed = at(picture([node('B', 1, 'carries_on'), node('A', 1)]), 900);
    expect(placed.get('A')!.x).toBeLessThan(placed.get('B')!.x);
  });

  it('keeps a node near what it depends on', () => {
    const nodes = [node('L', 0), node('R', 0), node('r', 1), node('l', 1)];
    const placed = at(picture(nodes, [edge('l', 'L'), edge('r', 'R')]), 900);
    expect(placed.get('l')!.x).toBeLessThan(placed.get('r')!.x);
  });

  it('never lays one box over another, nor outside, at any width', () => {
    const nodes = Array.from({ length: 40 }, (_, i) => node(`n${i}`, i % 3));
    for (const width of [320, 390, 800, 1440]) {
      const { placed, height } = lay_out(picture(nodes), width);
      expect(placed).toHaveLength(40);
      for (const one of placed) {
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.x + box.width).toBeLessThanOrEqual(width);
        expect(one.y + box.height).toBeLessThanOrEqual(height);
        const over = placed.filter(
          (two) =>
            two !== one &&
            Math.abs(two.x - one.x) < box.width &&
            Math.abs(two.y - one.y) < box.height,
        );
        expect(over).toEqual([]);
      }
    }
    expect(columns_in(100)).toBe(1);
  });

  it('draws an edge from foot to head', () => {
    const placed = at(picture([node('R', 0, 'root'), node('E', 1)]), 400);
    const [r, e] = [placed.get('R')!, placed.get('E')!];
    expect(edge_path(e, r)).toContain(`M${r.x + box.width / 2} ${r.y + box.height}`);
    expect(edge_path(e, r)).toBe(edge_path(r, e));
  });

  it('moves by arrow keys to the nearest box', () => {
    const nodes = [node('R', 0, 'root'), node('a', 1), node('b', 1)];
    const { placed } = lay_out(picture(nodes), 900);
    expect(neighbour(placed, 'R', 'ArrowDown')).toMatch(/a|b/);
    expect(neighbour(placed, 'a', 'ArrowRight')).toBe('b');
    expect(neighbour(placed, 'b', 'ArrowUp')).toBe('R');
    expect(neighbour(placed, 'R', 'ArrowUp')).toBeNull();
  });

  it('cuts a name to its box', () => {
    expect(fitted('武汉协和医院西院区机房', 10)).toBe('武汉协和医…');
    expect(fitted('BTS-1', 10)).toBe('BTS-1');
  });
});
