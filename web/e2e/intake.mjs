// SPDX-License-Identifier: Apache-2.0
// The import page as its user uses it: a file is chosen, checked and brought in. To leave the page
// while the file is on its way would end its request, so each step waits for the page's exact
// words: in English those of a passed check contain those of a finished import.
export function intake(page, words) {
  const button = (label) => page.getByRole('button', { name: label, exact: true });
  const says = (text) => page.getByText(text, { exact: true }).waitFor();
  const check = async (name, text) => {
    const buffer = Buffer.from(text);
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await button(words.intake.check).click();
  };
  const take_in = async (name, text) => {
    await check(name, text);
    await says(words.intake.check_passed);
    await button(words.intake.take_in).click();
    await says(`✓ ${words.intake.taken_in}`);
  };
  return { check, take_in };
}
