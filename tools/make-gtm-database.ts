import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callMumps } from '../src/adapters/targets/mumps/call-process.ts';
import { findDist } from '../src/adapters/targets/mumps/find-dist.ts';
import type { MumpsDatabase } from '../src/adapters/targets/mumps/mumps-database.ts';

/** Where GT.M is on this machine; null: nowhere. */
export const gtmDist = findDist(process.env);

/** Version of the ICU library, without which GT.M knows no UTF-8 (`gtm_icu_version`); null: it is not on this machine. */
export const icuVersion = findIcu(['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64']);

function findIcu(folders: readonly string[]): string | null {
  const files = folders.filter(existsSync).flatMap((folder) => readdirSync(folder));
  return (
    files.map((file) => /^libicuio\.so\.(\d+\.\d+)$/.exec(file)?.[1]).find((found) => found !== undefined) ??
    null
  );
}

/** In what a database differs from the usual one. */
export interface GtmWish {
  /** Empty folder, whose path has neither blanks nor parentheses; default: a temporary one. */
  readonly folder?: string;
  /** A transaction holds half as many blocks of 4 KiB. */
  readonly buffers?: number;
  /** GT.M's own puts empty subscripts behind numbers. */
  readonly nullCollation?: 'standard' | 'own';
  /** True: globals whose names begin with LabB lie in a region of their own. */
  readonly twoRegions?: boolean;
  /** `UTF-8` only where `icuVersion` is not null. */
  readonly characterSet?: 'M' | 'UTF-8';
}

/** A new and empty database, journaled with before images, and what runs it down and removes it. Must only be called where GT.M is. */
export async function makeGtmDatabase(
  wish: GtmWish = {},
): Promise<{ database: MumpsDatabase; remove: () => Promise<void> }> {
  if (gtmDist === null) throw new Error('GT.M is not on this machine');
  const folder = wish.folder ?? realpathSync(mkdtempSync(join(tmpdir(), 'patchfleet-gtm-')));
  const database = databaseIn(folder, gtmDist, wish);
  for (const each of ['g', 'j', 'r', 'o', 'own']) mkdirSync(join(folder, each));
  await must(database, 'mumps', ['-run', 'GDE'], layout(folder, wish));
  await must(database, 'mupip', ['create']);
  await must(database, 'mupip', ['set', '-journal=enable,on,before', '-region', '*']);
  return {
    database,
    remove: async () => {
      if (existsSync(database.globalDirectory)) await call(database, 'mupip', ['rundown', '-region', '*']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function databaseIn(folder: string, programs: string, { characterSet = 'M' }: GtmWish): MumpsDatabase {
  return {
    dist: programs,
    globalDirectory: join(folder, 'g', 'mumps.gld'),
    routines: [join(folder, 'r')],
    objects: join(folder, 'o'),
    relink: false,
    temporary: '/tmp',
    own: join(folder, 'own'),
    characterSet,
    environment: characterSet === 'M' ? {} : { gtm_icu_version: icuVersion ?? '' },
  };
}

/** File names are quoted, or they swallow the rest of their line. */
function layout(
  folder: string,
  { buffers = 2_000, nullCollation = 'standard', twoRegions = false }: GtmWish,
): string {
  const collation = nullCollation === 'standard' ? '-stdnullcoll' : '-nostdnullcoll';
  return [
    `change -segment DEFAULT -file_name="${folder}/g/mumps.dat" -access_method=BG -block_size=4096 -allocation=1000 -extension_count=2000 -global_buffer_count=${buffers}`,
    `change -region DEFAULT ${collation} -null_subscripts=always -key_size=1019 -record_size=1048576 -journal=(before_image,file_name="${folder}/j/mumps.mjl")`,
    ...(twoRegions
      ? [
          `add -segment SECOND -file_name="${folder}/g/second.dat"`,
          `add -region SECOND -dynamic_segment=SECOND -stdnullcoll -null_subscripts=always -key_size=1019 -record_size=1048576 -journal=(before_image,file_name="${folder}/j/second.mjl")`,
          'add -name LabB* -region=SECOND',
        ]
      : []),
    'exit',
    '',
  ].join('\n');
}

async function must(
  database: MumpsDatabase,
  program: 'mumps' | 'mupip',
  args: readonly string[],
  input = '',
): Promise<void> {
  const { code, output, errors } = await call(database, program, args, input);
  if (code !== 0)
    throw new Error(
      `${program} ${args.join(' ')} ended with ${String(code)}: ${output.toString()}${errors.toString()}`,
    );
}

function call(database: MumpsDatabase, program: 'mumps' | 'mupip', args: readonly string[], input = '') {
  return callMumps(database, program, args, { timeLimit: 30_000, input });
}
