import { failure } from '../../../base/failure.ts';
import type { NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
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
  const parsed = edits.map((edit) => fitEdit(name, edit));
  const batches = batchesOf(parsed);
  const [only] = batches;
  if (only === undefined) return true;
  const global = globalOf(name);
  if (global === null) throw refused(name, 'it is no global of this database.');
  const place = { ...room, name, global };
  if (batches.length === 1) {
    const sent = await send(place, 'edit', only);
    if (sent.kind !== 'too big') return sent.kind === 'applied';
  }
  for (const batch of batches) if ((await send(place, 'check', batch)).kind === 'conflict') return false;
  for (const batch of batches) if (!(await editInParts(place, batch))) return false;
  return true;
}

interface Place extends Room {
  readonly name: DocumentName;
  readonly global: string;
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
  | { readonly kind: 'conflict' }
  /** With so many edits the transaction could hold no more. */
  | { readonly kind: 'too big'; readonly edits: number };

async function send(
  { conversation, target, name, global }: Place,
  command: 'edit' | 'check',
  edits: readonly ParsedEdit[],
): Promise<Sent> {
  const answer = await conversation.ask([command, global], editFrames(edits));
  if (answer.kind === 'done') return { kind: answer.word === 'conflict' ? 'conflict' : 'applied' };
  if (/-E-(TRANS2BIG|TRANSREPLJNL1GB)/.test(answer.status)) return { kind: 'too big', edits: answer.edits };
  throw failureOf(answer.status, target, name);
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
