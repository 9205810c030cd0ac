import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../base/digest.ts';
import { failure } from '../../base/failure.ts';
import type { JournalEvent } from '../../journal/journal-event.ts';
import { journalLine, readJournal, readJournalLine } from '../../journal/journal-file.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Disk } from './disk.ts';
import { guarded } from './guarded.ts';

interface Loaded {
  readonly events: JournalEvent[];
  head: Digest | null;
  /** Bytes of the whole lines. */
  size: number;
  /** Bytes after them that a crash left; they count as never written. */
  torn: number;
}

/**
 * The journal in `folder`/journal.jsonl. What was read or appended is kept in memory; whether somebody else wrote is seen by
 * the file's size: a longer or shorter file is read again by `read` and `head`, and refused by `append` (Failure JOURNAL_DAMAGED).
 */
export function openJournalFile({ folder, disk }: { readonly folder: string; readonly disk: Disk }): Journal {
  const file = join(folder, 'journal.jsonl');
  let loaded: Loaded | null = null;
  let writing: Promise<unknown> = Promise.resolve();

  const current = (): Loaded => {
    if (loaded === null || loaded.size + loaded.torn !== sizeOf(file)) loaded = load(file);
    return loaded;
  };
  const append = (event: JournalEvent): void => {
    const known = (loaded ??= load(file));
    if (known.size + known.torn !== sizeOf(file)) throw foreignWriter(file, known);
    const line = Buffer.from(journalLine(event, known.head));
    const place = { file, line: known.events.length + 1 };
    const read = readJournalLine(place, line.subarray(0, -1), known.head);
    if (known.size === 0) disk.makeFolder(folder);
    try {
      if (known.torn > 0) disk.truncate(file, known.size);
      disk.append(file, line);
    } catch (error) {
      loaded = null;
      throw error;
    }
    known.events.push(read.event);
    known.head = read.hash;
    known.size += line.length;
    known.torn = 0;
  };
  /** One after the other, also where a caller does not wait. */
  const inTurn = <T>(work: () => T): Promise<T> => {
    const run = writing.then(work, work);
    writing = run.catch(() => undefined);
    return run;
  };
  return {
    read: () => inTurn(() => [...current().events]),
    head: () => inTurn(() => current().head),
    size: () => inTurn(() => sizeOf(file)),
    append: (event) =>
      inTurn(() => {
        append(event);
      }),
  };
}

/** Reads the file and changes nothing: only who appends, under the target's lock, takes off a line that a crash cut short. */
function load(file: string): Loaded {
  const bytes = guarded(file, () => contentOf(file));
  const { events, head, size } = readJournal(file, bytes);
  return { events: [...events], head, size, torn: bytes.length - size };
}

function foreignWriter(file: string, { events }: Loaded) {
  const why = 'another process has written to it.';
  return failure('JOURNAL_DAMAGED', { file, line: events.length + 1, why });
}

function contentOf(file: string): Uint8Array {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? new Uint8Array() : readFileSync(file);
}

function sizeOf(file: string): number {
  return guarded(file, () => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}
