import { accessSync, constants } from 'node:fs';
import type { Disk } from '../../files/disk.ts';
import type { CharacterSetTrouble } from './character-set-trouble.ts';
import { characterSetTrouble } from './character-set-trouble.ts';
import { lookAtDatabase } from './look-at-database.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { converseAnew } from './read-database.ts';
import { readRunRecord } from './run-folder.ts';
import { leftRegisterTrouble } from './run-register.ts';

/** What of a database a site has to know before its first patch. */
interface DatabaseFindings {
  readonly version: string;
  readonly dist: string;
  readonly regions: number;
  /** Regions whose journal is not switched on. */
  readonly unjournaled: readonly string[];
  /** Folders in which patches write and that we cannot write, and why. */
  readonly unwritable: readonly string[];
  /** Why routines cannot be compiled and run as site.yaml says, and what to do; null: they can. */
  readonly characterSet: CharacterSetTrouble | null;
}

/** Opens the database and looks; the helper routine is put up to date by that. Failures MUMPS_MISSING, TARGET_UNREACHABLE, REGISTER_DAMAGED. */
export async function inspectDatabase(database: MumpsDatabase, disk: Disk): Promise<DatabaseFindings> {
  const { dist, routines, objects } = database;
  const view = await converseAnew(database, disk)((conversation) => lookAtDatabase(conversation, database));
  const record = readRunRecord(database);
  const trouble = record === null ? null : await leftRegisterTrouble({ database }, record);
  if (trouble !== null) throw trouble;
  return {
    version: view.version,
    dist,
    regions: view.regions.length,
    unjournaled: view.regions.filter(({ journal }) => journal === 'off').map(({ name }) => name),
    unwritable: [routines[0], ...(objects === null ? [] : [objects])].flatMap(whyNotWritable),
    characterSet: await characterSetTrouble(database, disk),
  };
}

function whyNotWritable(folder: string): string[] {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : folder];
  }
}
