import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import type { InstalledState } from '../../installed/installed-state.ts';
import { installedDocuments, knownDocuments } from '../../plan/known-documents.ts';
import type { ToldDrift } from '../../status/drift-text.ts';
import { readDriftText } from '../../status/drift-text.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import type { Status } from '../../status/status.ts';
import { shownName } from './concerned-documents.ts';
import type { HeldDocument } from './preview.ts';

/** What a site is known to hold. */
export interface HeldDocuments {
  /** By the names of the engine. */
  readonly of: (name: string) => HeldDocument;
  /** The digest that the last patch left, as the site's own plan knows it. */
  readonly known: ReadonlyMap<string, Digest | null>;
  /** Documents that have drifted and are not named. */
  readonly driftedUnnamed: number;
}

/**
 * What a site holds of these documents: as its attempts found and left it, else as the kits that are installed
 * there left it. Of a global a status does not say which part it speaks of, so it is known where the last patch replaced it whole.
 */
export function readHeldDocuments(
  { status, attempts }: { readonly status: Status; readonly attempts: readonly AttemptFacts[] },
  installed: InstalledState,
  names: readonly string[],
): HeldDocuments {
  const put: ReadonlyMap<string, Digest | null> = installedDocuments(installed);
  const reported = foldReported(attempts, new Set(names));
  const drift = driftOf(status);
  const drifted = new Set(drift.documents);
  const of = (name: string): HeldDocument => {
    if (drifted.has(shownName(name))) return { kind: 'unknown', why: 'drifted' };
    const told = reported.get(name);
    if (told !== undefined) return told;
    const digest = put.get(name);
    if (digest === undefined) return { kind: 'unknown', why: 'never-reported' };
    return { kind: 'kit', digest, patch: lastPatch(installed, name) };
  };
  return {
    of,
    known: knownDocuments(installed),
    driftedUnnamed: Math.max(0, drift.count - drift.documents.length),
  };
}

function foldReported(
  attempts: readonly AttemptFacts[],
  names: ReadonlySet<string>,
): ReadonlyMap<string, HeldDocument> {
  const held = new Map<string, HeldDocument>();
  for (const record of attempts) {
    for (const document of record.documents) {
      const { name } = document;
      if (!names.has(name) || name.startsWith('^')) continue;
      const found = foundBy(record, document);
      if (found !== null) held.set(name, found);
    }
  }
  return held;
}

/** What an attempt tells of a document as it is after it; null: nothing. */
function foundBy(
  { outcome, foreign }: AttemptFacts,
  { name, before, after }: AttemptFacts['documents'][number],
): HeldDocument | null {
  if (foreign.includes(name)) return { kind: 'unknown', why: 'written-by-others' };
  switch (outcome) {
    case 'installed':
    case 'removed':
      return { kind: 'reported', digest: after };
    case 'rolled-back':
    case 'refused':
      return { kind: 'reported', digest: before };
    case 'inconsistent':
      return before === after
        ? { kind: 'reported', digest: after }
        : { kind: 'unknown', why: 'written-by-others' };
    case 'under-way':
      return null;
  }
}

function driftOf({ conditions }: Status): ToldDrift {
  const drifted = conditions.find(({ type }) => type === 'Drifted');
  return readDriftText(drifted?.message ?? '') ?? { documents: [], count: 0 };
}

function lastPatch({ patches }: InstalledState, name: string): PatchId {
  const last = [...patches.values()]
    .filter(({ documents }) => documents.some((one) => one.name === name))
    .reduce((a, b) => (a.order > b.order ? a : b));
  return last.patch;
}
