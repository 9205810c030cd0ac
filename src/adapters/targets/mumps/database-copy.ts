import { copyFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../../../base/failure.ts';
import type { Disk } from '../../files/disk.ts';
import { callMumps } from './call-process.ts';
import type { Region } from './database-regions.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** Copying a database of the default limit takes minutes on slow disks. */
const patience = 60 * 60_000;

/**
 * Copies all regions into the folder while others go on writing, as they were at one moment; where the journals begin `anew`, at
 * that same moment (GT.M Administration and Operations Guide, "MUPIP BACKUP"). The copies are not journaled, or they would write into
 * the real journals. The folder then holds a global directory of its own. Failure DISK_FULL, TARGET_UNREACHABLE; the folder is gone then.
 */
export async function copyDatabase(
  database: MumpsDatabase,
  disk: Disk,
  regions: readonly Region[],
  { folder, journals }: { readonly folder: string; readonly journals: 'anew' | 'as they are' },
): Promise<MumpsDatabase> {
  disk.removeFolder(folder);
  disk.makeFolder(folder);
  try {
    needRoom(regions, folder);
    await backUp(database, regions, folder, journals === 'anew' ? [] : ['-nonewjnlfiles']);
    return await directoryFor(database, regions, folder);
  } catch (error) {
    disk.removeFolder(folder);
    throw error;
  }
}

/** The database whose copy lies in the folder. */
export function copyIn(database: MumpsDatabase, folder: string): MumpsDatabase {
  return { ...database, globalDirectory: join(folder, 'copy.gld') };
}

/** What has to be free besides: the database grows while it is copied. */
const spare = 64 * 1024 * 1024;

function needRoom(regions: readonly Region[], folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const wanted = regions.reduce((sum, { size }) => sum + size, 0) + spare;
  if (bavail * bsize < wanted) throw failure('DISK_FULL', { path: folder });
}

async function backUp(
  database: MumpsDatabase,
  regions: readonly Region[],
  folder: string,
  options: readonly string[],
): Promise<void> {
  const names = regions.map(({ name }) => name).join(',');
  const files = regions.map(({ name }) => fileOf(folder, name)).join(',');
  await must(database, 'mupip', ['backup', '-online', '-bkupdbjnl=disable', ...options, names, files]);
}

function fileOf(folder: string, region: string): string {
  return join(folder, `${region}.dat`);
}

/** A global directory that differs from the database's own in the files of its segments only. */
async function directoryFor(
  database: MumpsDatabase,
  regions: readonly Region[],
  folder: string,
): Promise<MumpsDatabase> {
  const copy = copyIn(database, folder);
  copyFileSync(database.globalDirectory, copy.globalDirectory);
  const { output } = await must(copy, 'mumps', ['-run', 'GDE'], 'show -commands\nexit\n');
  const segments = segmentsOf(output.toString('latin1'));
  const changes = regions.map(({ name }) => {
    const segment = segments.get(name);
    if (segment === undefined) throw unreachable(database, `GDE names no segment of the region ${name}`);
    return `change -segment ${segment} -file_name="${fileOf(folder, name)}"\n`;
  });
  await must(copy, 'mumps', ['-run', 'GDE'], `${changes.join('')}exit\n`);
  return copy;
}

/** Segments by region, out of what `show -commands` says. */
function segmentsOf(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^ADD -REGION (\S+) -DYNAMIC_SEGMENT=(\S+)/gm);
  return new Map(Array.from(lines, ([, region = '', segment = '']) => [region, segment]));
}

/** Waits until it has ended well. Failure DISK_FULL, TARGET_UNREACHABLE. */
export async function must(
  database: MumpsDatabase,
  program: 'mumps' | 'mupip',
  args: readonly string[],
  input = '',
): ReturnType<typeof callMumps> {
  const call = await callMumps(database, program, args, { timeLimit: patience, input });
  if (call.code === 0) return call;
  const said = `${call.output.toString('latin1')}${call.errors.toString('latin1')}`;
  if (/ENOSPC|No space left/i.test(said)) throw failure('DISK_FULL', { path: args.at(-1) ?? database.own });
  throw unreachable(
    database,
    `${program} ${args[0] ?? ''} ended with ${String(call.code)}: ${lastLines(said)}`,
  );
}

/** Whole lines: what is cut in the middle is not known any more as what has to be hidden. */
function lastLines(said: string): string {
  const lines = said.trimEnd().split('\n');
  while (lines.length > 1 && lines.join('\n').length > mostSaid) lines.shift();
  return lines.join('\n');
}

const mostSaid = 2_000;

function unreachable({ globalDirectory }: MumpsDatabase, why: string) {
  return failure('TARGET_UNREACHABLE', { target: globalDirectory, why: `it could not be copied: ${why}` });
}
