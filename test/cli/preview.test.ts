import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { previewSchema } from '../../src/report/preview/preview-schema.ts';
import { aPatch } from '../publish/a-patch.ts';
import type { Host } from './a-host.ts';
import { aHost } from './a-host.ts';

/** A host whose one patch is released and installed at the site `uat-1`, which has said so. */
async function aPatchedFleet(): Promise<Host> {
  const host = aHost('LAB-1');
  host.merge({
    'fleet.yaml': `rings: [{ name: uat, title: Acceptance }, { name: prod, title: Production }]
sites:
  - { name: uat-1, title: One, ring: uat, timezone: Europe/Madrid, key: ${host.publicKey} }
  - { name: prod-1, title: Two, ring: prod, timezone: Europe/Madrid }
`,
  });
  await host.run('release', 'LAB-1', '--publish');
  await host.atSite('reconcile');
  return host;
}

/** Writes a patch into the working copy; nobody commits it. */
function propose(host: Host, id: string, code: string): void {
  const files = aPatch(id, { code, requires: id === 'LAB-1' ? [] : ['LAB-1'] });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(host.work, path)), { recursive: true });
    writeFileSync(join(host.work, path), text.replaceAll('LAB2', 'LAB1'));
  }
}

const previewOf = async (host: Host, ...args: string[]) => {
  const ran = await host.run('preview', '--trust', host.publicKey, '--json', ...args);
  return { ...ran, preview: previewSchema.parse(ran.json()) };
};

test('a working copy is previewed against what the sites have signed, and what none has said is not known', async (t) => {
  const host = await aPatchedFleet();
  propose(host, 'LAB-2', 'QUIT 2');
  await host.run('kit', 'build', 'LAB-2');
  const refs = host.git('for-each-ref');
  const { code, preview } = await previewOf(host);
  t.is(code, 0);
  t.is(host.git('for-each-ref'), refs);
  const [patch, ...others] = preview.patches;
  t.deepEqual(others, []);
  t.like(patch, { patch: 'LAB-2', change: 'new', requires: ['LAB-1'], elsewhere: null });
  const [uat, prod] = patch?.groups ?? [];
  t.like(uat?.outlook, { kind: 'planned', blockers: [] });
  if (uat?.outlook.kind === 'planned') {
    t.is(uat.outlook.forecast.earliest, preview.at);
    t.like(uat.outlook.documents[0], { name: 'LAB1.mac', effect: 'replace', held: { kind: 'reported' } });
  }
  t.deepEqual(prod?.outlook, { kind: 'unknown', why: 'it has said nothing yet' });
  const lines = patch?.differences[0]?.parts[0]?.lines.filter(({ kind }) => kind !== 'same');
  t.deepEqual(lines, [
    { kind: 'old', text: ' QUIT' },
    { kind: 'new', text: ' QUIT 2' },
  ]);
});

test('a patch that is in already says how long that took; one that was changed since its release is refused with 2', async (t) => {
  const host = await aPatchedFleet();
  const { preview } = await previewOf(host, 'LAB-1');
  t.like(preview.patches[0], { change: 'released', elsewhere: { sites: 1 } });
  t.deepEqual(preview.patches[0]?.groups[0]?.outlook, { kind: 'nothing', why: 'installed' });
  propose(host, 'LAB-1', 'QUIT 3');
  const changed = await previewOf(host);
  t.is(changed.code, 2);
  t.deepEqual(changed.preview.patches, []);
  t.regex(changed.preview.remarks[0] ?? '', /^LAB-1 is released with another content/);
});

test('where nothing is new against main, what is not published yet is previewed; a wrong base is said', async (t) => {
  const host = await aPatchedFleet();
  host.merge(aPatch('LAB-3'));
  const { preview } = await previewOf(host);
  t.deepEqual(
    preview.patches.map(({ patch }) => patch as string),
    ['LAB-3'],
  );
  t.deepEqual((await previewOf(host, '--base', 'HEAD')).preview.remarks, [
    'Neither a patch nor the policy is new or changed here.',
  ]);
  const wrong = await host.run('preview', '--trust', host.publicKey, '--base', 'nowhere', '--json');
  t.like(wrong.json(), { kind: 'error', code: 'WRONG_ARGUMENT' });
});

test('without a channel and without a status the preview says that nothing is known', async (t) => {
  const host = aHost('LAB-1');
  const { out, code } = await host.run('preview', '--markdown');
  t.is(code, 0);
  t.regex(out, /\| 1 \| uat-1 \| uat \| automatic \| not known here: it has said nothing yet \|/);
});

test('a recall in the working copy is previewed as what the site then does; where nobody is named, none counts, and that is said', async (t) => {
  const host = await aPatchedFleet();
  await host.run('recall', 'LAB-1', '--why', 'wrong code', '--installed', 'remove');
  const unnamed = await previewOf(host);
  t.regex(
    unnamed.preview.remarks.join(' '),
    /fleet\.yaml names nobody, so no approval, hold or recall counts here/,
  );
  t.is(unnamed.preview.patches[0]?.figures.moves, 0);
  host.merge({
    'fleet.yaml': `rings: [{ name: uat, title: Acceptance }]
sites: [{ name: uat-1, title: One, ring: uat, timezone: Europe/Madrid, key: ${host.publicKey} }]
people: [{ name: ana, title: Ana, key: ${host.publicKey} }]
`,
  });
  const { preview } = await previewOf(host);
  t.deepEqual(preview.policy, [
    { path: 'fleet.yaml', how: 'changed' },
    { path: 'recalls/LAB-1.yaml', how: 'new' },
  ]);
  const [group] = preview.patches[0]?.groups ?? [];
  t.like(group?.published, { moves: true, outlook: { kind: 'nothing', why: 'installed' } });
  t.like(group?.outlook, { kind: 'planned', action: 'remove', blockers: [] });
  if (group?.outlook.kind === 'planned')
    t.like(group.outlook.documents[0], { name: 'LAB1.mac', effect: 'delete', after: null });
  await host.run('publish');
  await host.atSite('reconcile');
  const after = await previewOf(host, 'LAB-1');
  t.deepEqual(after.preview.patches[0]?.groups[0]?.outlook, { kind: 'nothing', why: 'recalled' });
});
