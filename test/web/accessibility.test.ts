import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { Page as TestPage } from '../worlds/a-page.ts';
import { inChromium, routing, scene, signIn } from './chromium-scene.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  inChromium(
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
      await tickWanted(one.page);
      for (const path of paths) {
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

const paths = [
  ...['', '?q=lab', '/patches/LAB-1', '/patches/LAB-1/changes', '/patches/LAB-2', '/attempts/1'],
  '/patches/LAB-5',
];

/** LAB-4 goes in and is changed by hand, so that LAB-5 wants a tick; and the channel goes back. */
async function tickWanted({ world, site }: TestPage): Promise<void> {
  world.release('LAB-4', { kit: { 'Lab.Ward.cls': 'Class Lab.Ward\n{\n}\n' } });
  world.publish();
  await site.pass();
  world.target.write('Lab.Ward.cls', 'Class Lab.Ward\n{\n// by hand\n}\n');
  world.release('LAB-5', { kit: { 'Lab.Ward.cls': 'Class Lab.Ward\n{\n// five\n}\n' } });
  world.publish();
  await site.pass();
  const older = world.channelTree(1, 1_000_000);
  world.host.channels.set(older.commit, older);
  world.host.tip = older.commit;
  await site.pass();
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
