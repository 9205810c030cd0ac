import { isFailure } from '../../../base/failure.ts';
import { kindOf } from '../../../document/document-name.ts';
import { readGlobal } from '../../../document/global.ts';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import { fitEdit } from './held-documents.ts';

/** What of the globals of a patch this database cannot hold: names, subscripts, characters, lengths. */
export function preflightGlobals(documents: readonly PlannedDocument[]): readonly Objection[] {
  return documents.flatMap((document) => {
    const why = whyNotHeld(document);
    return why === null ? [] : [{ kind: 'refusal' as const, name: document.name, why }];
  });
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
