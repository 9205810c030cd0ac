import type { GlobalReference } from '../../../document/global-reference.ts';

/** An edit whose reference was taken apart. */
export interface ParsedEdit {
  readonly subscripts: GlobalReference['subscripts'];
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The frames that tell the helper routine these edits of one global, in their order: many small ones to a frame, and one large one, whose values can
 * be 1 MiB each, to three. One byte for each character: all must be below 256.
 */
export function editFrames(global: string, edits: readonly ParsedEdit[]): Uint8Array[] {
  const frames: Uint8Array[] = [Buffer.from(`g${global}`)];
  let many: string[] = [];
  let size = 0;
  let before: ParsedEdit['subscripts'] = [];
  const flush = (): void => {
    if (many.length > 0) frames.push(Buffer.from(`m${many.join('')}`, 'latin1'));
    [many, size, before] = [[], 0, []];
  };
  for (const edit of edits) {
    if (isLarge(edit)) {
      flush();
      frames.push(...largeEdit(edit));
      continue;
    }
    const text = smallEdit(edit, before);
    many.push(text);
    size += text.length;
    before = edit.subscripts;
    if (size > frameSize) flush();
  }
  flush();
  return frames;
}

const frameSize = 200_000;

/** Lengths of a small edit are counted with one byte for a subscript, two for a value. */
function isLarge({ subscripts, from, to }: ParsedEdit): boolean {
  if ((from?.length ?? 0) > 0xffff || (to?.length ?? 0) > 0xffff) return true;
  return subscripts.some((subscript) => subscript.length > 0xff);
}

function smallEdit({ subscripts, from, to }: ParsedEdit, before: ParsedEdit['subscripts']): string {
  let common = 0;
  while (common < subscripts.length && subscripts[common] === before[common]) common += 1;
  const [was, is] = [from ?? '', to ?? ''];
  let text = String.fromCharCode(
    ...[subscripts.length, common, from === null ? 0 : 1, to === null ? 0 : 1],
    ...[was.length >> 8, was.length & 0xff, is.length >> 8, is.length & 0xff],
  );
  for (let at = common; at < subscripts.length; at += 1) {
    const subscript = subscripts[at] ?? '';
    text += String.fromCharCode(subscript.length) + subscript;
  }
  return text + was + is;
}

function largeEdit({ subscripts, from, to }: ParsedEdit): Uint8Array[] {
  const counted = subscripts.map((subscript) => `${String(subscript.length).padStart(4, '0')}${subscript}`);
  const place = `o${String(subscripts.length).padStart(2, '0')}${from === null ? 0 : 1}${to === null ? 0 : 1}`;
  return [place + counted.join(''), from ?? '', to ?? ''].map((text) => Buffer.from(text, 'latin1'));
}
