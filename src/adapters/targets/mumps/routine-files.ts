import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import type { Instant } from '../../../base/instant.ts';
import type { ChangeResult, DocumentChange } from '../../../document/change.ts';
import { changedBytes } from '../../../document/apply-change.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { parseDocumentName } from '../../../document/parse-document-name.ts';
import type { Disk } from '../../files/disk.ts';
import { isLeftover } from '../../files/fresh-file.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** True for `NAME.m` and `%NAME.m`. */
export function isRoutine(name: DocumentName): boolean {
  return name.endsWith('.m') && parseDocumentName(name) === name;
}

/** Bytes of a routine's source as they are; null: it is not in the folder that patches write to. */
export function readRoutine(database: MumpsDatabase, name: DocumentName): Uint8Array | null {
  const file = sourceOf(database, name);
  return existsSync(file) ? readFileSync(file) : null;
}

/** Every routine of the folder that patches write to. */
export function listRoutines({ routines }: MumpsDatabase): readonly DocumentName[] {
  return readdirSync(routines[0]).flatMap((file) => {
    const name = parseDocumentName(file.replace(/^_/, '%'));
    return file.endsWith('.m') && name !== null ? [name] : [];
  });
}

/** When its source was last written; null: it is gone again. */
export function routineTime(database: MumpsDatabase, name: DocumentName): Instant | null {
  const stat = statSync(sourceOf(database, name), { throwIfNoEntry: false });
  return stat === undefined ? null : Math.trunc(stat.mtimeMs);
}

/**
 * Writes or removes a routine's source. What was compiled from an older source is no longer used, as the source is newer: the database compiles it when it
 * is called, if nobody does before. What was compiled of a removed routine goes with it. Failure TARGET_FILE_REFUSED for a symbolic link: what it leads to is not this target's.
 */
export function applyToRoutine(database: MumpsDatabase, change: DocumentChange, disk: Disk): ChangeResult {
  const file = sourceOf(database, change.name);
  refuseLink(file);
  const now = readRoutine(database, change.name);
  const changed = changedBytes(change, now);
  if (changed.kind === 'conflict') return { kind: 'conflict', found: now === null ? null : digestOf(now) };
  const object = objectOf(database, change.name);
  if (changed.bytes === null) {
    disk.remove(object); // before the source, or a crash could leave it, and it runs without one
    disk.remove(file);
    disk.remove(object); // somebody may have called it in between
  } else disk.replace(file, changed.bytes);
  return { kind: 'applied' };
}

/**
 * Writes or removes routines in their order, each like `applyToRoutine`, those that stand side by side in one go. The first that is not as its change expects, before
 * which it stops; null: all are done.
 */
export async function applyToRoutines(
  database: MumpsDatabase,
  changes: readonly RoutineChange[],
  disk: Disk,
): Promise<DocumentName | null> {
  let puts: PutRoutine[] = [];
  for (const change of changes) {
    if (change.kind === 'remove' || puts.some(({ name }) => name === change.name)) {
      const wrong = await putRoutines(database, puts, disk);
      puts = [];
      if (wrong !== null) return wrong;
    }
    if (change.kind === 'put') puts.push(change);
    else if (applyToRoutine(database, change, disk).kind === 'conflict') return change.name;
  }
  return putRoutines(database, puts, disk);
}

type RoutineChange = Exclude<DocumentChange, { kind: 'edit' }>;
type PutRoutine = Extract<DocumentChange, { kind: 'put' }>;

async function putRoutines(
  database: MumpsDatabase,
  puts: readonly PutRoutine[],
  disk: Disk,
): Promise<DocumentName | null> {
  const byFile = new Map(puts.map((put) => [sourceOf(database, put.name), put]));
  const files = Array.from(byFile, ([path, { bytes }]) => ({ path, bytes }));
  const done = await disk.replaceAll(files, (path) => {
    refuseLink(path);
    const put = byFile.get(path);
    return put !== undefined && changedBytes(put, readRoutine(database, put.name)).kind === 'applied';
  });
  return puts[done]?.name ?? null;
}

/** Removes half-written sources that a killed process left. Who has the lock is the only one to write them. */
export function removeLeftSources({ routines: [folder] }: MumpsDatabase, disk: Disk): void {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files) if (isLeftover(file)) disk.remove(join(folder, file));
}

/** The file of a routine's source, whether it is there or not. */
export function sourceOf({ routines }: MumpsDatabase, name: DocumentName): string {
  return join(routines[0], fileOf(name));
}

/** The file of what is compiled from it. */
export function objectOf({ routines, objects }: MumpsDatabase, name: DocumentName): string {
  return join(objects ?? routines[0], fileOf(name).replace(/m$/, 'o'));
}

/** GT.M Programmer's Guide, "Routine names": `%` is `_` in the names of files. */
export function fileOf(name: DocumentName): string {
  return name.replace(/^%/, '_');
}

function refuseLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const why = 'it is a symbolic link, which may lead out of the target.';
  throw failure('TARGET_FILE_REFUSED', { file, why });
}
