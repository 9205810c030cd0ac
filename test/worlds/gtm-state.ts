import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MumpsDatabase } from '../../src/adapters/targets/mumps/mumps-database.ts';
import { startMumps } from '../../src/adapters/targets/mumps/start-process.ts';

/** A whole database as its own program extracts it, without patchfleet's global, and every routine file; as SHA-256, by no code of patchfleet. */
export interface GtmState {
  readonly globals: string;
  readonly routines: string;
}

export async function gtmState(database: MumpsDatabase): Promise<GtmState> {
  return { globals: sha256(await extractOf(database)), routines: routinesDigest(database) };
}

/** The lines of `mupip extract`, without its header, which holds the time, and without patchfleet's global. */
export async function extractOf(database: MumpsDatabase): Promise<string> {
  const started = startMumps(database, 'mupip', ['extract', '-format=zwr', '-stdout'], { timeLimit: 60_000 });
  started.input.end();
  started.errors.resume();
  const pieces: Buffer[] = [];
  for await (const piece of started.output as AsyncIterable<Buffer>) pieces.push(piece);
  await started.ended;
  const lines = Buffer.concat(pieces).toString('latin1').split('\n').slice(2);
  return lines.filter((line) => !line.startsWith('^PATCHFLEET')).join('\n');
}

function routinesDigest({ routines }: MumpsDatabase): string {
  const hash = createHash('sha256');
  for (const folder of routines)
    for (const name of readdirSync(folder).sort())
      hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
