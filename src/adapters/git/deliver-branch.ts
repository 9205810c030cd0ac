import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, isFailure } from '../../base/failure.ts';
import type { ObjectId } from '../../base/names.ts';
import type { Delivery } from '../../ports/outbox.ts';
import {
  readLeaves,
  readLocalRef,
  transitionOf,
  walkBack,
  writeCommit,
  writeLeaves,
  writeLocalRef,
} from './status-branch.ts';
import type { StatusRepository, ToldCommit } from './status-branch.ts';
import type { Transport } from './transport.ts';

/** The last commit of ours that is known to be on the host. */
export const deliveredRef = 'refs/patchfleet/delivered';
/** Set once the site's branch was found forked: since then it tells under `status-recovered/<site>`. */
const recoveredRef = 'refs/patchfleet/recovered';
/** Set while the site's own branch is not to be touched yet: the last commit of ours that is known to be there, or zeros. */
const besideRef = 'refs/patchfleet/beside';
/** So much of the host's history is fetched where the state directory was lost. */
const depth = 64;

/** Where the site tells since its branch was found forked; null: it was not. */
export function recoveredBranch(repository: StatusRepository): string | null {
  return readLocalRef(repository, recoveredRef) === null ? null : `status-recovered/${repository.site}`;
}

/**
 * Compares where the host has the site's own branch with what was delivered there. A fork is noted; true: the host has lost some of it, so that it has to
 * be delivered again.
 */
export function noticeTip(repository: StatusRepository, seen: ObjectId | null): boolean {
  const tip = readLocalRef(repository, `refs/heads/status/${repository.site}`);
  const delivered = readLocalRef(repository, deliveredRef);
  if (readLocalRef(repository, besideRef) !== null) return false;
  const isNews = seen !== delivered && seen !== tip && recoveredBranch(repository) === null;
  if (tip === null || delivered === null || !isNews) return false;
  if (isForked(repository, tip, seen)) writeLocalRef(repository, recoveredRef, tip);
  return seen === null || walkBack(repository, tip, seen).found;
}

/** Another process told more while this one delivered: the next pass delivers all of it. */
export class ToldMeanwhile extends Error {}

/** What is wanted of a delivery. `again`: also what the host had once. */
interface Wanted {
  readonly again: boolean;
  readonly where: 'own' | 'beside';
}

/**
 * Brings the host's branch up to the local one, never forced: a deleted branch is pushed again, after a lost state directory
 * the site goes on where the host's branch ends, and a forked branch is left alone for `status-recovered/<site>`, until somebody has put our
 * commits (or nothing) in its place and taken the other branch away. What was told beside follows with the first delivery that is not beside. Throws
 * ToldMeanwhile, with nothing of the local branch touched, where it would replace a local tip that it has not seen.
 */
export async function deliverBranch(
  repository: StatusRepository,
  transport: Transport,
  { again, where }: Wanted,
): Promise<Delivery> {
  const own = `refs/heads/status/${repository.site}`;
  const spare = `refs/heads/status-recovered/${repository.site}`;
  const tip = readLocalRef(repository, own);
  const wasDiverted = readLocalRef(repository, recoveredRef) !== null;
  const wasBeside = readLocalRef(repository, besideRef);
  const isMoving = wasDiverted || (wasBeside !== null) !== (where === 'beside');
  const isDelivered = tip === readLocalRef(repository, deliveredRef);
  if (tip === null || (isDelivered && !isMoving && !again)) return { kind: 'nothing' };
  if (where === 'beside') leaveAlone(repository);
  const there = await transport.readBranches([own, spare]);
  const theirs = { own: there.get(own) ?? null, spare: there.get(spare) ?? null };
  const isAside = where === 'beside' || isDiverted(repository, tip, theirs);
  const target = isAside ? spare : own;
  const commits = await bringUp(repository, transport, {
    ...{ target, own, theirs: isAside ? theirs.spare : theirs.own },
    since: isAside ? null : wasBeside,
  });
  if (where === 'own' && wasBeside !== null) repository.disk.remove(join(repository.folder, besideRef));
  if (target === own) return commits === 0 ? { kind: 'nothing' } : { kind: 'delivered', commits };
  if (commits === 0) return { kind: 'nothing' };
  return { kind: 'recovered', branch: target.replace('refs/heads/', ''), commits };
}

function leaveAlone(repository: StatusRepository): void {
  if (readLocalRef(repository, besideRef) !== null) return;
  const delivered = readLocalRef(repository, deliveredRef);
  writeLocalRef(repository, besideRef, delivered ?? ('0'.repeat(40) as ObjectId));
}

interface Tips {
  readonly own: ObjectId | null;
  readonly spare: ObjectId | null;
}

/** True where the site's own branch is forked on the host; what is found is noted. A branch that was left alone on purpose was not forked by being ahead. */
function isDiverted(repository: StatusRepository, tip: ObjectId, { own, spare }: Tips): boolean {
  if (readLocalRef(repository, recoveredRef) !== null) {
    if (spare !== null || !isOurs(repository, tip, own)) return true;
    repository.disk.remove(join(repository.folder, recoveredRef));
  }
  if (readLocalRef(repository, besideRef) !== null) return false;
  const delivered = readLocalRef(repository, deliveredRef);
  const forked = delivered === null ? spare !== null : isForked(repository, tip, own);
  if (forked) writeLocalRef(repository, recoveredRef, tip);
  return forked;
}

/** True where a branch holds nothing that we did not tell. */
function isOurs(repository: StatusRepository, tip: ObjectId, theirs: ObjectId | null): boolean {
  return theirs === null || walkBack(repository, tip, theirs).found || theirs === tip;
}

/** True where the host's tip is none of our commits, although we can see all of ours. */
function isForked(repository: StatusRepository, tip: ObjectId, theirs: ObjectId | null): boolean {
  if (theirs === null) return false;
  const { found, whole } = walkBack(repository, tip, theirs);
  return !found && (whole || startsInTheMiddle(repository));
}

/** True where the local history is cut at what was fetched after a lost state directory. */
function startsInTheMiddle({ folder }: StatusRepository): boolean {
  return existsSync(join(folder, 'shallow'));
}

interface Bringing {
  readonly target: string;
  readonly own: string;
  readonly theirs: ObjectId | null;
  /** What of ours is known to be there, however it goes on there; null: nothing. */
  readonly since: ObjectId | null;
}

/** Pushes what the host does not have, and returns how many commits that were. */
async function bringUp(
  repository: StatusRepository,
  transport: Transport,
  bringing: Bringing,
): Promise<number> {
  const { target, own, theirs, since } = bringing;
  const tip = readLocalRef(repository, own);
  const { commits, whole, found } = walkBack(repository, tip, theirs);
  const untold = found || since === null ? commits : walkBack(repository, tip, since).commits;
  const tellAgain = async (noteCut: () => void): Promise<number> => {
    const made = replay(repository, untold, theirs);
    if (readLocalRef(repository, own) !== tip) throw new ToldMeanwhile('More was told meanwhile.');
    noteCut();
    return pushOn(repository, transport, { target, own, commits: made });
  };
  if (tip === null || commits.length === 0) return settle(repository, tip, 0);
  if (theirs !== null && !found) {
    await transport.fetchObjects([theirs], depth);
    return tellAgain(() => {
      writeShallow(repository, theirs);
    });
  }
  const middle = theirs === null && startsInTheMiddle(repository);
  if (!whole && !middle) return tellAgain(() => undefined);
  try {
    return await pushOn(repository, transport, { target, own, commits });
  } catch (error) {
    if (!middle || !isFailure(error, 'GIT_PUSH_REFUSED')) throw error;
    return tellAgain(() => {
      repository.disk.remove(join(repository.folder, 'shallow'));
    });
  }
}

/** Pushes commits (newest first), of which the newest becomes the local tip. */
async function pushOn(
  repository: StatusRepository,
  transport: Transport,
  { target, own, commits }: { target: string; own: string; commits: readonly Pick<ToldCommit, 'id'>[] },
): Promise<number> {
  const [newest] = commits;
  if (newest === undefined) return 0;
  if (readLocalRef(repository, own) !== newest.id) writeLocalRef(repository, own, newest.id);
  const answer = await transport.push({ localRef: own, commit: newest.id, ref: target });
  if (answer === 'rejected')
    throw failure('GIT_PUSH_REFUSED', { remote: 'the statuses', ref: target, why: 'it was moved meanwhile' });
  return settle(repository, newest.id, commits.length);
}

function settle(repository: StatusRepository, tip: ObjectId | null, commits: number): number {
  if (tip !== null) writeLocalRef(repository, deliveredRef, tip);
  return commits;
}

/**
 * Tells the same again on top of another commit, or of nothing, less what was told there already; returns the new commits, newest first.
 * Their files lie over those that are there. Failure GIT_OBJECT_MISSING where those are not all known: none of them is ever left out.
 */
function replay(
  repository: StatusRepository,
  commits: readonly ToldCommit[],
  onto: ObjectId | null,
): readonly Pick<ToldCommit, 'id'>[] {
  const base = walkBack(repository, onto, null, depth).commits;
  const told = new Set(base.map(transitionOf));
  const { leaves, whole } = readLeaves(repository, base[0]?.tree ?? null);
  if (onto !== null && (base.length === 0 || !whole))
    throw failure('GIT_OBJECT_MISSING', { remote: 'the statuses', object: onto });
  const made: Pick<ToldCommit, 'id'>[] = [];
  for (const commit of [...commits].reverse()) {
    if (told.has(transitionOf(commit))) continue;
    for (const [path, leaf] of readLeaves(repository, commit.tree).leaves) leaves.set(path, leaf);
    const parent = made[0]?.id ?? onto;
    const tree = writeLeaves(repository, leaves);
    made.unshift({ id: writeCommit(repository, { parent, tree, message: commit.message, at: commit.at }) });
  }
  return made.length === 0 && onto !== null ? [{ id: onto }] : made;
}

/** Names the commits at which the fetched history was cut off (gitrepository-layout, `shallow`). */
function writeShallow(repository: StatusRepository, tip: ObjectId): void {
  const oldest = walkBack(repository, tip, null);
  const path = join(repository.folder, 'shallow');
  const last = oldest.commits.at(-1);
  if (oldest.whole || last === undefined) repository.disk.remove(path);
  else repository.disk.replace(path, Buffer.from(`${last.id}\n`));
}
