import { isFailure } from '../../../base/failure.ts';
import { kindOf } from '../../../document/document-name.ts';
import { readGlobal } from '../../../document/global.ts';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import { fitEdit } from './held-documents.ts';

/** What of the globals of a patch this database cannot hold (names, subscripts, characters, lengths), and an entry that it cannot call. */
export function preflightGlobals(
  documents: readonly PlannedDocument[],
  run: string | null,
): readonly Objection[] {
  const held = documents.flatMap((document) => {
    const why = whyNotHeld(document);
    return why === null ? [] : [{ kind: 'refusal' as const, name: document.name, why }];
  });
  if (run === null || isEntry(run)) return held;
  const why = 'the code that a patch runs here is named as LABEL^ROUTINE or ^ROUTINE.';
  return [...held, { kind: 'refusal', name: `run: ${run}`, why }];
}

/** True where the database can be told to call this. */
export function isEntry(entry: string): boolean {
  return /^(%?[A-Za-z][A-Za-z0-9]{0,30})?\^%?[A-Za-z][A-Za-z0-9]{0,30}$/.test(entry);
}

function whyNotHeld({ name, bytes }: PlannedDocument): string | null {
  if (bytes === null || kindOf(name) !== 'global') return null;
  try {
    for (const { reference, value } of readGlobal(bytes)) fitEdit(name, { reference, from: null, to: value });
    return null;
  } catch (error) {
    if (isFailure(error, 'DOCUMENT_REFUSED')) return error.message;
    throw error;
  }
}
