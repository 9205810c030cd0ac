import test from 'ava';
import { PreviewFleet } from './preview-fleet.ts';
import { first, second } from './preview-wishes.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const minute = 60_000;
const code = (text: string) => ({ kit: { 'Lab.A.cls': `Class Lab.A\n{\n// ${text}\n}\n` } });

test('a preview says that a ring would wait for ever, where a site before it can never have the patch', async (t) => {
  const rings = [
    { name: 'uat', title: 'Acceptance' },
    { name: 'prod', title: 'Production', gate: {} },
  ];
  const sites = [
    { name: 'uat-a', title: 'A', ring: 'uat', timezone: 'UTC' },
    { name: 'prod-a', title: 'B', ring: 'prod', timezone: 'UTC' },
  ];
  const fleet = new PreviewFleet({ rings, sites }, start);
  fleet.release(first, code('one'), start);
  for (const { name } of sites) await fleet.pass(name, start + minute);
  const runs = { ...code('two'), manifest: { install: { run: '##class(Lab.A).Go' } } };
  const stuck = await fleet.preview(second, runs, start + 2 * minute);
  const outlook = stuck.groups.find(({ ring }) => ring === 'prod')?.outlook;
  const told = outlook?.kind === 'planned' ? outlook.forecast.obstacles : [];
  t.regex(
    told.map(({ blocker }) => blocker.message).join(' '),
    /As things are this gate never opens: it cannot go in at uat-a\./,
  );
  const fine = await fleet.preview(second, code('two'), start + 2 * minute);
  t.notRegex(JSON.stringify(fine.groups.map(({ outlook: other }) => other)), /never opens/);
});
