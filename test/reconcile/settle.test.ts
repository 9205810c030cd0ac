import test from 'ava';
import type { PatchId } from '../../src/base/names.ts';
import { failure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import type { World } from '../worlds/a-world.ts';
import { Crash } from '../worlds/failing-disk.ts';
import { aWorld, failingPatch, patch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';

const by = { who: 'ines', why: 'looked at it' };

async function anInconsistentWorld(): Promise<World> {
  const world = aWorld(failingPatch);
  world.onEffect((effect) => {
    if (effect === 'target.apply') world.vault.damage(documentName('LABIN.mac'));
  });
  await world.pass();
  world.onEffect(() => undefined);
  return world;
}

test('an inconsistent site is settled only for the patch that it is inconsistent about', async (t) => {
  const world = await anInconsistentWorld();
  const other: PatchId = 'LAB-2' as PatchId;
  await t.throwsAsync(
    recordAct(world.ports, world.setup, { kind: 'settle', patch: other, as: 'removed', ...by }),
    {
      message: /not inconsistent about LAB-2/,
    },
  );
  t.truthy((await world.installed()).inconsistent);
  await recordAct(world.ports, world.setup, { kind: 'settle', patch, as: 'installed', ...by });
  const record = (await world.installed()).patches.get(patch);
  t.is(record?.state, 'installed');
  t.true((record?.documents.length ?? 0) > 0);
});

test('a settlement is of the attempt that was looked at, and of no other', async (t) => {
  const world = await anInconsistentWorld();
  const attempt = (await world.installed()).inconsistent?.attempt ?? 0;
  const settle = { kind: 'settle', patch, as: 'removed', ...by } as const;
  await t.throwsAsync(recordAct(world.ports, world.setup, { ...settle, settles: attempt + 1 }), {
    message: /What was looked at is attempt 2, and LAB-1 is inconsistent since attempt 1/,
  });
  t.truthy((await world.installed()).inconsistent);
  await recordAct(world.ports, world.setup, { ...settle, settles: attempt });
  t.is((await world.installed()).inconsistent, null);
});

test('an attempt that was cut short is rolled back, not settled', async (t) => {
  const world = aWorld();
  let applied = 0;
  world.onEffect((effect) => {
    if (effect === 'target.apply') applied += 1;
    if (applied === 3) throw new Crash(effect);
  });
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  world.target.dropLock();
  await t.throwsAsync(recordAct(world.ports, world.setup, { kind: 'settle', patch, as: 'removed', ...by }));
  t.truthy((await world.installed()).open);
});

test('a rollback that cannot be finished ends inconsistent and is told, not tried for ever', async (t) => {
  const world = aWorld(failingPatch);
  let broken = false;
  const { target } = world.ports;
  const ports = {
    ...world.ports,
    target: {
      ...target,
      read: (name: Parameters<typeof target.read>[0]) =>
        broken && name === documentName('LABIN.mac')
          ? Promise.reject(failure('INVALID_FILE', { issues: [] }))
          : target.read(name),
    },
  };
  world.onEffect((effect) => {
    if (effect === 'target.apply') broken = true;
  });
  t.like(await world.pass(ports), { inconsistent: true });
  t.regex(world.outbox.told.at(-1)?.message ?? '', /Conditions: .*Inconsistent/);
});

test('a release that only we could not get at is not failed, and goes in when we can', async (t) => {
  const world = aWorld();
  const { repository } = world.ports;
  const denied = () => Promise.reject(failure('GIT_DENIED', { remote: 'memory', why: '403' }));
  await world.pass({ ...world.ports, repository: { ...repository, prefetch: denied, readRelease: denied } });
  t.is(await stateOf(world), 'received');
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('a state that comes back is told again', async (t) => {
  const wish = { ...failingPatch, manifest: { policy: { default: 'operator' } } };
  const world = aWorld(wish);
  await world.pass();
  const turn = async (kind: 'hold' | 'resume'): Promise<void> => {
    world.now += 60_000;
    await recordAct(
      world.ports,
      world.setup,
      kind === 'hold' ? { kind, patch, until: null, ...by } : { kind, patch, ...by },
    );
    await world.pass();
  };
  const told = world.outbox.told.length;
  for (const kind of ['hold', 'resume', 'hold', 'resume'] as const) await turn(kind);
  t.is(world.outbox.told.length, told + 4);
});

test('a removal says what it left because others had changed it since', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('Lab.New.cls', 'Class Lab.New\n{\n\nParameter MINE = 1;\n\n}\n');
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await recordAct(world.ports, world.setup, { kind: 'remove', patch, releaseDigest, ...by });
  await world.pass();
  t.regex((await world.installed()).patches.get(patch)?.why ?? '', /Lab\.New\.cls/);
  const record = world.outbox.told.findLast(({ transition }) => transition.startsWith('attempt-2'));
  const file = record?.files.get('attempts/000002.json');
  t.regex(Buffer.from(file ?? '').toString(), /"foreign": \[\s*"Lab.New.cls"/);
});

test("an operator's removal that was cut short once is tried again, and not for ever", async (t) => {
  const world = aWorld();
  await world.pass();
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await recordAct(world.ports, world.setup, { kind: 'remove', patch, releaseDigest, ...by });
  world.onEffect((effect) => {
    if (effect === 'target.apply') throw new Crash(effect);
  });
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  await world.pass();
  t.is(await stateOf(world), 'installed');
  t.is((await world.installed()).lastAttempt, 3);
});

test('an approval on site counts only from an approver whom the site trusts', async (t) => {
  const world = aWorld({ ...failingPatch, manifest: { policy: { default: 'automatic', approvals: 1 } } });
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await world.pass();
  const approve = (who: string, key: string) =>
    recordAct(world.ports, world.setup, { kind: 'approve', patch, releaseDigest, key, who, why: 'tested' });
  await approve('rita', 'ssh-ed25519 AAAAmallory');
  await world.pass();
  t.is(await stateOf(world), 'received');
  await approve('rita', world.setup.trust.approver[0]?.key ?? '');
  await world.pass();
  t.is(await stateOf(world), 'installed');
});
