import { join } from 'node:path';
import type { SiteName } from '../../base/names.ts';
import type { Repository } from '../../ports/repository.ts';
import type { Disk } from '../files/disk.ts';
import { mendBareRepository } from './bare-repository.ts';
import { shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
import { mendingMirror } from './mend-mirror.ts';
import { openObjectStore } from './object-store.ts';
import { usualPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import { openRepository } from './repository.ts';
import type { Transport, TransportOptions } from './transport.ts';

export interface RepositoryOptions {
  /** Folder of the local mirror inside the state directory; made where it is missing, when something is fetched. Losing it costs a fetch and nothing else. */
  readonly folder: string;
  readonly remote: GitRemote;
  /** Where the status branches are; null: in the patches repository. */
  readonly statusRemote: GitRemote | null;
  /** Name of the channel without `channel/`. */
  readonly channel: string;
  /** Whose own statuses a poll looks at along with the channel, where one repository has both; missing: nobody's. */
  readonly site?: SiteName;
  readonly disk: Disk;
  readonly patience?: Partial<Patience>;
}

/** Opens the mirror with the transport of one of the two adapters. The folder is made when something is first kept there. */
export function openMirror(
  { folder, remote, statusRemote, channel, site, disk, patience }: RepositoryOptions,
  openTransport: (options: TransportOptions) => Transport,
): Repository {
  const store = openObjectStore(join(folder, 'objects'), disk);
  const common = { folder, use: 'mirror', store, disk, patience: { ...usualPatience, ...patience } } as const;
  const patches = openTransport({ ...common, remote });
  const statuses = statusRemote === null ? patches : openTransport({ ...common, remote: statusRemote });
  const shownPatches = shownRemote(remote);
  const together = statusRemote === null || statusRemote.url === remote.url;
  const polled = together ? (site ?? null) : null;
  const repository = openRepository({
    channel,
    polled,
    folder,
    disk,
    store,
    patches,
    statuses,
    shownPatches,
  });
  const onMirror = mendingMirror({ folder, disk });
  const ready = <T>(work: () => Promise<T>): Promise<T> =>
    onMirror(() => {
      mendBareRepository(folder, disk, `channel/${channel}`);
      return work();
    });
  return {
    poll: () => onMirror(() => repository.poll()),
    readChannel: (commit) => ready(() => repository.readChannel(commit)),
    prefetch: (releases) => ready(() => repository.prefetch(releases)),
    readRelease: (patch, tag) => ready(() => repository.readRelease(patch, tag)),
    readStatuses: (sites) => ready(() => repository.readStatuses(sites)),
    forgetAllBut: (needed, now) => ready(() => repository.forgetAllBut(needed, now)),
  };
}
