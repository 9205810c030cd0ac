import { Failure } from '../../src/base/failure.ts';
import type { Document } from '../../src/document/document.ts';
import { digestOfDocument } from '../../src/document/document.ts';
import type { KitFormat } from '../../src/kit/formats/kit-format.ts';
import { headSize, kitFormatOf } from '../../src/kit/formats/kit-format.ts';
import { readKitFile } from '../../src/kit/formats/read-kit-file.ts';
import { writeGtmRoutineOutput } from '../../src/kit/formats/write-gtm-routine-output.ts';
import { writeRoutineOutput } from '../../src/kit/formats/write-routine-output.ts';
import { writeUdl } from '../../src/kit/formats/write-udl.ts';
import { writeXmlExport } from '../../src/kit/formats/write-export.ts';
import { writeZwr } from '../../src/kit/formats/write-zwr.ts';
import {
  viewOfGlobalOutput,
  viewOfGtmRoutineOutput,
  viewOfRoutineOutput,
  viewOfUdl,
  viewOfZwr,
} from './text-view.ts';
import { viewOfXml } from './xml-view.ts';

/** A file as the corpus holds it. */
export interface CorpusFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type Checked =
  | { readonly kind: 'same'; readonly format: KitFormat; readonly documents: readonly Document[] }
  | { readonly kind: 'rejected'; readonly why: string }
  | { readonly kind: 'different'; readonly format: KitFormat; readonly differences: readonly string[] };

type View = (path: string, bytes: Uint8Array) => string[];
type Write = (documents: readonly Document[]) => AsyncIterable<Uint8Array>;

/** How a format is written again, and how its files are looked at by other code. */
const formats: Readonly<
  Record<Exclude<KitFormat, 'plain' | 'm-routine'>, { readonly write: Write; readonly view: View }>
> = {
  xml: { write: writeXmlExport, view: viewOfXml },
  'udl-class': { write: writeUdlFile, view: viewOfUdl },
  'udl-routine': { write: writeUdlFile, view: viewOfUdl },
  'routine-output': { write: writeRoutineOutput, view: viewOfRoutineOutput },
  'gtm-routine-output': { write: writeGtmRoutineOutput, view: viewOfGtmRoutineOutput },
  zwr: { write: writeZwr, view: viewOfZwr },
  'global-output': { write: writeZwr, view: viewOfGlobalOutput },
};

/** Reads a file, writes what was read, and compares both files, and what is read from both. */
export async function checkFile({ path, bytes }: CorpusFile): Promise<Checked> {
  const format = kitFormatOf(path, bytes.subarray(0, headSize));
  if (typeof format !== 'string') return { kind: 'rejected', why: format.wrong };
  if (format === 'plain') return { kind: 'rejected', why: 'a web file, which is taken as it is' };
  if (format === 'm-routine') return { kind: 'rejected', why: 'an M routine, which is taken as it is' };
  const read = await readOrWhyNot(path, bytes);
  if ('why' in read) return { kind: 'rejected', why: read.why };
  const { write, view } = formats[format];
  const written = await joined(write(read.documents));
  const again = await readOrWhyNot(path, written);
  const differences = [
    ...compareViews(view(path, bytes), view(path, written)),
    ...('why' in again
      ? [`what was written is refused: ${again.why}`]
      : compareDocuments(read.documents, again.documents)),
  ];
  return differences.length === 0
    ? { kind: 'same', format, documents: read.documents }
    : { kind: 'different', format, differences };
}

/** Says where two views differ; nothing where they are equal. */
export function compareViews(original: readonly string[], written: readonly string[]): string[] {
  if (original.length !== written.length) return [`${original.length} parts became ${written.length}`];
  return original.flatMap((part, index) => {
    const other = written[index] ?? '';
    if (part === other) return [];
    const at = Array.from({ length: part.length }, (_, place) => place).find(
      (place) => part[place] !== other[place],
    );
    const from = Math.max(0, (at ?? 0) - 40);
    return [`part ${index + 1}: …${part.slice(from, from + 120)}… became …${other.slice(from, from + 120)}…`];
  });
}

function compareDocuments(original: readonly Document[], again: readonly Document[]): string[] {
  const listed = (documents: readonly Document[]): string[] =>
    documents.map((document) => `${document.name} ${digestOfDocument(document)}`);
  return compareViews(listed(original), listed(again));
}

async function readOrWhyNot(
  path: string,
  bytes: Uint8Array,
): Promise<{ documents: Document[] } | { why: string }> {
  const documents: Document[] = [];
  try {
    for await (const { document } of readKitFile(path, once(bytes))) documents.push(document);
    return { documents };
  } catch (error) {
    if (error instanceof Failure) return { why: error.message.slice(path.length + 1) };
    throw error;
  }
}

async function* writeUdlFile(documents: readonly Document[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (const document of documents) yield writeUdl(document);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
