import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { World } from '../worlds/a-world.ts';

const lab = (number: number): PatchId => `LAB-${number}` as PatchId;

test('what is still to go in is kept when the mirror is tidied, and goes in without the host', async (t) => {
  const world = new World({
    patches: {
      'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } },
      'LAB-2': {
        kit: { 'Lab.B.cls': 'Class Lab.B\n{\n}\n' },
        manifest: { policy: { default: 'operator' }, requires: ['LAB-1'] },
      },
    },
  });
  const forgotten: (readonly string[])[] = [];
  const { repository } = world.ports;
  const ports = {
    ...world.ports,
    repository: {
      ...repository,
      forgetAllBut: (...[needed, now]: Parameters<typeof repository.forgetAllBut>) => {
        const kept = world.released.filter(({ entry }) => needed.releases.includes(entry.tag));
        forgotten.push(kept.map(({ entry }) => entry.id));
        return repository.forgetAllBut(needed, now);
      },
    },
  };
  await world.pass(ports);
  t.deepEqual(forgotten, [['LAB-2']]);
  world.host.answers = false;
  const [, second] = world.released;
  if (second === undefined) throw new Error('no release');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'install-now', patch: lab(2), releaseDigest: second.entry.digest, who: 'ines', why: 'now' },
  });
  await world.pass(ports);
  t.is((await world.installed()).patches.get(lab(2))?.state, 'installed');
  t.is(forgotten.length, 1, 'nothing is forgotten while the host is gone');
});

test('a removal needs nothing of what was forgotten', async (t) => {
  const world = new World({ patches: { 'LAB-1': { kit: { 'Lab.A.cls': 'Class Lab.A\n{\n}\n' } } } });
  const before = await world.proof();
  await world.pass();
  world.host.answers = false;
  world.host.releases.clear();
  const releaseDigest = (await world.installed()).patches.get(lab(1))?.releaseDigest;
  if (releaseDigest === undefined) throw new Error('it was not installed');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'remove', patch: lab(1), releaseDigest, who: 'ines', why: 'not wanted' },
  });
  await world.pass();
  t.is(await world.proof(), before);
});
