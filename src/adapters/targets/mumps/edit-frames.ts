import type { NodeEdit } from '../../../document/change.ts';
import { parseReference } from '../../../document/global.ts';

/**
 * The frames that tell the helper routine these edits of one global: many small ones to a frame, and one large one, whose values can be
 * 1 MiB each, to three. One byte per character, so all must be below 256 and all sizes checked.
 */
export function editFrames(edits: readonly NodeEdit[]): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let many: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (many.length > 0) frames.push(Buffer.from(`m${many.join('')}`, 'latin1'));
    many = [];
    size = 0;
  };
  for (const edit of edits) {
    const [place, from, to] = [placeOf(edit), edit.from ?? '', edit.to ?? ''];
    const length = place.length + from.length + to.length;
    if (size + length > frameSize) flush();
    if (length > frameSize) {
      frames.push(...[`o${place}`, from, to].map((text) => Buffer.from(text, 'latin1')));
    } else {
      many.push(place, from, to);
      size += length;
    }
  }
  flush();
  return frames;
}

const frameSize = 500_000;

/** Number of subscripts, was, is to be, subscripts; each with its length. */
function placeOf({ reference, from, to }: NodeEdit): string {
  const subscripts = parseReference(reference)?.subscripts ?? [];
  const counted = subscripts.map((subscript) => digits(subscript.length, 4) + subscript);
  return digits(subscripts.length, 2) + sizeOf(from) + sizeOf(to) + counted.join('');
}

function sizeOf(value: string | null): string {
  return value === null ? '00000000' : `1${digits(value.length, 7)}`;
}

function digits(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
