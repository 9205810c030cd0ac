import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import { changedBytes } from '../../../document/apply-change.ts';
import type { ChangeResult, DocumentChange } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { kindOf } from '../../../document/document-name.ts';
import { byGlobal, valuesOf } from '../../../document/node-part.ts';
import type { Inventory } from '../../../document/inventory.ts';
import { inventoryOf } from '../../../document/inventory.ts';
import type { Disk } from '../../files/disk.ts';
import { canonicalContent, subtreeOf, wholeGlobal } from './canonical-content.ts';
import { listDocuments } from './list-documents.ts';
import { locateFile, pathForNew } from './locate-file.ts';
import { openOwnFolders } from './own-folders.ts';

/** Canonical bytes of a document, or of the subtree of a global; null: it does not exist. */
export function readDocument(root: string, name: DocumentName): Uint8Array | null {
  const whole = wholeGlobal(name);
  const { path, exists } = locateFile(root, whole);
  const bytes = exists ? canonicalContent(whole, readFileSync(path), path) : null;
  return bytes === null || whole === name ? bytes : subtreeOf(name, bytes);
}

/** Values of single nodes. */
export function readNodes(root: string, references: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, nodes] of byGlobal(new Map(references.map((reference) => [reference, null])))) {
    const values = valuesOf(readDocument(root, name));
    for (const reference of nodes.keys()) {
      const value = values.get(reference);
      if (value !== undefined) found.set(reference, value);
    }
  }
  return found;
}

/** Digests of these documents. */
export function inventoryOfNames(root: string, names: readonly DocumentName[]): Inventory {
  return inventoryOf(
    [...new Set(names)].map((name) => ({ name, digest: digestOrNull(readDocument(root, name)) })),
  );
}

/** Digests of every document. */
export function inventoryOfAll(root: string): Inventory {
  const entries = [...listDocuments(root)].flatMap(([name, path]) => {
    const digest = digestOrNull(canonicalContent(name, readFileSync(path), path));
    return digest === null ? [] : [{ name, digest }];
  });
  return inventoryOf(entries);
}

/** Does one change whole or not at all. Folders that were made for a document go with the last one in them. */
export function applyToFiles(root: string, change: DocumentChange, disk: Disk): ChangeResult {
  const folders = openOwnFolders(root, disk);
  const whole = wholeGlobal(change.name);
  const located = locateFile(root, whole);
  const raw = located.exists ? readFileSync(located.path) : null;
  const now = raw === null ? null : canonicalContent(whole, raw, located.path);
  const changed = changedBytes(change, now);
  if (changed.kind === 'conflict')
    return { kind: 'conflict', found: digestOrNull(readDocument(root, change.name)) };
  if (changed.bytes === null) {
    if (raw !== null) disk.remove(located.path);
    folders.tidy(dirname(located.path));
  } else if (raw === null || Buffer.compare(raw, changed.bytes) !== 0) {
    const path = located.exists ? located.path : pathForNew(root, whole);
    refuseUnreadable(whole, changed.bytes, path);
    folders.make(dirname(path));
    disk.replace(path, changed.bytes);
  }
  return { kind: 'applied' };
}

/** What would be read back as something else is not written. A global's bytes come out of the change canonical. */
function refuseUnreadable(name: DocumentName, bytes: Uint8Array, file: string): void {
  if (kindOf(name) === 'global') return;
  const read = canonicalContent(name, bytes, file);
  if (read !== null && Buffer.compare(read, bytes) === 0) return;
  throw failure('TARGET_FILE_REFUSED', { file, why: `the bytes of ${name} are not in canonical form.` });
}

function digestOrNull(bytes: Uint8Array | null) {
  return bytes === null ? null : digestOf(bytes);
}
