// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { StreamReader } from './stream';

describe('StreamReader', () => {
  it('gives an event when its empty line has come', () => {
    const reader = new StreamReader();
    expect(reader.push('event: change\nid: 7\nda')).toEqual([]);
    expect(reader.push('ta: {"a":1}\n')).toEqual([]);
    expect(reader.push('\n')).toEqual([{ event: 'change', id: '7', data: '{"a":1}' }]);
  });

  it('reads the same whatever the chunks are', () => {
    const text = 'id: 1\r\ndata: a\r\ndata: b\r\n\r\n: still here\n\nevent: reset\ndata: c\n\n';
    for (let size = 1; size < text.length; size += 1) {
      const reader = new StreamReader();
      const events = [];
      for (let at = 0; at < text.length; at += size) {
        events.push(...reader.push(text.slice(at, at + size)));
      }
      expect(events.map((e) => [e.event, e.data])).toEqual([
        ['message', 'a\nb'],
        ['reset', 'c'],
      ]);
    }
  });

  it('takes a comment as no event', () => {
    expect(new StreamReader().push(':\n\n:\n\n')).toEqual([]);
  });
});
