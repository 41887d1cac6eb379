// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { people_of } from './people';

test('people are pasted one a line, in whatever order their facts stand', () => {
  expect(people_of('张伟, 13800001234, S1001\n\nWang Fang\t+8613800005678\n')).toEqual([
    { name: '张伟', phone: '+8613800001234', person: 'S1001' },
    { name: 'Wang Fang', phone: '+8613800005678', person: '' },
  ]);
});

test('a number that is no phone is a staff number, and a line of nothing is nobody', () => {
  expect(people_of(' 李雷 1380000 \n , \n')).toEqual([
    { name: '李雷', phone: '', person: '1380000' },
  ]);
});
