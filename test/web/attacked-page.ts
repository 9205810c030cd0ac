import type { Page } from '../worlds/a-page.ts';
import { aPage } from '../worlds/a-page.ts';
import type { WorldWish } from '../worlds/a-world.ts';

/** Of the one patch of the site, which waits for its operator. */
export const path = '/sites/here/patches/LAB-1';
const one: WorldWish = {
  patches: {
    'LAB-1': {
      kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' },
      manifest: { policy: { default: 'operator' } },
    },
  },
};

/** A site that has made its first pass. */
export async function afterPass(more: Parameters<typeof aPage>[1] = {}, wish = one): Promise<Page> {
  const page = aPage(wish, more);
  await page.site.pass();
  return page;
}

/** How many acts the journal holds. */
export async function actsOf(page: Page): Promise<number> {
  return (await page.world.journal()).acts.length;
}
