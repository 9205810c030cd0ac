import { join } from 'node:path';
import { nodeDisk } from '../src/adapters/files/node-disk.ts';
import { openPatchesRepository } from '../src/adapters/git/patches-repository.ts';
import type { PatchId } from '../src/base/names.ts';
import { signedCommit } from '../src/base/signed-object.ts';
import type { ReleaseEntry } from '../src/desired/desired-state.ts';
import { writeChannel } from '../src/desired/write-channel.ts';
import type { PatchesRepository, TreeFile } from '../src/ports/patches-repository.ts';
import type { PublishedChannel } from '../src/publish/read-published.ts';
import { channelRef, readPublished } from '../src/publish/read-published.ts';
import { releaseAndPublish } from '../src/publish/release-and-publish.ts';
import { write } from '../test/adapters/git/git-host.ts';
import { aRelease } from '../test/plan/plan-world.ts';
import { aFleet, aPatch } from '../test/publish/a-patch.ts';
import { testSigner } from '../test/worlds/a-release.ts';

export const publisher = testSigner('publisher');

/** Patches that are released the usual way, and installed. */
const real = Array.from({ length: 10 }, (_, index) => `LAB-${index + 1}` as PatchId);
const lifetime = 30 * 24 * 60 * 60 * 1000;

/**
 * Releases ten patches into a bare repository, and as many more tags and entries of the index as make `count`: those are
 * answered, for a site to register as a baseline, since nobody could fetch their kits.
 */
export async function releasePatches(
  bare: string,
  folder: string,
  count: number,
): Promise<readonly ReleaseEntry[]> {
  const files = Object.assign({ 'fleet.yaml': aFleet }, ...real.map((id) => aPatch(id))) as Record<
    string,
    string
  >;
  await write(bare, [{ ref: 'heads/main', files }]);
  const remote = { url: bare, account: null, ca: null };
  const repository = openPatchesRepository({ folder: join(folder, 'publisher'), remote, disk: nodeDisk() });
  const author = { name: 'Publisher', email: 'publisher@example.org', at: Date.now() };
  const signing = { author, signer: publisher };
  const publish = { channel: 'default', lifetime, publishers: [], signing };
  await releaseAndPublish(repository, { patches: real, signing, publish, publishers: [] });
  return count <= real.length ? [] : addOthers(repository, bare, count - real.length);
}

async function addOthers(
  repository: PatchesRepository,
  bare: string,
  count: number,
): Promise<readonly ReleaseEntry[]> {
  const ids = Array.from({ length: count }, (_, index) => `OLD-${index + 1}`);
  await write(
    bare,
    ids.map((id) => ({ ref: `tags/patch/${id}`, files: { 'patch.yaml': `id: ${id}\n` } })),
  );
  await repository.refresh();
  const tags = await repository.listTags();
  const others = ids.flatMap((id, index) => {
    const tag = tags.get(`refs/tags/patch/${id}`);
    return tag === undefined ? [] : [aRelease(id, { tag, sequence: real.length + 1 + index })];
  });
  const keys = [publisher.publicKey];
  const published = await readPublished(repository, { channel: 'default', keys, unsigned: false });
  if (published === null || others.length < count) throw new Error('the releases are not there');
  await continueChannel(repository, published, others);
  return others;
}

/** The channel's next commit, with these releases behind those that it has. */
async function continueChannel(
  repository: PatchesRepository,
  { commit, content }: PublishedChannel,
  others: readonly ReleaseEntry[],
): Promise<void> {
  const { counter, releases, publishedAt: at } = content;
  const next = { ...content, counter: counter + 1, releases: [...releases, ...others] };
  const files = new Map<string, TreeFile>();
  for (const [path, bytes] of writeChannel(next)) {
    files.set(path, { blob: await repository.writeBlob(bytes), executable: false, size: bytes.length });
  }
  const author = { name: 'Publisher', email: 'publisher@example.org', at };
  const fields = { tree: await repository.writeTree(files), parents: [commit], author, message: 'Publish\n' };
  const to = await repository.writeObject('commit', signedCommit(fields, publisher));
  const pushed = await repository.push([{ ref: channelRef(content.name), from: commit, to }]);
  if (pushed !== 'pushed') throw new Error('the channel was not pushed');
}
