import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName, kindOf } from '../../../document/document-name.ts';
import { readXmlFile } from '../../../kit/formats/read-xml-file.ts';
import { canonicalContent } from '../directory/canonical-content.ts';
import type { AnswerLine, HelperAnswer } from './helper-message.ts';
import { bytesOf } from './helper-message.ts';

/** A document as the server holds it. */
export interface HeldDocument {
  readonly name: DocumentName;
  /** Canonical; null: it does not exist. */
  readonly bytes: Uint8Array | null;
  /** What a change of it has to name, so that nothing is overwritten that was not seen; empty: it does not exist. */
  readonly stamp: string;
}

/** The documents of an answer to `read`, in its order. Failure TARGET_REFUSED for a deployed class, whose source nobody can have. */
export async function readAnswerDocuments(answer: HelperAnswer, target: string): Promise<HeldDocument[]> {
  const groups: { head: AnswerLine; body: AnswerLine[] }[] = [];
  for (const line of answer.lines) {
    if (line.key === 'document') groups.push({ head: line, body: [] });
    else groups.at(-1)?.body.push(line);
  }
  return Promise.all(groups.map(({ head, body }) => readOne(head, bytesOf(body), target)));
}

async function readOne({ values }: AnswerLine, bytes: Uint8Array, target: string): Promise<HeldDocument> {
  const [text = '', state = '', stamp = ''] = values;
  const name = documentName(text);
  switch (state) {
    case 'absent':
      return { name, bytes: null, stamp: '' };
    case 'put':
      return { name, bytes, stamp };
    case 'file':
      return { name, bytes: canonicalContent(name, bytes, name), stamp };
    case 'export':
      return { name, bytes: await bytesInExport(name, bytes, target), stamp };
    default:
      throw failure('TARGET_REFUSED', {
        target,
        why: `${name} is deployed: its source is not in the database, so that it cannot be read or backed up.`,
      });
  }
}

/** The canonical bytes of the one document in an export. */
async function bytesInExport(name: DocumentName, xml: Uint8Array, target: string): Promise<Uint8Array> {
  const source = { path: `${name} of ${target}`, chunks: oneChunk(xml) };
  for await (const { document } of readXmlFile(source)) {
    if (sameName(document.name, name)) return document.bytes;
  }
  throw failure('TARGET_ANSWER_INVALID', { target, why: `the export of ${name} does not hold it.` });
}

/** Class names differ in nothing but case only by mistake of who wrote them; routines and all else are told apart by it. */
function sameName(found: DocumentName, asked: DocumentName): boolean {
  return found === asked || (kindOf(asked) === 'class' && found.toLowerCase() === asked.toLowerCase());
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
