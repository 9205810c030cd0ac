import { failure } from '../../../base/failure.ts';
import type { GlobalEdit, NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName } from '../../../document/document-name.ts';
import type { Room } from './read-nodes.ts';
import type { ParsedEdit } from './edit-frames.ts';
import { editFrames } from './edit-frames.ts';
import { fitEdit, globalOf, refused } from './held-documents.ts';

/**
 * Makes the edits of one global in one transaction, durable when it returns; false: a node is not what an edit expects, and none was changed. More
 * than one transaction can hold are all checked first and then made in several, each checked: false can then come after some of them were made.
 */
export async function editGlobal(
  room: Room,
  name: DocumentName,
  edits: readonly NodeEdit[],
): Promise<boolean> {
  const batches = batchesOf(edits.map((edit) => fitEdit(name, edit)));
  const place = placeOf(room, name);
  const [only] = batches;
  if (only === undefined) return true;
  if (batches.length === 1) {
    const sent = await send(place, 'edit', only);
    if (sent.kind !== 'too big') return sent.kind === 'applied';
  }
  for (const batch of batches) if ((await send(place, 'check', batch)).kind === 'conflict') return false;
  for (const batch of batches) if (!(await editInParts(place, batch))) return false;
  return true;
}

/** Makes the edits of several globals in one transaction, or, where they are too many for one, global by global. Null: done. */
export async function editGlobals(room: Room, edits: readonly GlobalEdit[]): Promise<DocumentName | null> {
  const parts = edits.map(({ name, edits: nodes }) => {
    const fitting = nodes.map((node) => fitEdit(name, node));
    return { place: placeOf(room, name), nodes: fitting };
  });
  if (batchesOf(parts.flatMap(({ nodes }) => nodes)).length <= 1) {
    const frames = parts.flatMap(({ place, nodes }) => editFrames(place.global, nodes));
    const sent = await sendFrames(room, 'edit', frames, edits[0]?.name);
    if (sent.kind === 'applied') return null;
    if (sent.kind === 'conflict') return nameOf(parts, sent.global);
  }
  for (const { name, edits: nodes } of edits) if (!(await editGlobal(room, name, nodes))) return name;
  return null;
}

/** The first document of this global among those that were edited; an answer that names none of them must not pass for done. */
function nameOf(parts: readonly { readonly place: Place }[], global: string): DocumentName {
  const part = parts.find(({ place }) => place.global === global);
  if (part === undefined) throw new Error(`a conflict in ${global}, which was not edited`);
  return part.place.name;
}

interface Place extends Room {
  readonly name: DocumentName;
  readonly global: string;
}

function placeOf(room: Room, name: DocumentName): Place {
  const global = globalOf(name);
  if (global === null) throw refused(name, 'it is no global of this database.');
  return { ...room, name, global };
}

/** What was too big is tried again with so many edits as would have fitted, and some less. */
async function editInParts(place: Place, edits: readonly ParsedEdit[]): Promise<boolean> {
  let [at, size] = [0, edits.length];
  while (at < edits.length) {
    const sent = await send(place, 'edit', edits.slice(at, at + size));
    if (sent.kind === 'conflict') return false;
    if (sent.kind === 'applied') at += size;
    else if (size === 1) throw refused(place.name, 'one node alone is too big for a transaction.');
    else size = Math.max(1, Math.floor(Math.min(sent.edits, size - 1) * 0.8));
  }
  return true;
}

type Sent =
  | { readonly kind: 'applied' }
  | { readonly kind: 'conflict'; readonly global: string }
  /** With so many edits the transaction could hold no more. */
  | { readonly kind: 'too big'; readonly edits: number };

async function send(place: Place, command: 'edit' | 'check', edits: readonly ParsedEdit[]): Promise<Sent> {
  return sendFrames(place, command, editFrames(place.global, edits), place.name);
}

async function sendFrames(
  { conversation, target }: Room,
  command: 'edit' | 'check',
  frames: readonly Uint8Array[],
  name: DocumentName | undefined,
): Promise<Sent> {
  const answer = await conversation.ask([command], frames);
  if (answer.kind === 'done') {
    const [, global] = /^conflict(.*)$/.exec(answer.word) ?? [];
    return global === undefined ? { kind: 'applied' } : { kind: 'conflict', global };
  }
  if (/-E-(TRANS2BIG|TRANSREPLJNL1GB)/.test(answer.status)) return { kind: 'too big', edits: answer.edits };
  throw failureOf(answer.status, target, name ?? documentName('^'));
}

/** What the database refuses for what it holds is the document's fault; all else may pass. */
function failureOf(status: string, target: string, name: DocumentName): Error {
  const why = status.replace(/^\d+,[^,]*,/, '');
  if (/-E-(REC2BIG|GVSUBOFLOW|KEY2BIG|NULSUBSC|MAXNRSUBSCRIPTS|MAXSTRLEN)/.test(why))
    return refused(name, `the database says ${why}.`);
  return failure('TARGET_UNREACHABLE', { target, why });
}

/** What the session holds in memory at once: so many bytes, about. */
const batchSize = 64 * 1024 * 1024;

function batchesOf(edits: readonly ParsedEdit[]): ParsedEdit[][] {
  const batches: ParsedEdit[][] = [];
  let size = batchSize;
  for (const edit of edits) {
    const length = (edit.from?.length ?? 0) + (edit.to?.length ?? 0) + 100;
    if (size + length > batchSize) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(edit);
    size += length;
  }
  return batches;
}
