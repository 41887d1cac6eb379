// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { area_bounds, desk_of_job, is_of_desk } from './area';

describe('the ground of a desk', () => {
  it('is from its first code to before the next desk’s', () => {
    expect(area_bounds('420000')[0]).toBe('unit.gte=420000&unit.lt=430000');
    expect(area_bounds('420100')[0]).toBe('unit.gte=420100&unit.lt=420200');
  });

  it('has its grids, whose codes are longer', () => {
    expect(area_bounds('420000')[1]).toBe('unit.gte=420000000&unit.lt=430000000');
  });

  it('is everything for headquarters, and while no desk is known', () => {
    expect([area_bounds('100000'), area_bounds('')]).toEqual([[''], ['']]);
  });

  it('leaves out what a desk below it answers for', () => {
    const desks = ['100000', '420000'];
    expect(is_of_desk('420106', '420000', desks)).toBe(true);
    expect(is_of_desk('420106', '100000', desks)).toBe(false);
    expect(is_of_desk('110101', '100000', desks)).toBe(true);
    expect(is_of_desk('110101', '420000', desks)).toBe(false);
    expect(is_of_desk('420106', '100000', ['100000'])).toBe(true);
  });

  it('is named by a job', () => {
    expect(desk_of_job('420000-17')).toBe('420000');
  });
});
