import type { GlobalEdit } from '../../../document/change.ts';
import { parseReference, readNode } from '../../../document/global.ts';
import { mergeLines } from '../../../document/merge-lines.ts';
import type { LinePlace } from '../../../document/node-lines.ts';
import { lineAt, lineFrom, referenceAt } from '../../../document/node-lines.ts';
import { narrowestRoot } from '../../../document/overlap.ts';
import type { FrameWriter } from './frame-writer.ts';
import { frameWriter } from './frame-writer.ts';
import type { ParsedEdit } from './held-documents.ts';
import { fitEdit, fitName, globalOf, mostSubscripts } from './held-documents.ts';
import { subscriptsOf, subscriptsOfTexts } from './line-parts.ts';

/**
 * The frames that tell the helper routine this edit: many nodes to a frame, and one large one, whose values can be 1 MiB each, to three. Where no node may
 * have a value, the narrowest subtree around them is named first: if nothing is in it, they need not be compared one by one. Failure
 * DOCUMENT_REFUSED where the database could not hold what the edit wants, or would hold something else.
 */
export function editFrames(edit: GlobalEdit): Uint8Array[] {
  fitName(edit.name);
  const writer = frameWriter();
  writer.addWhole(Buffer.from(`g${globalOf(edit.name) ?? ''}`, 'latin1'));
  if (edit.from === null && edit.to !== null) writer.addWhole(rootFrame(edit.to));
  mergeLines([edit.from, edit.to], ({ places: [was, is], holds: [isOld, isNew] }) => {
    addNode(edit, writer, {
      from: isOld === true ? (was ?? null) : null,
      to: isNew === true ? (is ?? null) : null,
    });
  });
  return writer.finish();
}

interface NodeLines {
  readonly from: LinePlace | null;
  readonly to: LinePlace | null;
}

function addNode({ name }: GlobalEdit, writer: FrameWriter, { from, to }: NodeLines): void {
  const place = to ?? from;
  if (place === null) return;
  const subscripts = subscriptsOf(place);
  if (subscripts !== null && subscripts.starts.length <= mostSubscripts)
    if (writer.add(subscripts, from, to)) return;
  addParsed(writer, fitEdit(name, { reference: referenceAt(place), from: valueOf(from), to: valueOf(to) }));
}

function addParsed(writer: FrameWriter, edit: ParsedEdit): void {
  const [from, to] = [edit.from, edit.to].map((text) => (text === null ? null : Buffer.from(text, 'latin1')));
  if (writer.add(subscriptsOfTexts(edit.subscripts), from ?? null, to ?? null)) return;
  const place = `o${countedSubscripts(edit.subscripts)}${from === null ? 0 : 1}${to === null ? 0 : 1}`;
  writer.addWhole(Buffer.from(place, 'latin1'));
  for (const bytes of [from, to]) writer.addWhole(bytes ?? new Uint8Array());
}

function valueOf(place: LinePlace | null): string | null {
  if (place === null) return null;
  const node = readNode(lineAt(place));
  if (node === null) throw new Error('a line that is no node in the bytes of a global');
  return node.value;
}

function rootFrame(lines: Uint8Array): Uint8Array {
  const last = lineFrom(lines, lines.lastIndexOf(newline, lines.length - 2) + 1);
  const ends = [lineFrom(lines, 0), last].map((place) => ({ reference: referenceAt(place) }));
  const subscripts = parseReference(narrowestRoot(ends))?.subscripts ?? [];
  return Buffer.from(`e${countedSubscripts(subscripts)}`, 'latin1');
}

/** How many there are, in two digits, and each with its length in four. */
function countedSubscripts(subscripts: readonly string[]): string {
  const counted = subscripts.map((subscript) => `${String(subscript.length).padStart(4, '0')}${subscript}`);
  return String(subscripts.length).padStart(2, '0') + counted.join('');
}

const newline = 0x0a;
