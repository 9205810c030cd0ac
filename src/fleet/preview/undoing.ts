import type { Digest } from '../../base/digest.ts';
import type { PatchId } from '../../base/names.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { kindOf } from '../../document/document-name.ts';
import { isUnder } from '../../document/global.ts';
import type { InstalledState } from '../../installed/installed-state.ts';
import { intentionsOf } from '../../plan/intended.ts';
import type { AttemptFacts } from '../../status/attempt-file.ts';
import { installingAttempts } from './concerned-documents.ts';
import type { EngineKits } from './engine-kits.ts';
import type { HeldDocuments } from './held-documents.ts';
import type { DocumentForecast, HeldDocument, PatchContent } from './preview.ts';

/** What the attempts that installed patches found and left of documents, by patch; a patch that no told attempt installed is missing. */
export type Undoing = ReadonlyMap<PatchId, ReadonlyMap<string, Sides>>;

interface Sides {
  readonly before: Digest | null;
  readonly after: Digest | null;
}

/** Of these documents; globals are not among them, since a record does not say which part of one it names. */
export function readUndoing(
  attempts: readonly AttemptFacts[],
  installed: InstalledState,
  names: readonly string[],
): Undoing {
  if (names.length === 0) return new Map();
  const told = installingAttempts(attempts);
  const asked = new Set(names);
  return new Map(
    [...installed.patches.values()].flatMap(({ patch, releaseDigest, state }) => {
      const attempt = state === 'installed' ? told.get(releaseDigest) : undefined;
      if (attempt === undefined) return [];
      const documents = attempt.documents.filter(({ name }) => asked.has(name) && !name.startsWith('^'));
      return [[patch, new Map(documents.map(({ name, before, after }) => [name, { before, after }]))]];
    }),
  );
}

interface Ground {
  readonly held: HeldDocuments;
  readonly kits: EngineKits;
  readonly undoing: Undoing;
  readonly installed: InstalledState;
  /** Patches that are taken out before, in order. */
  readonly first: readonly PatchId[];
}

/**
 * What taking a patch out does to its documents, by the rule of the removal itself: what is as the patch left it goes back to what it was, all
 * else stays.
 */
export function forecastRemoval(
  patch: PatchId,
  { manifest, kit }: PatchContent,
  ground: Ground,
): readonly DocumentForecast[] {
  const names = outermost(intentionsOf(manifest, kit).map(({ name }) => name));
  return names.map((name) => documentOf(patch, name, ground));
}

function outermost(names: readonly DocumentName[]): readonly DocumentName[] {
  const isInside = (name: DocumentName): boolean =>
    kindOf(name) === 'global' && names.some((other) => other !== name && isUnder(name, other));
  return [...new Set(names)].filter((name) => !isInside(name));
}

function documentOf(patch: PatchId, name: DocumentName, ground: Ground): DocumentForecast {
  const { held, undoing, kits, first } = ground;
  const now = held.of(name);
  const base = { name, held: now, localEdit: false, merged: null, states: null, backTo: null };
  const sides = undoing.get(patch)?.get(name);
  if (now.kind === 'unknown' || sides === undefined)
    return { ...base, effect: unseenEffect(now, first), after: undefined };
  const reached = first.reduce((digest, other) => undone(digest, undoing.get(other)?.get(name)), now.digest);
  const after = undone(reached, sides);
  const before = now.digest;
  const effect =
    before === after ? 'unchanged' : before === null ? 'add' : after === null ? 'delete' : 'replace';
  const [old, fresh] = [before, after].map((digest) => (digest === null ? null : kits.bytesOf(digest)));
  const isSeen =
    ((old ?? null) !== null) === (before !== null) && ((fresh ?? null) !== null) === (after !== null);
  return {
    ...{ ...base, effect, after },
    states: isSeen ? { before: old ?? null, after: fresh ?? null } : null,
    backTo: effect === 'unchanged' ? null : leftBy(after, { name, patch }, ground),
  };
}

/** What was changed by hand since is not as the patch left it: it stays. */
function unseenEffect(now: HeldDocument, first: readonly PatchId[]): DocumentForecast['effect'] {
  const isDrifted = now.kind === 'unknown' && now.why === 'drifted';
  return isDrifted && first.length === 0 ? 'unchanged' : 'unknown';
}

function undone(now: Digest | null, sides: Sides | undefined): Digest | null {
  return sides !== undefined && now === sides.after ? sides.before : now;
}

/** The last other installed patch that left the document so. */
function leftBy(
  digest: Digest | null,
  { name, patch }: { readonly name: DocumentName; readonly patch: PatchId },
  { installed, first }: Ground,
): PatchId | null {
  const others = [...installed.patches.values()]
    .filter(({ state, documents }) => {
      return state === 'installed' && documents.some((one) => one.name === name && one.digest === digest);
    })
    .filter((record) => record.patch !== patch && !first.includes(record.patch))
    .sort((a, b) => a.order - b.order);
  return others.at(-1)?.patch ?? null;
}
