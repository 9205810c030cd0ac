import test from 'ava';
import type { Browser } from '../worlds/a-page.ts';
import { formOf, wordsOf } from '../worlds/a-page.ts';
import { actsOf, afterPass, path } from './attacked-page.ts';

/** What stands in a field of the form of this kind. */
function valueIn(text: string, kind: string, field: string): string | undefined {
  const form = text.split('<form').find((part) => part.includes(`name="kind" value="${kind}"`)) ?? '';
  const area = new RegExp(`<textarea\\s+name="${field}"[^>]*>\\n?([^<]*)<`).exec(form)?.[1];
  const [input = ''] = new RegExp(`<input[^>]*name="${field}"[^>]*>`).exec(form) ?? [];
  return area ?? /value="([^"]*)"/.exec(input)?.[1];
}

async function refusedHold(browser: Browser): Promise<string> {
  const { text } = await browser.act(path, 'hold', { until: '2026-11-01T08:00', why: 'the ward moves' });
  return text;
}

test('what was typed into a form stays there when it is refused, the form is open, and a later page is as ever', async (t) => {
  const page = await afterPass();
  const browser = await page.signedIn();
  const text = await refusedHold(browser);
  t.is(valueIn(text, 'hold', 'why'), 'the ward moves');
  t.is(valueIn(text, 'hold', 'until'), '2026-11-01T08:00');
  t.is(valueIn(text, 'install-now', 'why'), '');
  t.regex(text, /<details class="fold" open>\s*<summary>Hold</);
  const later = (await browser.get(path)).text;
  t.is(valueIn(later, 'hold', 'why'), '');
  t.notRegex(later, /data-kept/);
  const documents = 'Lab.B.cls\nno name & <b>';
  const widened = await browser.act(path, 'widen-backup', { documents, why: 'changed last week' });
  t.is(valueIn(widened.text, 'widen-backup', 'documents'), 'Lab.B.cls\nno name &amp; &lt;b&gt;');
  t.is(await actsOf(page), 0);
});

test('a page that fetches itself takes nothing of what was typed away from who typed it', async (t) => {
  const page = await afterPass();
  const browser = await page.signedIn();
  const form = formOf((await browser.get(path)).text, 'hold');
  await browser.post('/sites/here/acts', { ...form, until: '2026-11-01T08:00', why: 'the ward moves' });
  const fetched = await browser.get(path, { 'x-patchfleet-live': '1' });
  t.is(valueIn(fetched.text, 'hold', 'why'), '');
  t.is(valueIn((await browser.get(path)).text, 'hold', 'why'), 'the ward moves');
});

test('a tick is never kept: what it is for may have changed', async (t) => {
  const page = await afterPass();
  page.world.target.write('Lab.A.cls', 'Class Lab.A\n{\n// by hand\n}\n');
  await page.site.pass();
  const browser = await page.signedIn();
  const { text } = await browser.act(path, 'install-at', { consent: 'yes', at: 'never', why: 'at night' });
  t.is(valueIn(text, 'install-at', 'why'), 'at night');
  t.notRegex(text, /checked/);
});

test('a refused removal comes back to the page that asks for it', async (t) => {
  const page = await afterPass({}, { patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } });
  const browser = await page.signedIn();
  const { text } = await browser.act(`${path}/removal`, 'remove', { why: ' ' });
  t.regex(wordsOf(text), /Every act needs a reason.*Remove LAB-1/);
  t.regex(wordsOf(text), /What would be restored/);
});

test('a time in a refusal is in the zone of the site, which is named', async (t) => {
  const page = await afterPass();
  const browser = await page.signedIn();
  t.regex(wordsOf(await refusedHold(browser)), /lies in the past: 2026-11-01 08:00 Europe\/Madrid\./);
});

test('who was signed out while typing is given back what was written, and comes back to the page', async (t) => {
  const page = await afterPass();
  const browser = await page.signedIn();
  const form = formOf((await browser.get(path)).text, 'hold');
  page.world.now += 2 * 60 * 60_000;
  const { status, text } = await browser.post('/sites/here/acts', { ...form, why: 'the <b>ward</b> moves' });
  t.is(status, 401);
  t.regex(wordsOf(text), /nothing was recorded.*You had written: the <b>ward<\/b> moves/);
  t.regex(text, /name="to"\s+value="\/sites\/here\/patches\/LAB-1"/);
  t.is(await actsOf(page), 0);
});
