import { failure } from '../../../base/failure.ts';
import type { GlobalEdit } from '../../../document/change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName } from '../../../document/document-name.ts';
import { sizeOf, splitEdit } from '../../../document/split-edit.ts';
import { editFrames } from './edit-frames.ts';
import { globalOf, refused } from './held-documents.ts';
import type { Room } from './read-nodes.ts';

/**
 * Makes the edits of one global in one transaction, durable when it returns; false: a node is not what an edit expects, and none was changed. More
 * than one transaction can hold are all checked first and then made in several, each checked: false can then come after some of them were made.
 */
export async function editGlobal(
  room: Room,
  edit: GlobalEdit,
  wrote: Wrote = () => undefined,
): Promise<boolean> {
  if (sizeOf(edit) <= batchSize) {
    const sent = await send(room, 'edit', edit);
    if (sent.kind !== 'too big') return sent.kind === 'applied';
  }
  const batches = splitEdit(edit, { nodes: Number.POSITIVE_INFINITY, bytes: batchSize });
  // Checking all takes as long as making all, about.
  for (const [index, batch] of batches.entries()) {
    if ((await send(room, 'check', batch)).kind === 'conflict') return false;
    wrote((index + 1) / batches.length / 2);
  }
  for (const [index, batch] of batches.entries()) {
    const before = (batches.length + index) / batches.length / 2;
    const made: Wrote = (share) => {
      wrote(before + share / batches.length / 2);
    };
    if (!(await editInParts(room, batch, made))) return false;
    made(1);
  }
  return true;
}

/** Hears how much is made, from 0 to 1. */
type Wrote = (share: number) => void;

/** Makes the edits of several globals in one transaction, or, where they are too many for one, global by global. Null: done. */
export async function editGlobals(
  room: Room,
  edits: readonly GlobalEdit[],
  wrote: Wrote = () => undefined,
): Promise<DocumentName | null> {
  const total = edits.reduce((sum, edit) => sum + sizeOf(edit), 0);
  if (total <= batchSize) {
    const sent = await sendFrames(room, 'edit', edits.flatMap(editFrames), edits[0]?.name);
    if (sent.kind === 'applied') return null;
    if (sent.kind === 'conflict') return nameOf(edits, sent.global);
  }
  let before = 0;
  for (const edit of edits) {
    const made: Wrote = (share) => {
      wrote((before + share * sizeOf(edit)) / total);
    };
    if (!(await editGlobal(room, edit, made))) return edit.name;
    before += sizeOf(edit);
    wrote(before / total);
  }
  return null;
}

/** The first document of this global among those that were edited; an answer that names none of them must not pass for done. */
function nameOf(edits: readonly GlobalEdit[], global: string): DocumentName {
  const edit = edits.find(({ name }) => globalOf(name) === global);
  if (edit === undefined) throw new Error(`a conflict in ${global}, which was not edited`);
  return edit.name;
}

/** What was too big is tried again with so many nodes as would have fitted, and some less. */
async function editInParts(room: Room, edit: GlobalEdit, wrote: Wrote): Promise<boolean> {
  const sent = await send(room, 'edit', edit);
  if (sent.kind !== 'too big') return sent.kind === 'applied';
  const nodes = Math.max(1, Math.floor(sent.edits * 0.8));
  const parts = splitEdit(edit, { nodes, bytes: batchSize });
  if (parts.length === 1) throw refused(edit.name, 'one node alone is too big for a transaction.');
  for (const [index, part] of parts.entries()) {
    if (!(await editInParts(room, part, () => undefined))) return false;
    wrote((index + 1) / parts.length);
  }
  return true;
}

type Sent =
  | { readonly kind: 'applied' }
  | { readonly kind: 'conflict'; readonly global: string }
  /** With so many edits the transaction could hold no more. */
  | { readonly kind: 'too big'; readonly edits: number };

async function send(room: Room, command: 'edit' | 'check', edit: GlobalEdit): Promise<Sent> {
  return sendFrames(room, command, editFrames(edit), edit.name);
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
