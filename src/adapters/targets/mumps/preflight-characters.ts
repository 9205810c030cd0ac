import { isUtf8 } from 'node:buffer';
import type { Disk } from '../../files/disk.ts';
import { kindOf } from '../../../document/document-name.ts';
import { parseReference, readGlobal } from '../../../document/global.ts';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import { characterSetTrouble } from './character-set-trouble.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { isRoutine } from './routine-files.ts';

interface Room {
  readonly database: MumpsDatabase;
  readonly disk: Disk;
}

/**
 * Whether the patch's code can be compiled and run in the character set that site.yaml names; and, at a site in UTF-8, which documents hold bytes that its processes do not
 * read as characters. An operator may consent to these: a picture is no text.
 */
export async function preflightCharacters(
  { database, disk }: Room,
  documents: readonly PlannedDocument[],
  run: string | null,
): Promise<readonly Objection[]> {
  const code = documents.find(({ name }) => isRoutine(name))?.name ?? (run === null ? null : `run: ${run}`);
  const trouble = code === null ? null : await characterSetTrouble(database, disk);
  const refusals =
    code === null || trouble === null
      ? []
      : [{ kind: 'refusal' as const, name: code, why: `${trouble.why} ${trouble.next}` }];
  if (database.characterSet === 'M') return refusals;
  const odd = documents.filter((document) => !isText(document));
  return [...refusals, ...odd.map(({ name }) => ({ kind: 'consent' as const, name, why: notUtf8 }))];
}

const notUtf8 =
  'it holds bytes that are no UTF-8. They go in as they are, a byte for each character from 128 to 255 of the kit; processes of this site do not read them as characters (BADCHAR).';

function isText({ name, bytes }: PlannedDocument): boolean {
  if (bytes === null) return true;
  if (kindOf(name) !== 'global') return isUtf8(bytes);
  return readGlobal(bytes).every(({ reference, value }) =>
    [...(parseReference(reference)?.subscripts ?? []), value].every((text) =>
      isUtf8(Buffer.from(text, 'latin1')),
    ),
  );
}
