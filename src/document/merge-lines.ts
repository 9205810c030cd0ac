import { joinBytes } from '../base/join-bytes.ts';
import type { LinePlace } from './node-lines.ts';
import { compareLines, firstLine, isAtEnd, nextLine, sameLine } from './node-lines.ts';

/** Canonical bytes of globals, read side by side in M collation: node by node, whichever of them hold it. */
export interface LineMerge {
  /** Where each of them is read; the line of the node, where `holds` says so. */
  readonly places: readonly LinePlace[];
  readonly holds: readonly boolean[];
}

/** Calls `take` at each node, until it answers false. */
export function mergeLines(sides: readonly (Uint8Array | null)[], take: (merge: LineMerge) => unknown): void {
  const places = sides.map(firstLine);
  const holds = sides.map(() => false);
  const merge = { places, holds };
  while (markLeast(places, holds)) {
    if (take(merge) === false) return;
    for (let side = 0; side < places.length; side += 1) {
      const place = places[side];
      if (holds[side] === true && place !== undefined) nextLine(place);
    }
  }
}

/** False: all are at their end. Loops with an index: this is done for every node. */
function markLeast(places: readonly LinePlace[], holds: boolean[]): boolean {
  let least: LinePlace | null = null;
  for (let side = 0; side < places.length; side += 1) {
    const place = places[side];
    const order =
      place === undefined || isAtEnd(place) ? 1 : least === null ? -1 : compareLines(place, least);
    holds[side] = order <= 0;
    if (order < 0 && place !== undefined) {
      for (let before = 0; before < side; before += 1) holds[before] = false;
      least = place;
    }
  }
  return least !== null;
}

/** True where both hold the node with the same value, or neither does. */
export function areAlike({ places, holds }: LineMerge, one: number, other: number): boolean {
  const [a, b] = [places[one], places[other]];
  if (holds[one] !== holds[other]) return false;
  return holds[one] !== true || (a !== undefined && b !== undefined && sameLine(a, b));
}

/** Gathers lines into canonical bytes; they must come in their order. Lines that stand side by side are copied in one piece. */
interface LineCollector {
  add(place: LinePlace): void;
  /** Null: none came. */
  finish(): Uint8Array | null;
}

export function collectLines(): LineCollector {
  const pieces: Uint8Array[] = [];
  let [bytes, start, end] = [new Uint8Array() as Uint8Array, 0, 0];
  const flush = (): void => {
    if (end > start) pieces.push(bytes.subarray(start, end));
  };
  return {
    add: (place) => {
      if (place.bytes !== bytes || place.start !== end) {
        flush();
        [bytes, start] = [place.bytes, place.start];
      }
      end = place.next;
    },
    finish: () => {
      flush();
      const [only] = pieces;
      return pieces.length <= 1 ? (only ?? null) : joinBytes(pieces);
    },
  };
}

/** Gathers the line of one of the sides, where it holds the node. */
export function addHeld({ places, holds }: LineMerge, side: number, lines: LineCollector): void {
  const place = places[side];
  if (holds[side] === true && place !== undefined) lines.add(place);
}
