import { join } from 'node:path';
import type { Repository } from '../../ports/repository.ts';
import type { Disk } from '../files/disk.ts';
import { prepareBareRepository } from './bare-repository.ts';
import { shownRemote } from './git-remote.ts';
import type { GitRemote } from './git-remote.ts';
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
  readonly disk: Disk;
  readonly patience?: Partial<Patience>;
}

/** Opens the mirror with the transport of one of the two adapters. The folder is made when something is first kept there. */
export function openMirror(
  { folder, remote, statusRemote, channel, disk, patience }: RepositoryOptions,
  openTransport: (options: TransportOptions) => Transport,
): Repository {
  const store = openObjectStore(join(folder, 'objects'), disk);
  const common = { folder, store, disk, patience: { ...usualPatience, ...patience } };
  const patches = openTransport({ ...common, remote });
  const statuses = statusRemote === null ? patches : openTransport({ ...common, remote: statusRemote });
  const shownPatches = shownRemote(remote);
  const repository = openRepository({ channel, folder, disk, store, patches, statuses, shownPatches });
  const ready = (): Repository => {
    prepareBareRepository(folder, disk, `channel/${channel}`);
    return repository;
  };
  return {
    poll: async () => repository.poll(),
    readChannel: async (commit) => ready().readChannel(commit),
    prefetch: async (releases) => ready().prefetch(releases),
    readRelease: async (patch, tag) => ready().readRelease(patch, tag),
    readStatuses: async (sites) => ready().readStatuses(sites),
    forgetAllBut: async (needed, now) => ready().forgetAllBut(needed, now),
  };
}
