import type { Issue } from '../../base/issue.ts';
import { kindOf } from '../../document/document-name.ts';
import { storageChanges } from '../../document/storage-changes.ts';
import type { CheckedPatch } from '../check-patch.ts';
import type { EarlierPatch } from './earlier-patches.ts';

const mostChanges = 5;

/** Persistent classes whose data, stored under the latest earlier version, could be read wrong under this one. */
export function storageRemarks(patch: CheckedPatch, earlier: readonly EarlierPatch[]): readonly Issue[] {
  return patch.documents.flatMap(({ document, file, line }) => {
    if (kindOf(document.name) !== 'class') return [];
    const carriers = earlier.map(({ id, documents }) => ({
      id,
      held: documents.find((one) => one.document.name === document.name),
    }));
    const last = carriers.findLast(({ held }) => held !== undefined);
    if (last?.held === undefined) return [];
    const changes = storageChanges(textOf(last.held.document.bytes), textOf(document.bytes));
    if (changes.length === 0) return [];
    const more = changes.length - mostChanges;
    const told = [...changes.slice(0, mostChanges), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
    const message = `${document.name} stores its data otherwise than in ${last.id}: ${told}; data that is there could be read wrong`;
    return [{ file: `${patch.path}/${file}`, line, column: 1, path: '', message }];
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
