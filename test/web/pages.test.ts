import test from 'ava';
import { proofScopeAsText } from '../../src/report/proof-scope-as-text.ts';
import type { Page } from '../worlds/a-page.ts';
import { aPage, wordsOf } from '../worlds/a-page.ts';
import type { WorldWish } from '../worlds/a-world.ts';

const code = (text: string, name = 'Lab.A'): string => `Class ${name}\n{\n// ${text}\n}\n`;
const byOperator = { policy: { default: 'operator' } };
const one: WorldWish = { patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') }, manifest: byOperator } } };

async function afterPass(wish: WorldWish): Promise<Page> {
  const page = aPage(wish);
  await page.site.pass();
  return page;
}

test('who is not signed in is asked to, and sees nothing else', async (t) => {
  const page = await afterPass(one);
  const browser = page.browser();
  for (const path of ['/', '/sites/here', '/sites/here/patches/LAB-1', '/sites/here/attempts/1']) {
    const { status, headers } = await browser.get(path);
    t.is(status, 303, path);
    t.regex(headers.get('location') ?? '', /^\/sign-in(?:\?|$)/, path);
  }
});

test('the page of a site lists every patch, what it waits for and for whom', async (t) => {
  const page = await afterPass({
    patches: {
      'LAB-1': { kit: { 'Lab.A.cls': code('one') } },
      'LAB-2': { kit: { 'Lab.B.cls': code('two', 'Lab.B') }, manifest: byOperator },
      'LAB-3': {
        kit: { 'Lab.C.cls': code('three', 'Lab.C') },
        manifest: { policy: { default: { at: '2026-12-24T02:30' } } },
      },
    },
  });
  const browser = await page.signedIn();
  const { status, text } = await browser.get('/sites/here');
  const words = wordsOf(text);
  t.is(status, 200);
  t.regex(words, /Wants somebody here 1 .*LAB-2 Patch LAB-2 waits .* for an operator/);
  t.regex(words, /Coming 1 .*LAB-3 .*not yet until 2026-12-24 02:30 Europe\/Madrid/);
  t.regex(words, /Past 1 .*LAB-1 Patch LAB-1 installed 2026-11-30 13:00/);
});

test('the changes of a patch are shown against what the target holds now', async (t) => {
  const page = await afterPass({ ...one, target: { 'Lab.A.cls': code('zero <b>') } });
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here/patches/LAB-1/changes');
  t.regex(text, /<del><span class="sign">−<\/span>\/\/ zero &lt;b&gt;<\/del>/);
  t.regex(text, /<ins><span class="sign">\+<\/span>\/\/ one<\/ins>/);
});

test('a large global is shown node by node, a part of it, and alone more of it', async (t) => {
  const nodes = (value: string): string =>
    Array.from({ length: 3000 }, (_, index) => `^Lab(${index + 1})="${value}"\n`).join('');
  const page = await afterPass({
    patches: {
      'LAB-1': { kit: { 'lab.zwr': `test\nZWR\n${nodes('new')}` }, manifest: byOperator, globals: 'replace' },
    },
    target: { '^Lab': nodes('old') },
  });
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here/patches/LAB-1/changes');
  t.regex(wordsOf(text), /5800 more lines/);
  t.true(text.length < 100_000);
  const alone = await browser.get('/sites/here/patches/LAB-1/changes?only=0');
  t.regex(wordsOf(alone.text), /1000 more lines/);
});

test('a removal shows what would be restored and what stands on it, before it is asked for', async (t) => {
  const page = await afterPass({
    patches: {
      'LAB-1': { kit: { 'Lab.A.cls': code('one') } },
      'LAB-2': { kit: { 'Lab.B.cls': code('two', 'Lab.B') }, manifest: { requires: ['LAB-1'] } },
    },
    target: { 'Lab.A.cls': code('zero') },
  });
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here/patches/LAB-1/removal');
  t.regex(wordsOf(text), /have to be removed before it, in this order: LAB-2/);
  t.regex(wordsOf(text), /once these are asked to be removed: LAB-2/);
  t.notRegex(text, /value="remove"/);
  t.regex(wordsOf(text), /\+ ?\/\/ zero/);
  await browser.act('/sites/here/patches/LAB-2/removal', 'remove', { why: 'not used' });
  await browser.act('/sites/here/patches/LAB-1/removal', 'remove', { why: 'not used' });
  await page.site.pass();
  t.is((await page.world.installed()).patches.get('LAB-1' as never)?.state, 'removed');
});

test('a removal that was asked for is taken back on the page', async (t) => {
  const page = await afterPass({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') } } } });
  const browser = await page.signedIn();
  const asked = await browser.act('/sites/here/patches/LAB-1/removal', 'remove', { why: 'not used' });
  t.regex(wordsOf(asked.text), /Take the removal back/);
  const kept = await browser.act('/sites/here/patches/LAB-1', 'keep', { why: 'it is used' });
  t.regex(wordsOf(kept.text), /The removal of LAB-1 is taken back: it stays in/);
  t.notRegex(wordsOf(kept.text), /Take the removal back/);
  await page.site.pass();
  t.is((await page.world.installed()).patches.get('LAB-1' as never)?.state, 'installed');
});

test('a failed attempt shows its steps, its proof and that the old state is back; a retry lets it in again', async (t) => {
  const page = await afterPass({
    patches: {
      'LAB-1': {
        kit: { 'lab.zwr': 'test\nZWR\n^LabConfig("schema")="13"\n' },
        manifest: { verify: [{ global: '^LabConfig("schema")', equals: '14' }] },
      },
    },
  });
  const browser = await page.signedIn();
  const patch = wordsOf((await browser.get('/sites/here/patches/LAB-1')).text);
  t.regex(patch, /rolled back since/);
  t.regex(patch, /Try again/);
  const attempt = wordsOf((await browser.get('/sites/here/attempts/1')).text);
  t.regex(attempt, /rolled back, the old state is proven/);
  t.regex(attempt, /The old state is back, by digest/);
  t.regex(attempt, /13:00:00 rolling back: /);
  t.regex(patch, /Nothing else is in its way: the next pass tries it again/);
  const said = await browser.act('/sites/here/patches/LAB-1', 'retry', { why: 'again' });
  t.regex(wordsOf(said.text), /LAB-1 is tried again as soon as nothing else stands against it/);
  await page.site.pass();
  t.is((await page.world.journal()).attempts.size, 2);
});

test('a target that does not answer leaves what was known on the page, and says so', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  await browser.get('/sites/here');
  page.world.target.unreachable('the listener is down');
  await page.site.pass();
  const { status, text } = await browser.get('/sites/here');
  t.is(status, 200);
  t.regex(wordsOf(text), /did not answer: the listener is down.*What is shown is what was known before/);
  t.regex(wordsOf(text), /LAB-1/);
});

test('a fault of looking is said where it belongs, and pushes out nothing that became of an act', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  await browser.get('/sites/here');
  page.world.target.unreachable('the listener is down');
  await page.site.pass();
  const { text } = await browser.get('/sites/here');
  t.regex(text, /id="activity"[\s\S]*What is shown is what was known before[\s\S]*<\/section>/);
  t.regex(text, /<div id="notices"><\/div>/);
});

test('the proof of an attempt is said to cover what it covers', async (t) => {
  const page = await afterPass({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') } } } });
  const browser = await page.signedIn();
  t.regex(wordsOf((await browser.get('/sites/here/attempts/1')).text), /Proof over the declared documents/);
  t.is(proofScopeAsText('all-writes'), 'the declared documents and every write of its own code');
});

test('a viewer sees everything and is offered nothing', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn('vic');
  for (const path of ['/sites/here', '/sites/here/patches/LAB-1', '/sites/here/patches/LAB-1/changes']) {
    const { status, text } = await browser.get(path);
    t.is(status, 200);
    t.notRegex(text, /name="kind"/, path);
  }
});

test('ten pages that are open look at the target once', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  let looks = 0;
  const { target } = page.world;
  page.world.ports = {
    ...page.world.ports,
    target: {
      ...page.world.ports.target,
      look: () => {
        looks += 1;
        return target.look();
      },
    },
  };
  Object.assign(page.site, { ports: page.world.ports });
  await page.site.pass();
  const afterThePass = looks;
  await Promise.all(Array.from({ length: 10 }, () => browser.get('/sites/here')));
  t.is(looks - afterThePass, 2);
  await browser.get('/sites/here');
  t.is(looks - afterThePass, 2);
});
