import { computeRunEffect } from '../../../document/compute-run-effect.ts';
import type { GlobalWrite } from '../../../document/global-write.ts';
import { callDriver } from './call-driver.ts';
import { complaintsIn } from './complaints-in.ts';
import type { RunRoom } from './run-folder.ts';
import { runPlaces } from './run-folder.ts';

/** The journal is written before the database: only what was journaled last can be half done. */
const lastWrites = 20_000;
const lastBytes = 4 * 1024 * 1024;
/** Bytes of a value that go into one line. */
const pieceSize = 8_000;

/**
 * Why it cannot be told what a process that was killed has left; null: all that it journaled last is in the database. GT.M puts an update into the
 * database after it has journaled it; a process that is killed in between (SIGKILL, no memory left) can leave the block half written, and other nodes of
 * it with it (GT.M Administration and Operations Guide: the message DBDANGER, "process killed during updates").
 */
export async function whyTorn(room: RunRoom, writes: readonly GlobalWrite[]): Promise<string | null> {
  const { expected } = runPlaces(room.database);
  room.disk.replace(expected, Buffer.from(expectations(lastOf(writes)).join('')));
  const { code, output } = await callDriver(room, 'differ', [expected]);
  const said = output.toString('latin1');
  if (code !== 0) return `the database cannot be compared with its journal${complaintsIn(said)}.`;
  const nodes = said.split('\n').filter((line) => /^[0-9a-f]+$/.test(line));
  if (nodes.length === 0) return null;
  const globals = new Set(nodes.map((hex) => /^[^(]*/.exec(fromHex(hex))?.[0] ?? ''));
  return (
    `its process was killed in the middle of an update of ${[...globals].join(', ')}, so that the database does not hold what its journal says; other nodes ` +
    'of the same block can be damaged. Look for DBDANGER in the log of the system, check the database with `mupip integ`, and restore what is damaged.'
  );
}

function lastOf(writes: readonly GlobalWrite[]): readonly GlobalWrite[] {
  let from = writes.length;
  for (let bytes = 0; from > Math.max(0, writes.length - lastWrites) && bytes < lastBytes; from -= 1) {
    const write = writes[from - 1];
    bytes += write?.kind === 'set' ? write.value.length : 0;
  }
  return writes.slice(from);
}

/** What each node that was touched has to be now, in lines that the driver reads. */
function expectations(writes: readonly GlobalWrite[]): readonly string[] {
  const all = writes.map((write) => ({ ...write, own: true }));
  const killed = all
    .filter(({ kind }) => kind !== 'set')
    .map(({ reference }) => [reference, { after: null }] as const);
  const nodes = new Map<string, { readonly after: string | null }>([
    ...killed,
    ...computeRunEffect(new Map(), all),
  ]);
  return [...nodes].flatMap(([reference, { after }]) => {
    const at = toHex(reference);
    if (after === null) return [`${at}\n`];
    const pieces = Array.from({ length: Math.ceil(after.length / pieceSize) }, (_, index) => {
      const from = index * pieceSize;
      return `${at} ${from + 1} ${toHex(after.slice(from, from + pieceSize))}\n`;
    });
    return [`${at} ${after.length}\n`, ...pieces];
  });
}

function toHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}

function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}
