import type { DocumentName } from '../document/document-name.ts';
import type { TargetSession } from '../ports/target.ts';
import type { Batch, OtherChange } from './batch-changes.ts';

/** Writes what goes in in one go, and says how much of it when it is in. The document that was not as its change expects; null: all is written. */
export async function writeBatch(
  session: TargetSession,
  batch: Batch,
  wrote: (count: number) => void,
): Promise<DocumentName | null> {
  const wrong =
    batch.kind === 'edits'
      ? await session.applyTogether(batch.edits)
      : await session.applyInOrder?.(batch.changes);
  if (wrong === undefined && batch.kind === 'documents') return writeOneByOne(session, batch.changes, wrote);
  if (wrong !== null && wrong !== undefined) return wrong;
  wrote(batch.kind === 'edits' ? batch.edits.length : batch.changes.length);
  return null;
}

async function writeOneByOne(
  session: TargetSession,
  changes: readonly OtherChange[],
  wrote: (count: number) => void,
): Promise<DocumentName | null> {
  for (const change of changes) {
    if ((await session.apply(change)).kind === 'conflict') return change.name;
    wrote(1);
  }
  return null;
}
