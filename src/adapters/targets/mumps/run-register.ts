import { failure } from '../../../base/failure.ts';
import { readNode } from '../../../document/global.ts';
import { writeReference } from '../../../document/global-reference.ts';
import { callDriver } from './call-driver.ts';
import type { MumpsDatabase } from './mumps-database.ts';
import type { RunRoom } from './run-folder.ts';
import { readIfThere, runPlaces } from './run-folder.ts';
import { startMumps } from './start-process.ts';

/** Keeps patchfleet's own global in a file: the run's code may write it, or kill it. */
export async function keepRegister({ database, disk }: RunRoom): Promise<void> {
  disk.replace(runPlaces(database).register, Buffer.from(await registerLines(database)));
}

/** Puts patchfleet's own global back where the run has changed it; true where it had. The run must have ended, and nobody else may write it. */
export async function mendRegister(room: RunRoom): Promise<boolean> {
  const { database } = room;
  const { register } = runPlaces(database);
  const kept = readIfThere(register)?.toString() ?? null;
  if (kept === null || kept === (await registerLines(database))) return false;
  const { code, output } = await callDriver(room, 'mend', [register]);
  if (code === 0) return true;
  const why = `patchfleet's own global, which the run changed, could not be put back: ${output.toString('latin1').slice(-500)}`;
  throw failure('TARGET_UNREACHABLE', { target: database.globalDirectory, why });
}

/** Reference and value of each node, both in hexadecimal, without the run's own mark and the name of who holds the lock. */
async function registerLines(database: MumpsDatabase): Promise<string> {
  const args = ['extract', '-format=zwr', '-select=PATCHFLEET', '-stdout'];
  const started = startMumps(database, 'mupip', args, { timeLimit: 10 * 60_000 });
  started.input.end();
  started.errors.resume();
  const pieces: Buffer[] = [];
  for await (const piece of started.output as AsyncIterable<Buffer>) pieces.push(piece);
  const { code } = await started.ended;
  if (code !== 0 && code !== nothingSelected)
    throw failure('TARGET_UNREACHABLE', {
      target: database.globalDirectory,
      why: `mupip extract ended with ${String(code)}.`,
    });
  return Buffer.concat(pieces).toString('latin1').split('\n').map(lineOf).join('');
}

/** `mupip extract` of a global that is not there. */
const nothingSelected = 224;

function lineOf(line: string): string {
  const node = readNode(line);
  if (node === null) return '';
  const reference = writeReference(node.reference);
  const passing = reference === '^PATCHFLEET("run")' || reference === '^PATCHFLEET("holder")';
  return passing ? '' : `${hex(reference)} ${hex(node.value)}\n`;
}

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
