import { isUtf8 } from 'node:buffer';
import type { Disk } from '../../files/disk.ts';
import { kindOf } from '../../../document/document-name.ts';
import { parseReference, readGlobal } from '../../../document/global.ts';
import type { Objection, PlannedDocument } from '../../../ports/target.ts';
import { callMumps } from './call-process.ts';
import { characterSetTrouble } from './character-set-trouble.ts';
import { batchesOf } from './compile-routines.ts';
import { globalOf } from './held-documents.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { isRoutine } from './routine-files.ts';

interface Room {
  readonly database: MumpsDatabase;
  readonly disk: Disk;
}

/**
 * Whether the patch's code can be compiled and run in the character set that site.yaml names; and, at a site in UTF-8, which documents hold bytes that its processes do not
 * read as characters, to which an operator may consent (a picture is no text), and which globals a process in M may not change, as triggers stand on them.
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
  return [
    ...refusals,
    ...(await triggeredAmong(database, documents)),
    ...odd.map(({ name }) => ({ kind: 'consent' as const, name, why: notUtf8 })),
  ];
}

const notUtf8 =
  'it holds bytes that are no UTF-8. They go in as they are, a byte for each character from 128 to 255 of the kit; processes of this site do not read them as characters (BADCHAR).';

/** GT.M Messages and Recovery Procedures, "TRIGINVCHSET"; GT.M Programmer's Guide, "$ZTRIGger()". */
async function triggeredAmong(
  database: MumpsDatabase,
  documents: readonly PlannedDocument[],
): Promise<readonly Objection[]> {
  const globals = new Set(documents.map(({ name }) => globalOf(name)).filter((name) => name !== null));
  const found = new Set<string>();
  for (const batch of batchesOf([...globals], (name) => name)) {
    const args = ['-run', '%XCMD', `write $ztrigger("select","${batch.join(',')}")`];
    const { output } = await callMumps(database, 'mumps', args, { timeLimit: patience, as: 'site' });
    for (const [, name = ''] of output.toString('latin1').matchAll(/^[+](\^%?[A-Za-z0-9]+)/gm))
      found.add(name);
  }
  const stopped = documents.filter(({ name }) => found.has(globalOf(name) ?? ''));
  return stopped.map(({ name }) => ({ kind: 'refusal', name, why: triggered }));
}

const patience = 60_000;

const triggered =
  "triggers stand on this global, which the site's processes made in UTF-8: GT.M does not let patchfleet's session, which works in M, change it (TRIGINVCHSET). Take the triggers away for the time of the patch (mupip trigger).";

function isText({ name, bytes }: PlannedDocument): boolean {
  if (bytes === null) return true;
  if (kindOf(name) !== 'global') return isUtf8(bytes);
  return readGlobal(bytes).every(({ reference, value }) =>
    [...(parseReference(reference)?.subscripts ?? []), value].every((text) =>
      isUtf8(Buffer.from(text, 'latin1')),
    ),
  );
}
