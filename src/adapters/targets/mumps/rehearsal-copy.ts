import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { callMumps } from './call-process.ts';
import { copyDatabase, must } from './database-copy.ts';
import type { Region } from './database-regions.ts';
import { readRegions } from './database-regions.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** A whole copy of a database that is nobody's but ours. */
export interface ScratchDatabase {
  readonly database: MumpsDatabase;
  /** Empty folder beside it. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Copies globals, routines and compiled routines into a folder of patchfleet's own, journaled in journals of its own, while others go on working with the real
 * one; of that not even a journal file is changed. There is one at a time: what an earlier one left is removed. Failure DISK_FULL,
 * TARGET_UNREACHABLE.
 */
export async function copyForRehearsal(database: MumpsDatabase, disk: Disk): Promise<ScratchDatabase> {
  const top = join(database.own, 'rehearsal');
  disk.removeFolder(top);
  for (const name of ['own', 'site', 'journals']) disk.makeFolder(join(top, name));
  const regions = await readRegions({ database, disk });
  const copied = await copyDatabase(database, disk, regions, {
    folder: join(top, 'globals'),
    journals: 'as they are',
  });
  const scratch = { ...copied, ...copyRoutines(database, top), own: join(top, 'own') };
  for (const region of regions) await switchJournalOn(scratch, region, join(top, 'journals'));
  return { database: scratch, folder: join(top, 'site'), close: () => remove(scratch, disk, top) };
}

function copyRoutines(
  { routines, objects }: MumpsDatabase,
  top: string,
): Pick<MumpsDatabase, 'routines' | 'objects'> {
  const [first, ...rest] = routines;
  return {
    routines: [
      copyFolder(first, join(top, 'routines')),
      ...rest.map((folder, at) => copyFolder(folder, join(top, `routines-${at + 2}`))),
    ],
    objects: objects === null ? null : copyFolder(objects, join(top, 'objects')),
  };
}

/** With the times of the files: they say whether what is compiled is newer than its source. */
function copyFolder(from: string, to: string): string {
  if (existsSync(from)) cpSync(from, to, { recursive: true, preserveTimestamps: true });
  return to;
}

async function switchJournalOn(scratch: MumpsDatabase, { name }: Region, folder: string): Promise<void> {
  const journal = `-journal=enable,on,before,filename=${join(folder, `${name}.mjl`)}`;
  await must(scratch, 'mupip', ['set', journal, '-region', name]);
}

/** Shared memory of the copy goes with it. */
async function remove(scratch: MumpsDatabase, disk: Disk, top: string): Promise<void> {
  await callMumps(scratch, 'mupip', ['rundown', '-region', '*'], { timeLimit: 60_000 });
  disk.removeFolder(top);
}
