// SPDX-License-Identifier: Apache-2.0
// What a page comes to show. Rows, counts and texts come after the press that asks for them, and
// the page before may still stand: so a look is repeated until it is so, or its time is over.
import assert from 'node:assert/strict';

const within_ms = 30_000;
const look_each_ms = 50;

/// The check, whole, until it finds nothing wrong; in the end with what it found last.
export async function holds(check, ms_max = within_ms) {
  const end_ms = Date.now() + ms_max;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end_ms) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, look_each_ms));
  }
}

/// The first answer that there is.
export const until = (look, what, ms_max = within_ms) =>
  holds(async () => {
    const answer = await look();
    assert.ok(answer, `not in time: ${what}`);
    return answer;
  }, ms_max);

/// So many are there.
export const settled = (locator, count) =>
  holds(async () => assert.equal(await locator.count(), count, String(locator)));

/// The text has each of the words, which may be patterns.
export const says = (locator, ...words) =>
  holds(async () => {
    const text = await locator.textContent();
    for (const word of words)
      assert.ok(
        word instanceof RegExp ? word.test(text) : text.includes(word),
        `${word} in ${text}`,
      );
  });

/// The text is just this.
export const reads = (locator, text) =>
  holds(async () => assert.equal((await locator.textContent()).trim(), text));
