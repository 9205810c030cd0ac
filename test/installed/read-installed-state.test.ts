import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/base/digest.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import { documentName } from '../../src/document/document-name.ts';
import { readInstalledState } from '../../src/installed/read-installed-state.ts';
import type { RegisterEvent } from '../../src/journal/register-entry.ts';
import { anyRegister } from '../journal/any-events.ts';

const patch = 'LAB-1' as PatchId;
const releaseDigest = digestOf('release');
const proof = digestOf('proof');
const documents = [{ name: documentName('Lab.A.cls'), digest: digestOf('a') }];

const received: RegisterEvent = { kind: 'received', patches: [{ patch, releaseDigest }] };
const attempting = (attempt: number, action: 'install' | 'remove' = 'install'): RegisterEvent => ({
  ...{ kind: 'attempting', attempt, action, patch, releaseDigest, documents, proofBefore: proof },
});
const installed = (attempt: number): RegisterEvent => ({
  ...{ kind: 'installed', attempt, patch, releaseDigest, proof, documents },
});
const rolledBack = (
  attempt: number,
  interrupted: boolean,
  action: 'install' | 'remove' = 'install',
): RegisterEvent => ({
  ...{ kind: 'rolled-back', attempt, action, patch, releaseDigest, proof, interrupted },
  ...{ why: 'no good', foreign: [] },
});

const fold = (...events: readonly RegisterEvent[]) =>
  readInstalledState(events.map((event, index) => ({ ...event, at: index * 1000 })));
const stateAfter = (...events: readonly RegisterEvent[]) => fold(...events).patches.get(patch);

test('an empty register belongs to nobody and holds nothing', (t) => {
  const state = fold();
  t.is(state.owner, null);
  t.is(state.patches.size, 0);
  t.is(state.lastAttempt, 0);
});

test('the first owner stays the owner', (t) => {
  const owner = (site: string): RegisterEvent => ({ kind: 'owner', site: site as SiteName, target: 'x' });
  t.is(fold(owner('uat-north'), owner('uat-south')).owner, 'uat-north' as SiteName);
});

test('an attempt is open until the register says how it ended', (t) => {
  t.is(fold(received, attempting(3)).open?.attempt, 3);
  t.is(fold(received, attempting(3), installed(3)).open, null);
  t.is(fold(received, attempting(3), rolledBack(3, false)).open, null);
});

test('an installed patch keeps its documents, its proof and the attempt that put it in', (t) => {
  const record = stateAfter(received, attempting(3), installed(3));
  t.like(record, { state: 'installed', installedBy: 3, proof, order: 1, documents });
});

test('a release that failed is remembered as failed', (t) => {
  t.like(stateAfter(received, attempting(1), rolledBack(1, false)), { state: 'failed', why: 'no good' });
});

test('receiving the same release again does not forget that it failed', (t) => {
  t.is(stateAfter(received, attempting(1), rolledBack(1, false), received)?.state, 'failed');
});

test('another content under the id is taken note of only while the patch was never tried', (t) => {
  const digest = digestOf('other');
  const other: RegisterEvent = { kind: 'received', patches: [{ patch, releaseDigest: digest }] };
  t.is(stateAfter(received, other)?.releaseDigest, digest);
  t.is(stateAfter(received, attempting(1), rolledBack(1, false), other)?.releaseDigest, releaseDigest);
});

test('cut short once it is interrupted, cut short twice it has failed', (t) => {
  const once = [received, attempting(1), rolledBack(1, true)];
  t.is(stateAfter(...once)?.state, 'interrupted');
  t.is(stateAfter(...once, attempting(2), rolledBack(2, true))?.state, 'failed');
});

test('an attempt abandoned before it touched anything counts as cut short', (t) => {
  const abandoned: RegisterEvent = {
    ...{ kind: 'abandoned', attempt: 1, action: 'install', patch, releaseDigest, why: 'power' },
  };
  t.is(stateAfter(received, abandoned)?.state, 'interrupted');
  t.is(fold(received, abandoned).lastAttempt, 1);
});

test('a refused patch has failed, with nothing touched', (t) => {
  const refused: RegisterEvent = {
    ...{ kind: 'refused', attempt: 1, action: 'install', patch, releaseDigest, why: 'bad digest' },
  };
  t.like(stateAfter(received, refused), { state: 'failed', refused: true });
});

test("an operator's retry makes a failed patch free again", (t) => {
  const retry: RegisterEvent = { kind: 'retry', patch, who: 'ines', why: 'disk added' };
  t.like(stateAfter(received, attempting(1), rolledBack(1, false), retry), { state: 'received', why: '' });
});

test('a removal that was undone leaves the patch installed and is remembered', (t) => {
  const record = stateAfter(
    ...[received, attempting(1), installed(1)],
    ...[attempting(2, 'remove'), rolledBack(2, false, 'remove')],
  );
  t.like(record, { state: 'installed', installedBy: 1 });
  t.is(record?.failedRemoval?.why, 'no good');
});

test('nothing else is known of an inconsistent site until a person settles it', (t) => {
  const inconsistent: RegisterEvent = {
    ...{ kind: 'inconsistent', attempt: 1, patch, releaseDigest, why: 'vault gone', documents: [] },
  };
  t.is(fold(received, attempting(1), inconsistent).inconsistent?.patch, patch);
  const settled: RegisterEvent = {
    kind: 'settled',
    patch,
    as: 'removed',
    documents: [],
    who: 'ines',
    why: 'looked',
  };
  t.is(fold(received, attempting(1), inconsistent, settled).inconsistent, null);
  t.is(stateAfter(received, attempting(1), inconsistent, settled)?.state, 'removed');
});

test('the newest channel obeyed is kept by name, until an operator lets in another', (t) => {
  const channel = (counter: number): RegisterEvent => ({
    ...{ kind: 'channel', name: 'default', counter, commit: 'a'.repeat(40) as ObjectId },
  });
  t.is(fold(channel(4), channel(5)).channels.get('default')?.counter, 5);
  const accepted = { kind: 'channel-accepted', name: 'default', who: 'ines', why: 'restored' } as const;
  t.is(fold(channel(5), accepted).channels.get('default'), undefined, 'a register of an earlier version');
  const commit = 'b'.repeat(40) as ObjectId;
  const letIn = { ...accepted, commit };
  t.is(fold(channel(5), letIn, channel(4)).channels.get('default')?.counter, 5);
  const older: RegisterEvent = { kind: 'channel', name: 'default', counter: 3, commit };
  t.deepEqual(fold(channel(5), letIn, older).channels.get('default'), { counter: 3, commit, accepted: null });
  t.is(fold(channel(5), letIn, channel(5), older).channels.get('default')?.counter, 5);
});

test('patches are ordered by when they went in', (t) => {
  const second = 'LAB-2' as PatchId;
  const digest = digestOf('second');
  const state = fold(
    { kind: 'received', patches: [{ patch, releaseDigest }] },
    ...[attempting(1), installed(1)],
    { kind: 'baselined', patch: second, releaseDigest: digest, proof, documents, who: 'ines' },
  );
  t.is(state.patches.get(patch)?.order, 1);
  t.like(state.patches.get(second), { order: 2, state: 'installed', installedBy: null });
});

test('a register that is folded in parts comes to the same as the whole, wherever it is cut, and the part stays as it was', (t) => {
  fc.assert(
    fc.property(anyRegister, (entries) => {
      const whole = readInstalledState(entries);
      for (let cut = 0; cut <= entries.length; cut += 1) {
        const part = readInstalledState(entries.slice(0, cut));
        t.deepEqual(readInstalledState(entries.slice(cut), part), whole);
        t.deepEqual(part, readInstalledState(entries.slice(0, cut)));
      }
    }),
    { numRuns: 100, seed: 4 },
  );
});
