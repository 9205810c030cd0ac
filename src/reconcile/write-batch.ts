import type { DocumentName } from '../document/document-name.ts';
import type { TargetSession } from '../ports/target.ts';
import type { Batch, OtherChange } from './batch-changes.ts';
import type { ToldProgress } from './progress-of.ts';

/** Writes what goes in in one go, and says how much of it is in. The document that was not as its change expects; null: all is written. */
export async function writeBatch(
  session: TargetSession,
  batch: Batch,
  told: ToldProgress,
): Promise<DocumentName | null> {
  const wrong =
    batch.kind === 'edits' ? await writeEdits(session, batch, told) : await writeInOrder(session, batch);
  if (wrong === undefined && batch.kind === 'documents') return writeOneByOne(session, batch.changes, told);
  if (wrong !== null && wrong !== undefined) return wrong;
  told.did(batch.kind === 'edits' ? batch.edits.length : batch.changes.length);
  return null;
}

function writeEdits(
  session: TargetSession,
  { edits }: Extract<Batch, { kind: 'edits' }>,
  { isAt }: ToldProgress,
): Promise<DocumentName | null> {
  return session.applyTogether(edits, (share) => {
    isAt(share * edits.length);
  });
}

/** Undefined: the engine is no faster so. */
async function writeInOrder(
  session: TargetSession,
  { changes }: Extract<Batch, { kind: 'documents' }>,
): Promise<DocumentName | null | undefined> {
  return session.applyInOrder?.(changes);
}

async function writeOneByOne(
  session: TargetSession,
  changes: readonly OtherChange[],
  { did }: ToldProgress,
): Promise<DocumentName | null> {
  for (const change of changes) {
    if ((await session.apply(change)).kind === 'conflict') return change.name;
    did(1);
  }
  return null;
}
