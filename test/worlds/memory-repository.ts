import { failure } from '../../src/base/failure.ts';
import type { ObjectId, PatchId, SiteName } from '../../src/base/names.ts';
import type { ChannelTree } from '../../src/desired/channel-tree.ts';
import type { FetchedRelease } from '../../src/kit/release-record.ts';
import type { Repository, StatusTip } from '../../src/ports/repository.ts';

/** The host as a test moves it: what it offers, and whether it answers. */
export interface MemoryHost {
  tip: ObjectId | null;
  answers: boolean;
  readonly channels: Map<ObjectId, ChannelTree>;
  readonly releases: Map<PatchId, FetchedRelease>;
  readonly statuses: Map<SiteName, StatusTip>;
  /** Tips of `status-recovered/<site>`. */
  readonly recovered: Map<SiteName, StatusTip>;
}

export function memoryHost(): MemoryHost {
  return {
    ...{ tip: null, answers: true, channels: new Map(), releases: new Map() },
    ...{ statuses: new Map(), recovered: new Map() },
  };
}

/** A site's way to the host. What was fetched once is answered without it, as the real adapters do. */
export function memoryRepository(host: MemoryHost): Repository {
  const channels = new Map<ObjectId, ChannelTree>();
  const releases = new Map<ObjectId, FetchedRelease>();
  const ask = async <T>(answer: () => T): Promise<T> => {
    await Promise.resolve();
    if (!host.answers) throw failure('GIT_UNREACHABLE', { remote: 'memory', why: 'connection refused' });
    return answer();
  };
  return {
    poll: () => ask(() => ({ channel: host.tip })),
    readChannel: async (commit) => {
      const known = channels.get(commit) ?? (await ask(() => host.channels.get(commit)));
      if (known === undefined) throw failure('GIT_UNREACHABLE', { remote: 'memory', why: 'no such commit' });
      channels.set(commit, known);
      return known;
    },
    readRelease: async (patch, tag) => {
      const known = releases.get(tag) ?? (await ask(() => host.releases.get(patch)));
      if (known === undefined) throw failure('TAG_GONE', { patch, tag });
      if (known.tag !== tag) throw failure('TAG_MOVED', { patch, tag, found: known.tag });
      releases.set(tag, known);
      return known;
    },
    prefetch: (pins) =>
      ask(() => {
        for (const { patch, tag } of pins) {
          const offered = host.releases.get(patch);
          if (offered?.tag === tag) releases.set(tag, offered);
        }
      }),
    forgetAllBut: (needed) => {
      for (const commit of channels.keys()) if (!needed.channels.includes(commit)) channels.delete(commit);
      for (const tag of releases.keys()) if (!needed.releases.includes(tag)) releases.delete(tag);
      return Promise.resolve();
    },
    readStatuses: (sites) =>
      ask(() =>
        sites.flatMap((site) =>
          [host.statuses, host.recovered].flatMap((branches) => branches.get(site) ?? []),
        ),
      ),
  };
}
