import { createReadStream, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { Digest } from '../../../base/digest.ts';
import { digestOf } from '../../../base/digest.ts';
import { failure } from '../../../base/failure.ts';
import type { DocumentName } from '../../../document/document-name.ts';
import { documentName } from '../../../document/document-name.ts';
import { readGlobal, writeGlobal } from '../../../document/global.ts';
import type { GlobalBlock } from './canonical-blocks.ts';
import { callMumps } from './call-process.ts';
import { canonicalBlocks } from './canonical-blocks.ts';
import { complaintsIn } from './complaints-in.ts';
import { extractFile } from './extract-file.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import { startMumps } from './start-process.ts';

/**
 * Canonical bytes of a whole global; null: it has no nodes. They take the way through a file in patchfleet's own folder, which `mupip extract`
 * fills much faster than a pipe.
 */
export async function readWholeGlobal(database: MumpsDatabase, name: string): Promise<Uint8Array | null> {
  const file = extractFile(database);
  const blocks: Uint8Array[] = [];
  let disordered = false;
  try {
    const { code, said } = await extractInto(database, name.slice(1), file);
    if (code !== 0 && noSuchGlobal.test(said)) return null;
    if (code !== 0) throw unreadable(database, said);
    for await (const block of blocksOf(file)) {
      blocks.push(block.lines);
      disordered ||= block.disordered;
    }
  } finally {
    rmSync(file, { force: true });
  }
  const bytes = Buffer.concat(blocks);
  return disordered ? writeGlobal(readGlobal(bytes)) : bytes;
}

async function extractInto(
  database: MumpsDatabase,
  selection: string,
  file: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const args = ['extract', '-format=zwr', `-select=${selection}`, file];
  const { code, errors, output } = await callMumps(database, 'mupip', args, { timeLimit: null });
  return { code, said: `${errors.toString('latin1')}${output.toString('latin1')}` };
}

function blocksOf(file: string): AsyncGenerator<GlobalBlock> {
  return canonicalBlocks(createReadStream(file, { highWaterMark: 1 << 20 }));
}

const noSuchGlobal = /-[A-Z]-NOSELECT/;

function unreadable({ globalDirectory }: MumpsDatabase, said: string): Error {
  return failure('TARGET_UNREACHABLE', {
    target: globalDirectory,
    why: `mupip extract could not read its globals${complaintsIn(said)}.`,
  });
}

/**
 * Digests of these globals, or of all that the global directory leads to; those without nodes are left out. None is ever whole in memory, but where
 * the database sorts its nodes otherwise than M collation.
 */
export async function digestGlobals(
  database: MumpsDatabase,
  names: readonly string[] | 'all',
): Promise<ReadonlyMap<DocumentName, Digest>> {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  const disordered = new Set<string>();
  for await (const block of extractGlobals(database, names)) {
    const hash = hashes.get(block.name) ?? createHash('sha256');
    hashes.set(block.name, hash.update(block.lines));
    if (block.disordered) disordered.add(block.name);
  }
  const digests = new Map<DocumentName, Digest>();
  for (const [name, hash] of hashes) digests.set(documentName(name), hash.digest('hex') as Digest);
  for (const name of disordered)
    digests.set(documentName(name), digestOf((await readWholeGlobal(database, name)) ?? new Uint8Array()));
  return digests;
}

/** As many names as one command line of `mupip` takes. */
const namesAtOnce = 100;

async function* extractGlobals(
  database: MumpsDatabase,
  names: readonly string[] | 'all',
): AsyncGenerator<GlobalBlock> {
  if (names === 'all') yield* extractThroughPipe(database, '*');
  else
    for (let at = 0; at < names.length; at += namesAtOnce)
      yield* extractThroughFile(database, selectionOf(names.slice(at, at + namesAtOnce)));
}

function selectionOf(names: readonly string[]): string {
  return names.map((name) => name.slice(1)).join(',');
}

/** Like a backup of these globals, and as fast; where there is no room for a file, through a pipe, which says what else is wrong. */
async function* extractThroughFile(database: MumpsDatabase, selection: string): AsyncGenerator<GlobalBlock> {
  const file = extractFile(database);
  try {
    const { code, said } = await extractInto(database, selection, file);
    if (code === 0) yield* blocksOf(file);
    else if (!noSuchGlobal.test(said)) yield* extractThroughPipe(database, selection);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Of all globals no copy lies on the disk. `mupip extract` needs no lock and sees what is committed. */
async function* extractThroughPipe(database: MumpsDatabase, selection: string): AsyncGenerator<GlobalBlock> {
  const args = ['extract', '-format=zwr', `-select=${selection}`, '-stdout'];
  const started = startMumps(database, 'mupip', args, { timeLimit: null, joined: true });
  started.input.end();
  const complaint = firstText(started.errors);
  try {
    yield* canonicalBlocks(started.output as AsyncIterable<Buffer>);
  } finally {
    started.stop();
  }
  const { code } = await started.ended;
  const said = await complaint;
  if (code !== 0 && !noSuchGlobal.test(said)) throw unreadable(database, said);
}

async function firstText(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of stream) text = `${text}${piece.toString('latin1')}`.slice(0, 2_000);
  return text.trim();
}
