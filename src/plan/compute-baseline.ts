import type { Digest } from '../base/digest.ts';
import type { PatchId } from '../base/names.ts';
import type { DocumentName } from '../document/document-name.ts';

/** One release as it is compared with a target that was patched by hand. In order of sequence. */
export interface CandidateRelease {
  readonly patch: PatchId;
  readonly documents: readonly CandidateDocument[];
}

export interface CandidateDocument {
  readonly name: DocumentName;
  /** The target holds the document exactly as this release puts it (deleted, where the release deletes it). */
  readonly matches: boolean;
  /** The target holds it in some form. */
  readonly exists: boolean;
  /** What this release puts there; null: it deletes it. */
  readonly wanted: Digest | null;
}

/** Which releases a target's documents show, and what stands on top. */
export interface BaselineFinding {
  readonly patch: PatchId;
  /**
   * present: every document is as this release or a later one puts it; edited: as present, but for documents that match no
   * release; partly: some are as an earlier release left them, or missing; absent: nothing of it is there.
   */
  readonly state: 'present' | 'edited' | 'partly' | 'absent';
  /** Documents that no release explains: edited by hand. */
  readonly edits: readonly DocumentName[];
  /** Documents that are missing, or as a release before this one put them. */
  readonly missing: readonly DocumentName[];
}

/** Finds for each release whether the target shows it. A document counts for every release up to the last one that it matches. */
export function computeBaseline(candidates: readonly CandidateRelease[]): readonly BaselineFinding[] {
  const lastMatch = lastMatches(candidates);
  return candidates.map(({ patch, documents }, index) => {
    const explained = documents.filter(({ name }) => (lastMatch.get(name) ?? -1) >= index);
    const edits = documents.filter(({ name, exists }) => exists && !lastMatch.has(name));
    const missing = documents.filter(
      (document) => !explained.includes(document) && !edits.includes(document),
    );
    return { patch, state: stateOf(explained, edits, missing), edits: names(edits), missing: names(missing) };
  });
}

function lastMatches(candidates: readonly CandidateRelease[]): ReadonlyMap<DocumentName, number> {
  const last = new Map<DocumentName, number>();
  candidates.forEach(({ documents }, index) => {
    for (const { name, matches } of documents) if (matches) last.set(name, index);
  });
  return last;
}

function stateOf(
  explained: readonly CandidateDocument[],
  edits: readonly CandidateDocument[],
  missing: readonly CandidateDocument[],
): BaselineFinding['state'] {
  if (explained.length === 0) return 'absent';
  if (missing.length > 0) return 'partly';
  return edits.length > 0 ? 'edited' : 'present';
}

function names(documents: readonly CandidateDocument[]): readonly DocumentName[] {
  return documents.map(({ name }) => name);
}
