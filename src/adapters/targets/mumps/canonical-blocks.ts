import { isAscii } from 'node:buffer';
import type { GlobalReference } from '../../../document/global-reference.ts';
import {
  compareParsedReferences,
  findReference,
  writeReference,
} from '../../../document/global-reference.ts';
import { readNode } from '../../../document/global.ts';
import { writeMString } from '../../../document/m-string.ts';

/** Whole canonical lines of one global. */
export interface GlobalBlock {
  /** With its `^`. */
  readonly name: string;
  readonly lines: Uint8Array;
  /** True where a line comes too late: the database sorts empty subscripts behind numbers, M collation before them. */
  readonly disordered: boolean;
}

/**
 * The lines of an extract in ZWR, without its two lines of header, in canonical form. GT.M writes them so but for bytes above 159, which it writes
 * as they are in character set M, and for the place of empty subscripts: only blocks in which either may be are looked at line by line.
 */
export async function* canonicalBlocks(extract: AsyncIterable<Buffer>): AsyncGenerator<GlobalBlock> {
  const state: State = { previous: '' };
  for await (const block of withoutHeader(wholeLines(extract))) {
    if (isPlain(block)) {
      yield { name: nameOf(block), lines: block, disordered: false };
      state.previous = lastLine(block).toString('latin1');
    } else yield* lineByLine(block, state);
  }
}

interface State {
  previous: string;
}

/** Joins small pieces, and cuts at the last newline in each. */
async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [waiting, size] = [[] as Buffer[], 0];
  for await (const piece of pieces) {
    const end = size + piece.length < blockSize ? 0 : piece.lastIndexOf(newline) + 1;
    if (end === 0) {
      waiting.push(piece);
      size += piece.length;
    } else {
      yield Buffer.concat([...waiting, piece.subarray(0, end)]);
      waiting = [piece.subarray(end)];
      size = piece.length - end;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}

const blockSize = 256 * 1024;
const newline = 0x0a;

async function* withoutHeader(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let missing = 2;
  for await (const block of blocks) {
    let start = 0;
    for (; missing > 0 && start < block.length; missing -= 1) start = block.indexOf(newline, start) + 1;
    if (start < block.length) yield start === 0 ? block : block.subarray(start);
  }
}

/** True where all lines are of one global (names do not come back in an extract), and canonical as they stand. */
function isPlain(block: Buffer): boolean {
  if (!isAscii(block) || block.includes('(""') || block.includes(',""')) return false;
  return nameOf(block) === nameOf(lastLine(block));
}

function lastLine(block: Buffer): Buffer {
  return block.subarray(block.lastIndexOf(newline, -2) + 1);
}

/** The name that the first line begins with. */
function nameOf(block: Buffer): string {
  return /^\^[^(=]+/.exec(block.toString('latin1', 0, 64))?.[0] ?? '';
}

function* lineByLine(block: Buffer, state: State): Generator<GlobalBlock> {
  let [name, lines, disordered] = ['', [] as string[], false];
  for (const line of block.toString('latin1').trimEnd().split('\n')) {
    const owner = nameOf(Buffer.from(line.slice(0, 64), 'latin1'));
    if (owner !== name && lines.length > 0) {
      yield { name, lines: Buffer.from(lines.join('')), disordered };
      [lines, disordered] = [[], false];
    }
    name = owner;
    disordered ||= comesTooLate(line, state.previous);
    lines.push(`${canonicalLine(line)}\n`);
    state.previous = line;
  }
  yield { name, lines: Buffer.from(lines.join('')), disordered };
}

function comesTooLate(line: string, previous: string): boolean {
  if (!line.includes('(""') && !line.includes(',""')) return false;
  const [reference, before] = [referenceOf(line), referenceOf(previous)];
  if (reference === null || before === null || !reference.subscripts.includes('')) return false;
  return reference.name === before.name && compareParsedReferences(before, reference) > 0;
}

function referenceOf(line: string): GlobalReference | null {
  return findReference(line)?.reference ?? null;
}

function canonicalLine(line: string): string {
  if (/^[ -~]*$/.test(line)) return line;
  const node = readNode(line);
  if (node === null) throw new Error('the database wrote a line that is no node in ZWR');
  return `${writeReference(node.reference)}=${writeMString(node.value)}`;
}
