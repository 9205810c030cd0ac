import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { failure } from '../../../base/failure.ts';
import { copyDatabase } from './database-copy.ts';
import type { Region } from './database-regions.ts';
import { readRegions, whyUnobserved } from './database-regions.ts';
import { keepRegister } from './run-register.ts';
import type { JournalFile, Observation, RunRecord, RunRoom } from './run-folder.ts';
import { runPlaces, writeRunRecord } from './run-folder.ts';

/**
 * Makes everything ready that finding and undoing a run's writes needs; durable when it returns. Where the database is small enough it is copied first. Failure DISK_FULL,
 * TARGET_UNREACHABLE; nothing is kept then.
 */
export async function prepareRun(room: RunRoom, attempt: number): Promise<RunRecord> {
  const { database, disk } = room;
  const { folder } = runPlaces(database);
  disk.removeFolder(folder);
  disk.makeFolder(folder);
  try {
    const since = Date.now();
    const observed = await observe(room);
    await keepRegister(room);
    const record = { attempt, id: randomBytes(16).toString('hex'), since, observed };
    writeRunRecord(room, record);
    return record;
  } catch (error) {
    disk.removeFolder(folder);
    throw error;
  }
}

async function observe(room: RunRoom): Promise<Observation> {
  const { database, disk, copyUpTo } = room;
  const regions = await readRegions(room);
  const why = whyUnobserved(regions);
  if (why !== null) return { kind: 'unobserved', why };
  const copied = isWithin(regions, copyUpTo);
  const { copy } = runPlaces(database);
  if (copied) await copyDatabase(database, disk, regions, { folder: copy, journals: 'anew' });
  return { kind: 'journal', journals: regions.map(journalOf), copied };
}

/** True where the files of these regions are copied before a run. */
export function isWithin(regions: readonly Pick<Region, 'size'>[], copyUpTo: number): boolean {
  return regions.reduce((sum, { size }) => sum + size, 0) <= copyUpTo;
}

function journalOf({ name, journal }: Region): JournalFile {
  const file = journal ?? '';
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined)
    throw failure('TARGET_UNREACHABLE', {
      target: file,
      why: `the journal file of region ${name} is not there.`,
    });
  return { region: name, file, inode: found.ino };
}
