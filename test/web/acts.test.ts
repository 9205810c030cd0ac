import test from 'ava';
import type { Page } from '../worlds/a-page.ts';
import { aPage, formOf, wordsOf } from '../worlds/a-page.ts';
import type { WorldWish } from '../worlds/a-world.ts';

const code = (text: string, name = 'Lab.A'): string => `Class ${name}\n{\n// ${text}\n}\n`;
const byOperator = { policy: { default: 'operator' } };
const one: WorldWish = { patches: { 'LAB-1': { kit: { 'Lab.A.cls': code('one') }, manifest: byOperator } } };

async function afterPass(wish: WorldWish): Promise<Page> {
  const page = aPage(wish);
  await page.site.pass();
  return page;
}

test('an operator installs a patch: with who and why in the journal, and the page says what came of it', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const { status, text } = await browser.act('/sites/here/patches/LAB-1', 'install-now', {
    why: 'ward is ready',
  });
  t.is(status, 200);
  t.regex(wordsOf(text), /Recorded: LAB-1 is installed as soon as nothing stands against it/);
  const [act] = (await page.world.journal()).acts;
  t.like(act, { kind: 'install-now', who: 'ana', why: 'ward is ready' });
  await page.site.pass();
  const after = wordsOf((await browser.get('/sites/here/patches/LAB-1')).text);
  t.regex(after, /installed since 2026-11-30 13:00 Europe\/Madrid/);
  t.regex(after, /1 install installed .* ana: ward is ready/);
});

test('an act without a reason is refused, and nothing is recorded', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const { text } = await browser.act('/sites/here/patches/LAB-1', 'install-now', { why: '  ' });
  t.regex(wordsOf(text), /Every act needs a reason/);
  t.deepEqual((await page.world.journal()).acts, []);
});

test('an act is for the release that was seen, and for no other', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const form = formOf((await browser.get('/sites/here/patches/LAB-1')).text, 'install-now');
  await browser.post('/sites/here/acts', { ...form, release: '0'.repeat(64), why: 'x' });
  t.regex(
    wordsOf((await browser.get('/sites/here/patches/LAB-1')).text),
    /not what it was when this page was drawn/,
  );
  t.deepEqual((await page.world.journal()).acts, []);
});

test('a time is read in the zone of the site, also where its clocks go forward', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const at = '2027-03-28T02:30'; // this time does not exist in Madrid
  const { text } = await browser.act('/sites/here/patches/LAB-1', 'install-at', { at, why: 'at night' });
  t.regex(wordsOf(text), /Recorded: LAB-1 is installed from 2027-03-28 03:30 Europe\/Madrid on/);
  t.like((await page.world.journal()).acts[0], { from: Date.parse('2027-03-28T01:30:00Z') });
});

test('what the policy forbids is refused in its own words', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const form = formOf((await browser.get('/sites/here/patches/LAB-1')).text, 'hold');
  await browser.post('/sites/here/acts', { ...form, kind: 'resume', why: 'go on' });
  const { text } = await browser.get('/sites/here/patches/LAB-1');
  t.regex(wordsOf(text), /Nobody holds LAB-1 here/);
  t.notRegex(wordsOf(text), /Hint/);
  t.deepEqual((await page.world.journal()).acts, []);
});

test('a hold names its reason on the page, and only a held patch can be resumed', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const free = await browser.get('/sites/here/patches/LAB-1');
  t.throws(() => formOf(free.text, 'resume'));
  await browser.act('/sites/here/patches/LAB-1', 'hold', {
    why: 'the ward moves',
    until: '2026-12-05T08:00',
  });
  await page.site.pass();
  const held = await browser.get('/sites/here/patches/LAB-1');
  t.regex(wordsOf(held.text), /on hold .*until 2026-12-05 08:00 Europe\/Madrid .*the ward moves/);
  t.throws(() => formOf(held.text, 'hold'));
  await browser.act('/sites/here/patches/LAB-1', 'resume', { why: 'it has moved' });
  t.deepEqual(
    (await page.world.journal()).acts.map(({ kind }) => kind),
    ['hold', 'resume'],
  );
});

test('an approval counts from an approver only, under the name of who is signed in', async (t) => {
  const page = await afterPass({
    patches: {
      'LAB-1': {
        kit: { 'Lab.A.cls': code('one') },
        manifest: { policy: { default: 'automatic', approvals: 1 } },
      },
    },
  });
  const ana = await page.signedIn('ana');
  t.regex(wordsOf((await ana.get('/sites/here/patches/LAB-1')).text), /Approve ana is none of the approvers/);
  const rita = await page.signedIn('rita');
  await rita.act('/sites/here/patches/LAB-1', 'approve', { why: 'read it' });
  await page.site.pass();
  t.is((await page.world.installed()).patches.get('LAB-1' as never)?.state, 'installed');
});

test('a site that is suspended says by whom and why, and goes on when resumed', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const { text } = await browser.act('/sites/here', 'suspend', { why: 'server moves' });
  t.regex(wordsOf(text), /Suspended by ana since .*: server moves/);
  const resumed = await browser.act('/sites/here', 'resume-site', { why: 'moved' });
  t.notRegex(wordsOf(resumed.text), /Suspended by/);
});

test('a wider backup takes names of documents, and no other words', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const path = '/sites/here/patches/LAB-1';
  const refused = await browser.act(path, 'widen-backup', { documents: 'Lab.B.cls\nno name', why: 'x' });
  t.regex(wordsOf(refused.text), /“no name” is no name of a document/);
  await browser.act(path, 'widen-backup', {
    documents: 'Lab.B.cls\r\n^LabRoute("in")',
    why: 'changed last week',
  });
  t.like((await page.world.journal()).acts[0], { documents: ['Lab.B.cls', '^LabRoute("in")'] });
});

test('an act that comes while a long pass runs is said to wait, and then to be recorded', async (t) => {
  const page = await afterPass(one);
  const browser = await page.signedIn();
  const { promise, resolve } = gate();
  const act = page.site.act.bind(page.site);
  page.site.act = async (fact) => {
    await promise;
    await act(fact);
  };
  const { text } = await browser.act('/sites/here/patches/LAB-1', 'hold', { why: 'wait' });
  t.regex(wordsOf(text), /A pass is under way: this is recorded when it has ended/);
  resolve();
  for (;;) {
    const later = wordsOf((await browser.get('/sites/here/patches/LAB-1')).text);
    if (later.includes('Recorded: LAB-1 is on hold until somebody resumes it.')) break;
  }
  t.is((await page.world.journal()).acts.length, 1);
});

function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('what cannot go in here is said by its reason, and no install is offered', async (t) => {
  const page = await afterPass({
    ...one,
    patches: {
      'LAB-1': {
        kit: { 'Lab.A.cls': code('one') },
        manifest: { ...byOperator, install: { production: 'update' } },
      },
    },
  });
  const browser = await page.signedIn();
  const { text } = await browser.get('/sites/here/patches/LAB-1');
  t.regex(
    wordsOf(text),
    /Install LAB-1 cannot go in at this site: The patch wants the production's "update"/,
  );
  t.regex(wordsOf(text), /What it would change It cannot be shown here, for the reason above/);
  t.notRegex(wordsOf(text), /could not be read|cannot be read/);
  t.throws(() => formOf(text, 'install-now'));
  const changes = await browser.get('/sites/here/patches/LAB-1/changes');
  t.notRegex(wordsOf(changes.text), /cannot be read/);
});

test('a patch that failed and is the operator’s goes in again by one form, which says what it waits for besides', async (t) => {
  const page = await afterPass({
    patches: {
      'LAB-1': {
        kit: { 'lab.zwr': 'test\nZWR\n^LabConfig("schema")="13"\n' },
        manifest: { ...byOperator, verify: [{ global: '^LabConfig("schema")', equals: '14' }] },
      },
    },
  });
  const browser = await page.signedIn();
  const path = '/sites/here/patches/LAB-1';
  await browser.act(path, 'install-now', { why: 'go' });
  await page.site.pass();
  await browser.act('/sites/here', 'suspend', { why: 'server moves' });
  t.regex(wordsOf((await browser.get(path)).text), /Try again It then still waits: site suspended by ana \./);
  await browser.act('/sites/here', 'resume-site', { why: 'moved' });
  await browser.act(path, 'retry', { why: 'again' });
  await page.site.pass();
  t.is((await page.world.journal()).attempts.size, 2);
});
