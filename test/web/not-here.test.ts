import test from 'ava';
import { aPage, formOf, wordsOf } from '../worlds/a-page.ts';

test('a patch that cannot go in here stands in a list of its own with the reason, and no form of it is taken', async (t) => {
  const kit = { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' };
  const manifest = { policy: { default: 'operator' } };
  const can = { runs: 'none', productions: false, kinds: ['routine'], routines: ['m'] } as const;
  const page = aPage({ patches: { 'LAB-1': { kit, manifest } }, engine: { facts: { can } } });
  await page.site.pass();
  const browser = await page.signedIn();
  const why = 'The engine memory does not hold Lab.A.cls.';
  const list = wordsOf((await browser.get('/sites/here')).text);
  t.true(list.includes('Not possible here 1'), list);
  t.true(list.includes(why), list);
  t.false(/Coming|Wants somebody/.test(list), list);
  const { text } = await browser.get('/sites/here/patches/LAB-1');
  const words = wordsOf(text);
  t.true(words.includes(`Install LAB-1 cannot go in at this site: ${why}`), words);
  t.false(words.includes('could not be read'), words);
  t.is(words.split(why).length, 3, 'once as what it waits for, once beside the act');
  const form = formOf(text, 'hold');
  await browser.post('/sites/here/acts', { ...form, kind: 'install-now', why: 'x' });
  t.regex(wordsOf((await browser.get('/sites/here/patches/LAB-1')).text), /LAB-1 cannot go in at this site/);
  t.deepEqual((await page.world.journal()).acts, []);
});
