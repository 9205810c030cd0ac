import type { TestSite } from '../../test/worlds/a-served-site.ts';
import { aServedSite } from '../../test/worlds/a-served-site.ts';
import { World } from '../../test/worlds/a-world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A site with some history and something to do, in memory, to work on the pages with. */
export interface Hospital {
  readonly world: World;
  readonly site: TestSite;
}

const router = (version: number, more = ''): string => `Class Lab.Router Extends %RegisteredObject
{

/// Finds the ward that a result belongs to
ClassMethod Route(result As Lab.Result) As %Status
{
  set ward = ..WardOf(result)
  if ward = "" set ward = ^LabRoute("default")
${more}  quit ..Send(result, ward)
}

ClassMethod Version() As %Integer
{
  quit ${version}
}

}
`;

const routine = (name: string, version: number): string =>
  `ROUTINE ${name} [Type=MAC]\n${name} ; laboratory, version ${version}\n quit\n ;\nRUN(day) ; every night\n set ^LabLog(day)=${version}\n quit\n`;

const operator = { policy: { default: 'operator' } };
const notes = {
  'notes.html': `<h2>Result routing for the new laboratory</h2>
<p>Results of the new analysers carry the ward in segment <code>OBX-15</code>. This patch routes them there, and keeps the old way for all others.</p>
<ul><li>New class <code>Lab.Analyser</code></li><li>The default ward is read from <code>^LabRoute("default")</code></li></ul>
<h3>After the installation</h3><p>Send one result of each analyser and look at the ward list. Nothing has to be restarted.</p>`,
};

const fleet = `
rings:
  - { name: uat, title: Acceptance }
  - { name: prod, title: Production, gate: { soak: 2d, share: 1 } }
sites:
  - { name: uat-north, title: Acceptance north, ring: uat, timezone: Europe/Madrid }
  - { name: prod-madrid, title: "Hospital Central, laboratory", ring: prod, timezone: Europe/Madrid }
`;

const oldFleet = fleet.replace(/, gate: \{[^}]*\}/, '');

/** Installs come and go over two weeks; the last patches wait for different things. */
export async function aHospital(): Promise<Hospital> {
  const world = new World({
    site: 'prod-madrid',
    fleet: oldFleet,
    now: Date.parse('2026-11-16T08:12:00Z'),
    target: { 'Lab.Router.cls': router(11), '^LabConfig': '^LabConfig("schema")="12"\n' },
    patches: history,
  });
  const site = aServedSite(world);
  world.onEffect(() => {
    world.now += 340;
  });
  await site.pass();
  world.now += 3 * day;
  await site.act({ ...ana, kind: 'suspend', why: 'server moves to the new rack' });
  world.now += 45 * minute;
  await site.act({ ...ana, kind: 'resume-site', why: 'moved' });
  world.now += 5 * day;
  for (const [id, patch] of Object.entries(comingPatches)) world.release(id, patch);
  world.publish();
  await site.pass();
  world.now += 2 * day;
  await site.act({
    ...ana,
    kind: 'hold',
    patch: 'LAB-2026.017' as never,
    why: 'waits for the new printers',
    until: world.now + 9 * day,
  });
  world.target.write(
    'Lab.Router.cls',
    router(13, '  if result.Urgent do ..Ring(ward)  // night of the 24th\n'),
  );
  world.now += 3 * 60 * minute;
  await site.pass();
  world.onEffect(() => undefined);
  return { world, site };
}

const ana = { who: 'ana.ruiz' } as const;

const history = {
  'LAB-2026.009': {
    kit: { 'LABIN.mac': routine('LABIN', 9) },
    manifest: { title: 'Nightly import reads the new file' },
  },
  'LAB-2026.010': {
    kit: { 'LABOUT.mac': routine('LABOUT', 10) },
    manifest: { title: 'Export for the billing office' },
  },
  'LAB-2026.011': {
    kit: { 'Lab.Print.cls': 'Class Lab.Print\n{\n}\n' },
    manifest: { title: 'Labels with two bar codes' },
  },
  'LAB-2026.012': {
    kit: { 'config.zwr': 'kit\nZWR\n^LabConfig("schema")="13"\n^LabConfig("wards","A1")="Cardiology"\n' },
    manifest: {
      title: 'Schema 13 of the configuration',
      verify: [{ global: '^LabConfig("schema")', equals: '13' }],
    },
  },
  'LAB-2026.013': {
    kit: { 'Lab.Router.cls': router(13) },
    manifest: { title: 'Routing asks the ward list' },
  },
};

const wards = Array.from(
  { length: 400 },
  (_, index) => `^LabRoute("analyser",${index + 1})="W${(index % 40) + 1}"\n`,
).join('');

const comingPatches = {
  'LAB-2026.014': {
    kit: {
      'Lab.Router.cls': router(
        14,
        '  if result.Analyser \'= "" set ward = ##class(Lab.Analyser).WardOf(result)\n',
      ),
      'Lab.Analyser.cls':
        'Class Lab.Analyser Extends %RegisteredObject\n{\n\nClassMethod WardOf(result As Lab.Result) As %String\n{\n  quit $get(^LabRoute("analyser", result.Analyser))\n}\n\n}\n',
      'routes.zwr': `kit\nZWR\n${wards}`,
    },
    manifest: {
      ...operator,
      title: 'Result routing for the new laboratory',
      requires: ['LAB-2026.013'],
      notes: 'notes.html',
    },
    notes,
  },
  'LAB-2026.015': {
    kit: { 'schema.zwr': 'kit\nZWR\n^LabConfig("schema")="14"\n', 'LABIN.mac': routine('LABIN', 15) },
    manifest: {
      title: 'Schema 14 of the configuration',
      verify: [{ global: '^LabConfig("schema")', equals: '15' }],
    },
  },
  'LAB-2026.016': {
    kit: { 'LABOUT.mac': routine('LABOUT', 16) },
    manifest: { title: 'Export with the tariff of January', policy: { default: { at: '2026-12-31T23:30' } } },
  },
  'LAB-2026.017': {
    kit: { 'Lab.Print.cls': 'Class Lab.Print\n{\n// labels\n}\n' },
    manifest: { ...operator, title: 'Labels for the new printers' },
  },
  'LAB-2026.018': {
    kit: { 'Lab.Alert.cls': 'Class Lab.Alert\n{\n}\n' },
    manifest: { title: 'Alerts of critical values', requires: ['LAB-2026.014'] },
  },
};
