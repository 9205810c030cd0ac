import type { LinePlace } from '../../../document/node-lines.ts';
import type { Subscripts } from './line-parts.ts';
import { copyValue, inCommon, lengthOf } from './line-parts.ts';

/** A value before or after: the line that has it, its bytes, or null: none. */
export type EditedValue = LinePlace | Uint8Array | null;

/** Gathers edits into frames of many, and others between them. */
export interface FrameWriter {
  /** False: it does not go into a frame of many; nothing was written of it. */
  add(subscripts: Subscripts, from: EditedValue, to: EditedValue): boolean;
  /** A frame of its own. Subscripts are told whole after it. */
  addWhole(frame: Uint8Array): void;
  finish(): Uint8Array[];
}

/**
 * Edits of nodes of one depth that share so many subscripts with the node before, and are of one kind, stand in a run: a head (depth, subscripts that are not
 * told again, kind, two bytes for how many), and of each the other subscripts with their lengths in one byte, and the values with theirs in two.
 */
interface Run {
  readonly head: number;
  readonly depth: number;
  readonly common: number;
  readonly kind: number;
  count: number;
}

/** So many bytes are a frame, about; a node in a frame of many has less than the second. */
const frameSize = 200_000;
const mostOfNode = 130_000;
const mostOfValue = 60_000;
const mostOfSubscript = 255;
const headSize = 5;

export function frameWriter(): FrameWriter {
  const frames: Uint8Array[] = [];
  let [frame, at] = [emptyFrame(), 1];
  let [run, before] = [null as Run | null, null as Subscripts | null];

  const flush = (): void => {
    if (at > 1) frames.push(frame.subarray(0, at));
    [frame, at, run] = [at > 1 ? emptyFrame() : frame, 1, null];
  };
  const runFor = (depth: number, common: number, kind: number): Run => {
    if (run?.depth === depth && run.kind === kind && run.common <= common && run.count < 0xffff) return run;
    frame.set([depth, common, kind, 0, 0], at);
    run = { head: at, depth, common, kind, count: 0 };
    at += headSize;
    return run;
  };

  return {
    add: (subscripts, from, to) => {
      if (isLarge(subscripts, from, to)) return false;
      if (at > frameSize) flush();
      const start = at;
      const depth = subscripts.starts.length;
      const common = before === null ? 0 : Math.min(inCommon(subscripts, before), Math.max(0, depth - 1));
      const last = run;
      const mine = runFor(depth, common, kindOf(from, to));
      at = copySubscripts(subscripts, mine.common, { into: frame, at });
      at = copyCounted(from, frame, at);
      if (at >= 0) at = copyCounted(to, frame, at);
      if (at < 0) {
        [at, run] = [start, last];
        return false;
      }
      mine.count += 1;
      frame[mine.head + 3] = mine.count >> 8;
      frame[mine.head + 4] = mine.count & 0xff;
      before = subscripts;
      return true;
    },
    addWhole: (whole) => {
      flush();
      frames.push(whole);
      before = null;
    },
    finish: () => {
      flush();
      return frames;
    },
  };
}

function emptyFrame(): Buffer {
  const frame = Buffer.allocUnsafe(frameSize + mostOfNode + headSize);
  frame[0] = 'm'.charCodeAt(0);
  return frame;
}

/** 0: there must be no value; 1: one is changed; 2: one is removed. */
function kindOf(from: EditedValue, to: EditedValue): number {
  if (from === null) return 0;
  return to === null ? 2 : 1;
}

function isLarge(subscripts: Subscripts, from: EditedValue, to: EditedValue): boolean {
  if (sizeOf(from) > mostOfValue || sizeOf(to) > mostOfValue) return true;
  for (let which = 0; which < subscripts.starts.length; which += 1)
    if (lengthOf(subscripts, which) > mostOfSubscript) return true;
  return false;
}

/** At least as many bytes as the value has. */
function sizeOf(value: EditedValue): number {
  if (value === null) return 0;
  return value instanceof Uint8Array ? value.length : value.next - value.equals;
}

function copySubscripts(
  { bytes, starts, ends }: Subscripts,
  first: number,
  { into, at }: { readonly into: Uint8Array; readonly at: number },
): number {
  let to = at;
  for (let which = first; which < starts.length; which += 1) {
    const [start = 0, end = 0] = [starts[which], ends[which]];
    into[to] = end - start;
    to += 1;
    for (let from = start; from < end; from += 1) into[to++] = bytes[from] ?? 0;
  }
  return to;
}

/** Where it ends; -1: its characters are not there as they are. */
function copyCounted(value: EditedValue, into: Uint8Array, at: number): number {
  if (value === null) return at;
  const start = at + 2;
  let end = start;
  if (value instanceof Uint8Array) {
    into.set(value, start);
    end += value.length;
  } else end = copyValue(value, into, start);
  if (end < 0) return end;
  into[at] = (end - start) >> 8;
  into[at + 1] = (end - start) & 0xff;
  return end;
}
