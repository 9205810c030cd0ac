import { statSync } from 'node:fs';
import { failure } from '../../../base/failure.ts';
import type { Disk } from '../../files/disk.ts';
import { callDriver } from './call-driver.ts';
import { complaintsIn } from './complaints-in.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** A region of the global directory: the part of the database that is one file. */
export interface Region {
  readonly name: string;
  readonly file: string;
  /** Bytes of the database's file. */
  readonly size: number;
  /** The journal that is written now; null: the region is not journaled. */
  readonly journal: string | null;
}

/** The regions as they are now. Failure TARGET_UNREACHABLE. */
export async function readRegions(room: {
  readonly database: MumpsDatabase;
  readonly disk: Disk;
}): Promise<readonly Region[]> {
  const { code, output } = await callDriver(room, 'regions');
  const lines = output.toString('latin1').split('\n').slice(0, -1);
  if (code !== 0 || lines.length % 4 !== 0) {
    const why = `its regions could not be listed${complaintsIn(output.toString('latin1'))}.`;
    throw failure('TARGET_UNREACHABLE', { target: room.database.globalDirectory, why });
  }
  return Array.from({ length: lines.length / 4 }, (_, at) => regionOf(lines.slice(at * 4, at * 4 + 4)));
}

function regionOf([name = '', file = '', state = '', journal = '']: readonly string[]): Region {
  return { name, file, size: sizeOf(file), journal: state === '2' && journal !== '' ? journal : null };
}

/** Why what a run writes could not be found; null where it could. */
export function whyUnobserved(regions: readonly Region[]): string | null {
  const without = regions.filter(({ journal }) => journal === null).map(({ name }) => name);
  if (without.length === 0) return null;
  return `journaling is off in the ${without.length === 1 ? 'region' : 'regions'} ${without.join(', ')}.`;
}

/** Bytes of a database's file; 0 where it was not made yet. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
