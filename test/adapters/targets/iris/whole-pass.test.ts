import { openIrisTarget } from '../../../../src/adapters/targets/iris/open-iris-target.ts';
import { readInstalledState } from '../../../../src/installed/read-installed-state.ts';
import { parseRegisterText } from '../../../../src/journal/register-file.ts';
import { World } from '../../../worlds/a-world.ts';
import { consentAsShown } from '../../../worlds/consent-as-shown.ts';
import { protocolCase, testClock } from '../../../worlds/iris/both-reaches.ts';
import { changeNamespace, readNamespace } from '../../../worlds/iris/namespace-store.ts';

const entry = '##class(Lab.Patches).P1';
const patch = (run: string | undefined, verify: unknown[]) => ({
  kit: {
    'Lab.New.cls': 'Class Lab.New Extends %Persistent\n{\n}\n',
    'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\n ; new\n quit\n',
    'config.zwr': 'patchfleet test\nGT.M ZWR\n^LabConfig("added")="yes"\n^LabConfig("schema")="2"\n',
  },
  manifest: {
    remove: ['Lab.Old.cls'],
    install: { ...(run !== undefined && { run }), production: 'stop-start' },
    verify,
  },
});

/** What of the namespace a patch may change: not the times of saves, nor what patchfleet keeps for itself. */
function contentOf(folder: string): unknown {
  const { documents, globals, files, server } = readNamespace(folder);
  const elements = Object.entries(documents).map(([name, { element }]) => [name, element] as const);
  const kept = Object.entries(globals).filter(([key]) => key !== '["^LabRan"]');
  return { elements: elements.sort(), kept: kept.sort(), files, production: server.production };
}

for (const [title, run, verify, state] of [
  ['installs, runs and commits', entry, [], 'installed'],
  [
    'fails its check and is rolled back',
    undefined,
    [{ global: '^LabConfig("site")', equals: 'south' }],
    'failed',
  ],
] as const)
  protocolCase(`a whole pass that ${title}, around a stopped production`, async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ documents, globals, server }) => {
      const old = '<Class name="Lab.Old">\n<Super>%RegisteredObject</Super>\n</Class>\n';
      documents['Lab.Old.cls'] = { element: old, saves: 1, compiled: true };
      const routine = '<Routine name="LABIN" type="MAC"><![CDATA[\n ; old\n]]></Routine>\n';
      documents['LABIN.mac'] = { element: routine, saves: 1, compiled: true };
      globals['["^LabConfig","schema"]'] = '1';
      server.production = { name: 'Lab.Production', state: 1 };
      server.code[entry] = 'ok';
    });
    const before = contentOf(s.folder);
    const world = new World({ patches: { 'LAB-1': patch(run, [...verify]) } });
    const ports = { ...world.ports, target: openIrisTarget({ reach: s.reach, clock: testClock }) };
    await world.pass(ports);
    if (run !== undefined) await consentAsShown({ ports, setup: world.setup }, 'LAB-1');
    const outcome = await world.pass(ports);
    const { register } = await ports.target.look();
    const installed = readInstalledState(register.map((text) => parseRegisterText(text)));
    t.is(installed.patches.get('LAB-1' as never)?.state, state, JSON.stringify(outcome));
    t.is(readNamespace(s.folder).server.production?.state, 1);
    t.is(readNamespace(s.folder).own.production, '');
    if (state === 'failed') t.deepEqual(contentOf(s.folder), before);
    else {
      t.is(readNamespace(s.folder).documents['Lab.Old.cls'], undefined);
      t.is(readNamespace(s.folder).globals['["^LabConfig","added"]'], 'yes');
      t.true(readNamespace(s.folder).documents['Lab.New.cls']?.compiled);
    }
  });

protocolCase(
  'a run that fails leaves the site inconsistent, since nobody can tell what it wrote, and the production down',
  async (t, s) => {
    await s.target.look();
    changeNamespace(s.folder, ({ server }) => {
      server.production = { name: 'Lab.Production', state: 1 };
      server.code[entry] = 'fails';
    });
    const { 'Lab.New.cls': added } = patch(entry, []).kit;
    const install = { run: entry, production: 'stop-start' };
    const world = new World({
      patches: { 'LAB-1': { kit: { 'Lab.New.cls': added }, manifest: { install } } },
    });
    const ports = { ...world.ports, target: openIrisTarget({ reach: s.reach, clock: testClock }) };
    await world.pass(ports);
    const [release] = world.released;
    if (release === undefined) return t.fail('nothing was released');
    const { id } = release.entry;
    await consentAsShown({ ports, setup: world.setup }, id);
    await world.pass(ports);
    const { register } = await ports.target.look();
    const installed = readInstalledState(register.map((text) => parseRegisterText(text)));
    t.is(installed.inconsistent?.patch, id);
    t.is(readNamespace(s.folder).documents['Lab.New.cls'], undefined);
    t.not(readNamespace(s.folder).server.production?.state, 1);
  },
);
