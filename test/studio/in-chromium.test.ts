import axe from 'axe-core';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { Browser, Page } from 'playwright-core';
import { listenForPages } from '../../src/apps/page/listen-for-pages.ts';
import { chromiumPath, openChromium } from '../../tools/pages/open-chromium.ts';
import { aLaboratory, aLoneLaboratory, gitIn } from '../../tools/studio/a-laboratory.ts';
import type { Laboratory } from '../../tools/studio/a-laboratory.ts';
import { pickInStudio, signIntoStudio, writePatch } from '../../tools/studio/play-story.ts';
import { serveLaboratory } from '../../tools/studio/serve-laboratory.ts';
import { runPatchfleet } from '../cli/run-patchfleet.ts';

const inChromium = chromiumPath === null ? test.skip : test.serial;
const skipped = chromiumPath === null ? ' (skipped: no Chromium here; Debian: apt-get install chromium)' : '';

interface Scene {
  readonly laboratory: Laboratory;
  readonly url: string;
}

/** Plays in a Chromium before a studio that listens. */
async function play(
  t: ExecutionContext,
  laboratory: Laboratory,
  act: (scene: Scene, show: Page) => Promise<void>,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<void> {
  t.timeout(300_000);
  const browser = await openChromium();
  if (browser === null) throw new Error('there is no Chromium here');
  const served = serveLaboratory(laboratory);
  const { url, close } = await listenForPages(served.studio, { host: '127.0.0.1', port: 0, tls: null });
  try {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(60_000);
    const show = await context.newPage();
    const errors: string[] = [];
    show.on('pageerror', (error) => errors.push(error.message));
    show.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await signIntoStudio(show, url, served.keys.token());
    await act({ laboratory, url }, show);
    t.deepEqual(errors, []);
    t.deepEqual(served.notes, []);
  } finally {
    await browser.close();
    await close();
  }
}

inChromium(
  `a developer picks, compares, writes, chooses a moment, mends a mistake and commits, all without JavaScript${skipped}`,
  async (t) => {
    await play(
      t,
      await aLaboratory(),
      async ({ laboratory, url }, show) => {
        t.is(show.url(), `${url}/`);
        await show.getByRole('button', { name: 'Begin a patch' }).click();
        await show.getByPlaceholder('Name, or Lab.*.cls').fill('Lab.R*.cls');
        await show.getByRole('button', { name: 'Show', exact: true }).click();
        await show.getByText('2 documents of 15 here').waitFor();
        await pickInStudio(show, 'Lab.Router.cls');
        await show.getByRole('button', { name: 'Keep the ticks', exact: true }).click();
        await show.getByRole('link', { name: 'Show all' }).click();
        await pickInStudio(show, 'Lab.Analyser.cls', '^LabRoute');
        await show.getByRole('button', { name: 'Keep the ticks and see the changes' }).click();
        await show.locator('del', { hasText: 'quit 13' }).waitFor();
        await show.locator('ins', { hasText: 'quit 14' }).waitFor();
        await show.getByText('Against LAB-2026.013, the latest release that carries it.').waitFor();
        await show.getByText('Not known of prod-madrid, prod-lisbon.').waitFor();
        await show.getByRole('link', { name: 'Go on to the patch' }).click();
        await writePatch(show, { id: 'LAB-2026.013' });
        await show.getByRole('button', { name: 'Keep, and show the notes' }).click();
        await show.frameLocator('iframe.notes').getByRole('heading', { name: 'Result routing' }).waitFor();
        await show.getByText('is released already').waitFor();
        await show.getByRole('link', { name: 'Check', exact: true }).click();
        await show.getByText('1 thing to be mended').waitFor();
        await show.locator('.issues').getByRole('link', { name: 'Id' }).click();
        t.regex(await show.locator('[name=notes]').inputValue(), /^# Result routing\n\nResults/);
        await show.locator('[name=id]').fill('LAB-2026.014');
        await show.getByRole('button', { name: 'Keep and go on' }).click();
        await show.getByRole('link', { name: 'Calendar of ring prod' }).click();
        await show.getByRole('link', { name: 'Month after' }).click();
        await show.getByRole('link', { name: 'Choose 2026-12-03' }).click();
        await show.getByRole('button', { name: 'Choose this moment' }).click();
        await show.getByText('A window is open then, and nothing is frozen.').waitFor();
        await show.locator('td.chosen', { hasText: 'goes in 22:00' }).waitFor();
        await show.getByRole('button', { name: 'Keep and check' }).click();
        await show.getByText('No mistake in LAB-2026.014: 3 documents in 3 kit files').waitFor();
        await show.getByRole('row', { name: /uat-1/ }).getByText('Lab.Router.cls').waitFor();
        await show.getByRole('link', { name: 'Go on to the commit' }).click();
        await show.getByRole('button', { name: 'Commit', exact: true }).click();
        await show.getByText('git push -u origin propose/LAB-2026.014').waitFor();
        const { work } = laboratory;
        const changed = gitIn(work, 'diff', '--name-only', 'origin/main', 'propose/LAB-2026.014')
          .trim()
          .split('\n');
        t.true(changed.every((path) => path.startsWith('patches/LAB-2026.014/')));
        t.is(gitIn(work, 'status', '--porcelain'), '');
        gitIn(work, 'checkout', '--quiet', 'propose/LAB-2026.014');
        const { code, err } = await runPatchfleet(['kit', 'check', 'LAB-2026.014'], { cwd: work });
        t.is(code, 0, err);
      },
      { javaScriptEnabled: false },
    );
  },
);

for (const colorScheme of ['light', 'dark'] as const) {
  inChromium(
    `the studio’s pages have no serious fault of accessibility in ${colorScheme}, and fit a narrow screen${skipped}`,
    async (t) => {
      await play(
        t,
        aLoneLaboratory(),
        async (_scene, show) => {
          await show.getByRole('button', { name: 'Begin a patch' }).click();
          await pickInStudio(show, 'Lab.Router.cls', '^LabRoute');
          await show.getByRole('button', { name: 'Keep the ticks and see the changes' }).click();
          await show.getByRole('link', { name: 'Go on to the patch' }).click();
          await writePatch(show, { id: 'lab 14' });
          await show.getByRole('button', { name: 'Keep', exact: true }).click();
          const draft = show.url().replace(/\/patch$/, '');
          for (const path of [
            '/documents',
            '/changes',
            '/patch',
            '/policy?place=ring:prod&month=2026-12&day=2026-12-03',
            '/check',
            '/commit',
          ])
            await faultless(show, `${draft}${path}`);
          await faultless(show, draft.replace(/\/drafts.*$/, '/'));
        },
        { colorScheme },
      );
    },
  );
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string;
}

/** `evaluate` works also where the page itself may run nothing. */
async function faultless(show: Page, url: string): Promise<void> {
  await show.setViewportSize({ width: 1280, height: 800 });
  await show.goto(url);
  await show.evaluate(axe.source);
  const { violations } = await show.evaluate<{ readonly violations: readonly AxeFinding[] }>(
    'axe.run(document, { iframes: false })',
  );
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  if (serious.length > 0) throw new Error(`${url}: ${JSON.stringify(serious, null, 1)}`);
  await show.setViewportSize({ width: 360, height: 740 });
  const overflow = Number(await show.evaluate('document.documentElement.scrollWidth - innerWidth'));
  if (overflow > 0) throw new Error(`${url} is ${overflow} pixels wider than a narrow screen`);
}
