import type { PatchId } from '../../base/names.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { overlaps } from '../../document/overlap.ts';
import { touchedName } from '../../kit/touched-name.ts';
import type { EarlierPatch } from './earlier-patches.ts';

interface ProposedRequirement {
  readonly patch: PatchId;
  /** What both touch, and no later patch does. */
  readonly documents: readonly DocumentName[];
}

/** Of each document the latest earlier patch that touches it; without those that the others, or the given ones, require themselves. In the order of the patches. */
export function proposeRequires(
  touched: readonly DocumentName[],
  earlier: readonly EarlierPatch[],
  given: readonly PatchId[],
): readonly ProposedRequirement[] {
  const latest = new Map<PatchId, DocumentName[]>();
  for (const name of touched) {
    const last = earlier.findLast((patch) => touches(patch, name));
    if (last !== undefined) latest.set(last.id, [...(latest.get(last.id) ?? []), name]);
  }
  const wanted = [...given, ...latest.keys()];
  const implied = new Set(wanted.flatMap((id) => [...requiredBy(id, earlier)]));
  return earlier.flatMap(({ id }) => {
    const documents = latest.get(id);
    return documents === undefined || given.includes(id) || implied.has(id)
      ? []
      : [{ patch: id, documents: documents.toSorted() }];
  });
}

function touches({ documents, removed }: EarlierPatch, name: DocumentName): boolean {
  return [...removed, ...documents.map(touchedName)].some((one) => overlaps(one, name));
}

/** All that a patch requires, and what that requires. */
function requiredBy(id: PatchId, earlier: readonly EarlierPatch[]): ReadonlySet<PatchId> {
  const found = new Set<PatchId>();
  const visit = (one: PatchId): void => {
    for (const before of earlier.find((patch) => patch.id === one)?.manifest.requires ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      visit(before);
    }
  };
  visit(id);
  return found;
}
