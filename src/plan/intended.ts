import { digestOf } from '../base/digest.ts';
import type { Digest } from '../base/digest.ts';
import type { DocumentName } from '../document/document-name.ts';
import { readGlobal, writeGlobal } from '../document/global.ts';
import { narrowestRoot } from '../document/overlap.ts';
import type { KitDocument } from '../kit/kit-document.ts';
import type { Manifest } from '../kit/manifest.ts';

/** One document that a patch changes: its name in the target, and what it is to be, given what it is. */
interface Intention {
  readonly name: DocumentName;
  /** A global into which the kit's nodes are merged: the rest of it stays as it is. */
  readonly merges?: true;
  /** Canonical bytes that the document has afterwards; null: it is gone. */
  readonly after: (before: Uint8Array | null) => Uint8Array | null;
}

/** What installing a kit means, document by document, in the order of the kit; deletions come last. */
export function intentionsOf(
  manifest: Pick<Manifest, 'remove'>,
  kit: readonly KitDocument[],
): readonly Intention[] {
  return [...kit.map(intentionOf), ...manifest.remove.map((name) => ({ name, after: () => null }))];
}

function intentionOf({ document, globals }: KitDocument): Intention {
  if (globals !== 'merge') return { name: document.name, after: () => emptyIsAbsent(document) };
  const nodes = readGlobal(document.bytes);
  if (nodes.length === 0) return { name: document.name, merges: true, after: (before) => before };
  return { name: narrowestRoot(nodes), merges: true, after: (before) => merge(before, document.bytes) };
}

/** A global without nodes does not exist. */
function emptyIsAbsent({ name, bytes }: KitDocument['document']): Uint8Array | null {
  return name.startsWith('^') && bytes.length === 0 ? null : bytes;
}

function merge(before: Uint8Array | null, kit: Uint8Array): Uint8Array {
  const nodes = new Map(readGlobal(before ?? new Uint8Array()).map((node) => [node.reference, node]));
  for (const node of readGlobal(kit)) nodes.set(node.reference, node);
  return writeGlobal([...nodes.values()]);
}

/** What a patch does to one document here. */
export interface DocumentPreview {
  readonly name: DocumentName;
  readonly effect: 'add' | 'replace' | 'delete' | 'unchanged';
  readonly before: Digest | null;
  readonly after: Digest | null;
  /** The document was changed at this site since a patch put it there; replacing it needs consent. */
  readonly localEdit: boolean;
}

/** A document before and after, null where it is not; `known` is the digest that the last patch left, undefined where no patch touched it. */
interface TwoStates<T> {
  readonly before: T | null;
  readonly after: T | null;
  readonly known?: Digest | null | undefined;
}

/** Compares before and after. */
export function previewOf(
  name: DocumentName,
  { before, after, known }: TwoStates<Uint8Array>,
): DocumentPreview {
  return previewOfDigests(name, { before: digestOrNull(before), after: digestOrNull(after), known });
}

/** The same where no more than the digests is known. */
export function previewOfDigests(
  name: DocumentName,
  { before, after, known }: TwoStates<Digest>,
): DocumentPreview {
  const changed = before !== after;
  return {
    name,
    effect: !changed ? 'unchanged' : before === null ? 'add' : after === null ? 'delete' : 'replace',
    ...{ before, after },
    localEdit: changed && known !== undefined && known !== before && !name.startsWith('^'),
  };
}

function digestOrNull(bytes: Uint8Array | null): Digest | null {
  return bytes === null ? null : digestOf(bytes);
}
