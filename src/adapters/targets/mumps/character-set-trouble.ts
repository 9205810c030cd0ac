import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plainText } from '../../../base/plain-text.ts';
import type { Disk } from '../../files/disk.ts';
import { callMumps } from './call-process.ts';
import type { MumpsDatabase } from './mumps-database.ts';

/** Why nothing should be compiled for this site, and what to do; null: nothing speaks against it. */
export interface CharacterSetTrouble {
  readonly why: string;
  readonly next: string;
}

/**
 * Whether processes of the character set that site.yaml names start, and take the routines that the site has compiled last: what is compiled in one set cannot be linked by
 * processes of the other (GT.M Administration and Operations Guide, "gtm_chset"), which then fail with INVOBJFILE. Nothing is compiled or run.
 */
export async function characterSetTrouble(
  database: MumpsDatabase,
  disk: Disk,
): Promise<CharacterSetTrouble | null> {
  const { characterSet, environment } = database;
  const links = lastCompiled(database).map((file) => `zlink "${file}"`);
  if (links.length === 0 && characterSet === 'M') return null;
  const code = ['write $zchset,!', ...links].join(' ');
  disk.makeFolder(database.own);
  const apart = { ...database, routines: [database.own] as const, objects: null, relink: false };
  const args = ['-run', '%XCMD', code];
  const { output, errors } = await callMumps(apart, 'mumps', args, { timeLimit: patience, as: 'site' });
  const said = output.toString('latin1');
  const other = /compiled with CHSET=(\S+) which/.exec(said)?.[1];
  if (other !== undefined) return compiledOtherwise(database, said, other);
  if (said.startsWith(characterSet)) return null;
  const text = plainText(errors.toString('latin1').split('\n')[0] ?? '', 300) || 'it said nothing';
  return {
    why: `Its processes do not start in character set ${characterSet} (${text}).`,
    next: `Say in \`environment\` of site.yaml what the site's own processes have: gtm_icu_version, LC_ALL${environment['LC_ALL'] === undefined ? ' (C.UTF-8 where nothing is said)' : ''}.`,
  };
}

function compiledOtherwise(
  { characterSet }: MumpsDatabase,
  said: string,
  other: string,
): CharacterSetTrouble {
  const file = /object file (\S+) due/.exec(said)?.[1] ?? 'One of its routines';
  return {
    why: `${file} was compiled in character set ${other}, and site.yaml says ${characterSet}: what is compiled in one cannot be run in the other.`,
    next: `Say \`characterSet: ${other}\` under \`mumps\` in site.yaml where the site's processes have that as gtm_chset; or else remove this file, and the database compiles the routine anew.`,
  };
}

const patience = 60_000;

/** A few of them tell: a site has one character set. */
const looked = 5;

function lastCompiled({ routines, objects }: MumpsDatabase): readonly string[] {
  const folder = objects ?? routines[0];
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /^[_A-Za-z][A-Za-z0-9]*\.o$/.test(file));
  return files
    .map((file) => join(folder, file))
    .map((file) => ({ file, at: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.at - a.at)
    .slice(0, looked)
    .map(({ file }) => file);
}
