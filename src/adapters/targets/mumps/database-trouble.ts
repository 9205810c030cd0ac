import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../../base/failure.ts';
import { failure } from '../../../base/failure.ts';
import { plainText } from '../../../base/plain-text.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** Looks at the places that site.yaml names before a process is started with them. Failures MUMPS_MISSING, TARGET_UNREACHABLE. */
export function checkPlaces(database: MumpsDatabase): void {
  const { dist, globalDirectory, routines, objects, temporary } = database;
  for (const program of ['mumps', 'mupip']) {
    const file = join(dist, program);
    if (whyNot(file, constants.X_OK) !== null) throw failure('MUMPS_MISSING', { program: file });
  }
  const { R_OK, W_OK, X_OK } = constants;
  const refuse = (what: string, key: string, path: string, mode: number): void => {
    const why = whyNot(path, mode);
    if (why === null) return;
    const next = `correct \`${key}\` in site.yaml, or bring ${path} back as the user who runs patchfleet may use it.`;
    throw failure('TARGET_UNREACHABLE', { target: globalDirectory, why: `${what} ${path} ${why}.`, next });
  };
  refuse('its global directory', 'globalDirectory', globalDirectory, R_OK);
  for (const folder of routines) refuse('its folder of routines', 'routines', folder, R_OK | X_OK);
  if (objects !== null) refuse('its folder of compiled routines', 'objects', objects, R_OK | X_OK);
  refuse('its temporary folder', 'temporary', temporary, W_OK | X_OK);
  if (!isGlobalDirectory(globalDirectory)) throw noGlobalDirectory(globalDirectory);
}

/** Null: it can be used so. */
function whyNot(path: string, mode: number): string | null {
  try {
    accessSync(path, mode);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? 'is not there'
      : 'cannot be used by the user who runs patchfleet';
  }
}

/** What GDE writes begins so, whatever the version. */
const label = 'GTCGBDUNX';

function isGlobalDirectory(file: string): boolean {
  const begin = Buffer.alloc(label.length);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, begin);
  } finally {
    closeSync(opened);
  }
  return begin.toString('latin1') === label;
}

function noGlobalDirectory(file: string): Failure {
  const why = `${file} is no global directory of this GT.M or YottaDB.`;
  const next = 'correct `globalDirectory` in site.yaml, or make the file anew: mumps -run GDE.';
  return failure('TARGET_UNREACHABLE', { target: file, why, next });
}

/** What the database says of why it cannot be worked with, in words; `status` is `$ZSTATUS`, or what a process said at its end. */
export function databaseTrouble(
  { globalDirectory }: Pick<MumpsDatabase, 'globalDirectory'>,
  status: string,
): Failure {
  if (/-E-GDINVALID\b/.test(status)) return noGlobalDirectory(globalDirectory);
  const known = troubles.find(({ sign }) => sign.test(status));
  const said = messageIn(status);
  if (known === undefined) return failure('TARGET_UNREACHABLE', { target: globalDirectory, why: said });
  const { why, next } = known;
  return failure('TARGET_UNREACHABLE', { target: globalDirectory, why: `${why} (${said})`, next });
}

const troubles: readonly { readonly sign: RegExp; readonly why: string; readonly next: string }[] = [
  {
    sign: /-E-(REQRUNDOWN|REQRECOV|REQROLLBACK|MUUSERECOV|DBRNDWN|SEMIDINVALID|CRITRESET)\b/,
    why: 'its database was not closed properly.',
    next: 'recover it: mupip journal -recover -backward with the current journal files, or mupip rundown -region "*" where it is not journaled.',
  },
  {
    sign: /-E-(DBFILERR|DBOPNERR|DBFILOPERR|DBNOTGDS|DBPRIVERR|FILENOTFND|BADDBVER|DBFGTBC|DBHEADINV)\b/,
    why: 'a file of its database cannot be opened.',
    next: 'look at the files that `show -map` of GDE names: whether they are there and of this version, and whether the user who runs patchfleet may read and write them.',
  },
  {
    sign: /-E-(JNLFILOPN|JNLOPNERR|JNLSWITCHFAIL|FILEIDMATCH|JNLFNF)\b/,
    why: 'a journal of its database cannot be opened.',
    next: 'switch the journal on anew: mupip set -journal="enable,on,before" -region …',
  },
];

/** The message without the place in M code where it came up; its first line. */
function messageIn(status: string): string {
  const message = status.replace(/^ERR\|/, '').replace(/^\d+,[^,]*,/, '');
  return plainText(message.split('\n')[0] ?? '', 300) || 'it said nothing.';
}
