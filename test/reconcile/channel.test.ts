import test from 'ava';
import { failure } from '../../src/base/failure.ts';
import { recordAct } from '../../src/reconcile/record-act.ts';
import { reconcileOnce } from '../../src/reconcile/reconcile-once.ts';
import { testSigner } from '../worlds/a-release.ts';
import { documentName } from '../../src/document/document-name.ts';
import type { World } from '../worlds/a-world.ts';
import { aWorld, firstPatch, patch } from './scenarios.ts';
import { stateOf } from './site-facts.ts';
import { frozen } from './scenarios.ts';

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
    ...{ kind: 'accept-channel', channel: 'default', commit: older.commit },
    ...{ who: 'ines', why: 'the host was restored from backup' },
  });
  t.like(await world.pass(), { problems: [] });
  t.is((await world.installed()).channels.get('default')?.counter, 1);
});

test('what the host offers instead of the channel that was let in is refused', async (t) => {
  const world = aWorld();
  world.publish();
  await world.pass();
  const older = world.channelTree(1, 1_000_000);
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'accept-channel', channel: 'default', commit: older.commit, who: 'ines', why: 'restored' },
  });
  world.setFleet(frozen);
  const other = world.channelTree(1, 1_000_000);
  world.host.channels.set(other.commit, other);
  world.host.tip = other.commit;
  t.like(await world.pass(), { problems: [{ type: 'ChannelRefused', acceptable: other.commit }] });
  t.is((await world.installed()).channels.get('default')?.counter, 2);
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
  const outcome = await world.pass();
  t.like(outcome, { problems: [{ type: 'ChannelStale' }] });
  const message = outcome.kind === 'passed' ? outcome.problems[0]?.message : '';
  t.regex(
    message ?? '',
    /before .* Europe\/Madrid\. .*released, held or recalled since: .*`patchfleet publish`/,
  );
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

test('a waiting release that was checked is checked again once the site trusts other keys', async (t) => {
  const world = aWorld({
    ...firstPatch,
    manifest: { ...firstPatch.manifest, policy: { default: 'operator' } },
  });
  await world.pass();
  const trust = { ...world.setup.trust, release: [testSigner('somebody else').publicKey] };
  const releaseDigest = world.released[0]?.entry.digest;
  if (releaseDigest === undefined) throw new Error('nothing was released');
  await recordAct(world.ports, world.setup, {
    ...{ kind: 'install-now', patch, releaseDigest, who: 'ines', why: 'now' },
  });
  await reconcileOnce(world.ports, { ...world.setup, trust });
  t.is(await stateOf(world), 'failed');
  t.is(await world.target.read(documentName('Lab.New.cls')), null);
});

const ownFailures = [
  failure('DISK_FULL', { path: 'mirror' }),
  failure('DISK_FAILED', { path: 'mirror', why: 'input/output error' }),
  failure('GIT_MIRROR_DAMAGED', { folder: 'mirror', why: 'an object is missing' }),
];

for (const error of ownFailures)
  test(`what the agent's own machine cannot keep or read is not told as an unreachable host: ${error.code}`, async (t) => {
    const world = aWorld();
    const repository = { ...world.ports.repository, readChannel: () => Promise.reject(error) };
    const passed = await world.pass({ ...world.ports, repository });
    t.like(passed, { problems: [{ type: 'MachineFault', message: error.message }] });
  });
