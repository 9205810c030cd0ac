import test from 'ava';
import type { ObjectId, PatchId } from '../../src/base/names.ts';
import type { FailureCode } from '../../src/base/failure.ts';
import { Failure } from '../../src/base/failure.ts';
import { splitSignedCommit, splitSignedTag } from '../../src/base/signed-object.ts';
import { gitNamespace } from '../../src/base/signer.ts';
import { verifySshSignature } from '../../src/base/ssh-signature.ts';
import { releaseAndPublish } from '../../src/publish/release-and-publish.ts';
import type { MemoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { memoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import type { PatchWish } from './a-patch.ts';
import { aFleet, aPatch } from './a-patch.ts';
import { aSigner, signingAt } from './a-signer.ts';

const signer = aSigner();
const signing = signingAt('2026-11-30T10:00:00Z', signer);
const text = new TextDecoder();

function aRepository(patches: Readonly<Record<string, PatchWish>>): MemoryPatchesRepository {
  const repository = memoryPatchesRepository();
  const files = Object.entries(patches).map(([id, wish]) => aPatch(id, wish));
  repository.commitMain(Object.assign({ 'fleet.yaml': aFleet }, ...files) as Record<string, string>);
  return repository;
}

function release(repository: MemoryPatchesRepository, ...patches: string[]) {
  return releaseAndPublish(repository, {
    patches: patches as PatchId[],
    signing,
    publish: null,
    publishers: [],
  });
}

test('a release commit holds exactly the folder of the patch, and names the commit of main that it came from', async (t) => {
  const repository = aRepository({ 'LAB-1': { group: 'LAB' }, 'LAB-2': {} });
  const main = repository.remote.get('refs/heads/main');
  const { releases } = await release(repository, 'LAB-1');
  t.is(releases[0]?.kind, 'new');
  const tag = repository.remote.get('refs/tags/patch/LAB-1') as ObjectId;
  const commit = /^object (.*)$/m.exec(text.decode(await repository.readObject(tag)))?.[1] as ObjectId;
  const files = await repository.readFiles(commit, '');
  t.deepEqual([...files.keys()].sort(), ['kit/Code.xml', 'notes.md', 'patch.yaml']);
  const object = text.decode(await repository.readObject(commit));
  t.regex(object, new RegExp(`^Source-Commit: ${String(main)}$`, 'm'));
  t.notRegex(object, /^parent /m);
});

test('commit and tag are signed, and the message of the tag carries the release digest', async (t) => {
  const repository = aRepository({ 'LAB-1': {} });
  const { releases } = await release(repository, 'LAB-1');
  const object = await repository.readObject(repository.remote.get('refs/tags/patch/LAB-1') as ObjectId);
  const tag = splitSignedTag(object);
  t.deepEqual(verifySshSignature(tag.signature ?? '', gitNamespace, tag.payload), {
    kind: 'good',
    key: signer.publicKey,
  });
  t.regex(
    text.decode(tag.payload),
    new RegExp(`^Release-Digest: ${String(releases[0]?.releaseDigest)}$`, 'm'),
  );
  const commit = /^object (.*)$/m.exec(text.decode(object))?.[1] as ObjectId;
  const signed = splitSignedCommit(await repository.readObject(commit));
  t.is(verifySshSignature(signed.signature ?? '', gitNamespace, signed.payload).kind, 'good');
});

test('releasing again what has not changed does nothing', async (t) => {
  const repository = aRepository({ 'LAB-1': {} });
  await release(repository, 'LAB-1');
  const tag = repository.remote.get('refs/tags/patch/LAB-1');
  const { releases } = await release(repository, 'LAB-1');
  t.is(releases[0]?.kind, 'already-released');
  t.is(repository.remote.get('refs/tags/patch/LAB-1'), tag);
  t.is(repository.pushes.length, 1);
});

test('what a release is never changes: releasing other content under the same id is refused', async (t) => {
  const repository = aRepository({ 'LAB-1': {} });
  await release(repository, 'LAB-1');
  const tag = repository.remote.get('refs/tags/patch/LAB-1');
  repository.commitMain({ 'fleet.yaml': aFleet, ...aPatch('LAB-1', { code: 'QUIT 1' }) });
  const error = await t.throwsAsync(release(repository, 'LAB-1'), { instanceOf: Failure });
  t.is(error.code, 'RELEASE_CHANGED');
  t.is(repository.remote.get('refs/tags/patch/LAB-1'), tag);
});

const refused: readonly (readonly [
  what: string,
  files: Record<string, string>,
  code: FailureCode,
  says: RegExp,
])[] = [
  ['that is not on main', aPatch('LAB-2'), 'PATCH_NOT_ON_MAIN', /LAB-1/],
  [
    'whose id is used twice',
    { ...aPatch('LAB-1'), ...aPatch('LAB-1', { group: 'B' }) },
    'PATCH_ID_TWICE',
    /patches\/B\/LAB-1/,
  ],
  [
    'that requires a patch nobody knows',
    aPatch('LAB-1', { requires: ['LAB-9'] }),
    'INVALID_FILE',
    /requires\[0\]: names LAB-9/,
  ],
  [
    'whose folder has another name',
    { ...renamed(aPatch('LAB-3'), 'LAB-3', 'LAB-1') },
    'INVALID_FILE',
    /patch\.yaml:1:5 id: is LAB-3, expected LAB-1/,
  ],
  [
    'with a wrong digest',
    { ...aPatch('LAB-1'), 'patches/LAB-1/kit/Code.xml': 'x' },
    'INVALID_FILE',
    /patch\.yaml:7:13 kit\[0\]\.sha256/,
  ],
  [
    'with a kit file that the manifest does not name',
    { ...aPatch('LAB-1'), 'patches/LAB-1/kit/More.xml': 'x' },
    'INVALID_FILE',
    /does not name kit\/More\.xml/,
  ],
  [
    'without its notes',
    without(aPatch('LAB-1'), 'patches/LAB-1/notes.md'),
    'INVALID_FILE',
    /patch\.yaml:8:8 notes: names notes\.md/,
  ],
  [
    'without its kit file',
    without(aPatch('LAB-1'), 'patches/LAB-1/kit/Code.xml'),
    'INVALID_FILE',
    /kit\[0\]\.file: names kit\/Code\.xml/,
  ],
  ['whose digests were never written', unbuilt(aPatch('LAB-1')), 'INVALID_FILE', /no sha256 yet/],
];
for (const [what, files, code, says] of refused) {
  test(`a patch ${what} is not released, and nothing is pushed`, async (t) => {
    const repository = memoryPatchesRepository();
    repository.commitMain({ 'fleet.yaml': aFleet, ...files });
    const error = await t.throwsAsync(release(repository, 'LAB-1'), { instanceOf: Failure });
    t.is(error.code, code);
    t.regex(error.message, says);
    t.deepEqual(repository.pushes, []);
  });
}

test('all that is wrong with a patch is said at once', async (t) => {
  const repository = memoryPatchesRepository();
  const files = without(aPatch('LAB-1'), 'patches/LAB-1/notes.md');
  repository.commitMain({ ...files, 'patches/LAB-1/kit/Code.xml': 'x', 'patches/LAB-1/kit/B.xml': 'x' });
  const error = await t.throwsAsync(release(repository, 'LAB-1'), { instanceOf: Failure });
  t.is(error.message.split('\n').length, 3);
});

test('a repository without main is a failure, not a crash', async (t) => {
  const error = await t.throwsAsync(release(memoryPatchesRepository(), 'LAB-1'), { instanceOf: Failure });
  t.is(error.code, 'BRANCH_MISSING');
});

test('a patch may require one that is released though it is no longer on main', async (t) => {
  const repository = aRepository({ 'LAB-1': {} });
  await release(repository, 'LAB-1');
  repository.commitMain(aPatch('LAB-2', { requires: ['LAB-1'] }));
  const { releases } = await release(repository, 'LAB-2');
  t.is(releases[0]?.kind, 'new');
});

for (const [who, stranger, says] of [
  ['a stranger', aSigner(), /it is signed by ssh-ed25519/],
  ['nobody', null, /it is not signed/],
] as const) {
  const theirs = { signing: signingAt('2026-11-30T09:00:00Z', stranger), publish: null, publishers: [] };

  test(`a tag that ${who} signed does not count as the release of the patch, and the message says what to do`, async (t) => {
    const repository = aRepository({ 'LAB-1': {} });
    await releaseAndPublish(repository, { patches: ['LAB-1' as PatchId], ...theirs });
    const error = await t.throwsAsync(release(repository, 'LAB-1'), { instanceOf: Failure });
    t.is(error.code, 'RELEASE_ID_TAKEN');
    t.regex(error.message, says);
    t.regex(error.hint, /--trust.*delete it on the host/);
    t.is(repository.pushes.length, 1);
  });

  test(`a patch does not require one whose tag ${who} signed and that is not on main`, async (t) => {
    const repository = aRepository({ 'LAB-1': {} });
    await releaseAndPublish(repository, { patches: ['LAB-1' as PatchId], ...theirs });
    repository.commitMain(aPatch('LAB-2', { requires: ['LAB-1'] }));
    const error = await t.throwsAsync(release(repository, 'LAB-2'), { instanceOf: Failure });
    t.is(error.code, 'INVALID_FILE');
    t.regex(
      error.message,
      /requires\[0\]: names LAB-1, which is not on main and whose tag .* no release of ours/,
    );
  });
}

test("a colleague's release counts where the key is named", async (t) => {
  const repository = aRepository({ 'LAB-1': {} });
  const colleague = aSigner();
  const patches = ['LAB-1' as PatchId];
  await releaseAndPublish(repository, {
    ...{ patches, signing: { ...signing, signer: colleague }, publish: null, publishers: [] },
  });
  const publishers = [colleague.publicKey];
  const { releases } = await releaseAndPublish(repository, { patches, signing, publish: null, publishers });
  t.is(releases[0]?.kind, 'already-released');
});

function without(files: Record<string, string>, path: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([one]) => one !== path));
}

function renamed(files: Record<string, string>, from: string, to: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path.replace(from, to), content]),
  );
}

function unbuilt(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, content.replace(/^ {4}sha256: .*\n/m, '')]),
  );
}
