// SPDX-License-Identifier: Apache-2.0
// Reads text/event-stream (WHATWG HTML, section 9.2) from chunks of any size.
// One event ends with an empty line; lines end with CR LF, LF or CR; a line that begins with ':' is
// a comment and only proves that the line is open. An event over `event_chars_max` is dropped.

export interface StreamEvent {
  event: string;
  id: string;
  data: string;
}

export const event_chars_max = 8_000_000;

export class StreamReader {
  private rest_ = '';
  private event_ = '';
  private id_ = '';
  private data_: string[] = [];
  private chars_ = 0;

  push(chunk: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    let text = this.rest_ + chunk;
    // A CR at the very end may be the first half of CR LF: wait for the next chunk.
    const held = text.endsWith('\r') ? '\r' : '';
    if (held) text = text.slice(0, -1);
    const lines = text.split(/\r\n|\n|\r/);
    this.rest_ = (lines.pop() ?? '') + held;
    for (const line of lines) {
      if (line === '') this.finish(events);
      else this.take(line);
    }
    return events;
  }

  private take(line: string): void {
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (name === 'event') this.event_ = value;
    else if (name === 'id') this.id_ = value;
    else if (name === 'data') {
      this.chars_ += value.length;
      if (this.chars_ <= event_chars_max) this.data_.push(value);
    }
  }

  private finish(events: StreamEvent[]): void {
    if (this.data_.length > 0 && this.chars_ <= event_chars_max) {
      const event = this.event_ || 'message';
      events.push({ event, id: this.id_, data: this.data_.join('\n') });
    }
    this.event_ = '';
    this.data_ = [];
    this.chars_ = 0;
  }
}
