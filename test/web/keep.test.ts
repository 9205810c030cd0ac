import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { Page } from '../worlds/a-page.ts';
import { aPage, formOf, wordsOf } from '../worlds/a-page.ts';

const patch = 'LAB-1' as PatchId;
const path = '/sites/here/patches/LAB-1';
const aWhile = 60_000;

async function hold({ world }: Page, until: number | null): Promise<void> {
  world.target.dropLock();
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'hold', patch, until, who: 'ben', why: 'let us talk first' },
  });
}

/** A page of a site whose patch somebody wants out. */
async function toRemove() {
  const page = aPage({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } });
  await page.site.pass();
  const browser = await page.signedIn();
  await browser.act(`${path}/removal`, 'remove', { why: 'not used' });
  const state = async () => (await page.world.installed()).patches.get(patch)?.state;
  return { page, browser, state };
}

test('a removal is taken back although a colleague holds the patch since the page was drawn', async (t) => {
  const { page, browser, state } = await toRemove();
  const drawn = formOf((await browser.get(path)).text, 'keep');
  await hold(page, null);
  await browser.post('/sites/here/acts', { ...drawn, why: 'it is used' });
  const { text } = await browser.get(path);
  t.regex(wordsOf(text), /Recorded: The removal of LAB-1 is taken back: it stays in at here\./);
  await page.site.pass();
  await browser.act(path, 'resume', { why: 'talked' });
  await page.site.pass();
  t.is(await state(), 'installed');
});

test('a hold that lapsed since the page was drawn is not ended, and the removal beside it is not taken back', async (t) => {
  const { page, browser, state } = await toRemove();
  await hold(page, page.world.now + aWhile);
  await page.site.pass();
  const { text } = await browser.get(path);
  t.regex(wordsOf(text), /End the hold/);
  t.regex(wordsOf(text), /Take the removal back/);
  page.world.now += aWhile;
  await browser.post('/sites/here/acts', { ...formOf(text, 'resume'), why: 'talked' });
  t.regex(wordsOf((await browser.get(path)).text), /or the hold has ended\. ana has asked to remove it/);
  await page.site.pass();
  t.is(await state(), 'removed');
});

test('who ends a hold beside which a removal stands is told that it goes on', async (t) => {
  const { page, browser } = await toRemove();
  await hold(page, null);
  await page.site.pass();
  const { text } = await browser.act(path, 'resume', { why: 'talked' });
  t.regex(wordsOf(text), /Recorded: LAB-1 is no longer held at here\. ana has asked to remove it/);
});
