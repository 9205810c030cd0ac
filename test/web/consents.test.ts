import test from 'ava';
import type { Page } from '../worlds/a-page.ts';
import { aPage, formOf, wordsOf } from '../worlds/a-page.ts';
import type { WorldWish } from '../worlds/a-world.ts';

const code = (text: string, name = 'Lab.A'): string => `Class ${name}\n{\n// ${text}\n}\n`;
const byOperator = { policy: { default: 'operator' } };

async function afterPass(wish: WorldWish): Promise<Page> {
  const page = aPage(wish);
  await page.site.pass();
  return page;
}

test('what was changed here by hand stands out, and goes only with a tick', async (t) => {
  const page = await afterPass({
    patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') } } },
  });
  page.world.target.write('Lab.A.cls', code('mended at night'));
  page.world.release('LAB-2', { kit: { 'Lab.A.cls': code('two') }, manifest: byOperator });
  page.world.publish();
  await page.site.pass();
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here/patches/LAB-2');
  t.regex(wordsOf(text), /Lab\.A\.cls replaced changed here by hand/);
  t.regex(text, /name="consent"[^>]*required/);
  const refused = await browser.act('/sites/here/patches/LAB-2', 'install-now', { why: 'go' });
  t.regex(wordsOf(refused.text), /tick that you have seen it/);
  t.deepEqual((await page.world.journal()).acts, []);
  await browser.act('/sites/here/patches/LAB-2', 'install-now', {
    why: 'it is in the patch',
    consent: 'yes',
  });
  await page.site.pass();
  t.is((await page.world.installed()).patches.get('LAB-2' as never)?.state, 'installed');
});

test('a patch whose consent and later time were given together is not installed before that time', async (t) => {
  const page = await afterPass({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') } } } });
  page.world.target.write('Lab.A.cls', code('mended at night'));
  page.world.release('LAB-2', { kit: { 'Lab.A.cls': code('two') } });
  page.world.publish();
  await page.site.pass();
  const browser = await page.signedIn();
  const path = '/sites/here/patches/LAB-2';
  await browser.act(path, 'install-now', { consent: 'yes', why: 'it is in the patch' });
  const at = '2026-12-05T02:00';
  const { text } = await browser.act(path, 'install-at', { consent: 'yes', at, why: 'at night' });
  t.regex(wordsOf(text), /Recorded: LAB-2 is installed from 2026-12-05 02:00 Europe\/Madrid on/);
  await page.site.pass();
  t.is((await page.world.installed()).patches.get('LAB-2' as never)?.state, 'received');
  t.regex(wordsOf((await browser.get(path)).text), /not yet until 2026-12-05 02:00/);
});

const twoEdited: WorldWish = {
  patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one'), 'Lab.B.cls': code('one', 'Lab.B') } } },
};

async function withOneEdit(): Promise<Page> {
  const page = await afterPass(twoEdited);
  page.world.target.write('Lab.A.cls', code('mended at night'));
  page.world.release('LAB-2', { kit: { 'Lab.A.cls': code('two'), 'Lab.B.cls': code('two', 'Lab.B') } });
  page.world.publish();
  await page.site.pass();
  return page;
}

for (const [what, name, text] of [
  ['another document', 'Lab.B.cls', code('mended at dawn', 'Lab.B')],
  ['the same document again', 'Lab.A.cls', code('mended at dawn')],
] as const) {
  test(`a tick does not cover that ${what} was changed by hand after the page was drawn`, async (t) => {
    const page = await withOneEdit();
    const browser = await page.signedIn();
    const path = '/sites/here/patches/LAB-2';
    const form = formOf((await browser.get(path)).text, 'install-now');
    page.world.target.write(name, text);
    await browser.post('/sites/here/acts', { ...form, consent: 'yes', why: 'seen' });
    t.regex(wordsOf((await browser.get(path)).text), /not what it was when this page was drawn/);
    t.deepEqual((await page.world.journal()).acts, []);
  });

  test(`a recorded consent does not cover that ${what} was changed by hand before the pass`, async (t) => {
    const page = await withOneEdit();
    const browser = await page.signedIn();
    const path = '/sites/here/patches/LAB-2';
    await browser.act(path, 'install-now', { consent: 'yes', why: 'seen' });
    t.deepEqual(
      (await page.world.journal()).acts.map(({ kind }) => kind),
      ['install-now'],
    );
    page.world.target.write(name, text);
    await page.site.pass();
    t.is((await page.world.installed()).patches.get('LAB-2' as never)?.state, 'received');
    await browser.act(path, 'install-now', { consent: 'yes', why: 'seen this too' });
    await page.site.pass();
    t.is((await page.world.installed()).patches.get('LAB-2' as never)?.state, 'installed');
  });
}

test('what a patch would do to what was changed by hand stands beside its tick, as lines', async (t) => {
  const page = await withOneEdit();
  const browser = await page.signedIn();
  const path = '/sites/here/patches/LAB-2';
  const acts = sectionOf((await browser.get(path)).text, 'acts');
  t.regex(
    acts,
    /changed here by hand: Lab\.A\.cls[\s\S]*<del>.*\/\/ mended at night<\/del>[\s\S]*name="consent"/,
  );
  t.regex(acts, /<ins>.*\/\/ two<\/ins>/);
  t.notRegex(acts, /Lab\.B/);
  page.world.target.write('Lab.A.cls', code('mended at dawn'));
  await page.site.pass();
  const later = sectionOf((await browser.get(path)).text, 'acts');
  t.regex(later, /<del>.*\/\/ mended at dawn<\/del>/);
  t.notRegex(later, /mended at night/);
});

function sectionOf(text: string, id: string): string {
  return text.split(`<section id="${id}"`)[1]?.split('</section>\n    <div class="columns">')[0] ?? '';
}
