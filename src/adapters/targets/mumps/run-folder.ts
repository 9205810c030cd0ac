import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** What a run is given: the database, the disk of its folder, and the limits of site.yaml. */
export interface RunRoom {
  readonly database: MumpsDatabase;
  readonly disk: Disk;
  /** Bytes of database files up to which they are copied before a run. */
  readonly copyUpTo: number;
  /** Milliseconds that a run may take. */
  readonly timeLimit: number;
  /** True: nobody else works in this database, so all that is written during a run is the run's. Default: others do. */
  readonly alone?: boolean;
}

/** What is known of a run before it starts, and kept until it is forgotten. There is never more than one. */
export interface RunRecord {
  readonly attempt: number;
  /** In the environment of the run's process and of every process that it starts: they are known by it. */
  readonly id: string;
  /** Milliseconds since 1970: no process of the run began before. */
  readonly since: number;
  readonly observed: Observation;
}

/** How what the run writes is found. */
export type Observation =
  | { readonly kind: 'unobserved'; readonly why: string }
  | {
      readonly kind: 'journal';
      /** The journal files that were written when the run began. */
      readonly journals: readonly JournalFile[];
      /** True: a copy of the database as it was at the beginning of these files lies in the folder `copy`. */
      readonly copied: boolean;
    };

/** Known by its inode: a full one is renamed. */
export interface JournalFile {
  readonly region: string;
  readonly file: string;
  readonly inode: number;
}

/** Places in patchfleet's own folder that belong to the run. */
interface RunPlaces {
  readonly folder: string;
  readonly record: string;
  readonly handover: string;
  readonly process: string;
  readonly processes: string;
  readonly result: string;
  readonly writes: string;
  readonly register: string;
  readonly expected: string;
  readonly copy: string;
}

export function runPlaces({ own }: Pick<MumpsDatabase, 'own'>): RunPlaces {
  const folder = join(own, 'run');
  return {
    folder,
    record: join(folder, 'record.json'),
    handover: join(folder, 'handover'),
    process: join(folder, 'process'),
    processes: join(folder, 'processes.json'),
    result: join(folder, 'result'),
    writes: join(folder, 'writes.jsonl'),
    register: join(folder, 'register'),
    expected: join(folder, 'expected'),
    copy: join(folder, 'copy'),
  };
}

/** Null where no run is kept. */
export function readRunRecord(database: Pick<MumpsDatabase, 'own'>): RunRecord | null {
  const text = readIfThere(runPlaces(database).record);
  return text === null ? null : (JSON.parse(text.toString()) as RunRecord);
}

/** Durable when it returns. */
export function writeRunRecord({ database, disk }: RunRoom, record: RunRecord): void {
  disk.replace(runPlaces(database).record, Buffer.from(`${JSON.stringify(record)}\n`));
}

/** Number of the process that was started for the run; null where none was: none of the patch's code has run then. */
export function runProcess(database: Pick<MumpsDatabase, 'own'>): number | null {
  const text = readIfThere(runPlaces(database).process)?.toString() ?? '';
  return /^\d+\n$/.test(text) ? Number(text) : null;
}

export function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
