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
  /** What the site's routines want besides; it comes last, so it wins. */
  readonly environment: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of a process of this database, of `ours` only what a program of Unix needs. Character set M: one character per
 * byte. `gtm_etrap` is always set: without it an error ends in a prompt, and that, where input ends, with exit code 0. All paths
 * must be absolute and without blanks and parentheses, which `$ZROUTINES` cannot hold.
 */
export function environmentOf(database: MumpsDatabase, ours: Environment): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'USER', 'LOGNAME', 'TZ']) {
    const value = ours[name];
    if (value !== undefined) inherited[name] = value;
  }
  return { ...inherited, LC_ALL: 'C', ...settings(database), ...database.environment };
}

/** Under the names that GT.M knows, and under those that YottaDB prefers. */
function settings(database: MumpsDatabase): Record<string, string> {
  const { dist, globalDirectory, temporary } = database;
  const routines = searchPath(database);
  return {
    gtm_dist: dist,
    ydb_dist: dist,
    gtmgbldir: globalDirectory,
    ydb_gbldir: globalDirectory,
    gtmroutines: routines,
    ydb_routines: routines,
    gtm_chset: 'M',
    ydb_chset: 'M',
    gtm_tmp: temporary,
    ydb_tmp: temporary,
    gtm_etrap: errorTrap,
    ydb_etrap: errorTrap,
  };
}

/** Says the error and its place on standard output, and ends with code 1. */
const errorTrap = 'use $principal write "ERR|",$zstatus,! zhalt 1';

/** `$ZROUTINES`. */
function searchPath({ dist, routines, objects, relink }: MumpsDatabase): string {
  const star = relink ? '*' : '';
  const folders =
    objects === null
      ? routines.map((folder) => `${folder}${star}`)
      : [`${objects}${star}(${routines.join(' ')})`];
  const library = ['libyottadbutil.so', 'libgtmutil.so'].map((name) => join(dist, name)).find(existsSync);
  return [...folders, ...(library === undefined ? [] : [library])].join(' ');
}
