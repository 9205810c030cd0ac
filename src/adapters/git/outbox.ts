import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { ObjectId, SiteName } from '../../base/names.ts';
import type { Signer } from '../../base/signer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Delivery, Outbox, StatusCommit } from '../../ports/outbox.ts';
import type { Disk } from '../files/disk.ts';
import { mendBareRepository } from './bare-repository.ts';
import { deliverBranch, deliveredRef, noticeTip, recoveredBranch, ToldMeanwhile } from './deliver-branch.ts';
import { openEmbeddedTransport } from './embedded-transport.ts';
import type { GitRemote } from './git-remote.ts';
import { openObjectStore } from './object-store.ts';
import { usualPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import {
  readLeaves,
  readLocalRef,
  transitionOf,
  walkBack,
  withTransition,
  writeCommit,
  writeLeaves,
  writeLocalRef,
} from './status-branch.ts';
import type { StatusRepository, ToldCommit } from './status-branch.ts';
import { openSystemTransport } from './system-transport.ts';
import type { Transport } from './transport.ts';
import type { TreeLeaf } from './tree-object.ts';

export interface OutboxOptions {
  /** Folder of the local repository inside the state directory; made where it is missing, when something is told or delivered. */
  readonly folder: string;
  /** Where the status branches are. */
  readonly remote: GitRemote;
  readonly site: SiteName;
  /** The site's own key; null: unsigned, for trying out. */
  readonly signer: Signer | null;
  readonly transport: 'system' | 'embedded';
  readonly disk: Disk;
  readonly clock: Clock;
  readonly patience?: Partial<Patience>;
}

/** So many commits back it is looked whether a transition was told already. */
const recent = 200;

/** The branch `status/<site>`: told into a local repository, without the network; delivered when the host can be reached. */
export function openOutbox(options: OutboxOptions): Outbox {
  const { folder, disk, site, signer, clock } = options;
  const store = openObjectStore(join(folder, 'objects'), disk);
  const repository: StatusRepository = { folder, disk, store, site, signer };
  const open = options.transport === 'system' ? openSystemTransport : openEmbeddedTransport;
  const patience = { ...usualPatience, ...options.patience };
  const transport = open({ folder, use: 'outbox', store, disk, remote: options.remote, patience });
  const ready = (): void => {
    mendBareRepository(folder, disk, `status/${site}`);
  };
  const branch = `refs/heads/status/${site}`;
  const look = openLook({ transport, branch, clock });
  let again = false;
  return {
    tell: (commit) =>
      new Promise((resolve) => {
        ready();
        tell(repository, branch, { ...commit, at: clock.now() });
        resolve();
      }),
    notice: async (own) => {
      if (readLocalRef(repository, deliveredRef) === null) return;
      const seen = own === undefined ? await look() : own;
      if (seen !== undefined) again = noticeTip(repository, seen);
    },
    deliver: async (where = 'own') => {
      ready();
      try {
        const delivery = await deliverBranch(repository, transport, { again, where });
        again = false;
        return delivery;
      } catch (error) {
        return undelivered(repository, branch, error);
      }
    },
    recoveredTo: () => Promise.resolve(recoveredBranch(repository)),
  };
}

/** Where the host has a branch, asked once in an hour at most; undefined: nobody knows. */
function openLook(asking: {
  readonly transport: Transport;
  readonly branch: string;
  readonly clock: Clock;
}): () => Promise<ObjectId | null | undefined> {
  const { transport, branch, clock } = asking;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (Math.abs(clock.now() - lookedAt) < hour) return undefined;
    lookedAt = clock.now();
    try {
      return (await transport.readBranches([branch])).get(branch) ?? null;
    } catch (error) {
      if (error instanceof Failure && String(error.code).startsWith('GIT_')) return undefined;
      throw error;
    }
  };
}

const hour = 60 * 60 * 1_000;

function tell(repository: StatusRepository, branch: string, commit: StatusCommit & { at: number }): void {
  const tip = readLocalRef(repository, branch);
  const { commits } = walkBack(repository, tip, null, recent);
  if (commits.some((told) => transitionOf(told) === commit.transition)) return;
  const { last, leaves } = readTip(repository, commits[0] ?? null);
  // The local branch is damaged: it goes on as if the state directory had been lost.
  if (tip !== null && last === null) repository.disk.remove(join(repository.folder, deliveredRef));
  for (const [path, bytes] of commit.files)
    leaves.set(path, { id: repository.store.write('blob', bytes), mode: '100644' });
  const made = writeCommit(repository, {
    parent: last?.id ?? null,
    tree: writeLeaves(repository, leaves),
    message: withTransition(commit.message, commit.transition),
    at: commit.at,
  });
  writeLocalRef(repository, branch, made);
}

/** The newest commit and its files; none where not all of its trees are there. */
function readTip(repository: StatusRepository, last: ToldCommit | null) {
  const { leaves, whole } = readLeaves(repository, last?.tree ?? null);
  return whole ? { last, leaves } : { last: null, leaves: new Map<string, TreeLeaf>() };
}

/** A host that does not answer, or does not want us, is no failure of the pass; a full disk is. */
function undelivered(repository: StatusRepository, branch: string, error: unknown): Delivery {
  const isOurs = error instanceof Failure && String(error.code).startsWith('GIT_');
  if (!isOurs && !(error instanceof ToldMeanwhile)) throw error;
  const delivered = readLocalRef(repository, deliveredRef);
  const { commits } = walkBack(repository, readLocalRef(repository, branch), delivered);
  return { kind: 'unreachable', why: error.message, waiting: commits.length };
}
