import test from 'ava';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ListeningPages } from '../../src/apps/page/listen-for-pages.ts';
import { listenForPages } from '../../src/apps/page/listen-for-pages.ts';
import { chromiumPath, openChromium } from '../../tools/pages/open-chromium.ts';
import type { Page as TestPage } from '../worlds/a-page.ts';
import { aPage, tokens } from '../worlds/a-page.ts';
import type { SlowTarget } from '../worlds/slow-target.ts';
import { slowTarget } from '../worlds/slow-target.ts';

export const routing = (version: number): string =>
  `Class Lab.Router\n{\n\nClassMethod Version()\n{\n  quit ${version}\n}\n\n}\n`;
const byOperator = { policy: { default: 'operator' } };
const failing = { ...byOperator, verify: [{ global: '^LabConfig("schema")', equals: '14' }] };

/** A page that listens, and a Chromium before it. */
export interface Scene {
  readonly page: TestPage;
  readonly listening: ListeningPages;
  readonly writes: SlowTarget;
  readonly browser: Browser;
  readonly url: string;
}

async function aScene(browser: Browser): Promise<Scene> {
  const page = aPage({
    target: { 'Lab.Router.cls': routing(13), '^LabConfig': '^LabConfig("schema")="12"\n' },
    patches: {
      'LAB-1': {
        kit: { 'Lab.Router.cls': routing(14), 'Lab.New.cls': 'Class Lab.New\n{\n}\n' },
        manifest: { ...byOperator, title: 'Result routing' },
        notes: {
          'notes.html':
            '<h2>What is new</h2><p>Results find their <b>ward</b>.</p><script>document.title = "run"</script>',
        },
      },
      'LAB-2': { kit: { 'config.zwr': 'kit\nZWR\n^LabConfig("schema")="13"\n' }, manifest: failing },
      'LAB-3': { kit: { 'Lab.Late.cls': 'Class Lab.Late\n{\n}\n' }, manifest: byOperator },
    },
  });
  const writes = slowTarget(page.world.ports.target);
  await page.site.pass();
  const listening = await listenForPages(page.app, { host: '127.0.0.1', port: 0, tls: null });
  return { page, listening, writes, browser, url: listening.url };
}

/** `test.serial`, or `test.skip` where there is no Chromium; the title of `scene` says so then. */
export const inChromium = chromiumPath === null ? test.skip : test.serial;

const skipped = chromiumPath === null ? ' (skipped: no Chromium here; Debian: apt-get install chromium)' : '';

/** Plays in a Chromium before a page that listens. */
export const scene = test.macro({
  title: (title = '') => `${title}${skipped}`,
  exec: async (
    t,
    play: (scene: Scene, show: Page) => Promise<void>,
    options: Parameters<Browser['newContext']>[0] = {},
  ) => {
    const browser = await openChromium();
    if (browser === null) throw new Error('there is no Chromium here');
    const one = await aScene(browser);
    try {
      const context: BrowserContext = await browser.newContext(options);
      context.setDefaultTimeout(60_000);
      const show = await context.newPage();
      const errors: string[] = [];
      show.on('pageerror', (error) => errors.push(error.message));
      show.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text());
      });
      await play(one, show);
      t.deepEqual(errors, []);
    } finally {
      await browser.close();
      await one.listening.close();
    }
  },
});

export async function signIn({ url }: Scene, show: Page): Promise<void> {
  await show.goto(url);
  await show.getByLabel('Token').fill(tokens.ana);
  await show.keyboard.press('Enter');
  await show.getByRole('heading', { name: 'The only site' }).waitFor();
}

/** Sends a form with a reason. */
export async function act(show: Page, button: string, why: string): Promise<void> {
  const form = show.locator('form', { has: show.getByRole('button', { name: button, exact: true }) });
  await form.getByLabel('Why').fill(why);
  await form.getByRole('button', { name: button, exact: true }).click();
}
