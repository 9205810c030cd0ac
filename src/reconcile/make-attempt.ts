import { Failure } from '../base/failure.ts';
import { computeChange } from '../document/compute-change.ts';
import type { Inventory, InventoryEntry } from '../document/inventory.ts';
import { proofOf } from '../document/inventory.ts';
import type { AttemptTask } from './attempt-task.ts';
import type { Verdict } from './verify-changes.ts';
import { verifyChanges } from './verify-changes.ts';
import type { Desk, OwnFact } from './desk.ts';
import { readDocuments } from './documents.ts';
import { rollBack } from './roll-back.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Makes one attempt: backs up, writes, verifies, commits; or undoes it all. Before the register says `attempting`
 * nothing was touched; from then on a restart rolls back, until the register says that it is in.
 */
export async function makeAttempt(desk: Desk, task: AttemptTask): Promise<void> {
  const log = (fact: OwnFact): Promise<void> => desk.log({ ...fact, attempt: task.attempt });
  await start(log, task);
  const backedUp = await backUp(desk, task, log);
  if (backedUp === null) return;
  const written = await put(desk, task, backedUp, log);
  if (written.kind === 'failed') {
    await rollBack(desk, { ...task, ...backedUp, why: written.why, interrupted: false });
    return;
  }
  await commit(desk, task, written.documents, log);
  await takeSnapshot(desk, task.attempt);
  await log({ kind: 'done' });
}

type Log = (fact: OwnFact) => Promise<void>;

async function start(log: Log, task: AttemptTask): Promise<void> {
  const { action, patch, releaseDigest, trigger } = task;
  const by = 'who' in trigger ? { who: trigger.who, why: trigger.why } : { who: null, why: '' };
  await log({ kind: 'started', action, patch, releaseDigest, trigger: trigger.kind, ...by });
  await log({ kind: 'staged', documents: task.changes.length, bytes: task.bytes });
}

/** Ends an attempt before anything was touched; it is not tried again by itself. */
export async function refuse(
  desk: Desk,
  task: Pick<AttemptTask, 'attempt' | 'action' | 'patch' | 'releaseDigest'>,
  why: string,
): Promise<void> {
  const { attempt, action, patch, releaseDigest } = task;
  await desk.register({ kind: 'refused', attempt, action, patch, releaseDigest, why });
  await desk.log({ kind: 'refused', attempt, why });
}

interface BackedUp {
  readonly backup: string;
  readonly intended: string;
}

/** Saves what is there and what is meant to be there; null: refused, or failed with nothing touched. */
async function backUp(desk: Desk, task: AttemptTask, log: Log): Promise<BackedUp | null> {
  const { vault, target } = desk.ports;
  const { attempt, scope } = task;
  await log({ kind: 'backing-up', documents: scope.length });
  try {
    const backup = await vault.save({ attempt, kind: 'backup' }, readDocuments(target, scope));
    const documents = await vault.inventory(backup);
    const objection = task.objection(documents);
    if (objection !== null) {
      await refuse(desk, task, objection);
      return null;
    }
    const intended = await vault.save({ attempt, kind: 'intended' }, intendedDocuments(desk, task, backup));
    await log({ kind: 'backed-up', backup, intended, proofBefore: proofOf(documents) });
    await announce(desk, task, documents);
    return { backup, intended };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await refuse(desk, task, `The backup failed: ${error.message}`);
    return null;
  }
}

async function announce(desk: Desk, task: AttemptTask, documents: readonly InventoryEntry[]): Promise<void> {
  const { attempt, action, patch, releaseDigest } = task;
  const proofBefore = proofOf(documents);
  await desk.register({ kind: 'attempting', attempt, action, patch, releaseDigest, documents, proofBefore });
}

async function* intendedDocuments(
  desk: Desk,
  { changes }: AttemptTask,
  backup: string,
): ReturnType<typeof readDocuments> {
  for (const { name, after } of changes) {
    yield { name, bytes: await after(await desk.ports.vault.read(backup, name)) };
  }
}

/** Writes, runs and verifies: what it left, as it was read back, or why it did not work out. */
async function put(desk: Desk, task: AttemptTask, saved: BackedUp, log: Log): Promise<Verdict> {
  try {
    await log({ kind: 'installing' });
    const why =
      (await writeChanges(desk, task, saved.backup, saved.intended)) ?? (await runStep(desk, task, log));
    if (why !== null) return { kind: 'failed', why };
    await log({ kind: 'verifying' });
    return await verifyChanges(desk.ports, task, saved);
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', why: error.message };
    throw error;
  }
}

async function writeChanges(
  desk: Desk,
  { changes }: AttemptTask,
  backup: string,
  intended: string,
): Promise<string | null> {
  const session = await desk.session();
  const { vault } = desk.ports;
  for (const { name } of changes) {
    const change = computeChange(name, await vault.read(backup, name), await vault.read(intended, name));
    if (change === null) continue;
    const result = await session.apply(change);
    if (result.kind === 'conflict') return `Somebody else wrote ${name} after it was backed up.`;
  }
  return null;
}

async function runStep(desk: Desk, { run }: AttemptTask, log: Log): Promise<string | null> {
  if (run === null) return null;
  await log({ kind: 'running', step: run.entry });
  const { ok, detail } = await (await desk.session()).run(run);
  await log({ kind: 'ran', step: run.entry, ok, detail });
  return ok ? null : `${run.entry} failed: ${detail}`;
}

/** The one write that makes it permanent; after it nothing rolls back by itself. */
async function commit(desk: Desk, task: AttemptTask, documents: Inventory, log: Log): Promise<void> {
  const { attempt, action, patch, releaseDigest } = task;
  const foreign = task.foreign();
  const proof = proofOf(documents);
  await desk.register(
    action === 'install'
      ? { kind: 'installed', attempt, patch, releaseDigest, proof, documents }
      : { kind: 'removed', attempt, patch, releaseDigest, proof, foreign },
  );
  await log({ kind: 'committed', proof, documents, foreign });
}
