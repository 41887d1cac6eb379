// SPDX-License-Identifier: Apache-2.0
// One browser for all tests: Debian's Chromium, or the one that LIFELINE_CHROMIUM names.
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = process.env.LIFELINE_SCREENSHOTS ?? '';

export const sizes = {
  wall: { width: 3840, height: 2160 },
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
};

export function open_browser() {
  return chromium.launch({
    executablePath: process.env.LIFELINE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-unsafe-swiftshader',
    ],
  });
}

// A page of its own for one test: language and theme as a browser would ask for them.
export async function open_page(browser, server, options = {}) {
  const { language = 'zh', theme = 'light', size = 'desk' } = options;
  const context = await browser.newContext({
    baseURL: server.url,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: theme,
    viewport: sizes[size],
    hasTouch: size === 'phone',
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) page.faults.push(message.text());
  });
  return page;
}

export async function sign_in(page, server) {
  await page.goto('/');
  await page.locator('input[name=name]').fill(server.user);
  await page.locator('input[name=password]').fill(server.password);
  await page.locator('button[type=submit]').click();
  await page.locator('.duty-page h1').waitFor();
}

export async function live(page) {
  await page.locator('.connection.is-live, .connection.is-caught_up').waitFor();
}

/// From now on window.frames_ms has how long each frame of the page took.
export const watch_frames = (page) =>
  page.evaluate(() => {
    window.frames_ms = [];
    let last = performance.now();
    const step = (now) => {
      window.frames_ms.push(now - last);
      last = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });

export async function shoot(page, name) {
  if (!screenshots) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

// Serious and critical findings of axe, as one line each, of the whole page or of what lies within
// a selector. It runs in the page without a script tag, so that the page's content security policy
// stays in force.
export async function accessibility(page, within = ':root') {
  await page.evaluate(axe_source);
  const found = await page.evaluate(
    (place) =>
      window.axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
    within,
  );
  return found.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
}
