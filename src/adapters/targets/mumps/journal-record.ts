import { parseReference, readNode } from '../../../document/global.ts';
import { writeReference } from '../../../document/global-reference.ts';
import type { GlobalWrite } from '../../../document/global-write.ts';

/** One line of `mupip journal -extract`, of what matters here. */
export type JournalRecord =
  /** A process begins to write this journal file; milliseconds since 1970, in whole seconds; the name of its user on this machine. */
  | { readonly kind: 'process'; readonly pid: number; readonly at: number; readonly user: string }
  | {
      readonly kind: 'write';
      readonly pid: number;
      readonly at: number;
      readonly code: WriteCode;
      /** In ZWR; with its value where the code is that of a SET. */
      readonly node: string;
    }
  /** Triggers were changed; they lie in `^#t`, which is no global of the site. */
  | { readonly kind: 'triggers'; readonly pid: number }
  /** Its first two characters where they are a number; else `??`: what follows them is nobody's business. */
  | { readonly kind: 'unknown'; readonly type: string };

/** KILL, SET, ZKILL. */
type WriteCode = '04' | '05' | '10';

/**
 * Reads a line of an extract in the format GDSJEX06 to 08 (GT.M Administration and Operations Guide, "Journal Extract Formats"); null where it
 * says nothing of a write: header, ends of processes and files, fences of transactions. What was not committed is not in a journal.
 */
export function parseJournalLine(line: string): JournalRecord | null {
  const code = line.slice(0, 2);
  switch (code) {
    case '01':
      return processOf(line);
    case '04':
    case '05':
    case '10':
      return writeOf(line, code);
    case '13':
      return { kind: 'triggers', pid: pidOf(line) };
    default:
      return harmless.has(code) ? null : { kind: 'unknown', type: /^\d\d$/.test(code) ? code : '??' };
  }
}

/** NULL, PFIN, EOF, ZTSTART, ZTCOM, TSTART, TCOM, ZTWORM, ZTRIG; and the header, `GDSJEX…`. */
const harmless: ReadonlySet<string> = new Set([
  '00',
  '02',
  '03',
  '06',
  '07',
  '08',
  '09',
  '11',
  '12',
  'GD',
  '',
]);

/** The write as the port tells it; null where the node cannot be one of a global (`^#t`). */
export function globalWriteOf(code: WriteCode, node: string, own: boolean): GlobalWrite | null {
  if (code === '05') {
    const read = readNode(node);
    return read && { kind: 'set', reference: writeReference(read.reference), value: read.value, own };
  }
  const reference = parseReference(node);
  if (reference === null) return null;
  return { kind: code === '04' ? 'kill' : 'kill-node', reference: writeReference(reference), own };
}

/** code, time, transaction number, process id, host, user, … */
function processOf(line: string): JournalRecord {
  return { kind: 'process', pid: pidOf(line), at: instantOf(line), user: line.split('\\', 6)[5] ?? '' };
}

/** code, time, transaction number, process id, client, token, stream, stream's number, number in transaction, flags, node. */
function writeOf(line: string, code: WriteCode): JournalRecord {
  let at = -1;
  for (let field = 0; field < 10; field += 1) at = line.indexOf('\\', at + 1);
  return { kind: 'write', pid: pidOf(line), at: instantOf(line), code, node: line.slice(at + 1) };
}

function pidOf(line: string): number {
  const third = line.indexOf('\\', line.indexOf('\\', 3) + 1);
  return Number(line.slice(third + 1, line.indexOf('\\', third + 1)));
}

/** `$HOROLOG`: days since the last day of 1840, and seconds; the extract is made in UTC. */
function instantOf(line: string): number {
  const [day = 0, second = 0] = line.slice(3, line.indexOf('\\', 3)).split(',').map(Number);
  return ((day - 47_117) * 86_400 + second) * 1000;
}
