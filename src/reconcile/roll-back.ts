import type { Digest } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { PatchId } from '../base/names.ts';
import { computeRestoration } from '../document/compute-restoration.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { Inventory } from '../document/inventory.ts';
import { proofOf } from '../document/inventory.ts';
import type { ThreeStates } from '../document/three-way.ts';
import type { AttemptAction } from '../journal/register-entry.ts';
import type { Desk } from './desk.ts';
import { inventoryNow } from './documents.ts';

/** An attempt that is to be undone, and the vault's snapshots of what was and what was meant to be. */
interface Undoing {
  readonly attempt: number;
  readonly action: AttemptAction;
  readonly patch: PatchId;
  readonly releaseDigest: Digest;
  readonly backup: string;
  readonly intended: string;
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
    const saved = await readSaved(desk, undoing);
    await restoreAll(desk, saved);
    const { unproven, foreign } = await compare(desk, saved);
    if (unproven.length > 0) await giveUp(desk, undoing, 'could not be put back', unproven);
    else await close(desk, undoing, saved, foreign);
  } catch (error) {
    if (!(error instanceof Failure) || error.remedy === 'retry') throw error;
    await giveUp(desk, undoing, error.message, []);
  }
}

/** What the vault holds of the attempt. */
interface Saved {
  readonly backup: string;
  readonly intended: string;
  readonly before: Inventory;
  /** Documents that the attempt meant to change; the others of the backup were to stay as they are. */
  readonly changed: ReadonlySet<DocumentName>;
}

async function readSaved(desk: Desk, { backup, intended }: Undoing): Promise<Saved> {
  const { vault } = desk.ports;
  const changed = new Set((await vault.inventory(intended)).map(({ name }) => name));
  return { backup, intended, before: await vault.inventory(backup), changed };
}

async function restoreAll(desk: Desk, saved: Saved): Promise<void> {
  for (const { name } of saved.before.toReversed()) await restoreOne(desk, saved, name);
}

/** Somebody may write between reading and putting back: then it is read again, at most this often. */
const patience = 5;

async function restoreOne(desk: Desk, saved: Saved, name: DocumentName): Promise<void> {
  const session = await desk.session();
  for (let round = 0; round < patience; round += 1) {
    const { change } = computeRestoration(await statesOf(desk, saved, name));
    if (change === null || (await session.apply(change)).kind === 'applied') return;
  }
}

async function statesOf(desk: Desk, saved: Saved, name: DocumentName): Promise<ThreeStates> {
  const { vault, target } = desk.ports;
  const before = await vault.read(saved.backup, name);
  const written = saved.changed.has(name) ? await vault.read(saved.intended, name) : before;
  return { name, before, written, now: await target.read(name) };
}

/** Reads everything once more: what is still as we wrote it is unproven, what neither state explains is foreign. */
async function compare(
  desk: Desk,
  saved: Saved,
): Promise<{ readonly unproven: readonly DocumentName[]; readonly foreign: readonly string[] }> {
  const unproven: DocumentName[] = [];
  const foreign: string[] = [];
  for (const { name } of saved.before) {
    const restoration = computeRestoration(await statesOf(desk, saved, name));
    if (restoration.change !== null) unproven.push(name);
    foreign.push(...restoration.foreign);
  }
  return { unproven, foreign };
}

async function close(
  desk: Desk,
  undoing: Undoing,
  { before }: Saved,
  foreign: readonly string[],
): Promise<void> {
  const { attempt, action, patch, releaseDigest, why, interrupted } = undoing;
  const names = before.map(({ name }) => name);
  const proof = proofOf(await inventoryNow(desk.ports.target, names));
  await desk.register({
    ...{ kind: 'rolled-back', attempt, action, patch, releaseDigest, proof, why, interrupted, foreign },
  });
  await desk.log({ kind: 'rolled-back', attempt, proof, foreign });
}

async function giveUp(
  desk: Desk,
  undoing: Undoing,
  what: string,
  documents: readonly string[],
): Promise<void> {
  const { attempt, patch, releaseDigest } = undoing;
  const why = `${undoing.why} The rollback failed: ${documents.length > 0 ? `${documents.length} documents ` : ''}${what}.`;
  await desk.register({ kind: 'inconsistent', attempt, patch, releaseDigest, why, documents });
  await desk.log({ kind: 'inconsistent', attempt, why, documents });
}
