import axe from 'axe-core';
import type { Page } from 'playwright-core';
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
