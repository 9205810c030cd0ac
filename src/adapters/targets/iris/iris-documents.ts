import type { Digest } from '../../../base/digest.ts';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import type { ChangeResult, DocumentChange } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName, kindOf } from '../../../document/document-name.ts';
import type { Inventory } from '../../../document/inventory.ts';
import { inventoryOf } from '../../../document/inventory.ts';
import { nodeEditsOf } from '../../../document/node-edits.ts';
import { parseDocumentName } from '../../../document/parse-document-name.ts';
import type { Asking } from './asking.ts';
import { lost } from './asking.ts';
import { byteLines, valuesOf } from './helper-message.ts';
import { editNodes, readGlobalNodes } from './iris-globals.ts';
import { loadFileOf, loadFlags, removeFlags } from './load-file.ts';
import type { HeldDocument } from './read-answer-documents.ts';
import { readAnswerDocuments } from './read-answer-documents.ts';

/** Canonical bytes of a document or of the nodes at and below a reference; null: it does not exist. */
export async function readDocument(asking: Asking, name: DocumentName): Promise<Uint8Array | null> {
  return kindOf(name) === 'global' ? readGlobalNodes(asking, name) : (await readHeld(asking, name)).bytes;
}

/**
 * Digests, computed here over canonical bytes. All: what the helper lists; documents of other databases, generated and deployed ones are
 * not among them, for they are not this namespace's to change or cannot be read.
 */
export async function readInventory(
  asking: Asking,
  names: readonly DocumentName[] | 'all',
): Promise<Inventory> {
  const asked = names === 'all' ? await listAll(asking) : [...new Set(names)];
  const [globals, others] = [asked.filter(isGlobal), asked.filter((name) => !isGlobal(name))];
  const entries: { name: DocumentName; digest: Digest | null }[] = [];
  for (let at = 0; at < others.length; at += atOnce) {
    const held = await readSome(asking, others.slice(at, at + atOnce));
    entries.push(...held.map(({ name, bytes }) => ({ name, digest: digestOrNull(bytes) })));
  }
  for (const name of globals)
    entries.push({ name, digest: digestOrNull(await readGlobalNodes(asking, name)) });
  return inventoryOf(names === 'all' ? entries.filter(({ digest }) => digest !== null) : entries);
}

/** So many documents are exported for one answer. */
const atOnce = 50;

/** Does one change whole or not at all: each is one transaction of the database, or one file that is renamed. */
export async function applyChange(asking: Asking, change: DocumentChange): Promise<ChangeResult> {
  if (change.kind === 'edit') {
    if (await editNodes(asking, nodeEditsOf(change))) return { kind: 'applied' };
    return { kind: 'conflict', found: digestOrNull(await readGlobalNodes(asking, change.name)) };
  }
  for (let round = 0; round < patience; round += 1) {
    const { bytes, stamp } = await readHeld(asking, change.name);
    const found = digestOrNull(bytes);
    if (found !== change.expected) return { kind: 'conflict', found };
    const answer = await asking.ask(
      change.kind === 'put'
        ? await putRequest(change.name, change.bytes, stamp)
        : removeRequest(change.name, stamp),
    );
    if (valuesOf(answer, 'lost') !== null) throw lost(asking);
    if (valuesOf(answer, 'done') !== null) return { kind: 'applied' };
  }
  throw failure('TARGET_REFUSED', {
    target: asking.target,
    why: `${change.name} changed ${patience} times while it was to be written.`,
  });
}

/** Somebody may save the document between reading and writing, without changing what it says: then it is read again. */
const patience = 5;

async function putRequest(name: DocumentName, bytes: Uint8Array, stamp: string) {
  const head = [
    ['document', name],
    ['stamp', stamp],
  ] as const;
  if (kindOf(name) === 'file') return { action: 'put', lines: [...head, ...byteLines('bytes', bytes)] };
  const load = await loadFileOf({ name, bytes });
  return {
    action: 'put',
    lines: [
      ...head,
      ['mode', String(load.mode)] as const,
      ['extension', load.extension] as const,
      ['flags', loadFlags(name)] as const,
      ...byteLines('load', load.bytes),
      ...byteLines('bytes', bytes),
    ],
  };
}

function removeRequest(name: DocumentName, stamp: string) {
  const lines = [
    ['document', name],
    ['stamp', stamp],
    ['flags', removeFlags(name)],
  ] as const;
  return { action: 'remove', lines };
}

async function readHeld(asking: Asking, name: DocumentName): Promise<HeldDocument> {
  const [held] = await readSome(asking, [name]);
  if (held?.name === name) return held;
  throw failure('TARGET_ANSWER_INVALID', { target: asking.target, why: `it does not speak of ${name}.` });
}

async function readSome({ ask, target }: Asking, names: readonly DocumentName[]): Promise<HeldDocument[]> {
  const answer = await ask({ action: 'read', lines: names.map((name) => ['document', name] as const) });
  const held = await readAnswerDocuments(answer, target);
  if (held.length === names.length) return held;
  throw failure('TARGET_ANSWER_INVALID', { target, why: 'it does not speak of all documents.' });
}

/** What the helper lists, each once. */
export async function listAll({ ask }: Asking): Promise<readonly DocumentName[]> {
  const { lines } = await ask({ action: 'list', lines: [] });
  const names = lines.flatMap(({ values }) => parseDocumentName(values[0] ?? '') ?? []);
  return [...new Set(names)].map((name) => documentName(name));
}

function isGlobal(name: DocumentName): boolean {
  return kindOf(name) === 'global';
}

function digestOrNull(bytes: Uint8Array | null): Digest | null {
  return bytes === null ? null : digestOf(bytes);
}
