import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { documentName } from '../../src/document/document-name.ts';
import { readGlobal } from '../../src/document/global.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { testSigner } from '../worlds/a-release.ts';
import type { World } from '../worlds/a-world.ts';
import { Crash } from '../worlds/failing-disk.ts';
import { aWorld, before, failingPatch, firstPatch, patch, scenarios } from './scenarios.ts';

const stateOf = async (world: World) => (await world.installed()).patches.get(patch)?.state;
const textOf = async (world: World, name: string): Promise<string | null> => {
  const bytes = await world.target.read(documentName(name));
  return bytes === null ? null : Buffer.from(bytes).toString();
};
const valueOf = async (world: World, reference: string): Promise<string | null> => {
  const bytes = await world.target.read(documentName(reference));
  return readGlobal(bytes ?? new Uint8Array()).find((node) => node.reference === reference)?.value ?? null;
};

test('a patch adds, replaces, deletes and merges what its kit says, and nothing else', async (t) => {
  const world = aWorld();
  const outcome = await world.pass();
  t.like(outcome, { kind: 'passed', inconsistent: false });
  t.is(await stateOf(world), 'installed');
  t.is(await textOf(world, 'Lab.Old.cls'), null);
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /LABIN ; new/);
  t.is(await valueOf(world, '^LabConfig("schema")'), '2');
  t.is(await valueOf(world, '^LabConfig("site")'), 'north');
});

test('a failed verification puts back every byte, and says so with the proof of before', async (t) => {
  const world = aWorld(failingPatch);
  const proof = await world.proof();
  await world.pass();
  t.is(await world.proof(), proof);
  const { attempts } = await world.journal();
  const story = [...attempts.values()].at(-1);
  const backedUp = story?.facts.find((fact) => fact.kind === 'backed-up');
  t.is(story?.end?.outcome, 'rolled-back');
  t.is(story?.end?.proof, backedUp?.kind === 'backed-up' ? backedUp.proofBefore : null);
});

test('a release that failed is not tried again by itself, not even without its state directory', async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  await world.pass();
  world.loseState();
  await world.pass();
  t.is((await world.installed()).lastAttempt, 1);
  t.is(await stateOf(world), 'failed');
});

test("an operator's retry tries a failed release once more", async (t) => {
  const world = aWorld(failingPatch);
  await world.pass();
  const releaseDigest = world.released[0]?.entry.digest;
  t.truthy(releaseDigest);
  if (releaseDigest === undefined) return;
  world.target.write('^LabConfig', '^LabConfig("schema")="1"\n^LabConfig("site")="south"\n');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'retry', patch, releaseDigest, who: 'ines', why: 'the setting is right now' },
  });
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

for (const scenario of scenarios) {
  test(`what somebody else writes in the middle of a pass that ${scenario.title} survives and is never lost`, async (t) => {
    const counted = await scenario.world();
    const places = await placesOf(counted);
    for (let at = 0; at < places; at += 1) {
      const world = await scenario.world();
      let place = 0;
      const somebody = (): void => {
        if (place === at) {
          world.target.write('^LabOther', '^LabOther="theirs"\n');
          world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; theirs\n quit\n');
        }
        place += 1;
      };
      atEachPlace(world, somebody);
      await world.pass();
      const where = `somebody writes at place ${at} of ${places}`;
      t.is(await valueOf(world, '^LabOther'), 'theirs', where);
      const { inconsistent, open } = await world.installed();
      t.is(open, null, where);
      t.is(inconsistent, null, where);
      if (!(await overwrittenBeforeTheBackup(world)))
        t.regex((await textOf(world, 'LABIN.mac')) ?? '', /theirs/, where);
    }
  });
}

/** Between comparing and writing nobody can come: that is the engine's own promise, and not a place here. */
function atEachPlace(world: World, somebody: () => void): void {
  world.beforeApply = somebody;
  world.onEffect((effect) => {
    if (effect !== 'target.apply') somebody();
  });
}

async function placesOf(world: World): Promise<number> {
  let places = 0;
  atEachPlace(world, () => {
    places += 1;
  });
  await world.pass();
  return places;
}

/** Written before the backup it is part of the old state, which the patch may replace: then the backup has it. */
async function overwrittenBeforeTheBackup(world: World): Promise<boolean> {
  for (const { snapshot, label } of await world.vault.list()) {
    if (label.kind !== 'backup') continue;
    const bytes = await world.vault.read(snapshot, documentName('LABIN.mac'));
    if (bytes !== null && Buffer.from(bytes).toString().includes('theirs')) return true;
  }
  return false;
}

test('what somebody else wrote meanwhile is listed when the attempt is rolled back', async (t) => {
  const world = aWorld(failingPatch);
  let applied = 0;
  world.beforeApply = () => {
    applied += 1;
    if (applied === 4) world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\n ; theirs\n');
  };
  await world.pass();
  const story = [...(await world.journal()).attempts.values()].at(-1);
  t.is(story?.end?.outcome, 'rolled-back');
  t.deepEqual(story?.end?.foreign, ['LABIN.mac']);
});

test('of two agents on one target one works, and the other says who does and stops', async (t) => {
  const world = aWorld();
  const session = await world.target.open('agent elsewhere');
  const outcome = await reconcileOnce(world.ports, world.setup);
  t.is(outcome.kind, 'busy');
  t.regex(outcome.kind === 'busy' ? outcome.message : '', /agent elsewhere/);
  t.is(await stateOf(world), undefined);
  await session.close();
});

test('a target of another site is refused before anything is written', async (t) => {
  const world = aWorld();
  await world.pass();
  const stranger = aWorld();
  await t.throwsAsync(
    reconcileOnce({ ...stranger.ports, target: world.target }, { ...world.setup, site: 'there' as never }),
    {
      message: /belongs to site here, not to there/,
    },
  );
});

test('a damaged backup is found before anything is changed', async (t) => {
  const world = aWorld();
  const proof = await world.proof();
  world.vault.damage(documentName('LABIN.mac'));
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'failed');
  const { attempts } = await world.journal();
  t.is([...attempts.values()].at(-1)?.end?.outcome, 'refused');
});

test('a backup that is damaged when it is needed makes the site inconsistent, and nothing else runs there', async (t) => {
  const world = aWorld(failingPatch);
  world.onEffect((effect) => {
    if (effect === 'target.apply') world.vault.damage(documentName('LABIN.mac'));
  });
  const outcome = await world.pass();
  t.like(outcome, { kind: 'passed', inconsistent: true });
  world.release('LAB-2', { kit: { 'Lab.Two.cls': 'Class Lab.Two\n{\n}\n' } });
  world.publish();
  await world.pass();
  t.is(await textOf(world, 'Lab.Two.cls'), null);
  const said = world.outbox.told.at(-1)?.files.get('status.json');
  t.regex(Buffer.from(said ?? '').toString(), /"Inconsistent"/);
});

test('an attempt that was cut short is tried once more by itself, then waits for the operator', async (t) => {
  const world = aWorld();
  for (let times = 0; times < 2; times += 1) {
    world.onEffect((effect) => {
      if (effect === 'target.apply') throw new Crash(effect);
    });
    await t.throwsAsync(world.pass(), { instanceOf: Crash });
    world.onEffect(() => undefined);
    if (times === 0) {
      world.host.answers = false;
      await world.pass();
      t.is(await stateOf(world), 'installed', 'the second try by itself');
    }
    if (times === 0) return;
  }
});

test('an attempt that was cut short twice is not tried a third time by itself', async (t) => {
  const world = aWorld();
  const dieAtFirstWrite = (effect: string): void => {
    if (effect === 'target.apply') throw new Crash(effect);
  };
  world.onEffect(dieAtFirstWrite);
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  let rollingBack = true;
  world.onEffect((effect) => {
    if (effect !== 'target.apply') return;
    if (!rollingBack) throw new Crash(effect);
  });
  rollingBack = false;
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  world.onEffect(() => undefined);
  await world.pass();
  await world.pass();
  t.is(await stateOf(world), 'failed');
  t.is((await world.installed()).lastAttempt, 2);
});

test('recovery does not ask windows, freezes or holds', async (t) => {
  const world = aWorld();
  const proof = await world.proof();
  world.onEffect((effect) => {
    const applied = world.effects.filter((name) => name === 'target.apply').length;
    if (effect === 'target.apply' && applied === 2) throw new Crash(effect);
  });
  world.crashAfter(Number.POSITIVE_INFINITY);
  await t.throwsAsync(world.pass(), { instanceOf: Crash });
  t.not(await world.proof(), proof);
  world.onEffect(() => undefined);
  world.setFleet(frozen);
  world.publish();
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'interrupted');
});

test('statuses that cannot be delivered wait, and arrive later in order, once each', async (t) => {
  const world = aWorld();
  world.onEffect((effect) => {
    if (effect === 'outbox.tell') world.host.answers = false;
  });
  const outcome = await world.pass();
  t.like(outcome, { delivery: { kind: 'unreachable' } });
  world.onEffect(() => undefined);
  world.host.answers = true;
  await world.pass();
  t.is(world.outbox.delivered(), world.outbox.told.length);
  t.regex(world.outbox.told[0]?.transition ?? '', /^attempt-1-installed/);
});

test('without the host, what was fetched goes on by its policy', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: {
      ...firstPatch.manifest,
      policy: { default: { at: '2026-12-01T02:00', timezone: 'Europe/Madrid' } },
    },
  });
  await world.pass();
  t.is(await stateOf(world), 'received');
  world.host.answers = false;
  world.now = Date.parse('2026-12-01T00:59:00Z');
  await world.pass();
  t.is(await stateOf(world), 'received');
  world.now = Date.parse('2026-12-01T01:00:00Z');
  await world.pass();
  t.is(await stateOf(world), 'installed');
});

test('a channel whose counter went back is not obeyed, and the site goes on with what it had', async (t) => {
  const world = aWorld();
  world.publish();
  await world.pass();
  const older = world.channelTree(1, 1_000_000);
  world.host.channels.set(older.commit, older);
  world.host.tip = older.commit;
  const outcome = await world.pass();
  t.like(outcome, { problems: [{ type: 'ChannelRefused' }] });
  t.is((await world.installed()).channels.get('default')?.counter, 2);
});

test('a channel of the same counter with another content is a fork and is refused', async (t) => {
  const world = aWorld();
  await world.pass();
  world.setFleet(frozen);
  const forked = world.channelTree(1, 1_000_000);
  world.host.channels.set(forked.commit, forked);
  world.host.tip = forked.commit;
  const outcome = await world.pass();
  t.like(outcome, { problems: [{ type: 'ChannelRefused' }] });
});

test("an operator's word lets an older channel in", async (t) => {
  const world = aWorld();
  world.publish();
  await world.pass();
  const older = world.channelTree(1, 1_000_000);
  world.host.channels.set(older.commit, older);
  world.host.tip = older.commit;
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'accept-channel', channel: 'default', who: 'ines', why: 'the host was restored from backup' },
  });
  t.like(await world.pass(), { problems: [] });
  t.is((await world.installed()).channels.get('default')?.counter, 1);
});

for (const [title, signer] of [
  ['nobody signed', null],
  ['a stranger signed', testSigner('stranger')],
] as const) {
  test(`a channel that ${title} installs nothing`, async (t) => {
    const world = aWorld();
    world.publish({ signer });
    const proof = await world.proof();
    t.like(await world.pass(), { plan: null, problems: [{ type: 'ChannelRefused' }] });
    t.is(await world.proof(), proof);
  });
}

test('a channel past its expiry is still obeyed, and reported as stale', async (t) => {
  const world = aWorld();
  world.publish({ expiresIn: 1000 });
  world.now += 2000;
  t.like(await world.pass(), { problems: [{ type: 'ChannelStale' }] });
  t.is(await stateOf(world), 'installed');
});

test('a release that a stranger signed is refused, and nothing of it runs', async (t) => {
  const world = aWorld();
  const proof = await world.proof();
  const { setup } = world;
  const trust = { ...setup.trust, release: [testSigner('somebody else').publicKey] };
  await reconcileOnce(world.ports, { ...setup, trust });
  t.is(await world.proof(), proof);
  t.like((await world.installed()).patches.get(patch), { state: 'failed', refused: true });
});

for (const path of ['kit/Lab.New.cls', 'notes.md']) {
  test(`a release whose ${path} is not what its digest says is refused, and nothing of it runs`, async (t) => {
    const world = aWorld();
    const proof = await world.proof();
    const offered = world.host.releases.get(patch);
    if (offered === undefined) throw new Error('no release');
    const files = offered.files.map((file) =>
      file.path === path ? { ...file, read: () => bytes('Class Lab.New\n{\nParameter X = 1;\n}\n') } : file,
    );
    world.host.releases.set(patch, { ...offered, files });
    await world.pass();
    t.is(await world.proof(), proof);
    t.like((await world.installed()).patches.get(patch), { state: 'failed', refused: true });
  });
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

for (const [title, change] of [
  ['moved', (world: World) => world.release('LAB-1', { kit: { 'Lab.Evil.cls': 'Class Lab.Evil\n{\n}\n' } })],
  ['deleted', (world: World) => world.host.releases.delete(patch)],
] as const) {
  test(`a tag that was ${title} stops its patch, and is looked at again when it is put back`, async (t) => {
    const world = aWorld();
    const offered = world.host.releases.get(patch);
    if (offered === undefined) throw new Error('no release');
    change(world);
    await world.pass();
    t.is(await stateOf(world), 'received');
    world.host.releases.set(patch, offered);
    await world.pass();
    t.is(await stateOf(world), 'installed');
  });
}

test('a folder, key or line that vanishes removes nothing from a site', async (t) => {
  const world = aWorld();
  await world.pass();
  const proof = await world.proof();
  const empty = aWorld({}, { patches: {} });
  const tree = empty.channelTree(9, 1_000_000);
  world.host.channels.set(tree.commit, tree);
  world.host.tip = tree.commit;
  await world.pass();
  t.is(await world.proof(), proof);
  t.is(await stateOf(world), 'installed');
});

test('local edits of a document are shown and wait for consent to this very release', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write('LABIN.mac', 'ROUTINE LABIN [Type=MAC]\nLABIN ; mended by hand\n quit\n');
  const second = world.release('LAB-2', {
    kit: { 'LABIN.mac': 'ROUTINE LABIN [Type=MAC]\nLABIN ; newer\n quit\n' },
  });
  world.publish();
  const outcome = await world.pass();
  const step = outcome.kind === 'passed' ? outcome.plan?.steps[0] : undefined;
  t.like(step, { kind: 'wait', blockers: [{ reason: 'AwaitingOperator' }] });
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /mended by hand/);
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'consent', patch: second.entry.id, releaseDigest: second.entry.digest },
    ...{ who: 'ines', why: 'the mend is in the new patch' },
  });
  await world.pass();
  t.regex((await textOf(world, 'LABIN.mac')) ?? '', /newer/);
});

test('a removal brings back what was there before the patch, less what others wrote since', async (t) => {
  const world = aWorld();
  await world.pass();
  world.target.write(
    '^LabConfig',
    '^LabConfig("added")="yes"\n^LabConfig("schema")="2"\n^LabConfig("site")="east"\n',
  );
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('no release');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'remove', patch, releaseDigest, who: 'ines', why: 'not wanted' },
  });
  await world.pass();
  t.is(await stateOf(world), 'removed');
  t.is(await textOf(world, 'Lab.Old.cls'), before['Lab.Old.cls'] ?? '');
  t.is(await textOf(world, 'Lab.New.cls'), null);
  t.is(await valueOf(world, '^LabConfig("schema")'), '1');
  t.is(await valueOf(world, '^LabConfig("added")'), null);
  t.is(await valueOf(world, '^LabConfig("site")'), 'east');
  await world.pass();
  t.is(await stateOf(world), 'removed', 'what was removed does not come back by itself');
});

test('a post-install snapshot that fails changes nothing of the outcome and is taken later', async (t) => {
  const world = aWorld();
  const { vault } = world.ports;
  let full = true;
  const ports = {
    ...world.ports,
    vault: {
      ...vault,
      save: (label: Parameters<typeof vault.save>[0], documents: Parameters<typeof vault.save>[1]) => {
        if (label.kind === 'after' && full) return Promise.reject(failure('DISK_FULL', { path: 'vault' }));
        return vault.save(label, documents);
      },
    },
  };
  await world.pass(ports);
  t.is(await stateOf(world), 'installed');
  full = false;
  await world.pass(ports);
  const labels = (await vault.list()).map(({ label }) => label.kind);
  t.true(labels.includes('after'));
});

test('a clock that goes backwards changes nothing of what was done', async (t) => {
  const world = aWorld();
  await world.pass();
  const proof = await world.proof();
  world.now -= 3 * 24 * 60 * 60 * 1000;
  world.crashAfter(Number.POSITIVE_INFINITY);
  await world.pass();
  t.is(await world.proof(), proof);
  t.false(world.effects.includes('target.apply'));
});

test('a start by time waits while the clock of the machine and the server disagree', async (t) => {
  const scheduled = {
    ...firstPatch.manifest,
    policy: { default: { at: '2026-11-30T10:00', timezone: 'Europe/Madrid' } },
  };
  const clock = Date.parse('2026-11-30T11:00:00Z');
  const world = aWorld({ ...firstPatch, manifest: scheduled }, { engine: { facts: { clock } } });
  const outcome = await world.pass();
  const step = outcome.kind === 'passed' ? outcome.plan?.steps[0] : undefined;
  t.like(step, { kind: 'wait', blockers: [{ reason: 'ClockDisagrees' }] });
});

test('a planted subscript does not appear in what the site says of itself', async (t) => {
  const world = aWorld({
    kit: { 'patient.zwr': 'x\nZWR\n^LabPatient("HN-4711-SECRET","name")="Jane-SECRET"\n' },
    manifest: { verify: [{ global: '^LabPatient("HN-4711-SECRET","x")', equals: '1' }] },
  });
  await world.pass();
  const said = world.outbox.told.flatMap(({ message, files }) => [
    message,
    ...[...files.values()].map((file) => Buffer.from(file).toString()),
  ]);
  t.true(said.length > 1);
  t.deepEqual(
    said.filter((text) => text.includes('SECRET')),
    [],
  );
});

const frozen = `
rings:
  - name: uat
    title: Acceptance
sites:
  - name: here
    title: The only site
    ring: uat
    timezone: Europe/Madrid
freezes:
  - from: "2026-11-01T00:00"
    until: "2026-12-31T00:00"
    reason: Year's end
`;
