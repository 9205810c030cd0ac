import type { DocumentForecast, PatchPreview } from '../../fleet/preview/preview.ts';
import type { StateDifference } from '../state-difference.ts';
import { stateDifference } from '../state-difference.ts';
import { isShown } from './what-moves.ts';

/** A difference of one document, and the groups (1, 2, 3 …) that see it. */
export interface SeenDifference {
  readonly document: DocumentForecast;
  readonly groups: readonly number[];
  readonly difference: StateDifference;
}

/**
 * What differs in the documents of a patch, each difference once, in the order of the groups. A document of which it is not known what it replaces
 * is shown as it would be put in where it is a part of a global, else not at all.
 */
export function previewDifferences(preview: PatchPreview, most: number): readonly SeenDifference[] {
  const seen = new Map<string, { readonly document: DocumentForecast; readonly groups: number[] }>();
  for (const [index, group] of preview.groups.entries()) {
    const { outlook } = group;
    if (outlook.kind !== 'planned' || !isShown(preview, group)) continue;
    for (const document of outlook.documents) {
      if (statesOf(document) === null || document.effect === 'unchanged') continue;
      const { name, held, after } = document;
      const key = JSON.stringify([name, held.kind === 'unknown' ? null : held.digest, after ?? null]);
      const known = seen.get(key) ?? { document, groups: [] };
      seen.set(key, known);
      known.groups.push(index + 1);
    }
  }
  return [...seen.values()].map(({ document, groups: members }) => ({
    ...{ document, groups: members },
    difference: stateDifference({ name: document.name, ...(statesOf(document) ?? nothing) }, most),
  }));
}

const nothing = { before: null, after: null };

function statesOf({ states, merged }: DocumentForecast): DocumentForecast['states'] {
  return states ?? (merged === null ? null : { before: null, after: merged });
}
