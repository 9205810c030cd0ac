import test from 'ava';
import type { ObjectId, PatchId } from '../../src/base/names.ts';
import { publishChannel, releaseAndPublish } from '../../src/publish/release-and-publish.ts';
import { memoryPatchesRepository } from '../worlds/memory-patches-repository.ts';
import { later, mainWith, orderAt, readAsSite, release, sequences, start } from './a-channel.ts';
import { aPatch } from './a-patch.ts';
import { aSigner, signingAt } from './a-signer.ts';

test('a tag that is no release is left out and remarked upon', async (t) => {
  const repository = memoryPatchesRepository();
  const main = repository.commitMain(mainWith(['LAB-1']));
  repository.remote.set('refs/tags/patch/LAB-7', main);
  const { channel } = await release(repository, ['LAB-1']);
  t.deepEqual(channel?.added, ['LAB-1']);
  t.regex(channel?.remarks.join() ?? '', /patch\/LAB-7 is not published/);
});

test('a tag with the digest of other files is left out and remarked upon', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const unsigned = orderAt(start, { signing: signingAt(start, null) });
  const { releases } = await releaseAndPublish(repository, {
    patches: ['LAB-2' as PatchId],
    signing: unsigned.signing,
    publish: null,
    publishers: [],
  });
  const tag = releases[0]?.tag as ObjectId;
  const object = new TextDecoder().decode(await repository.readObject(tag));
  const lying = object.replace(/^Release-Digest: .*$/m, `Release-Digest: ${'0'.repeat(64)}`);
  repository.remote.set(
    'refs/tags/patch/LAB-2',
    await repository.writeObject('tag', new TextEncoder().encode(lying)),
  );
  const { channel } = await release(repository, ['LAB-1'], unsigned);
  t.deepEqual(channel?.added, ['LAB-1']);
  t.regex(channel?.remarks.join() ?? '', /patch\/LAB-2 is not published: .*its message says 0{64}/);
});

test("a stranger's tag is left out, whatever it supersedes, until its key is named", async (t) => {
  const repository = memoryPatchesRepository();
  const stranger = aSigner();
  repository.commitMain({ ...mainWith(['LAB-1']), ...aPatch('LAB-9', { supersedes: ['LAB-1'] }) });
  const patches = ['LAB-9' as PatchId];
  await releaseAndPublish(repository, {
    patches,
    signing: signingAt(start, stranger),
    publish: null,
    publishers: [],
  });
  const { channel } = await release(repository, ['LAB-1'], orderAt(later(1)));
  t.deepEqual(await sequences(repository), ['1 LAB-1']);
  t.regex(
    channel?.remarks.join() ?? '',
    /patch\/LAB-9 is not published: it is signed by ssh-ed25519 .*--trust/,
  );
  await publishChannel(repository, orderAt(later(2), { publishers: [stranger.publicKey] }));
  t.deepEqual(await sequences(repository), ['1 LAB-1', '2 LAB-9']);
  await publishChannel(repository, orderAt(later(25)));
  t.deepEqual(await sequences(repository), ['1 LAB-1', '2 LAB-9']);
});

test('an unsigned tag is published only by who works unsigned', async (t) => {
  const repository = memoryPatchesRepository();
  repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  const unsigned = orderAt(start, { signing: signingAt(start, null) });
  const patches = ['LAB-2' as PatchId];
  await releaseAndPublish(repository, { patches, signing: unsigned.signing, publish: null, publishers: [] });
  const { channel } = await release(repository, ['LAB-1']);
  t.deepEqual(channel?.added, ['LAB-1']);
  t.regex(channel?.remarks.join() ?? '', /patch\/LAB-2 is not published: it is not signed/);
  repository.remote.delete('refs/heads/channel/default');
  repository.remote.delete('refs/tags/patch/LAB-1');
  t.deepEqual((await publishChannel(repository, unsigned)).added, ['LAB-2']);
});

test('a tag that was moved or deleted stays pinned as it was published, and is remarked upon', async (t) => {
  const repository = memoryPatchesRepository();
  const main = repository.commitMain(mainWith(['LAB-1', 'LAB-2']));
  await release(repository, ['LAB-1', 'LAB-2']);
  const pins = (await readAsSite(repository)).releases.map(({ tag }) => tag);
  repository.remote.set('refs/tags/patch/LAB-1', main);
  repository.remote.delete('refs/tags/patch/LAB-2');
  const { remarks } = await publishChannel(repository, orderAt(later(21)));
  t.regex(remarks.join('\n'), /LAB-1 was moved[\s\S]*LAB-2 was deleted/);
  t.deepEqual(
    (await readAsSite(repository)).releases.map(({ tag }) => tag),
    pins,
  );
});
