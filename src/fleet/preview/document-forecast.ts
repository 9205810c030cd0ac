import { digestOf } from '../../base/digest.ts';
import type { DocumentPreview } from '../../plan/intended.ts';
import { intentionsOf, previewOfDigests } from '../../plan/intended.ts';
import type { EngineKits } from './engine-kits.ts';
import type { HeldDocuments } from './held-documents.ts';
import type { DocumentForecast, PatchContent } from './preview.ts';

type Intention = ReturnType<typeof intentionsOf>[number];

interface Ground {
  readonly held: HeldDocuments;
  readonly kits: EngineKits;
}

/** What a patch, in the terms of the site's engine, does to each document there, as far as that is known. */
export function forecastDocuments(
  { manifest, kit }: PatchContent,
  ground: Ground,
): readonly DocumentForecast[] {
  return intentionsOf(manifest, kit).map((intention) =>
    intention.merges === true ? forecastMerge(intention, ground) : forecastPut(intention, ground),
  );
}

/** What a plan needs of it: documents whose effect is known, and local edits. */
export function asPreviews(documents: readonly DocumentForecast[]): readonly DocumentPreview[] {
  return documents.flatMap(({ name, effect, held, after = null, localEdit }) => {
    const before = held.kind === 'unknown' ? null : held.digest;
    if (effect === 'unknown' && !localEdit) return [];
    return [{ name, effect: effect === 'unknown' ? 'replace' : effect, before, after, localEdit }];
  });
}

/** What becomes of it does not depend on what it is. */
function forecastPut({ name, after }: Intention, { held, kits }: Ground): DocumentForecast {
  const now = held.of(name);
  const bytes = after(null);
  const digest = bytes === null ? null : digestOf(bytes);
  const base = { name, held: now, after: digest, merged: null, backTo: null };
  if (now.kind === 'unknown') {
    const stayed = now.why === 'written-by-others' && held.known.has(name);
    const localEdit = (now.why === 'drifted' || stayed) && !name.startsWith('^');
    return { ...base, effect: 'unknown', localEdit, states: null };
  }
  const { effect, localEdit } = previewOfDigests(name, {
    ...{ before: now.digest, after: digest, known: held.known.get(name) },
  });
  const before = now.digest === null ? null : kits.bytesOf(now.digest);
  const isSeen = before !== null || now.digest === null;
  return { ...base, effect, localEdit, states: isSeen ? { before, after: bytes } : null };
}

/** What becomes of a global depends on the nodes that it has. */
function forecastMerge({ name, after }: Intention, { held, kits }: Ground): DocumentForecast {
  const now = held.of(name);
  const base = { name, held: now, localEdit: false, backTo: null };
  const before = now.kind === 'unknown' || now.digest === null ? null : kits.bytesOf(now.digest);
  if (now.kind === 'unknown' || (before === null && now.digest !== null)) {
    return { ...base, effect: 'unknown', after: undefined, states: null, merged: after(null) };
  }
  const bytes = after(before);
  const digest = bytes === null ? null : digestOf(bytes);
  const { effect } = previewOfDigests(name, { before: now.digest, after: digest });
  return { ...base, effect, after: digest, states: { before, after: bytes }, merged: null };
}
