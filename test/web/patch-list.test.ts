import test from 'ava';
import type { Page } from '../worlds/a-page.ts';
import { aPage, wordsOf } from '../worlds/a-page.ts';
import type { PatchWish } from '../worlds/a-release.ts';

const operator = { policy: { default: 'operator' } };

/** A site where so many patches are in, and two more wait for the operator. */
async function aSiteWith(installed: number): Promise<Page> {
  const patches: Record<string, PatchWish> = {};
  for (let index = 1; index <= installed; index += 1)
    patches[`LAB-${index}`] = { kit: { [`Lab.C${index}.cls`]: `Class Lab.C${index}\n{\n}\n` } };
  for (const id of ['RAD-1', 'RAD-2'])
    patches[id] = {
      kit: { [`${id}.cls`]: `Class ${id}\n{\n}\n` },
      manifest: { ...operator, title: 'Röntgen & co' },
    };
  const page = aPage({ patches });
  await page.site.pass();
  return page;
}

/** Ids of the patches that a page lists, from the top. */
function listed(text: string): readonly string[] {
  return [...text.matchAll(/<a href="\/sites\/here\/patches\/([\w.-]+)"/g)].map(([, id = '']) => id);
}

function linkOf(text: string, rel: string): string {
  const [, address = ''] = new RegExp(`<a href="([^"]*)" rel="${rel}"`).exec(text) ?? [];
  return address.replaceAll('&amp;', '&');
}

test('few patches are listed without a form to search them', async (t) => {
  const browser = await (await aSiteWith(2)).signedIn();
  const { text } = await browser.get('/sites/here');
  t.deepEqual(listed(text), ['RAD-1', 'RAD-2', 'LAB-2', 'LAB-1']);
  t.notRegex(text, /role="search"/);
});

test('many past patches are listed in parts, the newest first, and what wants somebody stands on the first', async (t) => {
  const browser = await (await aSiteWith(60)).signedIn();
  const { text } = await browser.get('/sites/here');
  t.is(listed(text).length, 52);
  t.deepEqual(listed(text).slice(0, 3), ['RAD-1', 'RAD-2', 'LAB-60']);
  t.regex(wordsOf(text), /Past 1–50 of 60/);
  t.is(linkOf(text, 'prev'), '');
  const older = await browser.get(linkOf(text, 'next'));
  t.deepEqual(listed(older.text), [
    'LAB-10',
    'LAB-9',
    'LAB-8',
    'LAB-7',
    'LAB-6',
    'LAB-5',
    'LAB-4',
    'LAB-3',
    'LAB-2',
    'LAB-1',
  ]);
  t.is(linkOf(older.text, 'prev'), '/sites/here');
  t.is(linkOf(older.text, 'next'), '');
  t.deepEqual(listed((await browser.get('/sites/here?from=4000000')).text), listed(older.text));
});

test('a search by text and state is kept in the address, also from part to part', async (t) => {
  const browser = await (await aSiteWith(60)).signedIn();
  const titled = await browser.get('/sites/here?q=r%C3%96NTGEN+%26');
  t.deepEqual(listed(titled.text), ['RAD-1', 'RAD-2']);
  t.regex(titled.text, /name="q" value="rÖNTGEN &amp;"/);
  const installed = await browser.get('/sites/here?state=installed&q=lab-');
  t.is(listed(installed.text).length, 50);
  t.regex(installed.text, /<option value="installed" selected>/);
  t.is(linkOf(installed.text, 'next'), '/sites/here?q=lab-&state=installed&from=50');
  t.is(listed((await browser.get(linkOf(installed.text, 'next'))).text).length, 10);
  const waiting = await browser.get('/sites/here?state=wants-you');
  t.deepEqual(listed(waiting.text), ['RAD-1', 'RAD-2']);
  t.regex(
    wordsOf((await browser.get('/sites/here?state=removed&q=x')).text),
    /No patch in that state has “x”/,
  );
  t.is(listed((await browser.get('/sites/here?state=__proto__')).text).length, 52);
});

test('a past patch says who or what brought it in', async (t) => {
  const browser = await (await aSiteWith(1)).signedIn();
  t.regex(
    wordsOf((await browser.get('/sites/here')).text),
    /LAB-1 Patch LAB-1 installed 2026-11-30 13:00 by policy/,
  );
});
