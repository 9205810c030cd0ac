import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Conversation } from './conversation.ts';
import { databaseTrouble } from './database-trouble.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { readRegister } from './mumps-register.ts';
import { readCounted } from './read-answers.ts';

/** What the database says of itself. */
interface DatabaseView {
  /** `$ZVERSION`. */
  readonly version: string;
  readonly regions: readonly Region[];
  readonly register: readonly string[];
}

interface Region {
  readonly name: string;
  readonly file: string;
  /** `off` also where a journal is set up and not switched on. */
  readonly journal: 'on' | 'off';
}

/** Asks it. Failures TARGET_UNREACHABLE, REGISTER_DAMAGED, NEWER_FORMAT. */
export async function lookAtDatabase(
  conversation: Conversation,
  database: MumpsDatabase,
): Promise<DatabaseView> {
  const { globalDirectory: target } = database;
  const answer = await conversation.ask(['look']);
  if (answer.kind === 'error') throw databaseTrouble(database, answer.status);
  const [version, format, count, ...rest] = readCounted(answer.body);
  const regions = Number(text(count));
  return {
    version: text(version),
    regions: Array.from({ length: regions }, (_, at) => regionOf(rest.slice(at * 3, at * 3 + 3))),
    register: readRegister(target, text(format), rest.slice(regions * 3)),
  };
}

function regionOf([name, file, journal]: readonly Buffer[]): Region {
  return { name: text(name), file: text(file), journal: text(journal) === '2' ? 'on' : 'off' };
}

function text(bytes: Buffer | undefined): string {
  return (bytes ?? Buffer.alloc(0)).toString();
}

/** Bytes free where there are fewest: in one of these folders, or beside one of the database's files; null: not known. */
export function freeBytes({ regions }: DatabaseView, folders: readonly string[]): number | null {
  const places = [...regions.map(({ file }) => dirname(file)), ...folders];
  const free = places.flatMap((folder) => {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return [bavail * bsize];
    } catch {
      return [];
    }
  });
  return free.length === 0 ? null : Math.min(...free);
}
