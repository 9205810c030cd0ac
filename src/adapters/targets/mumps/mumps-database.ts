import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A GT.M or YottaDB database as site.yaml describes it, defaults filled in. A value: nothing is opened by it. */
export interface MumpsDatabase {
  /** Folder of the database's own programs (`gtm_dist`). */
  readonly dist: string;
  /** File (`gtmgbldir`). */
  readonly globalDirectory: string;
  /** Folders of routine sources, in the order of the search. Patches write into the first. */
  readonly routines: readonly [string, ...string[]];
  /** Folder of compiled routines; null: beside their sources. */
  readonly objects: string | null;
  /** True where running processes take up new versions of a routine (auto-relink, `objects*(…)`). */
  readonly relink: boolean;
  /** Folder of sockets and the like (`gtm_tmp`): one for all processes of this installation on the machine, or they cannot work together. */
  readonly temporary: string;
  /** Patchfleet's own folder beside this database: helper routine, scratch files. Every process runs in it. */
  readonly own: string;
  /** Of the site's own processes (`gtm_chset`). What they compiled runs in processes of this set only. */
  readonly characterSet: CharacterSet;
  /** What the site's routines want besides; it comes last, so it wins. */
  readonly environment: Readonly<Record<string, string>>;
}

/** M: a character is a byte. The bytes of names and values in the database are the same for both. */
export type CharacterSet = 'M' | 'UTF-8';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of a process of this database, of `ours` only what a program of Unix needs. Patchfleet's own processes take character set M, whatever the site's
 * is: one character per byte. `gtm_etrap` is always set: without it an error ends in a prompt, and that, where input ends, with exit code 0. All paths
 * must be absolute and without blanks and parentheses, which `$ZROUTINES` cannot hold.
 */
export function environmentOf(
  database: MumpsDatabase,
  ours: Environment,
  set: CharacterSet,
): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'USER', 'LOGNAME', 'TZ']) {
    const value = ours[name];
    if (value !== undefined) inherited[name] = value;
  }
  const locale = set === 'M' ? 'C' : 'C.UTF-8';
  return { ...inherited, LC_ALL: locale, ...settings(database, set), ...database.environment };
}

/** Under the names that GT.M knows, and under those that YottaDB prefers. */
function settings(database: MumpsDatabase, set: CharacterSet): Record<string, string> {
  const { dist, globalDirectory, temporary } = database;
  const routines = searchPath(database, set);
  return {
    gtm_dist: dist,
    ydb_dist: dist,
    gtmgbldir: globalDirectory,
    ydb_gbldir: globalDirectory,
    gtmroutines: routines,
    ydb_routines: routines,
    gtm_chset: set,
    ydb_chset: set,
    gtm_tmp: temporary,
    ydb_tmp: temporary,
    gtm_etrap: errorTrap,
    ydb_etrap: errorTrap,
  };
}

/** Says the error and its place on standard output, and ends with code 1. */
const errorTrap = 'use $principal write "ERR|",$zstatus,! zhalt 1';

/** `$ZROUTINES`. */
function searchPath({ dist, routines, objects, relink }: MumpsDatabase, set: CharacterSet): string {
  const star = relink ? '*' : '';
  const folders =
    objects === null
      ? routines.map((folder) => `${folder}${star}`)
      : [`${objects}${star}(${routines.join(' ')})`];
  const programs = set === 'M' ? dist : join(dist, 'utf8');
  const library = ['libyottadbutil.so', 'libgtmutil.so'].map((name) => join(programs, name)).find(existsSync);
  return [...folders, ...(library === undefined ? [] : [library])].join(' ');
}
