import { joinBytes } from '../../base/join-bytes.ts';
import type { FilePlace, KitSource } from './kit-source.ts';
import { invalidFile } from './kit-source.ts';
import { MalformedBytes, strictDecoder } from './strict-decoder.ts';

/**
 * The text of a file in pieces of bounded size, decoded strictly; a byte order mark is left out. Malformed bytes are
 * Failure INVALID_FILE with their line.
 */
export async function* readText({ path, chunks }: KitSource, encoding: string): AsyncGenerator<string> {
  const decoder = strictDecoder(encoding);
  if (decoder === null) throw invalidFile(path, { line: 1, column: 0 }, `encoding ${encoding} is not known`);
  let line = 1;
  let piece: Uint8Array = new Uint8Array(0);
  try {
    for await (piece of boundedPieces(chunks)) {
      const text = decoder.decode(piece);
      yield text;
      line += countOf(text, '\n');
    }
    piece = new Uint8Array(0);
    yield decoder.end();
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error;
    throw invalidFile(path, placeAfter(line, piece.subarray(0, error.offset)), error.message);
  }
}

/** The lines of a text file with their 1-based numbers, without LF or CRLF. A NUL is Failure INVALID_FILE. */
export async function* readLines(
  source: KitSource,
  encoding: string,
): AsyncGenerator<[line: string, number: number]> {
  let rest = '';
  let number = 1;
  for await (const text of readText(source, encoding)) {
    const pieces = text.split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield [checkedLine(source.path, rest + piece, number), number];
      rest = '';
      number += 1;
    }
    rest += last;
  }
  if (rest !== '') yield [checkedLine(source.path, rest, number), number];
}

function checkedLine(path: string, line: string, number: number): string {
  const nul = line.indexOf('\0');
  if (nul >= 0) throw invalidFile(path, { line: number, column: nul + 1 }, 'a NUL byte');
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The whole file. */
export async function readBytes({ chunks }: KitSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joinBytes(parts);
}

const pieceSize = 65_536;

async function* boundedPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceSize) yield chunk.subarray(at, at + pieceSize);
  }
}

function placeAfter(line: number, bytes: Uint8Array): FilePlace {
  return { line: line + bytes.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0), column: 0 };
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
