import test from 'ava';
import { previewAsMarkdown } from '../../src/report/preview/preview-as-markdown.ts';
import { previewAsText } from '../../src/report/preview/preview-as-text.ts';
import { unpainted } from '../../src/report/paint.ts';
import { visibleLine } from '../../src/report/visible-line.ts';
import { differenceHtml } from '../../src/apps/page/difference.ts';
import { documentName } from '../../src/document/document-name.ts';
import { PreviewFleet } from '../fleet/preview-fleet.ts';
import { first, second } from '../fleet/preview-wishes.ts';
import { aRelease } from '../worlds/a-release.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const hostile = 'ok \u202e } ; tixe \u2066 // check\u2069';
const seen = 'ok <U+202E> } ; tixe <U+2066> // check<U+2069>';

test('every character that turns text round or is not seen is shown by its number', (t) => {
  for (const code of [0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff])
    t.is(
      visibleLine(`a${String.fromCodePoint(code)}b`),
      `a<U+${code.toString(16).toUpperCase().padStart(4, '0')}>b`,
    );
  t.is(visibleLine('a\u{e0041}b'), 'a<U+E0041>b');
});

test('what steers a terminal is a blank, and all that can be seen stays as it is', (t) => {
  t.is(visibleLine('a\u001b[31m\r\tÄ שלום 漢'), 'a [31m \tÄ שלום 漢');
});

test('no preview and no page lets the text of a patch look as if it stood otherwise', async (t) => {
  const sites = [{ name: 'prod-a', title: 'A', ring: 'prod', timezone: 'UTC' }];
  const fleet = new PreviewFleet({ rings: [{ name: 'prod', title: 'P' }], sites }, start);
  const plain = {
    kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' },
    manifest: { policy: { default: 'automatic' } },
  };
  fleet.release(first, plain, start);
  await fleet.pass('prod-a', start);
  const text = `Class Lab.A\n{\n/// ${hostile}\n}\n`;
  const patch = aRelease(second, 2, { kit: { 'Lab.A.cls': text } }, fleet.world('prod-a').publisher);
  const preview = await fleet.previewAll(start + 60_000, [patch]);
  const states = { name: documentName('Lab.A.cls'), before: null, after: Buffer.from(text) };
  for (const shown of [
    previewAsMarkdown(preview, []),
    previewAsText(preview, [], unpainted),
    String(await differenceHtml(states, 20))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>'),
  ]) {
    t.true(shown.includes(seen), shown);
    t.notRegex(shown, /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  }
});
