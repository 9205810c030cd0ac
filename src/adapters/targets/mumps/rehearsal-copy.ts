import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { callMumps } from './call-process.ts';
import { copyDatabase, copyIn, must } from './database-copy.ts';
import type { Region } from './database-regions.ts';
import { readRegions } from './database-regions.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** A whole copy of a database that is nobody's but ours. */
interface ScratchDatabase {
  readonly database: MumpsDatabase;
  /** Empty folder beside it. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Copies globals, routines and compiled routines into a folder of patchfleet's own, journaled in journals of its own, while others go on
 * working with the real one; of that not even a journal file is changed, but its header notes a full backup. What a process that is gone has left of another rehearsal is
 * removed first. Failure DISK_FULL, TARGET_UNREACHABLE.
 */
export async function copyForRehearsal(database: MumpsDatabase, disk: Disk): Promise<ScratchDatabase> {
  await removeLeftovers(database, disk);
  const top = join(database.own, `${prefix}${process.pid}`);
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

/** Before the number of the process whose rehearsal it is. */
const prefix = 'rehearsal-';

async function removeLeftovers(database: MumpsDatabase, disk: Disk): Promise<void> {
  if (!existsSync(database.own)) return;
  for (const name of readdirSync(database.own).filter((one) => one.startsWith(prefix))) {
    if (existsSync(join('/proc', name.slice(prefix.length)))) continue;
    const top = join(database.own, name);
    await remove(copyIn(database, join(top, 'globals')), disk, top);
  }
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
