import type { ChangeResult, DocumentChange, GlobalEdit } from '../../document/change.ts';
import type { DocumentName } from '../../document/document-name.ts';

/** One edit after the other, for an engine without transactions over several globals; stops at the first that does not fit. */
export async function applyInTurn(
  edits: readonly GlobalEdit[],
  apply: (change: DocumentChange) => Promise<ChangeResult>,
  wrote: (share: number) => void = () => undefined,
): Promise<DocumentName | null> {
  for (const [index, edit] of edits.entries()) {
    if ((await apply(edit)).kind === 'conflict') return edit.name;
    wrote((index + 1) / edits.length);
  }
  return null;
}
