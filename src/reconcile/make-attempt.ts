import { Failure } from '../base/failure.ts';
import type { DocumentName } from '../document/document-name.ts';
import type { InventoryEntry } from '../document/inventory.ts';
import { proofOf } from '../document/inventory.ts';
import { partOf } from '../document/node-part.ts';
import type { VaultDocument } from '../ports/vault.ts';
import type { RunStep } from '../ports/target.ts';
import type { AttemptTask } from './attempt-task.ts';
import { compileChanges } from './compile-changes.ts';
import type { Verdict } from './verify-changes.ts';
import { verifyChanges } from './verify-changes.ts';
import type { Desk, OwnFact } from './desk.ts';
import { readDocuments } from './documents.ts';
import { lookAtSite } from './look-at-site.ts';
import { listed } from './listed.ts';
import { looseGlobals } from './loose-globals.ts';
import { progressOf } from './progress-of.ts';
import { observeRun } from './observe-run.ts';
import { holdProduction, resumeProduction } from './production.ts';
import { rollBack } from './roll-back.ts';
import type { Snapshots } from './saved-attempt.ts';
import { readSavedAttempt } from './saved-attempt.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { writeChanges } from './write-changes.ts';

/**
 * Makes one attempt: backs up, writes, verifies, commits; or undoes it all. Before the register says `attempting`
 * nothing was touched; from then on a restart rolls back, until the register says that it is in.
 */
export async function makeAttempt(desk: Desk, task: AttemptTask): Promise<AttemptEnd> {
  const log = (fact: OwnFact): Promise<void> => desk.log({ ...fact, attempt: task.attempt });
  await start(log, task);
  const backedUp = await backUp(desk, task, log);
  if (backedUp === null) return 'refused';
  const { why, ran } = await put(desk, task, backedUp, log);
  const verdict = why === null ? await verify(desk, task, backedUp, log) : { kind: 'failed' as const, why };
  if (verdict.kind === 'failed' || task.rehearsal) {
    const cause = verdict.kind === 'failed' ? verdict.why : 'It was a rehearsal, and went well.';
    await rollBack(desk, { ...task, snapshots: backedUp, ran, why: cause, interrupted: false });
    await resumeAfter(desk, task);
    return verdict.kind === 'failed' ? 'undone' : 'rehearsed';
  }
  await commit(desk, task, verdict, log);
  await resumeAfter(desk, task);
  if (task.run !== null) await (await desk.session()).forgetRun(task.attempt);
  await takeSnapshot(desk, task.attempt);
  await log({ kind: 'done' });
  return 'done';
}

/** rehearsed: it went well, and was undone because it was a rehearsal. The register says whether undoing went well. */
export type AttemptEnd = 'done' | 'refused' | 'undone' | 'rehearsed';

/** A site that has become inconsistent keeps its production down until an operator has settled that. */
async function resumeAfter(desk: Desk, { production }: AttemptTask): Promise<void> {
  if (production === 'none') return;
  const { installed } = await lookAtSite(desk.ports, desk.setup);
  if (installed.inconsistent === null) await resumeProduction(desk);
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

/** Saves what is there and what is meant to be there; null: refused, or failed with nothing touched. */
async function backUp(desk: Desk, task: AttemptTask, log: Log): Promise<Snapshots | null> {
  const { vault, target } = desk.ports;
  const { attempt, scope } = task;
  await log({ kind: 'backing-up', documents: scope.length });
  try {
    const { did } = progressOf(desk, { attempt, step: 'backing-up', of: scope.length });
    const backup = await vault.save({ attempt, kind: 'backup' }, readDocuments(target, scope, did));
    const documents = await vault.inventory(backup);
    const objection = task.objection(documents);
    if (objection !== null) {
      await refuse(desk, task, objection);
      return null;
    }
    const intended = await vault.save({ attempt, kind: 'intended' }, intendedDocuments(desk, task, backup));
    await log({ kind: 'backed-up', backup, intended, proofBefore: proofOf(documents) });
    const nodes = await saveNodes(desk, task);
    await announce(desk, task, documents);
    return { backup, intended, nodes };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await refuse(desk, task, `The backup failed: ${error.message}`);
    return null;
  }
}

/** Single nodes that the task changes, as they are and as they are meant to be. */
async function saveNodes({ ports }: Desk, { attempt, nodes }: AttemptTask): Promise<Snapshots['nodes']> {
  if (nodes.length === 0) return null;
  const undeclared = await ports.vault.save({ attempt, kind: 'undeclared' }, nodesNow(ports, nodes));
  const written = await ports.vault.save(
    { attempt, kind: 'written' },
    nodesIntended(ports, nodes, undeclared),
  );
  return { undeclared, written };
}

async function* nodesNow(
  { target }: Desk['ports'],
  nodes: AttemptTask['nodes'],
): AsyncGenerator<VaultDocument> {
  for (const { name, references } of nodes) yield { name, bytes: partOf(await target.nodes(references)) };
}

async function* nodesIntended(
  { vault }: Desk['ports'],
  nodes: AttemptTask['nodes'],
  undeclared: string,
): AsyncGenerator<VaultDocument> {
  for (const { name, after } of nodes) yield { name, bytes: await after(await vault.read(undeclared, name)) };
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

/** Writes and runs; why it did not work out, or null; and whether the patch's own code was started. */
async function put(
  desk: Desk,
  task: AttemptTask,
  saved: Snapshots,
  log: Log,
): Promise<{ readonly why: string | null; readonly ran: boolean }> {
  let ran = false;
  try {
    await log({ kind: 'installing' });
    const why =
      (await holdProduction(desk, task)) ??
      (await writeChanges(desk, task, saved)) ??
      (await compileOwn(desk, task));
    if (why !== null || task.run === null) return { why, ran };
    ran = true;
    return { why: await runStep(desk, task.run, log), ran };
  } catch (error) {
    if (error instanceof Failure) return { why: error.message, ran };
    throw error;
  }
}

type Verified = Extract<Verdict, { kind: 'verified' }> & { readonly loose: readonly DocumentName[] };
type Checked = Verified | Exclude<Verdict, { kind: 'verified' }>;

/** What it left, as it was read back, the run's own writes included; or why that is not as it was meant. */
async function verify(desk: Desk, task: AttemptTask, snapshots: Snapshots, log: Log): Promise<Checked> {
  try {
    const observed = task.run === null ? null : await observeRun(desk, task.attempt, snapshots);
    await log({ kind: 'verifying' });
    const saved = await readSavedAttempt(desk.ports, observed?.snapshots ?? snapshots);
    const verdict = await verifyChanges(desk.ports, task, saved);
    if (verdict.kind === 'failed') return verdict;
    return { ...verdict, loose: await looseGlobals(desk, task, saved, observed) };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', why: error.message };
    throw error;
  }
}

/** Code that a removal puts back is compiled too, and stays as it was if it does not compile. */
async function compileOwn(
  desk: Desk,
  { action, changes, uncompilable }: AttemptTask,
): Promise<string | null> {
  const names = changes.map(({ name }) => name);
  const why = await compileChanges(desk, names, uncompilable);
  return action === 'install' ? why : null;
}

async function runStep(desk: Desk, run: RunStep, log: Log): Promise<string | null> {
  await log({ kind: 'running', step: run.entry });
  const { ok, detail, transcript } = await (await desk.session()).run(run);
  await log({ kind: 'ran', step: run.entry, ok, detail, ...(transcript === '' ? {} : { said: transcript }) });
  return ok ? null : `${run.entry} failed: ${detail}`;
}

/** The one write that makes it permanent; after it nothing rolls back by itself. */
async function commit(desk: Desk, task: AttemptTask, verified: Verified, log: Log): Promise<void> {
  const { documents, loose } = verified;
  const { attempt, action, patch, releaseDigest } = task;
  const foreign = listed(task.foreign());
  const proof = proofOf(documents);
  await desk.register(
    action === 'install'
      ? { kind: 'installed', attempt, patch, releaseDigest, proof, documents, loose }
      : { kind: 'removed', attempt, patch, releaseDigest, proof, foreign },
  );
  await log({ kind: 'committed', proof, documents, foreign });
}
