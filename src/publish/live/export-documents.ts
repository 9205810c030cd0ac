import type { Digest } from '../../base/digest.ts';
import { digestOf } from '../../base/digest.ts';
import type { Document } from '../../document/document.ts';
import type { DocumentName } from '../../document/document-name.ts';
import { documentName, kindOf } from '../../document/document-name.ts';
import { readGlobal, writeGlobal } from '../../document/global.ts';
import type { WrittenKitFile } from '../../kit/export/write-kit-file.ts';
import { writeKitFile } from '../../kit/export/write-kit-file.ts';
import type { Target } from '../../ports/target.ts';

type ExportedDocument =
  /** `name` is that of the whole global, also where only subtrees of it were asked for. */
  | (WrittenKitFile & { readonly kind: 'file'; readonly name: DocumentName; readonly digest: Digest })
  /** The target holds none of that name. */
  | { readonly kind: 'missing'; readonly name: DocumentName }
  | { readonly kind: 'left-out'; readonly name: DocumentName; readonly why: string };

/**
 * Reads documents of a live target, as its engine exports them, each as a kit file from which readers take the same digest. Holds one at a time; subtrees of one global become one
 * file, as a kit has each global once. Takes no lock: every document is whole, but what somebody writes meanwhile shows in those that are read later. Writes nothing. Failures of
 * the target.
 */
export async function* exportDocuments(
  target: Pick<Target, 'read'>,
  names: readonly DocumentName[],
  madeBy: string | null,
): AsyncGenerator<ExportedDocument> {
  const files = new Set<string>();
  for (const [whole, parts] of byDocument(names)) {
    const found: Uint8Array[] = [];
    for (const name of parts) {
      const bytes = await target.read(name);
      if (bytes === null) yield { kind: 'missing', name };
      else found.push(bytes);
    }
    if (found.length > 0) yield await exported({ name: whole, bytes: joined(found) });
  }

  async function exported(document: Document): Promise<ExportedDocument> {
    const { name } = document;
    const written = await writeKitFile(document, madeBy);
    if ('why' in written) return { kind: 'left-out', name, why: written.why };
    if (files.has(written.file.toLowerCase()))
      return {
        kind: 'left-out',
        name,
        why: `the name of its file, ${written.file}, differs from another by case only`,
      };
    files.add(written.file.toLowerCase());
    return { kind: 'file', name, ...written, digest: digestOf(document.bytes) };
  }
}

function byDocument(names: readonly DocumentName[]): ReadonlyMap<DocumentName, readonly DocumentName[]> {
  const parts = new Map<DocumentName, DocumentName[]>();
  for (const name of names) {
    const whole = kindOf(name) === 'global' ? documentName(name.replace(/\(.*$/s, '')) : name;
    parts.set(whole, [...(parts.get(whole) ?? []), name]);
  }
  return parts;
}

/** Parts of one global that have no node in common. */
function joined([first = new Uint8Array(), ...more]: readonly Uint8Array[]): Uint8Array {
  return more.length === 0 ? first : writeGlobal([first, ...more].flatMap((bytes) => readGlobal(bytes)));
}
