import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../src/adapters/files/node-disk.ts';
import { callMumps } from '../../src/adapters/targets/mumps/call-process.ts';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { environmentOf } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { openMumpsTarget } from '../../src/adapters/targets/mumps/open-mumps-target.ts';
import { documentName } from '../../src/document/document-name.ts';
import { routineOf } from '../../src/kit/formats/routine-text.ts';
import type { FoundDocument } from '../../src/kit/formats/kit-source.ts';
import { gtmDist, makeGtmDatabase } from '../make-gtm-database.ts';
import type { DemoDatabase } from './database.ts';
import { Broken } from './promise.ts';
import { putInto } from './put-into.ts';

/** A new GT.M database in the folder. Broken where GT.M is not on this machine, or the path is none for it. */
export async function makeMumpsDemoDatabase(folder: string): Promise<DemoDatabase> {
  if (gtmDist === null)
    throw new Broken(
      'GT.M is not on this machine (Debian: apt-get install fis-gtm), so there is no `mumps` to play on',
    );
  if (/[\s()]/.test(folder)) throw new Broken(`GT.M takes no path with blanks or parentheses: ${folder}`);
  mkdirSync(folder, { recursive: true });
  const { database } = await makeGtmDatabase({ folder });
  const target = openMumpsTarget({ database, disk: nodeDisk(), copyUpTo: 0, timeLimit: 0 });
  const { globalDirectory, routines, objects } = database;
  return {
    config: `mumps: { globalDirectory: ${globalDirectory}, routines: ${routines[0]}, objects: ${objects ?? ''}, dist: ${gtmDist} }`,
    fill: (documents) => putInto(target, asM(documents)),
    digest: () => Promise.resolve(digestOf(database)),
    close: async () => {
      await callMumps(database, 'mupip', ['rundown', '-region', '*'], { timeLimit: 60_000 });
    },
  };
}

/** Routines of the export as this database names them. */
async function* asM(documents: AsyncIterable<FoundDocument>): AsyncGenerator<FoundDocument> {
  for await (const one of documents) {
    const { name, bytes } = one.document;
    const routine = /^(.+)\.mac$/.exec(name)?.[1];
    if (routine === undefined) yield one;
    else
      yield {
        ...one,
        document: { name: documentName(`${routine}.m`), bytes: Buffer.from(routineOf(bytes).body) },
      };
  }
}

/** Over the database's own extract, without its header, which holds the time, and over every routine file. */
function digestOf(database: MumpsDatabase): string {
  const hash = createHash('sha256');
  const extract = execFileSync(join(database.dist, 'mupip'), ['extract', '-format=zwr', '-stdout'], {
    env: environmentOf(database, process.env, 'M'),
    encoding: 'latin1',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for (const line of extract.split('\n').slice(2))
    if (!line.startsWith('^PATCHFLEET')) hash.update(`${line}\n`);
  const [routines] = database.routines;
  for (const name of readdirSync(routines).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(routines, name)))
      .update('\0');
  return hash.digest('hex');
}
