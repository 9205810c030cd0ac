import test from 'ava';
import { previewAsJson } from '../../src/report/preview/preview-as-json.ts';
import { previewAsMarkdown } from '../../src/report/preview/preview-as-markdown.ts';
import { previewAsText } from '../../src/report/preview/preview-as-text.ts';
import { previewSchema } from '../../src/report/preview/preview-schema.ts';
import { unpainted } from '../../src/report/paint.ts';
import { filesOf } from '../fleet/policy-wishes.ts';
import { PreviewFleet } from '../fleet/preview-fleet.ts';
import { first, second } from '../fleet/preview-wishes.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const hour = 60 * 60_000;
const fleetYaml = (windows?: readonly object[]) => ({
  rings: [{ name: 'prod', title: 'Production' }],
  sites: ['prod-a', 'prod-b'].map((name) => ({
    ...{ name, title: name, ring: 'prod', timezone: 'Europe/Madrid' },
    ...(windows === undefined ? {} : { windows }),
  })),
});
const kit = (version: number) => ({
  'Lab.A.cls': `Class Lab.A\n{\n\nParameter V = ${version};\n\n}\n`,
});

/** Both sites have LAB-1; LAB-2 stands on it and was installed at prod-a alone. */
async function aFleet(): Promise<PreviewFleet> {
  const fleet = new PreviewFleet(fleetYaml(), start);
  fleet.release(first, { kit: kit(1) }, start);
  for (const name of ['prod-a', 'prod-b']) await fleet.pass(name, start);
  const rules = [{ site: 'prod-b', install: 'operator' }];
  fleet.release(second, { kit: kit(2), manifest: { policy: { default: 'automatic', rules } } }, start);
  for (const name of ['prod-a', 'prod-b']) await fleet.pass(name, start + hour);
  return fleet;
}

test('the preview of a recall says what goes, back to which state, and what has to go before it', async (t) => {
  const fleet = await aFleet();
  const { released } = fleet.world('prod-a');
  fleet.carry(filesOf({ kind: 'recall', patch: first, installed: 'remove' }, released, start));
  const text = previewAsText(await fleet.previewAll(start + hour), [], unpainted);
  t.deepEqual(linesFrom(text, 'LAB-1  ', 13), [
    'LAB-1  Patch LAB-1',
    'Of 2 sites: otherwise than published at 2; with somebody’s leave at 1; by itself at 1, from 2026-03-26 10:00 UTC.',
    'It is released already; what is proposed makes something else of it.',
    'At 2 sites that have it, installing took 0 s (0 s to 0 s).',
    '',
    '1  prod-a  ring prod, Europe/Madrid, automatic',
    'is taken out not before 2026-03-26 11:00 Europe/Madrid, with the leave below; as published: installed already',
    '- LAB-2: AwaitingOperator: It stands on LAB-1, which is to be removed; an operator here has to remove this one first, or nothing is removed.',
    'first out LAB-2',
    '- Lab.A.cls',
    '',
    '2  prod-b  ring prod, Europe/Madrid, automatic',
    'is taken out by itself at 2026-03-26 11:00 Europe/Madrid; as published: installed already',
  ]);
  t.regex(text, /LAB-2 {2}Patch LAB-2\n {2}Of 2 sites: otherwise than published at 1;/);
});

test('the preview of a recalled newer patch shows its documents going back to what the older one left', async (t) => {
  const fleet = await aFleet();
  const { released } = fleet.world('prod-a');
  fleet.carry(filesOf({ kind: 'recall', patch: second, installed: 'remove' }, released, start));
  const preview = await fleet.previewAll(start + hour);
  const text = previewAsText(preview, [], unpainted);
  t.deepEqual(linesFrom(text, '  1  prod-a', 6), [
    '1  prod-a  ring prod, Europe/Madrid, automatic',
    'is taken out by itself at 2026-03-26 11:00 Europe/Madrid; as published: installed already',
    '~ Lab.A.cls  back to as LAB-1 left it',
    '',
    '2  prod-b  ring prod, Europe/Madrid, when an operator says so',
    'not installed: it was recalled; as published: not before 2026-03-26 11:00 Europe/Madrid, with the leave below',
  ]);
  t.regex(text, / {4}- Parameter V = 2;\n {4}\+ Parameter V = 1;$/);
  const told = previewSchema.parse(JSON.parse(JSON.stringify(previewAsJson(preview, []))));
  t.is(told.patches[0]?.figures.moves, 2);
});

test('the preview of windows says from when to when each patch moves, and what does not move', async (t) => {
  const fleet = await aFleet();
  fleet.follow(fleetYaml([{ days: ['sat'], from: '01:00', to: '05:00' }]));
  const markdown = previewAsMarkdown(await fleet.previewAll(start + hour), []);
  const moved =
    'not before 2026-03-28 01:00 Europe/Madrid, with the leave below; as published: not before 2026-03-26 11:00 Europe/Madrid, with the leave below';
  t.true(markdown.includes('the policy differs in fleet.yaml (changed).'));
  t.true(markdown.includes(`| 2 | prod-b | prod | when an operator says so | ${moved} |`));
  t.true(markdown.includes('<details><summary>1 other site: nothing to do at 1</summary>'));
  t.false(markdown.includes('LAB-1:'));
  fleet.follow(fleetYaml());
  t.deepEqual((await fleet.previewAll(start + hour)).patches, []);
});

function linesFrom(text: string, begin: string, count: number): readonly string[] {
  const lines = text.split('\n');
  const place = lines.findIndex((line) => line.startsWith(begin));
  return lines.slice(place, place + count).map((line) => line.trim());
}
