import { refuseOversized } from './broken-pack.ts';

/**
 * What a delta (gitformat-pack, "Deltified representation") makes of its base; null where the two do not fit. Memory is
 * taken only for what its pieces add up to. Throws OversizedObject.
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array | null {
  const cursor = { at: 0 };
  const baseSize = readSize(delta, cursor);
  const size = readSize(delta, cursor);
  if (baseSize !== base.length) return null;
  refuseOversized(size);
  if (lengthOf(base, delta, { ...cursor }, size) !== size) return null;
  const target = Buffer.alloc(size);
  let filled = 0;
  while (cursor.at < delta.length) {
    const piece = readPiece(base, delta, cursor);
    if (piece === null) return null;
    target.set(piece, filled);
    filled += piece.length;
  }
  return target;
}

/** What the pieces add up to, looked at no further than past the limit; null where one does not fit. */
function lengthOf(base: Uint8Array, delta: Uint8Array, cursor: Cursor, limit: number): number | null {
  let length = 0;
  while (cursor.at < delta.length && length <= limit) {
    const piece = readPiece(base, delta, cursor);
    if (piece === null) return null;
    length += piece.length;
  }
  return length;
}

interface Cursor {
  at: number;
}

function readSize(delta: Uint8Array, cursor: Cursor): number {
  let size = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = delta[cursor.at] ?? 0;
    cursor.at += 1;
    size += (byte & 127) * factor;
    if (byte < 128) return size;
  }
}

/** The next piece: copied from the base, or carried by the delta itself. */
function readPiece(base: Uint8Array, delta: Uint8Array, cursor: Cursor): Uint8Array | null {
  const order = delta[cursor.at] ?? 0;
  cursor.at += 1;
  if (order === 0) return null;
  if (order < 128) {
    const piece = delta.subarray(cursor.at, cursor.at + order);
    cursor.at += order;
    return piece.length === order ? piece : null;
  }
  const offset = readNumber(delta, cursor, order & 15);
  const length = readNumber(delta, cursor, (order >> 4) & 7) || 65_536;
  return offset + length <= base.length ? base.subarray(offset, offset + length) : null;
}

/** A little-endian number of which only the bytes are there whose bit is set. */
function readNumber(delta: Uint8Array, cursor: Cursor, present: number): number {
  let value = 0;
  for (let bit = 0; bit < 4; bit += 1) {
    if ((present & (1 << bit)) === 0) continue;
    value += (delta[cursor.at] ?? 0) * 2 ** (8 * bit);
    cursor.at += 1;
  }
  return value;
}
