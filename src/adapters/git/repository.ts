import { failure, isFailure } from '../../base/failure.ts';
import type { ObjectId, PatchId, SiteName } from '../../base/names.ts';
import type { Disk } from '../files/disk.ts';
import type { FetchedRelease } from '../../kit/release-record.ts';
import type { ChannelTree } from '../../desired/channel-tree.ts';
import type { Polled, ReleasePin, Repository, StatusTip } from '../../ports/repository.ts';
import { parseCommit, parseTag } from './commit-object.ts';
import { forgetAllBut } from './forget-objects.ts';
import type { ObjectStore } from './object-store.ts';
import type { Transport } from './transport.ts';
import { parseTree } from './tree-object.ts';
import { readTreeFiles } from './tree-files.ts';
import type { FileOfTree } from './tree-files.ts';

interface RepositoryParts {
  /** Name of the channel without `channel/`. */
  readonly channel: string;
  /** Whose statuses are polled along; null: nobody's. */
  readonly polled: SiteName | null;
  /** The bare local repository. */
  readonly folder: string;
  readonly disk: Disk;
  readonly store: ObjectStore;
  readonly patches: Transport;
  /** The remote that carries the status branches, as messages may show it, and the way there. */
  readonly statuses: Transport;
  readonly shownPatches: string;
}

/**
 * The repository of a site over any transport. What was fetched is kept as loose objects and answered from there;
 * every object is checked against its id whenever it is read, and fetched anew where it is damaged.
 */
export function openRepository(parts: RepositoryParts): Repository {
  let lastTips: readonly ObjectId[] = [];
  return {
    poll: () => poll(parts),
    readChannel: (commit) => readChannel(parts, commit),
    prefetch: (releases) => prefetch(parts, releases),
    readRelease: (patch, tag) => readRelease(parts, { patch, tag }),
    readStatuses: async (sites) => {
      const tips = await readStatuses(parts, sites);
      lastTips = tips.map(({ commit }) => commit);
      return tips;
    },
    forgetAllBut: ({ channels, releases }, now) =>
      forgetAllBut(parts, [...channels, ...releases, ...lastTips], now),
  };
}

async function poll({ channel, polled, patches }: RepositoryParts): Promise<Polled> {
  const branch = `refs/heads/channel/${channel}`;
  const own = polled === null ? [] : branchesOf(polled).slice(0, 1);
  const tips = await patches.readBranches([branch, ...own]);
  const [ownStatus] = own.map((ref) => tips.get(ref) ?? null);
  return { channel: tips.get(branch) ?? null, ...(ownStatus === undefined ? {} : { ownStatus }) };
}

async function readChannel(parts: RepositoryParts, commit: ObjectId): Promise<ChannelTree> {
  const { store, channel, patches } = parts;
  const what = `Channel ${channel}`;
  const { object, files } = await readOrFetch(
    parts,
    commit,
    () => readCommitFiles(store, commit, what),
    () => patches.fetchObjects([commit], 1),
  );
  const contents = new Map<string, Uint8Array>();
  for (const { path, id } of files) contents.set(path, present(parts, id, store.read(id)).bytes);
  return { name: channel, commit, commitObject: object, files: contents };
}

async function readRelease(parts: RepositoryParts, release: ReleasePin): Promise<FetchedRelease> {
  const { store } = parts;
  const { tagObject, files } = await readOrFetch(
    parts,
    release.tag,
    () => readTagFiles(store, release),
    async () => {
      const found = await parts.patches.fetchRefs([refOf(release)]);
      refuseMoved(release, found.get(refOf(release)) ?? null);
    },
  );
  return {
    tag: release.tag,
    tagObject,
    files: files.map(({ path, id, size }) => ({ path, size, read: () => store.stream(id) })),
  };
}

/** What is moved, gone or refused is left for `readRelease` to say, release by release. */
async function prefetch({ store, patches }: RepositoryParts, releases: readonly ReleasePin[]): Promise<void> {
  const missing = releases.filter(({ tag }) => !store.has(tag));
  if (missing.length < 2) return;
  try {
    await patches.fetchRefs(missing.map(refOf));
  } catch (error) {
    if (!isFailure(error, 'TREE_REFUSED')) throw error;
  }
}

async function readStatuses(
  { store, statuses }: RepositoryParts,
  sites: readonly SiteName[],
): Promise<readonly StatusTip[]> {
  const tips = await statuses.readBranches(sites.flatMap(branchesOf));
  const missing = [...tips.values()].filter((commit) => readStatus(store, commit) === null);
  await statuses.fetchObjects([...new Set(missing)], 1);
  return sites.flatMap((site) =>
    branchesOf(site).flatMap((branch) => {
      const commit = tips.get(branch);
      const found = commit === undefined ? null : readStatus(store, commit);
      return commit === undefined || found === null ? [] : [{ site, commit, ...found }];
    }),
  );
}

/** The second one is there where the first was forked. */
function branchesOf(site: SiteName): readonly string[] {
  return [`refs/heads/status/${site}`, `refs/heads/status-recovered/${site}`];
}

/** null: not all of it is there. */
function readStatus(
  store: ObjectStore,
  commit: ObjectId,
): Pick<StatusTip, 'commitObject' | 'statusFile'> | null {
  const object = store.read(commit);
  const header = object?.kind === 'commit' ? parseCommit(object.bytes) : null;
  const tree = header === null ? null : store.read(header.tree);
  const entry = parseTree(tree?.bytes ?? Buffer.alloc(0))?.find(({ name }) => name === 'status.json');
  const file = entry === undefined ? null : store.read(entry.id);
  if (object === null || file?.kind !== 'blob') return null;
  return { commitObject: object.bytes, statusFile: file.bytes };
}

/** Reads what is there; where it is not whole, fetches once and reads again. */
async function readOrFetch<T>(
  { shownPatches }: RepositoryParts,
  object: ObjectId,
  read: () => Promise<T | null>,
  fetch: () => Promise<void>,
): Promise<T> {
  const kept = await read();
  if (kept !== null) return kept;
  await fetch();
  const fetched = await read();
  if (fetched === null) throw failure('GIT_OBJECT_MISSING', { remote: shownPatches, object });
  return fetched;
}

async function readTagFiles(
  store: ObjectStore,
  { patch, tag }: ReleasePin,
): Promise<{ tagObject: Uint8Array; files: readonly FileOfTree[] } | null> {
  const what = `Release ${patch}`;
  const object = store.read(tag);
  if (object === null) return null;
  const target = object.kind === 'tag' ? parseTag(object.bytes) : null;
  if (target === null)
    throw failure('TREE_REFUSED', { what, path: '', why: 'is not an annotated tag of a commit' });
  const found = await readCommitFiles(store, target.commit, what);
  return found === null ? null : { tagObject: object.bytes, files: found.files };
}

async function readCommitFiles(
  store: ObjectStore,
  commit: ObjectId,
  what: string,
): Promise<{ object: Uint8Array; files: readonly FileOfTree[] } | null> {
  const object = store.read(commit);
  if (object === null) return null;
  const header = object.kind === 'commit' ? parseCommit(object.bytes) : null;
  if (header === null) throw failure('TREE_REFUSED', { what, path: '', why: 'is not a commit' });
  const files = await readTreeFiles(store, header.tree, what);
  return files === null ? null : { object: object.bytes, files };
}

function refuseMoved({ patch, tag }: ReleasePin, found: ObjectId | null): void {
  if (found === null) throw failure('TAG_GONE', { patch, tag });
  if (found !== tag) throw failure('TAG_MOVED', { patch, tag, found });
}

function present<T>({ shownPatches }: RepositoryParts, object: ObjectId, found: T | null): T {
  if (found === null) throw failure('GIT_OBJECT_MISSING', { remote: shownPatches, object });
  return found;
}

function refOf({ patch }: { readonly patch: PatchId }): string {
  return `refs/tags/patch/${patch}`;
}
