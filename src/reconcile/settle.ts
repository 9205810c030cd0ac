import { isFailure } from '../base/failure.ts';
import type { Vault } from '../ports/vault.ts';
import type { OpenAttempt } from '../installed/installed-state.ts';
import type { AttemptStory } from '../journal/journal-state.ts';
import type { RegisterEntry } from '../journal/register-entry.ts';
import { proofOf } from '../document/inventory.ts';
import { parseRegisterText } from '../journal/register-file.ts';
import type { Desk, OwnFact } from './desk.ts';
import { inventoryNow } from './documents.ts';
import type { SiteView } from './look-at-site.ts';
import { lookAtSite } from './look-at-site.ts';
import { resumeProduction } from './production.ts';
import { listed } from './listed.ts';
import { rollBack } from './roll-back.ts';
import type { Snapshots } from './saved-attempt.ts';
import { snapshotsOf } from './saved-attempt.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Brings what a cut-short pass left to a clean end: the register first, then the journal. Ignores windows, freezes,
 * holds and recalls. Takes the target's lock before it looks, so that nothing that outlived the pass can write behind it.
 */
export async function settle(desk: Desk, view: SiteView): Promise<SiteView> {
  if (!owesAnything(view)) return view;
  await desk.session();
  const locked = await lookAtSite(desk.ports, desk.setup);
  if (locked.installed.open !== null) await undoOpen(desk, locked, locked.installed.open);
  await finishStories(desk);
  const { facts, installed } = await lookAtSite(desk.ports, desk.setup);
  if (facts.productionOwed === true && installed.inconsistent === null) await resumeProduction(desk);
  return lookAtSite(desk.ports, desk.setup);
}

function owesAnything({ facts, installed, journal }: SiteView): boolean {
  const owed = facts.productionOwed === true && installed.inconsistent === null;
  return owed || installed.open !== null || [...journal.attempts.values()].some(isUnfinished);
}

/** Told is not owed here: telling has its own place in the pass. */
function isUnfinished({ end, snapshot, action }: AttemptStory): boolean {
  return end === null || (end.outcome === 'installed' && action === 'install' && snapshot === null);
}

/** The register says that an attempt was writing: undo it from the vault, or prove that it had not written yet. */
async function undoOpen(desk: Desk, { journal }: SiteView, open: OpenAttempt): Promise<void> {
  desk.tell({ kind: 'settling', attempt: open.attempt, patch: open.patch });
  const saved = await savedSnapshots(desk, open.attempt);
  if (saved === null) {
    await undoWithoutVault(desk, open);
    return;
  }
  await rollBack(desk, {
    ...open,
    snapshots: saved,
    ...(await causeOf(desk, journal.attempts.get(open.attempt), open)),
  });
}

/** A rollback that was cut short goes on for the reason for which it was begun; anything else was cut short from outside. */
async function causeOf(
  desk: Desk,
  story: AttemptStory | undefined,
  open: OpenAttempt,
): Promise<{ readonly why: string; readonly ran: boolean; readonly interrupted: boolean }> {
  const begun = story?.facts.find((fact) => fact.kind === 'rolling-back');
  const ran = story?.ran ?? (await mayHaveRun(desk, open));
  if (begun !== undefined) return { why: begun.why, ran, interrupted: begun.interrupted };
  return { why: 'The attempt was cut short from outside.', ran, interrupted: !ran };
}

/** A patch's own code is never started twice by itself; without a journal nobody knows, unless the engine runs no code. */
async function mayHaveRun(desk: Desk, open: OpenAttempt): Promise<boolean> {
  const { can } = await desk.ports.target.look();
  return can.runs !== 'none' && open.action === 'install';
}

async function savedSnapshots(desk: Desk, attempt: number): Promise<Snapshots | null> {
  return snapshotsOf(await listSnapshots(desk), attempt);
}

/** A vault that cannot be read is no vault. */
async function listSnapshots({ ports }: Desk): ReturnType<Vault['list']> {
  try {
    return await ports.vault.list();
  } catch (error) {
    if (isFailure(error, 'SNAPSHOT_DAMAGED')) return [];
    throw error;
  }
}

/** The register kept the digests of the backup: if all documents still have them, nothing had been written. */
async function undoWithoutVault(desk: Desk, open: OpenAttempt): Promise<void> {
  const { attempt, action, patch, releaseDigest, documents } = open;
  const now = await inventoryNow(
    desk.ports.target,
    documents.map(({ name }) => name),
  );
  const proof = proofOf(now);
  const ranTo = await mayHaveWritten(desk, open);
  if (proof === open.proofBefore && ranTo.length === 0) {
    const why = 'The attempt was cut short from outside before it wrote anything.';
    await desk.register({
      ...{ kind: 'rolled-back', attempt, action, patch, releaseDigest, proof, why },
      ...{ interrupted: !(await mayHaveRun(desk, open)), foreign: [] },
    });
    return;
  }
  const changed = now.filter(({ digest }, index) => digest !== documents[index]?.digest);
  const why = 'The attempt was cut short from outside, and its backup is not in the vault any more.';
  await desk.register({
    ...{ kind: 'inconsistent', attempt, patch, releaseDigest, why },
    documents: listed([...new Set([...changed.map(({ name }) => name), ...ranTo])]),
  });
}

/** Nodes that a run of the attempt wrote, or what is said instead where nobody knows. */
async function mayHaveWritten(desk: Desk, open: OpenAttempt): Promise<readonly string[]> {
  if (open.action === 'remove') return removedNodes(desk);
  if (!(await mayHaveRun(desk, open))) return [];
  const writes = await (await desk.session()).writesOf(open.attempt);
  if (writes.kind === 'unobserved') return ['what its run wrote, if it was started'];
  const own = writes.writes.filter((write) => write.own).map(({ reference }) => reference);
  return [...new Set([...own, ...(writes.doubtful?.references ?? [])])].sort();
}

/** A removal puts back single nodes that a run had written, of which only the vault knows. */
async function removedNodes(desk: Desk): Promise<readonly string[]> {
  const { can } = await desk.ports.target.look();
  return can.runs === 'none' ? [] : ['nodes that its own code had written, if there were any'];
}

/** Brings the journal to what the register says, and takes snapshots that are missing. */
async function finishStories(desk: Desk): Promise<void> {
  const { journal } = await lookAtSite(desk.ports, desk.setup);
  const unfinished = [...journal.attempts.values()].filter(isUnfinished);
  if (unfinished.length === 0) return;
  const { register } = await desk.ports.target.look();
  const entries = register.map((text) => parseRegisterText(text));
  for (const story of unfinished) await finishStory(desk, story, entries);
}

async function finishStory(
  desk: Desk,
  story: AttemptStory,
  entries: readonly RegisterEntry[],
): Promise<void> {
  const { attempt, action, patch, releaseDigest } = story;
  const ended = entries.findLast((entry) => 'attempt' in entry && entry.attempt === attempt);
  if (story.end === null) {
    if (ended === undefined) {
      const why = 'The attempt was cut short from outside before it touched anything.';
      await desk.register({ kind: 'abandoned', attempt, action, patch, releaseDigest, why });
      await desk.log({ kind: 'abandoned', attempt, why });
    } else {
      if (ended.kind !== 'inconsistent') await (await desk.session()).forgetRun(attempt);
      await catchUp(desk, attempt, ended);
    }
  }
  const committed = ended?.kind === 'installed';
  if (committed && story.snapshot === null) {
    await takeSnapshot(
      desk,
      attempt,
      ended.documents.map(({ name }) => name),
    );
  }
}

/** The register is ahead of the journal by one write. */
async function catchUp(desk: Desk, attempt: number, entry: RegisterEntry): Promise<void> {
  const fact = endOf(entry);
  // It ended when the register says, not when the agent came back to write it down.
  if (fact !== null) await desk.log({ ...fact, attempt }, entry.at);
}

function endOf(entry: RegisterEntry): OwnFact | null {
  switch (entry.kind) {
    case 'installed':
      return { kind: 'committed', proof: entry.proof, documents: entry.documents, foreign: [] };
    case 'removed':
      return { kind: 'committed', proof: entry.proof, documents: [], foreign: entry.foreign };
    case 'rolled-back':
      return { kind: 'rolled-back', proof: entry.proof, foreign: entry.foreign };
    case 'refused':
    case 'abandoned':
      return { kind: entry.kind, why: entry.why };
    case 'inconsistent':
      return { kind: 'inconsistent', why: entry.why, documents: entry.documents };
    case 'attempting':
    case 'owner':
    case 'received':
    case 'settled':
    case 'baselined':
    case 'retry':
    case 'forbade':
    case 'channel':
    case 'channel-accepted':
      return null;
  }
}
