import { readKitFile } from '../../../src/kit/formats/read-kit-file.ts';
import type { FoundDocument } from '../../../src/kit/formats/kit-source.ts';
import type { Document } from '../../../src/document/document.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A file's bytes in pieces of this size, so that every reader meets cuts in awkward places. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

export async function found(
  path: string,
  content: Uint8Array | string,
  pieceSize = 7,
): Promise<FoundDocument[]> {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const all: FoundDocument[] = [];
  for await (const one of readKitFile(path, inPieces(bytes, pieceSize))) all.push(one);
  return all;
}

export async function documents(
  path: string,
  content: Uint8Array | string,
  pieceSize = 7,
): Promise<Document[]> {
  return (await found(path, content, pieceSize)).map(({ document }) => document);
}

/** Name and canonical text of each document. */
export async function texts(path: string, content: Uint8Array | string): Promise<string[][]> {
  return (await documents(path, content)).map(({ name, bytes }) => [name, textOf(bytes)]);
}

export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return new Uint8Array(Buffer.concat(parts));
}

/** An export around these elements. */
export function anExport(...elements: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Export generator="IRIS" version="26">\n${elements.join('\n')}\n</Export>\n`;
}
