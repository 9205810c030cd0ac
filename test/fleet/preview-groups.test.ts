import test from 'ava';
import { PreviewFleet } from './preview-fleet.ts';

const start = Date.parse('2026-03-26T09:00:00Z');
const hour = 60 * 60_000;
const rings = [
  { name: 'uat', title: 'Acceptance' },
  { name: 'prod', title: 'Production', gate: { soak: '24h' } },
];
const aSite = (name: string, more: object = {}) => ({
  ...{ name, title: name, ring: name.split('-')[0], timezone: 'Europe/Madrid' },
  ...more,
});
const kit = (version: number) => ({ 'Lab.A.cls': `Class Lab.A\n{\n\nParameter V = ${version};\n\n}\n` });

/** All sites have the first patch; the second is proposed an hour later. */
async function previewAt(
  sites: readonly ReturnType<typeof aSite>[],
  meanwhile: (fleet: PreviewFleet) => void = () => undefined,
) {
  const open = rings.map(({ name, title }) => ({ name, title }));
  const fleet = new PreviewFleet({ rings: open, sites: sites.map(({ name }) => aSite(name)) }, start);
  fleet.release('LAB-1', { kit: kit(1) }, start);
  for (const { name } of sites) await fleet.pass(name, start);
  meanwhile(fleet);
  for (const { name } of sites) await fleet.pass(name, start + hour);
  fleet.follow({ rings, sites });
  return fleet.preview('LAB-2', { kit: kit(2), manifest: { requires: ['LAB-1'] } }, start + hour);
}

const membersOf = ({ groups }: Awaited<ReturnType<typeof previewAt>>) =>
  groups.map(({ sites }) => sites.map(({ site }) => site as string));

test('sites that would see the same are one group, however many they are', async (t) => {
  const names = ['uat-a', 'prod-a', 'prod-b', 'prod-c', 'prod-d'];
  t.deepEqual(membersOf(await previewAt(names.map((name) => aSite(name)))), [['uat-a'], names.slice(1)]);
});

test('a zone, a window, a rule or an edit by hand of its own makes a site see something else', async (t) => {
  const windows = [{ days: ['sun'], from: '01:00', to: '05:00' }];
  const sites = [
    ...['uat-a', 'prod-a', 'prod-b'].map((name) => aSite(name)),
    aSite('prod-c', { timezone: 'America/Lima' }),
    aSite('prod-d', { windows }),
    aSite('prod-e'),
  ];
  const preview = await previewAt(sites, (fleet) => {
    fleet.world('prod-e').target.write('Lab.A.cls', 'Class Lab.A\n{\n}\n');
  });
  t.deepEqual(membersOf(preview), [['uat-a'], ['prod-a', 'prod-b'], ['prod-c'], ['prod-d'], ['prod-e']]);
});

test('a ring behind a gate is foreseen to go when the ring before it has had the patch for long enough', async (t) => {
  const preview = await previewAt(['uat-a', 'prod-a'].map((name) => aSite(name)));
  const outlooks = preview.groups.map(({ outlook }) =>
    outlook.kind === 'planned' ? outlook.forecast : null,
  );
  t.deepEqual(
    outlooks.map((forecast) => [forecast?.earliest, forecast?.countsOnRings]),
    [
      [start + hour, false],
      [start + 25 * hour, true],
    ],
  );
});
