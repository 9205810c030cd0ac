import test from 'ava';
import { isFailure } from '../../src/base/failure.ts';
import type { PatchId } from '../../src/base/names.ts';
import type { ActFact } from '../../src/journal/journal-event.ts';
import { lookAhead } from '../../src/reconcile/look-ahead.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { World } from '../worlds/a-world.ts';
import { Crash } from '../worlds/failing-disk.ts';
import { aWorld, patch } from './scenarios.ts';
import { conditionsTold, stateOf } from './site-facts.ts';

const typesTold = (world: ReturnType<typeof aWorld>) => conditionsTold(world).map(({ type }) => type);

async function resume(world: ReturnType<typeof aWorld>): Promise<void> {
  world.target.dropLock();
  await recordAct(world.ports, world.setup, { kind: 'resume-site', who: 'ines', why: 'all said again' });
}

async function removal(world: ReturnType<typeof aWorld>): Promise<ActFact> {
  const record = (await world.installed()).patches.get(patch);
  if (record === undefined) throw new Error('it is not known here');
  return { kind: 'remove', patch, releaseDigest: record.releaseDigest, who: 'ines', why: 'test' };
}

test('a state directory that was lost is told, with what went with it and what to do', async (t) => {
  const world = aWorld();
  await world.pass();
  t.deepEqual(typesTold(world), []);
  world.loseState();
  const passed = await world.pass();
  t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing', 'Suspended']);
  t.like(passed, { kind: 'passed' });
  const [lost, missing] = passed.kind === 'passed' ? passed.problems : [];
  t.regex(lost?.message ?? '', /does not know attempt 1.*holds.*from its own backup/);
  t.regex(missing?.message ?? '', new RegExp(`${patch}.*cannot be removed`));
});

const two = { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } };
const lab2 = 'LAB-2' as PatchId;
const stateOfTwo = async (world: ReturnType<typeof aWorld>) =>
  (await world.installed()).patches.get(lab2)?.state;

const hold = (why: string): ActFact => ({ kind: 'hold', patch: lab2, until: null, who: 'ines', why });

const said: readonly { readonly what: string; readonly act: ActFact }[] = [
  { what: 'held a patch', act: { kind: 'hold', patch: lab2, until: null, who: 'ines', why: 'test' } },
  { what: 'suspended the site', act: { kind: 'suspend', who: 'ines', why: 'migration' } },
];

for (const { what, act } of said)
  test(`a site that forgot that an operator ${what} installs nothing until somebody resumes it`, async (t) => {
    const world = aWorld();
    await world.pass();
    await recordAct(world.ports, world.setup, act);
    world.release('LAB-2', two);
    world.publish();
    await world.pass();
    world.loseState();
    t.is((await lookAhead(world.ports, world.setup)).plan?.steps[0]?.kind, 'wait');
    await world.pass();
    await world.pass();
    t.is(await stateOfTwo(world), 'received');
    t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing', 'Suspended']);
    t.is(world.outbox.where(), 'beside');
    await resume(world);
    await world.pass();
    t.is(await stateOfTwo(world), 'installed');
    t.deepEqual(typesTold(world), ['BackupMissing']);
    t.is(world.outbox.where(), 'own');
  });

const forbidding: readonly { readonly what: string; readonly act: (world: World) => ActFact }[] = [
  ...said.map(({ what, act }) => ({ what, act: () => act })),
  {
    what: 'named a time to install a patch',
    act: ({ now, released: [release] }) => {
      if (release === undefined) throw new Error('nothing was released');
      const { id, digest } = release.entry;
      return {
        kind: 'install-at',
        patch: id,
        releaseDigest: digest,
        from: now + 60_000,
        who: 'ines',
        why: 'test',
      };
    },
  },
];

for (const { what, act } of forbidding)
  test(`a site that never made an attempt, and forgot that an operator ${what}, installs nothing until somebody resumes it`, async (t) => {
    const world = new World({ patches: { 'LAB-2': two } });
    await recordAct(world.ports, world.setup, act(world));
    world.loseState();
    await world.pass();
    t.deepEqual(typesTold(world), ['StateLost', 'Suspended']);
    world.loseState();
    await world.pass();
    await world.pass();
    t.not(await stateOfTwo(world), 'installed');
    t.deepEqual(typesTold(world), ['StateLost', 'Suspended']);
    await resume(world);
    await world.pass();
    t.is(await stateOfTwo(world), 'installed');
    t.deepEqual(typesTold(world), []);
  });

test('what was forbidden since a copy of the state directory was made is not forgotten with the copy', async (t) => {
  const world = aWorld();
  await world.pass();
  const copy = await world.ports.journal.read();
  await recordAct(world.ports, world.setup, hold('audit'));
  world.release('LAB-2', two);
  world.publish();
  await world.pass();
  world.loseState();
  for (const event of copy) await world.ports.journal.append(event);
  await world.pass();
  t.is(await stateOfTwo(world), 'received');
  t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing', 'Suspended']);
});

test('a second loss suspends the site again, also where the first one was resumed', async (t) => {
  const world = aWorld();
  await world.pass();
  for (const turn of [1, 2]) {
    world.now += 60_000;
    world.loseState();
    await world.pass();
    t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing', 'Suspended'], `loss ${turn}`);
    await resume(world);
    await world.pass();
    t.deepEqual(typesTold(world), ['BackupMissing'], `loss ${turn}`);
  }
});

test('a loss that the agent noticed suspends the site also where an earlier one was resumed in the directory that is there now', async (t) => {
  const world = aWorld();
  await world.pass();
  world.loseState();
  await world.pass();
  await resume(world);
  world.target.dropLock();
  const noticed = { type: 'StateLost' as const, message: 'replaced by a copy' };
  await reconcileOnce(world.ports, world.setup, undefined, { problems: [noticed] });
  t.deepEqual(typesTold(world), ['StateLost', 'BackupMissing', 'Suspended']);
});

test('a new hold after a loss is no second loss', async (t) => {
  const world = new World({ patches: { 'LAB-2': two } });
  await recordAct(world.ports, world.setup, {
    kind: 'hold',
    patch: lab2,
    until: null,
    who: 'ines',
    why: 'test',
  });
  world.loseState();
  await world.pass();
  world.target.dropLock();
  world.now += 1;
  await recordAct(world.ports, world.setup, hold('again'));
  await resume(world);
  await world.pass();
  t.deepEqual(typesTold(world), []);
  t.is(await stateOfTwo(world), 'received');
});

test('a loss is seen even where the first pass after it settles the attempt that was forgotten', async (t) => {
  const world = aWorld();
  world.onEffect((effect) => {
    if (effect === 'target.apply') throw new Crash(effect);
  });
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  world.loseState();
  await world.pass();
  t.true(typesTold(world).includes('StateLost'));
  t.true(typesTold(world).includes('Suspended'));
  t.is((await world.installed()).lastAttempt, 1);
});

test('once the site has moved on only the backups that are missing are told', async (t) => {
  const world = aWorld();
  await world.pass();
  world.loseState();
  await world.pass();
  await resume(world);
  world.release('LAB-2', two);
  world.publish();
  await world.pass();
  await world.pass();
  t.deepEqual(typesTold(world), ['BackupMissing']);
});

test('a lost vault alone is told too', async (t) => {
  const world = aWorld();
  await world.pass();
  world.vault.lose();
  await world.pass();
  t.deepEqual(typesTold(world), ['BackupMissing']);
});

test('the removal of a patch whose backup is gone is refused at once, with the reason', async (t) => {
  const world = aWorld();
  await world.pass();
  world.vault.lose();
  world.target.dropLock();
  const refusal = await t.throwsAsync(recordAct(world.ports, world.setup, await removal(world)));
  t.true(isFailure(refusal, 'ACT_SENSELESS'));
  t.regex(refusal.message, /not in the vault any more/);
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('a removal is taken while its backup is there', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.dropLock();
  await recordAct(world.ports, world.setup, await removal(world));
  await world.pass();
  t.is(await stateOf(world), 'removed');
});
