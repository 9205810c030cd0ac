import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import type { MumpsCall } from './call-process.ts';
import { callMumps } from './call-process.ts';
import type { CharacterSet, MumpsDatabase } from './mumps-database.ts';
import { environmentOf } from './mumps-database.ts';
import { runDriver, runRoutine } from './run-driver.ts';
import { readIfThere } from './run-folder.ts';

/** After a process was killed in the middle of a commit the database lets others wait for about a minute, until it has put that right. */
const patience = 10 * 60_000;

/** Calls a label of the driver, in a process of its own. */
export function callDriver(
  { database, disk }: { readonly database: MumpsDatabase; readonly disk: Disk },
  label: 'regions' | 'over' | 'flush' | 'free' | 'unmark' | 'mend' | 'differ',
  argument: readonly string[] = [],
): Promise<MumpsCall> {
  installDriver(database, disk, 'M');
  return callMumps(database, 'mumps', ['-run', `${label}^${runRoutine}`, ...argument], {
    timeLimit: patience,
    environment: driverEnvironment(database, 'M'),
  });
}

/** Writes the driver's source where it is not there, or is not this version's: a folder for each character set, as what is compiled serves only one. */
export function installDriver(database: MumpsDatabase, disk: Disk, set: CharacterSet): void {
  const folder = driverFolder(database, set);
  const file = join(folder, '_PFRUN.m');
  if (readIfThere(file)?.toString('latin1') === runDriver) return;
  disk.makeFolder(folder);
  disk.remove(join(folder, '_PFRUN.o'));
  disk.replace(file, Buffer.from(runDriver, 'latin1'));
}

/** The driver's folder comes last: M code that looks for the first folder of `$ZROUTINES` finds the site's. */
export function driverEnvironment(database: MumpsDatabase, set: CharacterSet): Record<string, string> {
  const path = `${environmentOf(database, {}, set)['gtmroutines'] ?? ''} ${driverFolder(database, set)}`;
  return { gtmroutines: path, ydb_routines: path };
}

function driverFolder({ own }: MumpsDatabase, set: CharacterSet): string {
  return join(own, set === 'M' ? 'run-driver' : 'run-driver-utf8');
}
