import { Failure } from '../base/failure.ts';
import type { DocumentName } from '../document/document-name.ts';
import { readDocuments } from './documents.ts';
import type { Desk } from './desk.ts';

/**
 * Takes the post-install snapshot of an attempt that is committed. Where that fails the pass says so and the next one
 * tries again; it changes nothing of the outcome.
 */
export async function takeSnapshot(
  desk: Desk,
  attempt: number,
  names?: readonly DocumentName[],
): Promise<void> {
  const { vault, target } = desk.ports;
  try {
    const scope = names ?? (await intendedNames(desk, attempt));
    const snapshot = await vault.save({ attempt, kind: 'after' }, readDocuments(target, scope));
    await desk.log({ kind: 'snapshotted', attempt, snapshot });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `The post-install snapshot of attempt ${attempt} failed: ${error.message}`;
    desk.tell({ kind: 'problem', problem: { type: 'SnapshotMissing', message } });
  }
}

async function intendedNames(desk: Desk, attempt: number): Promise<readonly DocumentName[]> {
  const { vault } = desk.ports;
  const saved = await vault.list();
  const intended = saved.find(({ label }) => label.attempt === attempt && label.kind === 'intended');
  return intended === undefined ? [] : (await vault.inventory(intended.snapshot)).map(({ name }) => name);
}
