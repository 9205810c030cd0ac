import { failure } from '../../../base/failure.ts';
import type { NodeEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import type { Room } from './read-nodes.ts';
import { editFrames } from './edit-frames.ts';
import { globalOf, refused, refuseUnfitEdit } from './held-documents.ts';
import type { Answer } from './read-answers.ts';

/**
 * Makes the edits of one global in one transaction, durable when it returns; false: a node is not what an edit expects, and none was changed. More
 * than one transaction can hold are all checked first and then made in several, each checked: false can then come after some of them were made.
 */
export async function editGlobal(
  room: Room,
  name: DocumentName,
  edits: readonly NodeEdit[],
): Promise<boolean> {
  for (const edit of edits) refuseUnfitEdit(name, edit);
  const batches = batchesOf(edits);
  const [only] = batches;
  if (only === undefined) return true;
  const whole = batches.length === 1 ? await send(room, 'edit', name, only) : 'too big';
  if (whole !== 'too big') return whole === 'applied';
  for (const batch of batches) if ((await send(room, 'check', name, batch)) === 'conflict') return false;
  for (const batch of batches) if (!(await editInParts(room, name, batch))) return false;
  return true;
}

/** Halves what is too big until it is not. */
async function editInParts(room: Room, name: DocumentName, edits: readonly NodeEdit[]): Promise<boolean> {
  const result = await send(room, 'edit', name, edits);
  if (result !== 'too big') return result === 'applied';
  if (edits.length === 1) throw refused(name, 'one node alone is too big for a transaction.');
  const middle = edits.length >> 1;
  return (
    (await editInParts(room, name, edits.slice(0, middle))) &&
    (await editInParts(room, name, edits.slice(middle)))
  );
}

type Sent = 'applied' | 'conflict' | 'too big';

async function send(
  { conversation, target }: Room,
  command: 'edit' | 'check',
  name: DocumentName,
  edits: readonly NodeEdit[],
): Promise<Sent> {
  const answer = await conversation.ask([command, globalOf(name) ?? ''], editFrames(edits));
  if (answer.kind === 'done') return answer.word === 'conflict' ? 'conflict' : 'applied';
  if (/-E-(TRANS2BIG|TRANSREPLJNL1GB)/.test(answer.status)) return 'too big';
  throw failureOf(answer, target, name);
}

/** What the database refuses for what it holds is the document's fault; all else may pass. */
function failureOf({ status }: Answer & { kind: 'error' }, target: string, name: DocumentName): Error {
  const why = status.replace(/^\d+,[^,]*,/, '');
  if (/-E-(REC2BIG|GVSUBOFLOW|KEY2BIG|NULSUBSC|MAXNRSUBSCRIPTS|MAXSTRLEN)/.test(why))
    return refused(name, `the database says ${why}.`);
  return failure('TARGET_UNREACHABLE', { target, why });
}

/** What the session holds in memory at once: so many bytes, about. */
const batchSize = 64 * 1024 * 1024;

function batchesOf(edits: readonly NodeEdit[]): NodeEdit[][] {
  const batches: NodeEdit[][] = [];
  let size = batchSize;
  for (const edit of edits) {
    const length = edit.reference.length + (edit.from ?? '').length + (edit.to ?? '').length + 50;
    if (size + length > batchSize) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(edit);
    size += length;
  }
  return batches;
}
