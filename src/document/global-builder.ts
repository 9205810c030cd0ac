import { joinBytes } from '../base/join-bytes.ts';
import type { GlobalReference } from './global-reference.ts';
import { compareParsedReferences, writeReference } from './global-reference.ts';
import { readGlobal, writeGlobal } from './global.ts';
import { writeMString } from './m-string.ts';

/** Builds a global's canonical bytes from nodes as they come, in little more memory than these bytes need. */
export interface GlobalBuilder {
  /** False where the node was given before; it is not taken then. */
  add(reference: GlobalReference, value: string): boolean;
  finish(): Uint8Array;
}

/** Lines are kept as bytes from so many characters on. */
const batchSize = 65_536;

/** Nodes in M collation, as databases export them, are only compared with the one before; others are sorted at the end. */
export function globalBuilder(): GlobalBuilder {
  const batches: Uint8Array[] = [];
  let [lines, length] = [[] as string[], 0];
  let last: GlobalReference | null = null;
  let seen: Set<string> | null = null;

  const flush = (): void => {
    batches.push(new TextEncoder().encode(lines.join('')));
    [lines, length] = [[], 0];
  };
  const bytesSoFar = (): Uint8Array => {
    flush();
    const whole = joinBytes(batches);
    batches.splice(0, batches.length, whole);
    return whole;
  };
  const isNew = (reference: GlobalReference, text: string): boolean => {
    const order = last === null ? 1 : compareParsedReferences(reference, last);
    if (order < 0) seen ??= new Set(readGlobal(bytesSoFar()).map((node) => node.reference));
    return order !== 0 && !(seen?.has(text) ?? false);
  };

  return {
    add: (reference, value) => {
      const text = writeReference(reference);
      if (!isNew(reference, text)) return false;
      seen?.add(text);
      last = reference;
      const line = `${text}=${writeMString(value)}\n`;
      lines.push(line);
      length += line.length;
      if (length > batchSize) flush();
      return true;
    },
    finish: () => (seen === null ? bytesSoFar() : writeGlobal(readGlobal(bytesSoFar()))),
  };
}
