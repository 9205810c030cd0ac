import type { Digest } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import { computeRestoration } from '../document/compute-restoration.ts';
import type { DocumentName } from '../document/document-name.ts';
import { proofOf } from '../document/inventory.ts';
import type { ThreeStates } from '../document/three-way.ts';
import type { AttemptAction } from '../journal/register-entry.ts';
import { compileChanges } from './compile-changes.ts';
import type { DoubtfulWrites } from '../ports/target.ts';
import type { Desk } from './desk.ts';
import { inventoryNow } from './documents.ts';
import { listed } from './listed.ts';
import type { Observation } from './observe-run.ts';
import { doubtfulAsText, observeRun } from './observe-run.ts';
import type { SavedAttempt, Snapshots } from './saved-attempt.ts';
import { nodeStatesOf, readSavedAttempt, statesOf } from './saved-attempt.ts';

/** An attempt that is to be undone, and the vault's snapshots of what was and what was meant to be. */
interface Undoing {
  readonly attempt: number;
  readonly action: AttemptAction;
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly snapshots: Snapshots;
  /** A patch's own code was started, or may have been. */
  readonly ran: boolean;
  readonly why: string;
  readonly interrupted: boolean;
}

/**
 * Puts back all that the attempt wrote and nothing else, then proves it: each document is compared with its backup once
 * more. `rolled-back` is said only then; otherwise the site is `Inconsistent` and stops.
 */
export async function rollBack(desk: Desk, undoing: Undoing): Promise<void> {
  const { attempt, why, interrupted } = undoing;
  await desk.log({ kind: 'rolling-back', attempt, why, interrupted });
  try {
    const { snapshots, unknown, unobserved, doubtful } = await observed(desk, undoing);
    const saved = await readSavedAttempt(desk.ports, snapshots);
    await restoreAll(desk, saved);
    const { unproven, foreign } = await compare(desk, saved);
    if (unproven.length > 0)
      await giveUp(desk, undoing, `${unproven.length} documents could not be put back`, unproven);
    else if (unobserved !== null) await giveUp(desk, undoing, unseen(unobserved), foreign);
    else if (unknown.length > 0) await giveUp(desk, undoing, unkept(unknown), unknown);
    else if (doubtful !== null) await giveUp(desk, undoing, doubtfulAsText(doubtful), nodesIn(doubtful));
    else await close(desk, undoing, saved, foreign);
  } catch (error) {
    if (!(error instanceof Failure) || error.remedy === 'retry') throw error;
    await giveUp(desk, undoing, error.message, []);
  }
}

async function observed(desk: Desk, { attempt, snapshots, ran }: Undoing): Promise<Observation> {
  if (ran) return observeRun(desk, attempt, snapshots);
  return { snapshots, unknown: [], unobserved: null, doubtful: null };
}

/** Not all that the attempt wrote can be proven to be undone, and what neither state explains may be the run's as well as somebody else's. */
function unseen({ why, foreseen }: NonNullable<Observation['unobserved']>): string {
  return `what its run wrote cannot be told${foreseen ? ', as was known before' : ''}: ${why}`;
}

function unkept(references: readonly string[]): string {
  return `its run wrote ${references.length} nodes outside of the backup whose former values nobody kept`;
}

function nodesIn({ references, more }: DoubtfulWrites): readonly string[] {
  return more === 0 ? references : [...references, `and ${more} more writes`];
}

/** Documents first what was written last: single nodes, then the documents of the backup. */
async function restoreAll(desk: Desk, saved: SavedAttempt): Promise<void> {
  for (const name of saved.undeclared) await restoreOne(desk, () => nodeStatesOf(desk.ports, saved, name));
  for (const { name } of saved.before.toReversed())
    await restoreOne(desk, () => statesOf(desk.ports, saved, name));
  await compileChanges(desk, [...saved.intendedNames]); // no restoration stops at what the compiler says of the old code
}

/** Somebody may write between reading and putting back: then it is read again, at most this often. */
const patience = 5;

async function restoreOne(desk: Desk, states: () => Promise<ThreeStates>): Promise<void> {
  const session = await desk.session();
  for (let round = 0; round < patience; round += 1) {
    const { change } = computeRestoration(await states());
    if (change === null || (await session.apply(change)).kind === 'applied') return;
  }
}

/** Reads everything once more: what is still as we wrote it is unproven, what neither state explains is foreign. */
async function compare(
  { ports }: Desk,
  saved: SavedAttempt,
): Promise<{ readonly unproven: readonly DocumentName[]; readonly foreign: readonly string[] }> {
  const unproven: DocumentName[] = [];
  const foreign: string[] = [];
  const take = (states: ThreeStates): void => {
    const restoration = computeRestoration(states);
    if (restoration.change !== null) unproven.push(states.name);
    foreign.push(...restoration.foreign);
  };
  for (const { name } of saved.before) take(await statesOf(ports, saved, name));
  for (const name of saved.undeclared) take(await nodeStatesOf(ports, saved, name));
  return { unproven, foreign };
}

async function close(
  desk: Desk,
  undoing: Undoing,
  { before }: SavedAttempt,
  others: readonly string[],
): Promise<void> {
  const foreign = listed(others);
  const { attempt, action, patch, releaseDigest, why, interrupted } = undoing;
  const names = before.map(({ name }) => name);
  const proof = proofOf(await inventoryNow(desk.ports.target, names));
  await desk.register({
    ...{ kind: 'rolled-back', attempt, action, patch, releaseDigest, proof, why, interrupted, foreign },
  });
  if (undoing.ran) await (await desk.session()).forgetRun(attempt);
  await desk.log({ kind: 'rolled-back', attempt, proof, foreign });
}

async function giveUp(desk: Desk, undoing: Undoing, what: string, names: readonly string[]): Promise<void> {
  const documents = listed(names);
  const { attempt, patch, releaseDigest } = undoing;
  const why = `${undoing.why} The rollback failed: ${what}.`;
  await desk.register({ kind: 'inconsistent', attempt, patch, releaseDigest, why, documents });
  await desk.log({ kind: 'inconsistent', attempt, why, documents });
}
