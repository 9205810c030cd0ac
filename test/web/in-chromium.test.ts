import test from 'ava';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ListeningPages } from '../../src/apps/web/listen-for-pages.ts';
import { listenForPages } from '../../src/apps/web/listen-for-pages.ts';
import { openChromium } from '../../tools/pages/open-chromium.ts';
import type { Page as TestPage } from '../worlds/a-page.ts';
import { aPage, tokens } from '../worlds/a-page.ts';
import type { SlowTarget } from '../worlds/slow-target.ts';
import { slowTarget } from '../worlds/slow-target.ts';

const routing = (version: number): string =>
  `Class Lab.Router\n{\n\nClassMethod Version()\n{\n  quit ${version}\n}\n\n}\n`;
const byOperator = { policy: { default: 'operator' } };
const failing = { ...byOperator, verify: [{ global: '^LabConfig("schema")', equals: '14' }] };

/** A page that listens, and a Chromium before it. */
interface Scene {
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

const scene = test.macro({
  title: (title = '') => title,
  exec: async (
    t,
    play: (scene: Scene, show: Page) => Promise<void>,
    options: Parameters<Browser['newContext']>[0] = {},
  ) => {
    const browser = await openChromium();
    if (browser === null) {
      t.log('skipped: no Chromium here (Debian: apt-get install chromium)');
      t.pass();
      return;
    }
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

async function signIn({ url }: Scene, show: Page): Promise<void> {
  await show.goto(url);
  await show.getByLabel('Token').fill(tokens.ana);
  await show.keyboard.press('Enter');
  await show.getByRole('heading', { name: 'The only site' }).waitFor();
}

/** Sends a form with a reason. */
async function act(show: Page, button: string, why: string): Promise<void> {
  const form = show.locator('form', { has: show.getByRole('button', { name: button, exact: true }) });
  await form.getByLabel('Why').fill(why);
  await form.getByRole('button', { name: button, exact: true }).click();
}

test.serial(
  'an operator reads the notes, sees the changes, installs, and watches it happen without touching the page',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-1' }).click();
    await show.frameLocator('iframe.notes').getByText('Results find their ward.').waitFor();
    await show.getByRole('link', { name: 'See every change, line by line' }).click();
    await show.locator('ins', { hasText: 'quit 14' }).waitFor();
    await show.locator('del', { hasText: 'quit 13' }).waitFor();
    await show.getByRole('link', { name: 'LAB-1' }).click();
    await act(show, 'Install now', 'the ward is ready');
    await show.getByText('Recorded: LAB-1 is installed').waitFor();
    one.writes.slow();
    const passing = one.page.site.pass();
    await show.locator('#steps li', { hasText: 'writing' }).waitFor();
    one.writes.release();
    await passing;
    await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
    await show.locator('#attempts', { hasText: 'ana: the ward is ready' }).waitFor();
  },
);

test.serial(
  'an operator watches an attempt fail and be rolled back, and finds its proof',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-2' }).click();
    await act(show, 'Install now', 'tonight');
    await show.getByText('Recorded: LAB-2').waitFor();
    one.writes.slow();
    const passing = one.page.site.pass();
    await show.locator('#steps li', { hasText: 'writing' }).waitFor();
    one.writes.release();
    await passing;
    await show.locator('#standing .state', { hasText: 'rolled back' }).waitFor();
    await show.locator('#attempts').getByRole('link', { name: '1', exact: true }).click();
    await show.getByText('The old state is back, by digest.').waitFor();
    await show.getByText('rolled back and proven').first().waitFor();
  },
);

test.serial('an operator holds a patch, resumes it, and removes one', scene, async (one, show) => {
  await signIn(one, show);
  await show.getByRole('link', { name: 'LAB-3' }).click();
  await show.locator('summary', { hasText: 'Hold' }).click();
  await act(show, 'Hold it', 'the ward moves');
  await show.locator('#standing', { hasText: 'the ward moves' }).waitFor();
  await show.locator('summary', { hasText: 'Resume' }).click();
  await act(show, 'End the hold', 'it has moved');
  await show.getByText('Recorded: The hold of LAB-3 is over.').waitFor();
  await act(show, 'Install now', 'go');
  await show.getByText('Recorded: LAB-3').waitFor();
  await one.page.site.pass();
  await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
  await show.getByRole('link', { name: 'Remove …' }).click();
  await show.locator('del', { hasText: 'Class Lab.Late' }).waitFor();
  await act(show, 'Remove LAB-3', 'not wanted');
  await show.getByText('Recorded: LAB-3 is removed').waitFor();
  await one.page.site.pass();
  await show.locator('#standing .state', { hasText: 'removed' }).waitFor();
});

test.serial('what somebody types stays while the page around it is drawn again', scene, async (one, show) => {
  await signIn(one, show);
  await show.getByRole('link', { name: 'LAB-3' }).click();
  const form = show.locator('form', { has: show.getByRole('button', { name: 'Install now' }) });
  await form.getByLabel('Why').fill('half a rea');
  await one.page.signedIn('rita').then((rita) => rita.act('/sites/here', 'suspend', { why: 'server moves' }));
  await one.page.site.pass();
  await show.locator('#activity', { hasText: 'Suspended by rita' }).waitFor();
  await form.getByLabel('Why').pressSequentially('son');
  await form.getByRole('button').click();
  await show.locator('#said', { hasText: 'ana: half a reason' }).waitFor();
});

test.serial(
  'without JavaScript everything but liveness works',
  scene,
  async (one, show) => {
    await signIn(one, show);
    await show.getByRole('link', { name: 'LAB-3' }).click();
    await act(show, 'Install now', 'go');
    await show.getByText('Recorded: LAB-3').waitFor();
    await one.page.site.pass();
    await show.reload();
    await show.locator('#standing .state', { hasText: 'installed' }).waitFor();
    await show.getByRole('button', { name: 'Sign out' }).click();
    await show.getByRole('heading', { name: 'Sign in' }).waitFor();
  },
  { javaScriptEnabled: false },
);

for (const colorScheme of ['light', 'dark'] as const) {
  test.serial(
    `the main pages have no serious fault of accessibility in ${colorScheme}, and fit a narrow screen`,
    scene,
    async (one, show) => {
      await show.goto(one.url);
      await faultless(show);
      await signIn(one, show);
      const ana = await one.page.signedIn();
      await ana.act('/sites/here/patches/LAB-2', 'install-now', { why: 'go' });
      await one.page.site.pass();
      one.page.world.target.write('Lab.Router.cls', routing(99));
      for (const path of ['', '/patches/LAB-1', '/patches/LAB-1/changes', '/patches/LAB-2', '/attempts/1']) {
        await show.setViewportSize({ width: 1280, height: 800 });
        await show.goto(`${one.url}/sites/here${path}`);
        await faultless(show);
        await show.setViewportSize({ width: 360, height: 740 });
        const overflow = Number(await show.evaluate('document.documentElement.scrollWidth - innerWidth'));
        if (overflow > 0) throw new Error(`${path} is ${overflow} pixels wider than a narrow screen`);
      }
    },
    { colorScheme },
  );
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function faultless(show: Page): Promise<void> {
  await show.evaluate(axe.source);
  const { violations } = await show.evaluate<{ readonly violations: readonly AxeFinding[] }>(
    'axe.run(document, { iframes: false })',
  );
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  const [first] = serious;
  if (first !== undefined) throw new Error(`${show.url()}: ${JSON.stringify(serious, null, 1)}`);
}
